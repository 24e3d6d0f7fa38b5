import type { Bucket, Portfolio } from "@mora/contract";
import { addDays, dayFromTrustedIso, isoFromDay, weekday } from "@mora/core/kernel/business-date";
import { LATE, OPEN } from "../../ui/bucket-scale.ts";
import { ratio } from "../../ui/format.ts";

export type BucketStock = Portfolio["stock"][number];
export type EntryExit = Portfolio["entryExit"][number];
export type RollRate = Portfolio["rollRates"][number];
export type StockPoint = Portfolio["trend"][number];

export type Measure = "accounts" | "balance";

export type Totals = {
  readonly accounts: number;
  readonly balanceMinor: bigint;
  readonly pastDueMinor: bigint;
};

/** Sum of the stock over some buckets; amounts in minor units of the one currency shown. */
export function totalsOf(stock: readonly BucketStock[], buckets: readonly Bucket[]): Totals {
  const rows = stock.filter((row) => buckets.includes(row.bucket));
  return {
    accounts: rows.reduce((sum, row) => sum + row.accounts, 0),
    balanceMinor: rows.reduce((sum, row) => sum + BigInt(row.balanceMinor), 0n),
    pastDueMinor: rows.reduce((sum, row) => sum + BigInt(row.pastDueMinor), 0n),
  };
}

const accountsAt = (point: StockPoint, buckets: readonly Bucket[]): number =>
  buckets.reduce((sum, bucket) => sum + (point.accountsByBucket[bucket] ?? 0), 0);

const balanceAt = (point: StockPoint, buckets: readonly Bucket[]): bigint =>
  buckets.reduce((sum, bucket) => sum + BigInt(point.balanceMinorByBucket[bucket] ?? "0"), 0n);

const lateShareAt = (point: StockPoint, measure: Measure): number =>
  measure === "accounts"
    ? ratio(accountsAt(point, LATE), accountsAt(point, OPEN))
    : ratio(balanceAt(point, LATE), balanceAt(point, OPEN));

/**
 * Change of the late share (a fraction) since the newest point at least `days` before the last one,
 * or since the first point of a shorter trend. Null with fewer than two points.
 */
export function lateShareChange(
  trend: readonly StockPoint[],
  measure: Measure,
  days = 30,
): { since: string; change: number } | null {
  const last = trend.at(-1);
  if (!last || trend.length < 2) return null;
  const limit = isoFromDay(addDays(dayFromTrustedIso(last.on), -days));
  const then = trend.findLast((point) => point.on <= limit) ?? trend[0];
  if (!then) return null;
  return { since: then.on, change: lateShareAt(last, measure) - lateShareAt(then, measure) };
}

/**
 * The first date apart from those after it: on it everything that was late already enters at once,
 * which is no movement, and beside it no later date could be seen.
 */
export function withoutOpening(days: readonly EntryExit[]): {
  opening: EntryExit | undefined;
  days: EntryExit[];
} {
  const [opening, ...rest] = days;
  return { opening, days: rest };
}

export type Flow = EntryExit & { readonly isPartial: boolean };

/** Every date from first to last: one on which nobody entered or exited counts zero. */
export function flowByDay(days: readonly EntryExit[]): Flow[] {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const byDate = new Map(days.map((day) => [day.on, day]));
  const from = dayFromTrustedIso(first.on);
  return Array.from({ length: dayFromTrustedIso(last.on) - from + 1 }, (_, i) => {
    const on = isoFromDay(addDays(from, i));
    const day = byDate.get(on);
    return { on, entered: day?.entered ?? 0, exited: day?.exited ?? 0, isPartial: false };
  });
}

/** Entries and exits summed from Monday to Sunday; a week not wholly inside the data is partial. */
export function flowByWeek(days: readonly EntryExit[]): Flow[] {
  const weeks = new Map<string, { entered: number; exited: number }>();
  for (const day of days) {
    const monday = mondayOf(day.on);
    const week = weeks.get(monday) ?? { entered: 0, exited: 0 };
    weeks.set(monday, {
      entered: week.entered + day.entered,
      exited: week.exited + day.exited,
    });
  }
  const [from, to] = [days[0]?.on ?? "", days.at(-1)?.on ?? ""];
  return [...weeks].map(([on, sums]) => ({
    on,
    ...sums,
    isPartial: on < from || isoFromDay(addDays(dayFromTrustedIso(on), 6)) > to,
  }));
}

function mondayOf(on: string): string {
  const day = dayFromTrustedIso(on);
  return isoFromDay(addDays(day, 1 - weekday(day)));
}

export type RollMeasure = "rolled" | "rolledBack" | "cured";

/** Roll rates by bucket and month, for rows of buckets and columns of months. */
export function rollGrid(rates: readonly RollRate[]): {
  months: string[];
  buckets: Bucket[];
  at: (bucket: Bucket, month: string) => RollRate | undefined;
} {
  const byKey = new Map(rates.map((rate) => [`${rate.bucket} ${rate.month}`, rate]));
  return {
    months: [...new Set(rates.map((rate) => rate.month))].sort(),
    buckets: OPEN.filter((bucket) => rates.some((rate) => rate.bucket === bucket)),
    at: (bucket, month) => byKey.get(`${bucket} ${month}`),
  };
}
