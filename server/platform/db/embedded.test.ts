import { fork } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmbedded } from "./embedded.ts";
import { prepareRunner } from "./runner.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "mora-embedded-"));
  chmodSync(home, 0o755);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function postmasterPid(): Promise<number> {
  const { dataDir } = await prepareRunner(home);
  return Number(readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n")[0]);
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie of this container's first process is no running server.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

async function ask(url: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(query);
  await client.end();
  return rows;
}

test("a clean end leaves no server behind", async () => {
  const server = await startEmbedded({ home });
  const pid = await postmasterPid();
  expect(isRunning(pid)).toBe(true);
  await server.release();
  expect(isRunning(pid)).toBe(false);
});

test("two starters share one server; the last to leave stops it", async () => {
  const [a, b] = await Promise.all([startEmbedded({ home }), startEmbedded({ home })]);
  expect(a.url).toBe(b.url);
  const pid = await postmasterPid();
  await a.release();
  expect(isRunning(pid)).toBe(true);
  expect(await ask(b.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await b.release();
  expect(isRunning(pid)).toBe(false);
});

test("after kill -9 of the server the next start recovers what was committed", async () => {
  const before = await startEmbedded({ home });
  await ask(before.url, "create table kept as select 42 as answer");
  process.kill(await postmasterPid(), "SIGKILL");
  const [after, other] = await Promise.all([startEmbedded({ home }), startEmbedded({ home })]);
  expect(await ask(after.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  await Promise.all([after.release(), other.release(), before.release()]);
  expect(isRunning(await postmasterPid().catch(() => -1))).toBe(false);
});

test("after kill -9 of the program the next one finds the server, uses it and stops it", async () => {
  const child = fork(new URL("../../../testkit/hold-server.ts", import.meta.url), [home], {
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  await new Promise((resolve) => child.once("message", resolve));
  const pid = await postmasterPid();
  child.kill("SIGKILL");
  await ended;
  expect(isRunning(pid)).toBe(true);
  const server = await startEmbedded({ home });
  expect(await postmasterPid()).toBe(pid);
  await server.release();
  expect(isRunning(pid)).toBe(false);
});

test.skipIf(process.getuid?.() !== 0)(
  "root below a private folder: programs and data move to where the server may go",
  async () => {
    chmodSync(home, 0o700);
    const inner = join(home, "inner");
    const runner = await prepareRunner(inner);
    expect(runner.dataDir.startsWith(home)).toBe(false);
    const server = await startEmbedded({ home: inner });
    expect(await ask(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.release();
    rmSync(runner.dataDir, { recursive: true, force: true });
  },
);
