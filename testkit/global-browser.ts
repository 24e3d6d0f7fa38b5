import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { projectRoot } from "../server/platform/config.ts";
import { type BrowserFiles, unpackBrowser } from "./browser.ts";

declare module "vitest" {
  interface ProvidedContext {
    browserFiles: BrowserFiles;
    /** Name of the database that the browser tests of this run share; the first of them makes it. */
    worldName: string;
  }
}

/** What browser tests need before the first of them: the browser unpacked, the pages built. */
export default async function setup({ provide }: TestProject): Promise<void> {
  provide("browserFiles", await unpackBrowser());
  // A later run drops it with other leftovers: see global-database.ts.
  provide("worldName", `test_world_${randomBytes(6).toString("hex")}`);
  await buildPages();
}

const webFolder = join(projectRoot, "web");

/** Builds the pages if there are none or if a source is newer than they are. */
export async function buildPages(): Promise<void> {
  const built = newestIn(join(webFolder, "dist"));
  const sources = ["web", "contract", "core"].map((name) => newestIn(join(projectRoot, name)));
  if (built > Math.max(...sources)) return;
  const vite = join(projectRoot, "node_modules/vite/bin/vite.js");
  await promisify(execFile)(process.execPath, [vite, "build", webFolder, "--logLevel", "warn"], {
    cwd: projectRoot,
  });
}

const SKIPPED = new Set(["node_modules", "dist"]);

/** Time of the last change of any file in a folder, ms since the epoch; 0 without any. */
function newestIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { withFileTypes: true, encoding: "utf8" });
  return entries.reduce((newest, entry) => {
    if (SKIPPED.has(entry.name) || entry.name.endsWith(".test.ts")) return newest;
    const path = join(folder, entry.name);
    return Math.max(newest, entry.isDirectory() ? newestIn(path) : statSync(path).mtimeMs);
  }, 0);
}
