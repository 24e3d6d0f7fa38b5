import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { projectRoot } from "../server/platform/config.ts";
import { type BrowserFiles, moveUnlessThere, unpackBrowser } from "./browser.ts";

declare module "vitest" {
  interface ProvidedContext {
    browserFiles: BrowserFiles;
    /** Folder of the built pages. */
    pagesFolder: string;
    /** Name of the database that the browser tests of this run share; the first of them makes it. */
    worldName: string;
  }
}

/** What browser tests need before the first of them: the browser unpacked, the pages built. */
export default async function setup({ provide }: TestProject): Promise<void> {
  provide("browserFiles", await unpackBrowser());
  provide("pagesFolder", await buildPages());
  // A later run drops it with other leftovers: see global-database.ts.
  provide("worldName", `test_world_${randomBytes(6).toString("hex")}`);
}

const cache = join(projectRoot, ".cache");
const KEPT_MS = 3_600_000;

/**
 * Builds the pages into a folder named after their sources, unless it is there, and returns it. Not
 * into web/dist: a build beside a running test would take the pages away from under it.
 */
export async function buildPages(): Promise<string> {
  const folder = join(cache, `pages-${fingerprint()}`);
  if (existsSync(folder)) return folder;
  dropOldPages();
  const partial = `${folder}.${randomBytes(6).toString("hex")}`;
  const vite = join(projectRoot, "node_modules/vite/bin/vite.js");
  const flags = ["--outDir", partial, "--logLevel", "warn"];
  try {
    await promisify(execFile)(
      process.execPath,
      [vite, "build", join(projectRoot, "web"), ...flags],
      { cwd: projectRoot },
    );
    moveUnlessThere(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Pages of other sources, unless a run beside this one may still show them. */
function dropOldPages(): void {
  for (const name of readdirSync(cache).filter((one) => one.startsWith("pages-"))) {
    const folder = join(cache, name);
    if (Date.now() - statSync(folder).mtimeMs > KEPT_MS)
      rmSync(folder, { recursive: true, force: true });
  }
}

/** Changes whenever a file that the pages are made of does. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const name of ["web", "contract", "core"])
    for (const file of sourcesIn(join(projectRoot, name))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  return hash.digest("hex").slice(0, 12);
}

const SKIPPED = new Set(["node_modules", "dist"]);

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, encoding: "utf8" });
  return entries.flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name.endsWith(".test.ts")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourcesIn(path) : [path];
  });
}
