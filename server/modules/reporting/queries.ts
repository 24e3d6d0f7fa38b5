import type { Bucket, Portfolio } from "@mora/contract";
import { isLate, severity } from "@mora/core/arrears/bucket";
import { sql } from "kysely";
import type { Db } from "../../platform/db/pool.ts";

type Scope = { readonly book?: string | undefined; readonly currency?: string | undefined };

/**
 * The portfolio by bucket, over time. Every figure is a sum over the movements that the day cycle
 * wrote (`bucket_flow`), so that stock, entries and roll rates cannot disagree.
 */
export async function readPortfolio(db: Db, scope: Scope): Promise<Portfolio> {
  const currencies = await currenciesOf(db, scope);
  const currency = scope.currency ?? currencies[0] ?? "CNY";
  const flows = await readFlows(db, { ...scope, currency });
  return {
    asOf: await lastCompletedDay(db, scope),
    currency,
    currencies: [currency, ...currencies.filter((c) => c !== currency)],
    stock: stockOf(flows),
    trend: trendOf(flows),
    entryExit: entryExitOf(flows),
    rollRates: rollRatesOf(flows),
    failures: await readFailures(db, scope),
  };
}

/** The last business date that is complete: on a quiet day nothing moves, and the picture is still of it. */
async function lastCompletedDay(db: Db, scope: Scope): Promise<string | null> {
  const row = await db
    .selectFrom("day_run as r")
    .innerJoin("book as b", "b.zone", "r.zone")
    .where("r.finished_at", "is not", null)
    .$if(scope.book !== undefined, (q) => q.where("b.code", "=", scope.book as string))
    .select((eb) => eb.fn.max("r.business_on").as("on"))
    .executeTakeFirst();
  return row?.on ?? null;
}

async function currenciesOf(db: Db, scope: Scope): Promise<string[]> {
  const rows = await db
    .selectFrom("book")
    .select(["currency", sql<number>`count(*)::int`.as("n")])
    .$if(scope.book !== undefined, (q) => q.where("code", "=", scope.book as string))
    .groupBy("currency")
    .orderBy("n", "desc")
    .orderBy("currency")
    .execute();
  return rows.map(({ currency }) => currency);
}

export type FlowSum = {
  readonly on: string;
  readonly from: Bucket | null;
  readonly to: Bucket;
  readonly accounts: number;
  readonly entered: number;
  readonly exited: number;
  readonly outBalance: bigint;
  readonly inBalance: bigint;
  readonly outPastDue: bigint;
  readonly inPastDue: bigint;
};

/** Movements by date and pair, oldest first. */
async function readFlows(db: Db, scope: Scope & { readonly currency: string }): Promise<FlowSum[]> {
  const total = (column: string) => sql<bigint>`sum(${sql.ref(column)})::bigint`;
  const count = (column: string) => sql<number>`sum(${sql.ref(column)})::int`;
  const rows = await db
    .selectFrom("bucket_flow as f")
    .innerJoin("book as b", "b.book_id", "f.book_id")
    .where("f.currency", "=", scope.currency)
    .$if(scope.book !== undefined, (q) => q.where("b.code", "=", scope.book as string))
    .groupBy(["f.on_date", "f.from_bucket", "f.to_bucket"])
    .orderBy("f.on_date")
    .select(["f.on_date as on", "f.from_bucket as from", "f.to_bucket as to"])
    .select([
      count("f.accounts").as("accounts"),
      count("f.entered").as("entered"),
      count("f.exited").as("exited"),
      total("f.out_balance_minor").as("outBalance"),
      total("f.in_balance_minor").as("inBalance"),
      total("f.out_past_due_minor").as("outPastDue"),
      total("f.in_past_due_minor").as("inPastDue"),
    ])
    .execute();
  return rows as FlowSum[];
}

type Stock = { accounts: number; balance: bigint; pastDue: bigint };
type StockByBucket = Map<Bucket, Stock>;

const stockAt = (stocks: StockByBucket, bucket: Bucket): Stock => {
  let stock = stocks.get(bucket);
  if (!stock) {
    stock = { accounts: 0, balance: 0n, pastDue: 0n };
    stocks.set(bucket, stock);
  }
  return stock;
};

/** Adds one movement to the stocks. */
function apply(stocks: StockByBucket, flow: FlowSum): void {
  const arriving = stockAt(stocks, flow.to);
  arriving.accounts += flow.accounts;
  arriving.balance += flow.inBalance;
  arriving.pastDue += flow.inPastDue;
  if (flow.from === null) return;
  const leaving = stockAt(stocks, flow.from);
  leaving.accounts -= flow.accounts;
  leaving.balance -= flow.outBalance;
  leaving.pastDue -= flow.outPastDue;
}

const byBucket = ([a]: [Bucket, unknown], [b]: [Bucket, unknown]): number =>
  severity(a) - severity(b);

/** Stock by bucket after all movements, mildest bucket first; `X` (closed) comes first if present. */
export function stockOf(flows: readonly FlowSum[]): Portfolio["stock"] {
  const stocks: StockByBucket = new Map();
  for (const flow of flows) apply(stocks, flow);
  return [...stocks].sort(byBucket).map(([bucket, { accounts, balance, pastDue }]) => ({
    bucket,
    accounts,
    balanceMinor: String(balance),
    pastDueMinor: String(pastDue),
  }));
}

const TREND_POINTS_MAX = 120;

/** Stock at the end of each date on which anything moved, thinned evenly to a drawable number. */
export function trendOf(flows: readonly FlowSum[]): Portfolio["trend"] {
  const stocks: StockByBucket = new Map();
  const points: Portfolio["trend"] = [];
  flows.forEach((flow, i) => {
    apply(stocks, flow);
    if (flows[i + 1]?.on !== flow.on) points.push(pointOf(flow.on, stocks));
  });
  const step = Math.ceil(points.length / TREND_POINTS_MAX) || 1;
  return points.filter((_, i) => (points.length - 1 - i) % step === 0);
}

function pointOf(on: string, stocks: StockByBucket): Portfolio["trend"][number] {
  const late = [...stocks].sort(byBucket);
  return {
    on,
    accountsByBucket: Object.fromEntries(late.map(([bucket, s]) => [bucket, s.accounts])),
    balanceMinorByBucket: Object.fromEntries(
      late.map(([bucket, s]) => [bucket, String(s.balance)]),
    ),
  };
}

function entryExitOf(flows: readonly FlowSum[]): Portfolio["entryExit"] {
  const days = new Map<string, { entered: number; exited: number }>();
  for (const { on, entered, exited } of flows) {
    const day = days.get(on) ?? { entered: 0, exited: 0 };
    days.set(on, { entered: day.entered + entered, exited: day.exited + exited });
  }
  return [...days].map(([on, day]) => ({ on, ...day }));
}

type Roll = Portfolio["rollRates"][number];

/** Roll rates by month: where the accounts went that left a late bucket in that month. */
export function rollRatesOf(flows: readonly FlowSum[]): Roll[] {
  const rolls = new Map<string, Roll>();
  for (const { on, from, to, accounts } of flows) {
    if (from === null || from === to || !isLate(from) || from === "CO") continue;
    const month = on.slice(0, 7);
    const key = `${month}/${from}`;
    const roll = rolls.get(key) ?? {
      month,
      bucket: from,
      left: 0,
      rolled: 0,
      rolledBack: 0,
      cured: 0,
    };
    roll.left += accounts;
    if (to === "C") roll.cured += accounts;
    else if (isLate(to) && to !== "CO")
      roll[severity(to) > severity(from) ? "rolled" : "rolledBack"] += accounts;
    rolls.set(key, roll);
  }
  return [...rolls.values()].sort(
    (a, b) => a.month.localeCompare(b.month) || severity(a.bucket) - severity(b.bucket),
  );
}

const FAILURES_MAX = 200;

/** Accounts that the latest day of their zone could not decide. */
async function readFailures(db: Db, scope: Scope): Promise<Portfolio["failures"]> {
  const rows = await db
    .selectFrom("day_failure as f")
    .innerJoin("account as a", (join) =>
      join.onRef("a.party_id", "=", "f.party_id").onRef("a.account_id", "=", "f.account_id"),
    )
    .innerJoin("book as b", "b.book_id", "a.book_id")
    .whereRef(
      "f.business_on",
      "=",
      sql`(select max(business_on) from day_run where zone = b.zone and finished_at is not null)`,
    )
    .$if(scope.book !== undefined, (q) => q.where("b.code", "=", scope.book as string))
    .select(["f.account_id as accountId", "f.business_on as on", "f.code", "f.detail"])
    .orderBy("f.account_id")
    .limit(FAILURES_MAX)
    .execute();
  return rows;
}
