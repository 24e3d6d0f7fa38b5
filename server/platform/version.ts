import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./config.ts";

/** Mora's version, as package.json says. */
export const version: string = (
  JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { version: string }
).version;
