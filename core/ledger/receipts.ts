import { assert } from "../kernel/assert.ts";
import type { DayNumber } from "../kernel/business-date.ts";
import type { LoanEvent } from "./events.ts";

/** A payment as a source books it: what was taken back comes as a negative amount that names its target. */
export type Receipt = {
  readonly id: string;
  readonly effectiveOn: DayNumber;
  readonly minor: bigint;
  readonly reverses: string | undefined;
};

/**
 * Receipts as events. Throws where something was taken back that never came in: such an account is
 * listed and not decided, because nobody may owe more than the contract asks for.
 */
export function receiptEvents(receipts: readonly Receipt[]): LoanEvent[] {
  const ids = receipts.some(({ reverses }) => reverses !== undefined)
    ? new Set(receipts.map(({ id }) => id))
    : undefined;
  return receipts.map(({ id, effectiveOn, minor, reverses }): LoanEvent => {
    const head = { id, effectiveOn, recordedAt: 0 };
    if (reverses !== undefined) {
      assert(ids?.has(reverses), "a payment was taken back that never came in");
      return { ...head, kind: "reversal", of: reverses };
    }
    assert(minor >= 0n, "a negative payment must say which one it takes back");
    return { ...head, kind: "payment", amountMinor: minor };
  });
}
