import type { DayNumber } from "../kernel/business-date.ts";

/** A promise to pay (承诺还款) on one account. Amounts in minor units. */
export type PromiseToPay = {
  readonly promiseId: string;
  readonly accountId: string;
  readonly amountMinor: bigint;
  readonly promisedOn: DayNumber;
  /** Paid with effective date from the day it was taken to the promised day. */
  readonly paidMinor: bigint;
};

export type Judgement = "kept" | "broken" | "open";

/**
 * Judges a promise by the ledger (履约 / 跳票). Kept as soon as the amount is in; broken only when
 * payments up to the promised day's cut-off are complete (`agedOn` lies after it): a late file never
 * breaks a promise.
 */
export function judgePromise(promise: PromiseToPay, agedOn: DayNumber): Judgement {
  if (promise.paidMinor >= promise.amountMinor) return "kept";
  return agedOn > promise.promisedOn ? "broken" : "open";
}
