import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/**
 * The direction of imports between folders, read from the sources themselves. Each row says which
 * other folders a folder may import from; what is not listed is forbidden. `core` has no dependency
 * at all, and a module of the server reaches another only through its index.ts.
 */
export const allowed: Readonly<Record<string, readonly string[]>> = {
  "core/kernel": [],
  "core/ledger": ["core/kernel"],
  "core/arrears": ["core/kernel", "core/ledger"],
  "core/banking": ["core/kernel"],
  "core/promises": ["core/kernel"],
  "core/strategy": ["core/kernel", "core/arrears"],
  "core/day": ["core/kernel", "core/ledger", "core/arrears", "core/promises", "core/strategy"],
  contract: ["core/kernel", "core/arrears", "core/ledger"],
  "server/platform": ["core/*", "db"],
  "server/modules": ["core/*", "contract", "db", "server/platform"],
  "server/day-cycle": ["core/*", "db", "server/platform", "server/modules"],
  "server/main": ["core/*", "contract", "server/platform", "server/modules", "server/day-cycle"],
  web: ["core/kernel", "core/arrears", "contract"],
  db: [],
};

export type Import = { readonly from: string; readonly to: string };
export type Violation = Import & { readonly why: string };

const SKIPPED = new Set(["node_modules", "dist", ".cache", ".mora", ".git"]);

/** Source files of the product: tests, tools and benchmarks may look anywhere. */
export function sourceFiles(root: string): string[] {
  const roots = ["core", "contract", "server", "web", "db"];
  return roots
    .flatMap((folder) => walk(join(root, folder)))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (SKIPPED.has(name)) return [];
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

const SPECIFIER = /(?:from|import)\s*\(?\s*["']([^"']+)["']/g;

/** Imports inside the project, as paths relative to its root, without extension where there is none. */
export function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(SPECIFIER)].flatMap(([, specifier = ""]) => {
    const to = specifier.startsWith(".")
      ? relative(root, resolve(dirname(file), specifier))
      : specifier.startsWith("@mora/")
        ? `${specifier.slice("@mora/".length)}`
        : undefined;
    return to === undefined ? [] : [{ from: relative(root, file), to }];
  });
}

/** The row of `allowed` that a path belongs to. */
export const folderOf = (path: string): string | undefined =>
  Object.keys(allowed)
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];

/** What is wrong with an import, or undefined. */
export function violationOf({ from, to }: Import): Violation | undefined {
  const [source, target] = [folderOf(from), folderOf(to)];
  if (!source || !target) return { from, to, why: "stands in no known folder" };
  if (source === target) return throughFrontDoor({ from, to });
  const rules = allowed[source] ?? [];
  const isAllowed = rules.some(
    (rule) => rule === target || (rule.endsWith("/*") && target.startsWith(rule.slice(0, -1))),
  );
  return isAllowed
    ? throughFrontDoor({ from, to })
    : { from, to, why: `${source} must not import ${target}` };
}

const moduleOf = (path: string): string | undefined => /^server\/modules\/([^/]+)/.exec(path)?.[1];

function throughFrontDoor({ from, to }: Import): Violation | undefined {
  const [source, target] = [moduleOf(from), moduleOf(to)];
  if (!target || source === target || /\/index\.ts$/.test(to)) return undefined;
  return { from, to, why: `module ${target} is reached through its index.ts only` };
}
