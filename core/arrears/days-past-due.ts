import type { DayNumber } from "../kernel/business-date.ts";

/**
 * Days past due (逾期天数): days since the oldest unpaid due date. The due date itself is day 0, so
 * the day after is day 1. Always derived from the date, never counted up: a missed run, a late file
 * or a reversal can then never leave a wrong count behind.
 *
 * A host that sends no date but a status says only a band ("30 to 59"): the band is kept and shown.
 * No day is invented inside it.
 */
export type DaysPastDue =
  | { readonly kind: "exact"; readonly days: number }
  | { readonly kind: "band"; readonly from: number; readonly to: number | null }
  | { readonly kind: "unknown" };

export const exactly = (days: number): DaysPastDue => ({ kind: "exact", days });

/** Days past due on `on`, given the oldest unpaid due date (undefined: nothing is unpaid). */
export const daysPastDue = (oldestUnpaidDueOn: DayNumber | undefined, on: DayNumber): number =>
  oldestUnpaidDueOn === undefined || oldestUnpaidDueOn >= on ? 0 : on - oldestUnpaidDueOn;

/**
 * The least number of days that is certain: the count itself, a band's lower edge, 1 where an
 * account is late and no more is known. What restrains a collector may use it; what would press a
 * borrower harder must not go beyond it.
 */
export function certainDays(dpd: DaysPastDue): number {
  if (dpd.kind === "exact") return dpd.days;
  return dpd.kind === "band" ? dpd.from : 1;
}

/**
 * A stored band: a single day where both edges agree, `to` -1 where the band is open-ended, nothing
 * where there is no lower edge.
 */
export function bandOf(from: number | null, to: number | null): DaysPastDue | undefined {
  if (from === null) return undefined;
  if (to === null || to === from) return exactly(from);
  return { kind: "band", from, to: to === -1 ? null : to };
}
