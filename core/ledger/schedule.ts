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

/** Throws unless columns are equally long, due dates strictly ascend and no amount is negative. */
export function assertSchedule(schedule: Schedule): void {
  const { dueOn, principalMinor, interestMinor, feeMinor } = schedule;
  for (const column of [principalMinor, interestMinor, feeMinor]) {
    assert(column.length === dueOn.length, "schedule columns differ in length");
    assert(
      column.every((amount) => amount >= 0n),
      "schedule has a negative amount",
    );
  }
  assert(
    dueOn.every((on, i) => i === 0 || on > (dueOn[i - 1] ?? on)),
    "schedule due dates do not ascend",
  );
}
