import { minOf } from "../kernel/money.ts";
import { type Components, dueOf, type Schedule, total } from "./schedule.ts";

/**
 * Payment application (入账冲抵), the one convention that exists until the loan engine brings the
 * others as switches: oldest instalment first; inside an instalment fee, then interest, then
 * principal. Because that order does not depend on when a payment came, what an instalment has
 * received follows from the total paid alone.
 */

/** What one instalment has received, and what payments leave for the next. */
export type Application = { readonly paid: Components; readonly left: bigint };

/** Applies at most `available` minor units to an instalment that asks for `due`. */
export function applyTo(due: Components, available: bigint): Application {
  const fee = minOf(due.fee, available);
  const interest = minOf(due.interest, available - fee);
  const principal = minOf(due.principal, available - fee - interest);
  return { paid: { fee, interest, principal }, left: available - fee - interest - principal };
}

/** What every instalment has received of `paidMinor`, in order, and what is overpaid. */
export function applyAll(
  schedule: Schedule,
  paidMinor: bigint,
): { paid: Components[]; overpaidMinor: bigint } {
  const paid: Components[] = [];
  let left = paidMinor;
  for (let i = 0; i < schedule.dueOn.length; i++) {
    const step = applyTo(dueOf(schedule, i), left);
    paid.push(step.paid);
    left = step.left;
  }
  return { paid, overpaidMinor: left };
}

/** Index of the first instalment that `paidMinor` does not cover in full; the length if none. */
export function firstOpen(schedule: Schedule, paidMinor: bigint): { index: number; left: bigint } {
  let left = paidMinor;
  for (let index = 0; index < schedule.dueOn.length; index++) {
    const asked = total(dueOf(schedule, index));
    if (left < asked) return { index, left };
    left -= asked;
  }
  return { index: schedule.dueOn.length, left };
}
