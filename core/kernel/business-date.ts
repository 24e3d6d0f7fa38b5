import { ok, type Refusal, type Result, refuse } from "./result.ts";

/**
 * A business date as the number of days since 1970-01-01 in the proleptic Gregorian calendar.
 *
 * Day numbers make the hot loops of the day cycle plain integer arithmetic; `Temporal.PlainDate`
 * stands at the edges. A day number has no time and no zone: which business date an instant falls
 * on is the book's question (its zone and cut-off), never this module's.
 */
export type DayNumber = number & { readonly __brand: "DayNumber" };

export type DateRefusal = Refusal<"DATE_MALFORMED" | "DATE_IMPOSSIBLE">;

const DAYS_PER_ERA = 146_097; // 400 Gregorian years
const DAYS_TO_EPOCH = 719_468; // from 0000-03-01 to 1970-01-01

/**
 * Day number of a civil date. The year is counted from 1 March, so that the leap day is the last
 * day of a year and month lengths follow a linear rule (Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms"). The caller vouches that the date exists; {@link dayFromIso} checks.
 */
export function dayFromCivil(year: number, month: number, day: number): DayNumber {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH) as DayNumber;
}

/** Year, month (1–12) and day of month of a day number; the inverse of {@link dayFromCivil}. */
export function civilFromDay(on: DayNumber): { year: number; month: number; day: number } {
  const z = on + DAYS_TO_EPOCH;
  const era = Math.floor(z / DAYS_PER_ERA);
  const doe = z - era * DAYS_PER_ERA;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1_460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Parses `YYYY-MM-DD`; refuses other shapes and dates that no calendar has. */
export function dayFromIso(text: string): Result<DayNumber, DateRefusal> {
  const match = ISO.exec(text);
  if (!match) return refuse("DATE_MALFORMED", `"${text}" is not a date of the form YYYY-MM-DD`);
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return refuse("DATE_IMPOSSIBLE", `${text} does not exist in the calendar`);
  return ok(dayFromCivil(year, month, day));
}

/**
 * Day number of an ISO date that is known to be valid, as a database or a literal gives it.
 * Reads digits by position: this runs a dozen times for every account of a day.
 */
export function dayFromTrustedIso(text: string): DayNumber {
  return dayFromCivil(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
}

/** `YYYY-MM-DD` of a day number, years 0000–9999. */
export function isoFromDay(on: DayNumber): string {
  const { year, month, day } = civilFromDay(on);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

export const addDays = (on: DayNumber, days: number): DayNumber => (on + days) as DayNumber;

/**
 * The same day of the month `months` later, or that month's last day where it is shorter
 * (31 January + 1 month = 28 or 29 February). Count from the first date, not step by step:
 * stepping loses the 31st for good.
 */
export function addMonths(on: DayNumber, months: number): DayNumber {
  const { year, month, day } = civilFromDay(on);
  const index = year * 12 + (month - 1) + months;
  const [y, m] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return dayFromCivil(y, m, Math.min(day, daysInMonth(y, m)));
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export const isLeapYear = (year: number): boolean =>
  year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export const weekday = (on: DayNumber): number => ((((on + 3) % 7) + 7) % 7) + 1;

export const minDay = (a: DayNumber, b: DayNumber): DayNumber => (a < b ? a : b);

/** First day of the month that `on` falls in. */
export const monthStart = (on: DayNumber): DayNumber => addDays(on, 1 - civilFromDay(on).day);
