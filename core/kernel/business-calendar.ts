import { assert } from "./assert.ts";
import { addDays, civilFromDay, type DayNumber, weekday } from "./business-date.ts";

/**
 * A working-day calendar, as data. `weekend` holds ISO weekdays (1 = Monday … 7 = Sunday), so that
 * a Friday–Saturday weekend is data too. A day in `workingDays` is worked whatever else is said of
 * it: the make-up days (调休) by which China's State Council pays for its long holidays.
 */
export type BusinessCalendar = {
  readonly weekend: readonly number[];
  readonly holidays: ReadonlySet<DayNumber>;
  readonly workingDays: ReadonlySet<DayNumber>;
};

/**
 * Where a date goes that is not a working day (business day conventions, 2006 ISDA Definitions
 * §4.12): to the next or previous working day; `modified_…` turns round rather than leave the month.
 */
export type RollRule =
  | "none"
  | "following"
  | "modified_following"
  | "preceding"
  | "modified_preceding";

export const rollRules: readonly RollRule[] = [
  "none",
  "following",
  "modified_following",
  "preceding",
  "modified_preceding",
];

export function isWorkingDay(on: DayNumber, calendar: BusinessCalendar): boolean {
  if (calendar.workingDays.has(on)) return true;
  return !calendar.weekend.includes(weekday(on)) && !calendar.holidays.has(on);
}

/** The first working day after `on`. */
export const nextWorkingDay = (on: DayNumber, calendar: BusinessCalendar): DayNumber =>
  seek(addDays(on, 1), 1, calendar);

/** `on` itself if it is a working day or the rule is `none`, else the day that the rule names. */
export function rollDay(on: DayNumber, rule: RollRule, calendar: BusinessCalendar): DayNumber {
  if (rule === "none") return on;
  const step = rule === "following" || rule === "modified_following" ? 1 : -1;
  const rolled = seek(on, step, calendar);
  const mayLeaveMonth = rule === "following" || rule === "preceding";
  return mayLeaveMonth || isSameMonth(on, rolled) ? rolled : seek(on, -step, calendar);
}

const SEEK_DAYS_MAX = 366;

/** The nearest working day at or beyond `on`. A calendar without one for a year is a broken one. */
function seek(on: DayNumber, step: number, calendar: BusinessCalendar): DayNumber {
  for (let i = 0; i <= SEEK_DAYS_MAX; i++) {
    const candidate = addDays(on, i * step);
    if (isWorkingDay(candidate, calendar)) return candidate;
  }
  assert(false, "calendar has no working day within a year");
}

function isSameMonth(a: DayNumber, b: DayNumber): boolean {
  const [x, y] = [civilFromDay(a), civilFromDay(b)];
  return x.month === y.month && x.year === y.year;
}
