import type { Bucket, DayBands } from "../arrears/bucket.ts";
import { nextBandFrom } from "../arrears/bucket.ts";
import { certainDays, type DaysPastDue } from "../arrears/days-past-due.ts";
import { addDays, type DayNumber, isoFromDay } from "../kernel/business-date.ts";
import { isWorse, rollsSoonDays, stepFor } from "./treatment.ts";

/**
 * The rank of a person on the work list: a sum of points, each with the reason that gave it, so that
 * a collector can read why somebody stands where they stand. Points favour work that changes most:
 * people about to roll into a worse bucket, middle buckets, larger amounts, broken promises.
 * A reason states dates, not "in 3 days", and depends on time only through days on which the day
 * cycle looks anyway (treatment.ts, `attentionDays`), so that it stays true until it is computed again.
 */
export type RankReason = {
  readonly code: RankCode;
  readonly points: number;
  readonly params: Readonly<Record<string, string | number>>;
};

export type RankCode =
  | "stage"
  | "entered_collections"
  | "rolls_soon"
  | "amount"
  | "several_accounts"
  | "promise_broken"
  | "re_default"
  | "first_payment_default";

export type RankFacts = {
  readonly bucket: Bucket;
  readonly dpd: DaysPastDue;
  readonly oldestUnpaidDueOn: DayNumber | undefined;
  readonly oldestUnpaidNo: number | undefined;
  readonly bands: DayBands;
  /** Amount at stake in whole units of the currency (yuan, dollars). */
  readonly amountMajor: number;
  readonly accountsLate: number;
  readonly timesInCollections: number;
  readonly collectionsSince: DayNumber;
  readonly promiseBrokenOn: DayNumber | undefined;
};

const stagePoints: Readonly<Record<Bucket, number>> = {
  C: 0,
  X: 0,
  M1: 100,
  M2: 300,
  M3: 320,
  M4: 260,
  M5: 240,
  M6: 220,
  "M6+": 160,
  CO: 80,
};

const AMOUNT_POINTS_MAX = 160;
const SEVERAL_POINTS_MAX = 60;

/** Reasons with their points, most points first; the score is their sum. */
export function rankReasons(facts: RankFacts): RankReason[] {
  const reasons: (RankReason | undefined)[] = [
    reason("stage", stagePoints[facts.bucket], { bucket: facts.bucket }),
    enteredReason(facts),
    rollsSoonReason(facts),
    reason("amount", amountPoints(facts.amountMajor), { amountMajor: facts.amountMajor }),
    reason("several_accounts", severalPoints(facts.accountsLate), { accounts: facts.accountsLate }),
    facts.promiseBrokenOn === undefined
      ? undefined
      : reason("promise_broken", 120, { on: isoFromDay(facts.promiseBrokenOn) }),
    facts.timesInCollections > 1
      ? reason("re_default", 60, { times: facts.timesInCollections })
      : undefined,
    facts.oldestUnpaidNo === 1 ? reason("first_payment_default", 80, {}) : undefined,
  ];
  return reasons
    .filter((r): r is RankReason => r !== undefined && r.points > 0)
    .sort((a, b) => b.points - a.points);
}

const reason = (code: RankCode, points: number, params: RankReason["params"]): RankReason => ({
  code,
  points,
  params,
});

/** New while the first step lasts: a day on which the day cycle looks anyway, so that it ends on time. */
function enteredReason(facts: RankFacts): RankReason | undefined {
  const isNew = facts.bucket === "M1" && stepFor("M1", certainDays(facts.dpd)) === "remind";
  return isNew
    ? reason("entered_collections", 20, { on: isoFromDay(facts.collectionsSince) })
    : undefined;
}

function rollsSoonReason(facts: RankFacts): RankReason | undefined {
  if (facts.dpd.kind !== "exact" || facts.oldestUnpaidDueOn === undefined) return undefined;
  const days = certainDays(facts.dpd);
  const edge = nextBandFrom(days, facts.bands);
  if (edge === undefined || edge - days > rollsSoonDays) return undefined;
  const bucket = facts.bands.find((band) => band.from === edge)?.bucket;
  // A charged-off claim, or a card by cycles, may stand in a worse bucket than its days alone say.
  if (bucket === undefined || !isWorse(bucket, facts.bucket)) return undefined;
  const on = isoFromDay(addDays(facts.oldestUnpaidDueOn, edge));
  return reason("rolls_soon", 150, { bucket, on });
}

/** Ten points for each doubling of the amount: the difference between 1,000 and 2,000 counts as much as between 10,000 and 20,000. */
function amountPoints(major: number): number {
  const doublings = major < 1 ? 0 : 32 - Math.clz32(Math.min(major, 0xffff_ffff));
  return Math.min(AMOUNT_POINTS_MAX, doublings * 10);
}

const severalPoints = (accounts: number): number =>
  Math.min(SEVERAL_POINTS_MAX, Math.max(0, accounts - 1) * 30);

export const scoreOf = (reasons: readonly RankReason[]): number =>
  reasons.reduce((sum, { points }) => sum + points, 0);
