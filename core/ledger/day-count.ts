import { assert, unreachable } from "../kernel/assert.ts";
import {
  civilFromDay,
  type DayNumber,
  dayFromCivil,
  daysInMonth,
  isLeapYear,
} from "../kernel/business-date.ts";

/**
 * Ticks in a year: lcm(360, 365, 366). Every convention below counts a day as a whole number of
 * ticks, so that a span's share of a year is an exact integer and interest is rounded once, at its
 * end. A hundred years are 1.6 × 10⁸ ticks: safely a JavaScript integer.
 */
export const YEAR_TICKS = 1_603_080;

const TICKS_360 = 4_453;
const TICKS_365 = 4_392;
const TICKS_366 = 4_380;

/**
 * How days become a share of a year. Sources: 2006 ISDA Definitions §4.16 (b) Act/Act, (d) Act/365
 * Fixed, (e) Act/360, (f) 30/360 "bond basis", (g) 30E/360 "Eurobond basis", (h) 30E/360 (ISDA),
 * the German rule; `30_360_us`: SIA Standard Securities Calculation Methods, with its end-of-February
 * rules; `30e_plus_360` and `nl_365` (no leap day): as SWX and market practice use them.
 */
export type DayCount =
  | "act_365f"
  | "act_act_isda"
  | "act_360"
  | "nl_365"
  | "30_360_us"
  | "30_360_isda"
  | "30e_360"
  | "30e_360_isda"
  | "30e_plus_360";

export const dayCounts: readonly DayCount[] = [
  "act_365f",
  "act_act_isda",
  "act_360",
  "nl_365",
  "30_360_us",
  "30_360_isda",
  "30e_360",
  "30e_360_isda",
  "30e_plus_360",
];

/** Ticks of a day in conventions that count every day alike; undefined for the others. */
export const ticksPerDay: Readonly<Partial<Record<DayCount, number>>> = {
  act_365f: TICKS_365,
  act_360: TICKS_360,
};

/** Ticks from one day (inclusive) to another (exclusive), as a convention counts them. */
export type TickCounter = (from: DayNumber, to: DayNumber) => number;

/**
 * The counter of a convention; it throws if `from` is after `to`. The 30/360 kinds are not additive
 * (31 January counts for nothing in most): count a span as a whole. `maturityOn` matters only to
 * `30e_360_isda`, where the last day of February becomes the 30th unless the loan ends on it.
 */
export function dayCounter(convention: DayCount, maturityOn?: DayNumber): TickCounter {
  const count = uncheckedCounter(convention, maturityOn);
  return (from, to) => {
    assert(from <= to, "a day count runs backwards");
    return from === to ? 0 : count(from, to);
  };
}

function uncheckedCounter(convention: DayCount, maturityOn: DayNumber | undefined): TickCounter {
  switch (convention) {
    case "act_365f":
      return (from, to) => (to - from) * TICKS_365;
    case "act_360":
      return (from, to) => (to - from) * TICKS_360;
    case "act_act_isda":
      return (from, to) => calendarTicks(to) - calendarTicks(from);
    case "nl_365":
      return (from, to) => (daysWithoutLeap(to) - daysWithoutLeap(from)) * TICKS_365;
    case "30_360_us":
      return thirtyCounter(usDays);
    case "30_360_isda":
      return thirtyCounter(bondDays);
    case "30e_360":
      return thirtyCounter(eurobondDays);
    case "30e_360_isda":
      return thirtyCounter((a, b) => germanDays(a, b, maturityOn));
    case "30e_plus_360":
      return thirtyCounter(eurobondPlusDays);
    default:
      return unreachable(convention);
  }
}

/** Ticks since year 0. A year is as long as any other, so a day of a leap year is shorter. */
function calendarTicks(on: DayNumber): number {
  const { year } = civilFromDay(on);
  const dayOfYear = on - dayFromCivil(year, 1, 1);
  return year * YEAR_TICKS + dayOfYear * (isLeapYear(year) ? TICKS_366 : TICKS_365);
}

const LEAP_DAY_OF_YEAR = 59; // 29 February, from 0

/** Days since year 0 in a calendar where 29 February is the same day as the 28th. */
function daysWithoutLeap(on: DayNumber): number {
  const { year } = civilFromDay(on);
  const dayOfYear = on - dayFromCivil(year, 1, 1);
  const leap = isLeapYear(year) && dayOfYear >= LEAP_DAY_OF_YEAR ? 1 : 0;
  return year * 365 + dayOfYear - leap;
}

type Civil = {
  readonly on: DayNumber;
  readonly year: number;
  readonly month: number;
  readonly day: number;
};
/** The days of the month that stand in for those of the two dates. */
type DayPair = (from: Civil, to: Civil) => readonly [number, number];

function thirtyCounter(daysOf: DayPair): TickCounter {
  return (from, to) => {
    const a = { on: from, ...civilFromDay(from) };
    const b = { on: to, ...civilFromDay(to) };
    const [first, last] = daysOf(a, b);
    return ((b.year - a.year) * 360 + (b.month - a.month) * 30 + (last - first)) * TICKS_360;
  };
}

const isFebruaryEnd = ({ year, month, day }: Civil): boolean =>
  month === 2 && day === daysInMonth(year, 2);

const atMost30 = (day: number): number => Math.min(day, 30);

const bondDays: DayPair = (from, to) =>
  from.day >= 30 ? [30, atMost30(to.day)] : [from.day, to.day];

const usDays: DayPair = (from, to) => {
  if (!isFebruaryEnd(from)) return bondDays(from, to);
  return [30, isFebruaryEnd(to) ? 30 : atMost30(to.day)];
};

const eurobondDays: DayPair = (from, to) => [atMost30(from.day), atMost30(to.day)];

// The first of the next month and a "31st" of this one are the same day in months of thirty.
const eurobondPlusDays: DayPair = (from, to) => [atMost30(from.day), to.day];

function germanDays(
  from: Civil,
  to: Civil,
  maturityOn: DayNumber | undefined,
): readonly [number, number] {
  const first = isFebruaryEnd(from) ? 30 : atMost30(from.day);
  const last = isFebruaryEnd(to) && to.on !== maturityOn ? 30 : atMost30(to.day);
  return [first, last];
}
