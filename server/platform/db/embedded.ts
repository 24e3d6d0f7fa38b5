import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { UserError } from "../errors.ts";
import { makePrivateFolder, prepareRunner, type Runner, runProgram } from "./runner.ts";

/**
 * The embedded PostgreSQL: real server binaries from npm, in a folder of ours. Several Mora processes
 * may share one server. Each holds a shared lock in it while it lives; whoever leaves last stops it.
 * A killed process leaves the server running: the next start finds and uses it. A killed server is
 * started again and recovers by itself.
 */
export type EmbeddedServer = {
  readonly url: string;
  /** Leaves the server; stops it if nobody else is there. Safe to call more than once. */
  readonly release: () => Promise<void>;
};

export type EmbeddedOptions = {
  readonly home: string;
  /** Extra `name=value` server settings, for tests (`fsync=off`). */
  readonly settings?: readonly string[];
};

const DATABASE = "mora";
const IN_USE_LOCK = 0x6d6f_7261; // "mora"
const START_TIMEOUT_MS = 60_000;
const RETRY_MS = 200;

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const runner = await prepareRunner(options.home);
  const password = passwordIn(options.home);
  await initialise(runner, { home: options.home, password });
  const url = await reach(runner, { password, settings: options.settings ?? [] });
  const watch = await enter(url);
  let released = false;
  return {
    url: await ensureDatabase(url),
    release: async () => {
      if (released) return;
      released = true;
      await leave(runner, watch);
    },
  };
}

function passwordIn(home: string): string {
  const path = join(home, "postgres-password");
  try {
    const password = randomBytes(24).toString("base64url");
    writeFileSync(path, password, { mode: 0o600, flag: "wx" });
  } catch (error) {
    // Made earlier, or by another process a moment ago.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(path, "utf8").trim();
}

/**
 * Makes the data folder in a place of its own and moves it where it belongs when it is complete: a
 * kill half-way leaves nothing that looks like a database, and of two processes that start at the
 * same moment one moves and the other finds it there.
 */
async function initialise(
  runner: Runner,
  { home, password }: { home: string; password: string },
): Promise<void> {
  if (existsSync(join(runner.dataDir, "PG_VERSION"))) return;
  const partial = `${runner.dataDir}.${randomBytes(6).toString("hex")}`;
  const file = join(runner.identity ? "/tmp" : home, `pw-${randomBytes(6).toString("hex")}`);
  try {
    makePrivateFolder(runner, partial);
    writeFileSync(file, password, { mode: 0o600, flag: "wx" });
    if (runner.identity) chownSync(file, runner.identity.uid, runner.identity.gid);
    const made = await runProgram(runner, "initdb", [
      ..."-A scram-sha-256 -U postgres -E UTF8 --locale-provider=builtin --locale=C.UTF-8".split(
        " ",
      ),
      ...["--pwfile", file, "-D", partial],
    ]);
    if (made.code !== 0)
      throw new UserError("EMBEDDED_POSTGRES_INIT", `initdb failed: ${made.output.trim()}`);
    moveUnlessThere(partial, runner.dataDir);
  } finally {
    rmSync(file, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(join(to, "PG_VERSION"))) throw error;
  }
}

/**
 * Connects to the running server, or starts it, until one works. Just after `kill -9` a start is
 * refused for a second or two, while old backends notice; two starters may also race: so it retries.
 */
async function reach(
  runner: Runner,
  { password, settings }: { password: string; settings: readonly string[] },
): Promise<string> {
  const until = performance.now() + START_TIMEOUT_MS;
  for (let last = ""; ; ) {
    const port = runningPort(runner);
    if (port !== undefined && (await answers(urlOf(port, password)))) return urlOf(port, password);
    if (performance.now() > until)
      throw new UserError(
        "EMBEDDED_POSTGRES_START",
        `the embedded database does not start. ${last} Its log: ${join(runner.dataDir, "server.log")}`,
      );
    last = (await start(runner, settings)).trim();
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

const urlOf = (port: number, password: string, database = "postgres"): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;

/** The port that a running server wrote into its pid file (line 4), if there is such a file. */
function runningPort(runner: Runner): number | undefined {
  try {
    const port = Number(
      readFileSync(join(runner.dataDir, "postmaster.pid"), "utf8").split("\n")[3],
    );
    return Number.isInteger(port) && port > 0 ? port : undefined;
  } catch {
    return undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function start(runner: Runner, settings: readonly string[]): Promise<string> {
  const port = await freePort();
  const tuned = ["max_connections=60", "shared_buffers=256MB", "max_wal_size=2GB", ...settings];
  const flags = tuned.map((setting) => `-c ${setting}`).join(" ");
  const log = join(runner.dataDir, "server.log");
  const { output } = await runProgram(runner, "pg_ctl", [
    ...["-D", runner.dataDir, "-l", log, "-w", "-t", "30"],
    ...["-o", `-p ${port} -h 127.0.0.1 -k '' ${flags}`, "start"],
  ]);
  return output;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Registers this process with the server: the lock ends with the connection, however that ends. */
async function enter(url: string): Promise<pg.Client> {
  const watch = new pg.Client({ connectionString: url, application_name: "mora-presence" });
  watch.on("error", () => undefined);
  await watch.connect();
  await watch.query("select pg_advisory_lock_shared($1)", [IN_USE_LOCK]);
  return watch;
}

async function leave(runner: Runner, watch: pg.Client): Promise<void> {
  const isLast = await watch
    .query<{ last: boolean }>(
      "select pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) as last",
      [IN_USE_LOCK],
    )
    .then(({ rows }) => rows[0]?.last === true)
    .catch(() => false);
  if (isLast)
    await runProgram(runner, "pg_ctl", ["-D", runner.dataDir, "-m", "fast", "-w", "stop"]);
  await watch.end().catch(() => undefined);
}

async function ensureDatabase(adminUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`create database ${DATABASE}`);
  } catch (error) {
    const isThere = ["42P04", "23505"].includes((error as { code?: string }).code ?? "");
    if (!isThere) throw error;
  } finally {
    await client.end();
  }
  return adminUrl.replace(/\/postgres$/, `/${DATABASE}`);
}
