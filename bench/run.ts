import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import {
  addDays,
  type DayNumber,
  dayFromTrustedIso,
  isoFromDay,
} from "@mora/core/kernel/business-date";
import type pg from "pg";
import { runDays } from "../server/day-cycle/run.ts";
import { importBook, openCsvBundle, parseMapping } from "../server/modules/intake/index.ts";
import { fixedClock } from "../server/platform/clock.ts";
import { projectRoot } from "../server/platform/config.ts";
import { keyRingFromSeed } from "../server/platform/crypto/keys.ts";
import { startEmbedded } from "../server/platform/db/embedded.ts";
import { migrate } from "../server/platform/db/migrate.ts";
import { createPool } from "../server/platform/db/pool.ts";
import { bareCopyOf } from "./bare-copy.ts";
import { multiplyBook } from "./multiply-book.ts";

/**
 * The benchmark: figures of one run, on this machine, with the embedded database. Nothing here is a
 * test; docs/performance.md keeps what was reached and what bounds it.
 *
 *   npm run bench              100,000 and 1,000,000 accounts
 *   npm run bench -- --small   10,000 and 100,000 accounts, to see that it works
 */
const isSmall = process.argv.includes("--small");
// About 73 of 100 synthetic people have an instalment loan on the opening day.
const PEOPLE = isSmall ? 13_700 : 137_000;
const TIMES = 10;
const END = dayFromTrustedIso("2026-06-10");
const ZONE = "Asia/Shanghai";

const report = (label: string, value: string): void => console.log(`${label.padEnd(58)} ${value}`);
const count = (n: number): string => Math.round(n).toLocaleString("en");
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const perSecond = (n: number, ms: number): string => `${count(n / (ms / 1000))}/s`;
const peakMiB = (): string => `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`;

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now();
  const value = await work();
  return { ms: performance.now() - from, value };
}

/**
 * Imports the opening bundle of the synthetic lender, which another process writes, so that its memory
 * is not counted here. Returns the date of the bundle.
 */
async function benchImport(pool: pg.Pool, home: string): Promise<DayNumber> {
  const flags = [
    "--people",
    String(PEOPLE),
    "--months",
    "1",
    "--end",
    isoFromDay(END),
    "--out",
    home,
  ];
  execFileSync(join(projectRoot, "bin/mora"), ["demo", ...flags], { stdio: "ignore" });
  const folders = readdirSync(join(home, "LOAN")).sort();
  const asOf = (folders[0] ?? "").replace("as-of-", "");
  const folder = join(home, "LOAN", folders[0] ?? "");
  const mapping = parseMapping(readFileSync(join(folder, "mora-mapping.json"), "utf8"), folder);
  const tools = { ring: keyRingFromSeed("bench"), clock: fixedClock(new Date()) };
  const source = await openCsvBundle(folder, mapping);
  const { ms, value } = await timed(() => importBook(pool, tools, { mapping, source, asOf }));
  const rows = value.kinds.reduce((sum, kind) => sum + kind.rows, 0);
  report(`import of ${count(rows)} rows`, `${seconds(ms)}, ${perSecond(rows, ms)}`);
  const large = value.kinds.filter((kind) => kind.rows > rows / 50);
  report("  of them", large.map((kind) => `${kind.kind} ${count(kind.rows)}`).join(", "));
  report("  peak memory of the Node process", peakMiB());
  return dayFromTrustedIso(asOf);
}

/**
 * Brings the share of accounts that are due to 8 %, by news on others of them: what a day's payment
 * file does.
 */
async function bringDueTo(owner: pg.Pool, on: DayNumber, share: number): Promise<void> {
  await owner.query(
    `update account set news_no = news_no + 1, next_event_on = $1 where account_id in (
       select account_id from account where next_event_on > $1 and status = 'open' and bucket <> 'X'
       limit greatest(0, (select (count(*) * $2::numeric)::int - count(*) filter (where next_event_on <= $1) from account)))`,
    [isoFromDay(on), share],
  );
}

type DayFigures = { readonly due: number; readonly ms: number };

/** Runs one business date whose data is in, with news on two fifths of the accounts that are due. */
async function benchDay(pool: pg.Pool, owner: pg.Pool, on: DayNumber): Promise<DayFigures> {
  const date = isoFromDay(on);
  await owner.query("update book set data_through_on = $1", [isoFromDay(addDays(on, -1))]);
  await owner.query(
    "update account set news_no = news_no + 1 where next_event_on <= $1 and get_byte(uuid_send(account_id), 15) < 102",
    [date],
  );
  await owner.query("vacuum analyze account");
  await owner.query("checkpoint");
  const due = await owner.query<{ n: number }>(
    "select count(*)::int as n from account where next_event_on <= $1",
    [date],
  );
  const clock = fixedClock(new Date(`${date}T06:00:00+08:00`));
  const { ms } = await timed(() => runDays(pool, clock, { zone: ZONE, through: on }));
  return { due: due.rows[0]?.n ?? 0, ms };
}

async function accountsIn(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ n: number }>("select count(*)::int as n from account");
  return rows[0]?.n ?? 0;
}

async function reportDay(owner: pg.Pool, on: DayNumber, day: DayFigures): Promise<number> {
  const accounts = await accountsIn(owner);
  const share = ((day.due / accounts) * 100).toFixed(1);
  report(
    `day at ${count(accounts)} accounts, ${count(day.due)} due (${share} %)`,
    `${seconds(day.ms)}, ${perSecond(day.due, day.ms)}`,
  );
  const copied = await bareCopyOf(owner, isoFromDay(on));
  report(`  bare COPY of its ${count(copied.rows)} rows into identical tables`, seconds(copied.ms));
  const ratio = day.ms / copied.ms;
  report("  cycle ÷ bare COPY", ratio.toFixed(2));
  return ratio;
}

/** As many accounts due in the large book as there were in the small one. */
async function benchEqualChange(
  pool: pg.Pool,
  owner: pg.Pool,
  { on, base }: { on: DayNumber; base: DayFigures },
): Promise<void> {
  await owner.query(
    `update account set next_event_on = $1::date + 40 where next_event_on <= $1 and account_id not in (
       select account_id from account where next_event_on <= $1 limit $2)`,
    [isoFromDay(on), base.due],
  );
  const equal = await benchDay(pool, owner, on);
  report(
    `day at ${count(await accountsIn(owner))} accounts, ${count(equal.due)} due`,
    seconds(equal.ms),
  );
  report(`  ÷ the same change at a tenth of the book`, (equal.ms / base.ms).toFixed(2));
}

const home = mkdtempSync(join(tmpdir(), "mora-bench-"));
// Open to the server's user, so that the data stays in this folder and goes with it.
chmodSync(home, 0o755);
const server = await startEmbedded({ home });
try {
  await migrate(server.url);
  const pool = createPool(server.url);
  const owner = createPool(server.url, { role: "owner", max: 2 });
  report("processors, Node", `${availableParallelism()}, ${process.version}`);
  const openedOn = await benchImport(pool, home);
  const first = await benchDay(pool, owner, addDays(openedOn, 1));
  report(
    `first day, ${count(first.due)} accounts`,
    `${seconds(first.ms)}, ${perSecond(first.due, first.ms)}`,
  );
  const base = await benchDay(pool, owner, addDays(openedOn, 2));
  await reportDay(owner, addDays(openedOn, 2), base);
  const grown = await timed(() => multiplyBook(owner, TIMES));
  report(`the book made ${TIMES} times as large (no measured work)`, seconds(grown.ms));
  await bringDueTo(owner, addDays(openedOn, 3), 0.08);
  const large = await benchDay(pool, owner, addDays(openedOn, 3));
  await reportDay(owner, addDays(openedOn, 3), large);
  await benchEqualChange(pool, owner, { on: addDays(openedOn, 4), base });
  report("peak memory of the Node process", peakMiB());
  await pool.end();
  await owner.end();
} finally {
  await server.release();
  rmSync(home, { recursive: true, force: true });
}
