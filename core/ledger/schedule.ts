import { assert } from "../kernel/assert.ts";
import type { DayNumber } from "../kernel/business-date.ts";

/**
 * A payment schedule as parallel columns, one entry per instalment in due order; amounts in minor
 * units of the account's currency. Columns, not objects: the day cycle reads a million of these.
 * A schedule is a value: a changed schedule is a new version, never an edit.
 */
export type Schedule = {
  readonly dueOn: readonly DayNumber[];
  readonly principalMinor: readonly bigint[];
  readonly interestMinor: readonly bigint[];
  readonly feeMinor: readonly bigint[];
};

/** Why columns cannot be a schedule: unequal lengths, negative amounts, due dates that do not ascend. */
export function scheduleFault(schedule: Schedule): string | undefined {
  const { dueOn, principalMinor, interestMinor, feeMinor } = schedule;
  for (const column of [principalMinor, interestMinor, feeMinor]) {
    if (column.length !== dueOn.length) return "schedule columns differ in length";
    if (column.some((amount) => amount < 0n)) return "schedule has a negative amount";
  }
  const isAscending = dueOn.every((on, i) => i === 0 || on > (dueOn[i - 1] ?? on));
  return isAscending ? undefined : "schedule due dates do not ascend";
}

/** Throws where {@link scheduleFault} finds one. */
export function assertSchedule(schedule: Schedule): void {
  const fault = scheduleFault(schedule);
  assert(fault === undefined, fault ?? "");
}
