import { addMonths, type DayNumber } from "../kernel/business-date.ts";

/**
 * How the US mortgage market counts months delinquent, at the end of a day.
 *
 * `mba` (Mortgage Bankers Association; prime servicing): one month more when a payment is not in by
 * the end of the day before the next due date. Due 1 May and unpaid: 30 days at the end of 31 May.
 *
 * `ots` (Office of Thrift Supervision, also "FFIEC"; most securitised non-prime): one month more
 * when it is not in by the close of business on the due date of the following month. Due 1 May and
 * unpaid: still current at the end of 31 May, 30 days at the end of 1 June.
 *
 * As investor reports cut off at a month's end, loans due on the 1st show a whole month later
 * under `ots` (Andrew Davidson & Co., "MBA and OTS delinquency reporting", newsletter April 2005).
 */
export type DelinquencyMethod = "mba" | "ots";

/**
 * Whole months delinquent at the end of `on`, for the oldest unpaid due date: 0 current, 1 "30 days",
 * 2 "60 days" … Due dates are monthly; one on the 31st falls on a shorter month's last day.
 */
export function monthsDelinquent(
  method: DelinquencyMethod,
  oldestDueOn: DayNumber | undefined,
  on: DayNumber,
): number {
  if (oldestDueOn === undefined || on < oldestDueOn) return 0;
  const lead = method === "mba" ? 1 : 0;
  let months = Math.floor((on - oldestDueOn) / 31);
  while (addMonths(oldestDueOn, months + 1) - lead <= on) months++;
  return months;
}

/** The day at whose end a payment of `oldestDueOn` becomes `months` delinquent (one or more). */
export const delinquentFrom = (
  method: DelinquencyMethod,
  oldestDueOn: DayNumber,
  months: number,
): DayNumber => (addMonths(oldestDueOn, months) - (method === "mba" ? 1 : 0)) as DayNumber;
