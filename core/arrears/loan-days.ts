import { addDays, type DayNumber } from "../kernel/business-date.ts";
import { frozenDays, type Pause } from "../ledger/history.ts";
import type { ArrearsSpan } from "../ledger/state.ts";

/** How a lender counts days past due; both are settings of the product. */
export type DayCounting = {
  /** The due date is day 0 (usual), or day 1 (RBI, and some Chinese lenders). */
  readonly dueDateIs: 0 | 1;
  /**
   * `instalment`: since the oldest unpaid due date, so that paying the oldest instalment helps. `loan`:
   * since the loan last was current, until everything past due is paid.
   */
  readonly level: "instalment" | "loan";
};

export const defaultDayCounting: DayCounting = { dueDateIs: 0, level: "instalment" };

/** What lateness follows from; the engine's state has it. */
export type Lateness = {
  readonly spans: readonly ArrearsSpan[];
  readonly pauses: readonly Pause[];
};

/** The due date from which lateness is counted on `on`; undefined where nothing due is unpaid. */
export function lateSince(
  { spans }: Lateness,
  on: DayNumber,
  { level }: DayCounting,
): DayNumber | undefined {
  let since: DayNumber | undefined;
  for (const { from, oldestDueOn } of spans) {
    if (from > on) break;
    since = level === "loan" && oldestDueOn !== undefined ? (since ?? oldestDueOn) : oldestDueOn;
  }
  return since;
}

/**
 * Days past due on `on`, without the days on which ageing was frozen. Derived from dates at every look,
 * never counted up.
 */
export function loanDaysPastDue(
  lateness: Lateness,
  on: DayNumber,
  counting: DayCounting = defaultDayCounting,
): number {
  const since = lateSince(lateness, on, counting);
  if (since === undefined || since > on) return 0;
  const span = { from: addDays(since, 1 - counting.dueDateIs), to: addDays(on, 1) };
  const days = on - since + counting.dueDateIs;
  return days - frozenDays(lateness.pauses, "ageing", span);
}
