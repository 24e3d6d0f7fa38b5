import { fork } from "node:child_process";
import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { expect, inject, test } from "vitest";
import { seedDemo } from "../../server/main/seed-demo.ts";
import { createPool } from "../../server/platform/db/pool.ts";
import { admin, useDatabase } from "../../testkit/database.ts";
import { testRing } from "../../testkit/lender.ts";

/**
 * The day cycle survives `kill -9` at any instant with nothing lost or doubled. A child process runs
 * six business dates over a synthetic book; the parent kills it after a random while and starts
 * another, again and again, until one gets through. Then the database must equal that of a run nobody
 * disturbed: every event, work item, case, reminder and movement.
 *
 * MORA_CRASH_KILLS sets the number of kills (20 in the suite; 200 and more by hand, see docs/testing.md).
 */
const KILLS = Number(process.env.MORA_CRASH_KILLS ?? 20);
const FROM = "2026-03-20";
const THROUGH = "2026-03-26";
const store = useDatabase();

const databaseName = (url: string): string => url.slice(url.lastIndexOf("/") + 1);

/** Clones the seeded database; nobody may be connected to it meanwhile. */
async function cloneOf(url: string, name: string): Promise<string> {
  await admin(`drop database if exists ${name} with (force)`);
  await admin(`create database ${name} template ${databaseName(url)}`);
  return inject("adminUrl").replace(/\/postgres$/, `/${name}`);
}

/** What the day cycle wrote, without the instants and ids that differ between runs. */
async function fingerprint(url: string): Promise<Record<string, string>> {
  const pool = createPool(url, { max: 1 });
  const tables: Record<string, string> = {
    account: "select * from account order by party_id, account_id",
    account_event: `select party_id, event_id, account_id, kind, on_date, payload from account_event where on_date >= '${FROM}' order by 1, 2`,
    work_item: "select * from work_item order by party_id, work_item_id",
    collection_case: "select * from collection_case order by party_id, case_id",
    planned_reminder: "select * from planned_reminder order by party_id, account_id, due_on",
    promise_judgement: "select * from promise_judgement order by party_id, promise_id",
    bucket_flow: `select book_id, on_date, currency, from_bucket, to_bucket, sum(accounts) as n, sum(entered) as e, sum(exited) as x,
      sum(out_balance_minor) as ob, sum(in_balance_minor) as ib, sum(out_past_due_minor) as op, sum(in_past_due_minor) as ip
      from bucket_flow group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    day_batch:
      "select zone, business_on, sum(accounts) as accounts from day_batch group by 1, 2 order by 1, 2",
  };
  const hashes: Record<string, string> = {};
  for (const [name, query] of Object.entries(tables)) {
    const { rows } = await pool.query<{ n: number; hash: string }>(
      `select count(*)::int as n, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from (${query}) t`,
    );
    hashes[name] = `${rows[0]?.n} rows ${rows[0]?.hash}`;
  }
  await pool.end();
  return hashes;
}

/** Runs the days in a child that is killed after `killAfterMs`; resolves true if it got through first. */
async function runKilled(url: string, killAfterMs: number): Promise<boolean> {
  const child = fork(new URL("./run-days.ts", import.meta.url), [url, THROUGH], {
    stdio: "ignore",
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  await new Promise((resolve) => child.once("message", resolve));
  const timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  const code = await ended;
  clearTimeout(timer);
  return code === 0;
}

test(`the day cycle is whole after ${KILLS} kills at random instants`, {
  timeout: 1_800_000,
}, async () => {
  await seedDemo(
    { pool: store.pool, ring: testRing },
    { people: 400, months: 1, seed: 7, endOn: dayFromTrustedIso(FROM) },
  );
  await store.pool.query("update book set data_through_on = $1", [THROUGH]);
  await store.pool.end();
  const calm = await cloneOf(store.url, `${databaseName(store.url)}_calm`);
  expect(await runUndisturbed(calm)).toBe(true);
  const expected = await fingerprint(calm);

  let kills = 0;
  let rounds = 0;
  let random = 12345;
  while (kills < KILLS) {
    const url = await cloneOf(store.url, `${databaseName(store.url)}_killed`);
    for (let through = false; !through; ) {
      random = (random * 1103515245 + 12345) % 2147483648;
      through = await runKilled(url, kills < KILLS ? random % 400 : 60_000);
      if (!through) kills++;
    }
    rounds++;
    expect(await fingerprint(url)).toEqual(expected);
  }
  console.log(`survived ${kills} kills in ${rounds} rounds`);
  await admin(`drop database ${databaseName(store.url)}_calm with (force)`);
  await admin(`drop database ${databaseName(store.url)}_killed with (force)`);
});

const runUndisturbed = (url: string): Promise<boolean> => runKilled(url, 60_000);

test("two runs at once share the work and never both do it", { timeout: 300_000 }, async () => {
  const url = await cloneOf(store.url, `${databaseName(store.url)}_twice`);
  const results = await Promise.all([
    runUndisturbed(url),
    runUndisturbed(url),
    runUndisturbed(url),
  ]);
  expect(results).toEqual([true, true, true]);
  const calm = await cloneOf(store.url, `${databaseName(store.url)}_once`);
  expect(await runUndisturbed(calm)).toBe(true);
  expect(await fingerprint(url)).toEqual(await fingerprint(calm));
  await admin(`drop database ${databaseName(store.url)}_twice with (force)`);
  await admin(`drop database ${databaseName(store.url)}_once with (force)`);
});
