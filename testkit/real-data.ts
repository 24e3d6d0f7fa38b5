import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@mora/server/platform/config";

/**
 * Real data lies beside the checkout and is not part of it; tests that need it are skipped with this
 * reason where it is absent.
 */
const folder = join(projectRoot, "../shared/data");

export function realFile(path: string): { path: string; isThere: boolean } {
  const full = join(folder, path);
  const isThere = existsSync(full);
  if (!isThere) console.log(`skipped: ../shared/data/${path} is not there`);
  return { path: full, isThere };
}
