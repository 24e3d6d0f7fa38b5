import { setTimeout as sleep } from "node:timers/promises";
import {
  addDays,
  type DayNumber,
  dayFromTrustedIso,
  isoFromDay,
  minDay,
} from "@mora/core/kernel/business-date";
import type pg from "pg";
import type { Clock } from "../platform/clock.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { reactionTo, UserError } from "../platform/errors.ts";
import { type BatchResult, failParty, runBatch, runParty } from "./batch.ts";
import { readDaySettings } from "./steps/books.ts";
import { countDue } from "./steps/claim.ts";
import { readDueParties } from "./steps/read-accounts.ts";

/**
 * The day cycle: every business date of a zone once, in order. What a date did is in the database
 * before the next begins; a run that is killed, repeated, or joined by a second one continues where
 * the data stands. Nothing here remembers anything between runs.
 */
export type DayOptions = {
  readonly zone: string;
  /** The date to reach; every date missed before it runs first. */
  readonly through: DayNumber;
  readonly workers?: number;
  readonly batchAccounts?: number;
  readonly onProgress?: (progress: DayProgress) => void;
};

export type DayProgress = { readonly on: DayNumber; readonly done: number; readonly due: number };

export type DaySummary = {
  readonly zone: string;
  readonly on: DayNumber;
  /** Accounts looked at on this date, by all runs together. */
  readonly accounts: number;
  readonly counts: Readonly<Record<string, number>>;
};

const WORKERS = 2;
const BATCH_ACCOUNTS = 4_096;
const PARTITIONS = 64;
const WAIT_MS = 20;

/**
 * Runs every business date up to `through` that has not been completed; the last completed one again,
 * for news, if it is the one asked for. Returns a summary a date, oldest first.
 *
 * @throws UserError NO_BOOKS where the zone has no book with data
 */
export async function runDays(
  pool: pg.Pool,
  clock: Clock,
  options: DayOptions,
): Promise<DaySummary[]> {
  const summaries: DaySummary[] = [];
  for (const on of await datesToRun(pool, options))
    summaries.push(await runDate(pool, clock, { ...options, on }));
  return summaries;
}

async function datesToRun(pool: pg.Pool, { zone, through }: DayOptions): Promise<DayNumber[]> {
  const { rows } = await pool.query<{ last: string | null; first: string | null }>(
    `select (select max(business_on) from day_run where zone = $1 and finished_at is not null) as last,
            (select min(data_through_on) from book where zone = $1) as first`,
    [zone],
  );
  const { last, first } = rows[0] ?? { last: null, first: null };
  if (first === null)
    throw new UserError(
      "NO_BOOKS",
      `no book in ${zone} has data yet. Import one first: mora import FILE… --as-of DATE`,
    );
  if (last === null) return range(minDay(addDays(dayFromTrustedIso(first), 1), through), through);
  const done = dayFromTrustedIso(last);
  // A completed date is looked at again only if it is the one asked for: what was learned since
  // belongs to the date on which it is learned.
  return through === done ? [done] : range(addDays(done, 1), through);
}

const range = (from: DayNumber, to: DayNumber): DayNumber[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => addDays(from, i));

type DateOptions = DayOptions & { readonly on: DayNumber };

async function runDate(pool: pg.Pool, clock: Clock, options: DateOptions): Promise<DaySummary> {
  const { zone, on } = options;
  await pool.query(
    "insert into day_run (zone, business_on, started_at) values ($1, $2, $3) on conflict do nothing",
    [zone, isoFromDay(on), clock.now().toISOString()],
  );
  const due = await countDue(pool, { zone, on });
  const progress = { on, done: 0, due };
  const plan = batchPlan(due, options.batchAccounts ?? BATCH_ACCOUNTS);
  const workers = Math.min(options.workers ?? WORKERS, Math.ceil(due / plan.limit) || 1);
  const work = async (): Promise<void> => {
    for (;;) {
      const result = await nextBatch(pool, clock, { ...options, ...plan });
      if (result === "finished") return;
      progress.done += result.accounts;
      options.onProgress?.(progress);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return finishDate(pool, clock, options);
}

/** How many partitions make up one batch: all of them for a small day, a few for a large one. */
function batchPlan(due: number, limit: number): { limit: number; partitions: number } {
  const partitions = Math.ceil((PARTITIONS * limit) / Math.max(due, 1));
  return { limit, partitions: Math.max(1, Math.min(PARTITIONS, partitions)) };
}

type BatchPlan = DateOptions & { readonly limit: number; readonly partitions: number };

async function nextBatch(
  pool: pg.Pool,
  clock: Clock,
  plan: BatchPlan,
): Promise<BatchResult | "finished"> {
  try {
    const result = await inTransaction(pool, ({ client }) =>
      runBatch(client, { ...plan, at: clock.now() }),
    );
    if (result.accounts > 0) return result;
  } catch (error) {
    if (reactionTo(error) !== "refuse") throw error;
    return runOneByOne(pool, clock, plan);
  }
  if ((await countDue(pool, plan)) === 0) return "finished";
  // What is still due is locked by another worker or process: wait for it, and take over if it dies.
  await sleep(WAIT_MS);
  return { accounts: 0, counts: {} };
}

/** One person a transaction, so that the one whose data the database refuses stops nobody else. */
async function runOneByOne(pool: pg.Pool, clock: Clock, plan: BatchPlan): Promise<BatchResult> {
  const partyIds = await duePartiesOf(pool, plan);
  let accounts = 0;
  for (const partyId of new Set(partyIds)) {
    const person = { zone: plan.zone, on: plan.on, at: clock.now(), partyId };
    const run = inTransaction(pool, ({ client }) => runParty(client, person));
    const result = await run.catch((error: unknown) => {
      if (reactionTo(error) !== "refuse") throw error;
      const detail = error instanceof Error ? error.message : String(error);
      return inTransaction(pool, ({ client }) => failParty(client, { ...person, detail }));
    });
    accounts += result.accounts;
  }
  return { accounts, counts: {} };
}

async function duePartiesOf(pool: pg.Pool, plan: BatchPlan): Promise<string[]> {
  return inTransaction(pool, async ({ client }) => {
    const settings = await readDaySettings(client, plan.zone, plan.on);
    const { rows } = await client.query<{ partition_id: number }>(
      "select partition_id from day_partition where zone = $1",
      [plan.zone],
    );
    const partitions = rows.map((row) => row.partition_id);
    return readDueParties(client, settings, { partitions, limit: plan.limit });
  });
}

async function finishDate(
  pool: pg.Pool,
  clock: Clock,
  { zone, on }: { zone: string; on: DayNumber },
): Promise<DaySummary> {
  const summary = await summarise(pool, zone, on);
  await pool.query(
    "update day_run set finished_at = coalesce(finished_at, $3), summary = $4 where zone = $1 and business_on = $2",
    [zone, isoFromDay(on), clock.now().toISOString(), JSON.stringify(summary)],
  );
  return { zone, on, ...summary };
}

async function summarise(
  pool: pg.Pool,
  zone: string,
  on: DayNumber,
): Promise<{ accounts: number; counts: Record<string, number> }> {
  const { rows } = await pool.query<{ kind: string | null; n: number; accounts: number }>(
    `with batch as (select * from day_batch where zone = $1 and business_on = $2)
     select null as kind, 0 as n, coalesce(sum(accounts), 0)::int as accounts from batch
     union all
     select key, sum(value::int)::int, 0 from batch, jsonb_each_text(counts) group by key order by kind nulls first`,
    [zone, isoFromDay(on)],
  );
  const counts = rows.slice(1).map(({ kind, n }) => [String(kind), n] as const);
  return { accounts: rows[0]?.accounts ?? 0, counts: Object.fromEntries(counts) };
}
