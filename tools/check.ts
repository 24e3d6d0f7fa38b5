import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../server/platform/config.ts";

/**
 * The single gate: format and lint (with the size limits), types of every workspace, the direction of
 * imports between folders (tools/folders.test.ts), and generated files that must equal what their
 * sources make. Prints what failed and exits with 1.
 */
const bin = (name: string): string => join(projectRoot, "node_modules/.bin", name);

const steps: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ["format and lint", bin("biome"), ["check", "."]],
  ["types: core", bin("tsc"), ["--noEmit", "-p", "core"]],
  ["types: contract", bin("tsc"), ["--noEmit", "-p", "contract"]],
  ["types: server, tests, tools", bin("tsc"), ["--noEmit", "-p", "."]],
  ["types: web", bin("tsc"), ["--noEmit", "-p", "web"]],
  ["folders", bin("vitest"), ["run", "--project", "unit", "tools"]],
  ["generated files", process.execPath, [join(projectRoot, "tools/generate.ts"), "--verify"]],
];

let failed = 0;
for (const [name, command, args] of steps) {
  const { code, output } = await run(command, args);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name}`);
  if (code === 0) continue;
  failed++;
  console.log(output);
}
process.exitCode = failed === 0 ? 0 : 1;

function run(
  command: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectRoot, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
