import type { LoanArrears } from "@mora/contract/loan-policy";
import { classOn } from "@mora/core/arrears/asset-class";
import type { ArrearsSpan } from "@mora/core/arrears/asset-class/spans";
import { type Bucket, bucketOfCycles, bucketOfDays, severity } from "@mora/core/arrears/bucket";
import { monthsDelinquent } from "@mora/core/arrears/delinquency-month";
import { lateSince, loanDaysPastDue } from "@mora/core/arrears/loan-days";
import type { DayNumber } from "@mora/core/kernel/business-date";
import type { LoanState } from "@mora/core/ledger/state";

/** How late a loan is on its state's day, in every way in which that is said. */
export type LoanLateness = {
  readonly lateSince: DayNumber | undefined;
  readonly daysPastDue: number;
  readonly bucket: Bucket;
  /** Code of a class of the product's scheme. */
  readonly assetClass: string;
};

export const latenessOf = (state: LoanState, arrears: LoanArrears): LoanLateness => ({
  lateSince: lateSince(state, state.asOf, arrears),
  daysPastDue: loanDaysPastDue(state, state.asOf, arrears),
  bucket: bucketOf(state, arrears),
  assetClass: assetClassOf(state, arrears),
});

/** `CO` charged off with the claim alive, `X` when nothing is owed any more; else by lateness. */
export function bucketOf(state: LoanState, arrears: LoanArrears): Bucket {
  if (state.status === "paid_off" || state.status === "released") return "X";
  if (state.status === "charged_off") return "CO";
  const { asOf } = state;
  const { bands } = arrears;
  const days = loanDaysPastDue(state, asOf, arrears);
  if (days <= arrears.graceDays || pastDueNow(state) <= arrears.toleranceMinor) return "C";
  if (bands.by === "days") return bucketOfDays(days, bands.bands);
  return bucketOfCycles(monthsDelinquent(bands.method, lateSince(state, asOf, arrears), asOf));
}

const pastDueNow = ({ spans }: LoanState): bigint => spans.at(-1)?.pastDueMinor ?? 0n;

/**
 * The asset class on the state's day. A freeze of ageing stops the count towards the borrower and not the
 * regulator's: the class goes by the dates themselves.
 */
function assetClassOf(
  state: LoanState,
  { assetClass: scheme, toleranceMinor }: LoanArrears,
): string {
  const restructuredOn = state.entries
    .filter((entry) => entry.kind === "replanned" && entry.why === "restructure")
    .map(({ on }) => on);
  const dueOn = [...new Set(state.claims.map((claim) => claim.dueOn))].sort((a, b) => a - b);
  const spans = state.spans.map((span) => tolerated(span, toleranceMinor));
  const point = classOn(spans, scheme, { until: state.asOf, restructuredOn, dueOn });
  return (point ?? scheme.classes[0]).code;
}

const tolerated = (span: ArrearsSpan, toleranceMinor: bigint): ArrearsSpan =>
  span.pastDueMinor > toleranceMinor ? span : { ...span, oldestDueOn: undefined };

/** Whether a state stands in a better bucket than another: the goal of paying just enough. */
export const isInBetterBucket = (state: LoanState, than: Bucket, arrears: LoanArrears): boolean => {
  const bucket = bucketOf(state, arrears);
  return bucket === "X" || severity(bucket) < severity(than);
};
