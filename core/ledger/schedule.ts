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

/** Amounts by component, minor units. */
export type Components = {
  readonly principal: bigint;
  readonly interest: bigint;
  readonly fee: bigint;
};

export const noComponents: Components = { principal: 0n, interest: 0n, fee: 0n };

export const total = (c: Components): bigint => c.principal + c.interest + c.fee;

export const plus = (a: Components, b: Components): Components => ({
  principal: a.principal + b.principal,
  interest: a.interest + b.interest,
  fee: a.fee + b.fee,
});

export const minus = (a: Components, b: Components): Components => ({
  principal: a.principal - b.principal,
  interest: a.interest - b.interest,
  fee: a.fee - b.fee,
});

/** What instalment `index` asks for. */
export const dueOf = (schedule: Schedule, index: number): Components => ({
  principal: schedule.principalMinor[index] ?? 0n,
  interest: schedule.interestMinor[index] ?? 0n,
  fee: schedule.feeMinor[index] ?? 0n,
});

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
