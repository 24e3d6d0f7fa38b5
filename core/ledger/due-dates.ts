import { assert } from "../kernel/assert.ts";
import { type BusinessCalendar, type RollRule, rollDay } from "../kernel/business-calendar.ts";
import {
  addDays,
  addMonths,
  civilFromDay,
  type DayNumber,
  dayFromCivil,
  daysInMonth,
  isoFromDay,
  monthStart,
} from "../kernel/business-date.ts";
import { ok, type Refusal, type Result, refuse } from "../kernel/result.ts";

/** The distance between two instalments; a fortnight is `{ unit: "week", every: 2 }`. */
export type Period = {
  readonly unit: "day" | "week" | "month" | "year";
  readonly every: number;
};

/**
 * When instalments fall due. Without `firstDueOn` the first is one period after `startOn`; with it,
 * the first period may be shorter or longer than the others (a stub). `dayOfMonth` (1–31, the month's
 * last day where it is shorter) fixes the day of all instalments that `firstDueOn` does not name;
 * without it they keep the day of the first date. Only months and years have one.
 */
export type DueDateRules = {
  readonly startOn: DayNumber;
  readonly firstDueOn?: DayNumber | undefined;
  readonly count: number;
  readonly period: Period;
  readonly dayOfMonth?: number | undefined;
  readonly nonWorking: RollRule;
  /** Needed unless `nonWorking` is `none`. */
  readonly calendar?: BusinessCalendar | undefined;
};

/** Due dates as owed, and as they were before non-working days moved them; both strictly ascend. */
export type DueDates = {
  readonly dueOn: readonly DayNumber[];
  readonly unrolledOn: readonly DayNumber[];
};

export type DueDateRefusal = Refusal<
  | "DUE_COUNT_OUT_OF_RANGE"
  | "DUE_PERIOD_OUT_OF_RANGE"
  | "DUE_DAY_OUT_OF_RANGE"
  | "DUE_DAY_NOT_MONTHLY"
  | "DUE_FIRST_NOT_AFTER_START"
  | "DUE_CALENDAR_MISSING"
  | "DUE_BEYOND_CALENDAR"
  | "DUE_NOT_ASCENDING"
>;

/** A hundred years of daily instalments, and periods of at most a hundred years. */
const COUNT_MAX = 36_525;
const LAST_DAY = dayFromCivil(9999, 12, 31);

/**
 * All due dates of a loan, counted from the first date and never step by step: stepping loses the
 * 31st for good. Refuses rules that contradict themselves and dates that non-working days push onto
 * each other or onto the start.
 */
export function dueDates(rules: DueDateRules): Result<DueDates, DueDateRefusal> {
  const refusal = checkRules(rules);
  if (refusal) return { ok: false, error: refusal };
  const unrolledOn = Array.from({ length: rules.count }, (_, index) => nominalDay(rules, index));
  if ((unrolledOn.at(-1) as DayNumber) > LAST_DAY)
    return refuse("DUE_BEYOND_CALENDAR", "the last instalment falls due after the year 9999");
  const dueOn = unrolledOn.map((on) => roll(on, rules));
  const clash = dueOn.findIndex((on, i) => on <= (dueOn[i - 1] ?? rules.startOn));
  if (clash >= 0) return refuse("DUE_NOT_ASCENDING", clashDetail(dueOn, clash));
  return ok({ dueOn, unrolledOn });
}

function clashDetail(dueOn: readonly DayNumber[], index: number): string {
  const before = index === 0 ? "the start of the loan" : `instalment ${index}`;
  return `instalment ${index + 1} falls due on ${isoFromDay(dueOn[index] as DayNumber)}, not after ${before}`;
}

const roll = (on: DayNumber, { nonWorking, calendar }: DueDateRules): DayNumber =>
  calendar ? rollDay(on, nonWorking, calendar) : on;

function nominalDay(rules: DueDateRules, index: number): DayNumber {
  const { startOn, firstDueOn, period } = rules;
  if (index === 0 && firstDueOn !== undefined) return firstDueOn;
  const days = daysOf(period);
  // Without a first due date the start is "instalment 0" of the same rhythm.
  const [anchor, periods] = firstDueOn === undefined ? [startOn, index + 1] : [firstDueOn, index];
  if (days !== undefined) return addDays(anchor, periods * days);
  const { year, month } = civilFromDay(anchor);
  const months = year * 12 + (month - 1) + periods * monthsOf(period);
  const [y, m] = [Math.floor(months / 12), (months % 12) + 1];
  return dayFromCivil(y, m, Math.min(targetDay(rules), daysInMonth(y, m)));
}

/** The day of the month that instalments aim at. */
const targetDay = ({ dayOfMonth, firstDueOn, startOn }: DueDateRules): number =>
  dayOfMonth ?? civilFromDay(firstDueOn ?? startOn).day;

function clampedDay(inMonth: DayNumber, day: number): number {
  const { year, month } = civilFromDay(inMonth);
  return Math.min(day, daysInMonth(year, month));
}

/** Whether the nominal dates `from` and `to` are exactly one period apart, so that it is no stub. */
export function isFullPeriod(from: DayNumber, to: DayNumber, rules: DueDateRules): boolean {
  const days = daysOf(rules.period);
  if (days !== undefined) return to - from === days;
  const months = monthsOf(rules.period);
  if (addMonths(from, months) === to) return true;
  // 28 February to 31 March is a full month of a loan that aims at the 31st.
  const target = targetDay(rules);
  const isOnTarget = (on: DayNumber): boolean => civilFromDay(on).day === clampedDay(on, target);
  return (
    isOnTarget(from) && isOnTarget(to) && addMonths(monthStart(from), months) === monthStart(to)
  );
}

/** Length in days of a period of days or weeks; undefined for months and years, which vary. */
export function daysOf({ unit, every }: Period): number | undefined {
  if (unit === "day") return every;
  return unit === "week" ? every * 7 : undefined;
}

/** Length in months of a period of months or years. */
export function monthsOf({ unit, every }: Period): number {
  assert(unit === "month" || unit === "year", "a period of days has no months");
  return unit === "year" ? every * 12 : every;
}

function checkRules(rules: DueDateRules): DueDateRefusal | undefined {
  const { count, period, firstDueOn, startOn, nonWorking, calendar } = rules;
  if (!isWithin(count, COUNT_MAX))
    return no("DUE_COUNT_OUT_OF_RANGE", `a loan has 1 to ${COUNT_MAX} instalments, not ${count}`);
  if (!isWithin(period.every, COUNT_MAX))
    return no("DUE_PERIOD_OUT_OF_RANGE", `an instalment cannot fall due every ${period.every}`);
  if (firstDueOn !== undefined && firstDueOn <= startOn)
    return no(
      "DUE_FIRST_NOT_AFTER_START",
      `first due date ${isoFromDay(firstDueOn)} is not after the start`,
    );
  if (nonWorking !== "none" && !calendar)
    return no("DUE_CALENDAR_MISSING", `the rule "${nonWorking}" needs a calendar`);
  return checkDayOfMonth(rules);
}

function checkDayOfMonth({ dayOfMonth, period }: DueDateRules): DueDateRefusal | undefined {
  if (dayOfMonth === undefined) return undefined;
  if (daysOf(period) !== undefined)
    return no("DUE_DAY_NOT_MONTHLY", `a period of ${period.unit}s has no day of the month`);
  if (!isWithin(dayOfMonth, 31))
    return no("DUE_DAY_OUT_OF_RANGE", `${dayOfMonth} is not a day of the month`);
  return undefined;
}

const isWithin = (value: number, max: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= max;

const no = (code: DueDateRefusal["code"], detail: string): DueDateRefusal => ({ code, detail });
