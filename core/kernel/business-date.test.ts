import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addMonths,
  civilFromDay,
  type DayNumber,
  dayFromCivil,
  dayFromIso,
  dayFromTrustedIso,
  daysInMonth,
  isLeapYear,
  isoFromDay,
  minDay,
  monthStart,
  weekday,
} from "./business-date.ts";
import { unwrap } from "./result.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));

describe("a day number counts days since 1970-01-01", () => {
  test.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["1970-02-01", 31],
    ["2000-02-29", 11_016],
    ["2026-11-23", 20_780],
    ["9999-12-31", 2_932_896],
    ["0000-03-01", -719_468],
  ])("%s is %i", (text, number) => {
    expect(dayFromIso(text)).toEqual({ ok: true, value: number });
    expect(isoFromDay(number as DayNumber)).toBe(text);
  });
});

test("agrees with Temporal on every day from 1900 to 2100", () => {
  let date = Temporal.PlainDate.from("1900-01-01");
  const disagreements: string[] = [];
  for (let on = day("1900-01-01"); date.year <= 2100; on = addDays(on, 1)) {
    const text = date.toString();
    const { year, month, day: dayOfMonth } = date;
    const isSame =
      isoFromDay(on) === text &&
      dayFromTrustedIso(text) === on &&
      unwrap(dayFromIso(text)) === on &&
      dayFromCivil(year, month, dayOfMonth) === on &&
      weekday(on) === date.dayOfWeek &&
      daysInMonth(year, month) === date.daysInMonth &&
      isLeapYear(year) === date.inLeapYear &&
      monthStart(on) === on - dayOfMonth + 1;
    if (!isSame || civilFromDay(on).day !== dayOfMonth) disagreements.push(text);
    date = date.add({ days: 1 });
  }
  expect(disagreements).toEqual([]);
});

describe("dayFromIso refuses", () => {
  test.each([
    ["2026-02-29", "DATE_IMPOSSIBLE"],
    ["2100-02-29", "DATE_IMPOSSIBLE"],
    ["2026-04-31", "DATE_IMPOSSIBLE"],
    ["2026-13-01", "DATE_IMPOSSIBLE"],
    ["2026-00-10", "DATE_IMPOSSIBLE"],
    ["2026-01-00", "DATE_IMPOSSIBLE"],
    ["2026-01-32", "DATE_IMPOSSIBLE"],
    ["2026-1-5", "DATE_MALFORMED"],
    ["26-01-05", "DATE_MALFORMED"],
    ["2026/01/05", "DATE_MALFORMED"],
    ["20260105", "DATE_MALFORMED"],
    ["2026-01-05T00:00:00Z", "DATE_MALFORMED"],
    ["2026-01-05\n", "DATE_MALFORMED"],
    ["+012026-01-05", "DATE_MALFORMED"],
    ["", "DATE_MALFORMED"],
  ])("%j: %s", (text, code) => {
    expect(dayFromIso(text)).toMatchObject({ ok: false, error: { code } });
  });
});

describe("addMonths keeps the day of the month, or takes the month's last", () => {
  test.each([
    ["2026-01-15", 1, "2026-02-15"],
    ["2026-01-31", 1, "2026-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2026-01-31", 2, "2026-03-31"],
    ["2026-08-31", 1, "2026-09-30"],
    ["2026-12-31", 1, "2027-01-31"],
    ["2026-01-31", -1, "2025-12-31"],
    ["2026-03-31", -1, "2026-02-28"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2028-02-29", 48, "2032-02-29"],
    ["2026-05-10", 0, "2026-05-10"],
    ["2026-05-10", -29, "2023-12-10"],
  ])("%s + %i months is %s", (from, months, to) => {
    expect(isoFromDay(addMonths(day(from), months))).toBe(to);
  });

  test("as Temporal does", () => {
    const law = (on: number, months: number): void => {
      const from = isoFromDay(on as DayNumber);
      expect(isoFromDay(addMonths(on as DayNumber, months))).toBe(
        Temporal.PlainDate.from(from).add({ months }).toString(),
      );
    };
    const anyDay = fc.integer({ min: -25_000, max: 60_000 });
    fc.assert(fc.property(anyDay, fc.integer({ min: -400, max: 400 }), law), { numRuns: 1_000 });
  });
});

test("stepping month by month loses the 31st; counting from the first date does not", () => {
  const first = day("2026-01-31");
  expect(isoFromDay(addMonths(addMonths(first, 1), 1))).toBe("2026-03-28");
  expect(isoFromDay(addMonths(first, 2))).toBe("2026-03-31");
});

describe("weekday, ISO 8601", () => {
  test.each([
    ["2026-11-23", 1, "Monday"],
    ["2026-11-29", 7, "Sunday"],
    ["1970-01-01", 4, "Thursday"],
    ["1969-12-31", 3, "Wednesday"],
  ])("%s is day %i, a %s", (text, number) => {
    expect(weekday(day(text))).toBe(number);
  });
});

test("minDay is the earlier of two", () => {
  expect(minDay(day("2026-01-02"), day("2026-01-01"))).toBe(day("2026-01-01"));
  expect(minDay(day("2026-01-01"), day("2026-01-02"))).toBe(day("2026-01-01"));
});
