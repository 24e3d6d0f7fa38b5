import { addMonths, type DayNumber } from "@mora/core/kernel/business-date";

/**
 * A synthetic world. `people` borrowers, `months` of daily deliveries of which the last is as of
 * `endOn`, all of it decided by `seed` (a non-negative safe integer).
 */
export type DemoOptions = {
  readonly people: number;
  readonly months: number;
  readonly seed: number;
  readonly endOn: DayNumber;
};

/** The date of the opening deliveries: everything before it is history, everything after is daily. */
export const startOf = ({ endOn, months }: DemoOptions): DayNumber => addMonths(endOn, -months);

/** A date that never comes: the end of a trouble that does not pass. */
export const NEVER = 1_000_000 as DayNumber;

/** Exact floor of a quotient of non-negative safe integers. */
export const divide = (a: number, b: number): number => (a - (a % b)) / b;
