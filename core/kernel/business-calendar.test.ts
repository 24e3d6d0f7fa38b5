import { describe, expect, it } from "vitest";
import {
  type BusinessCalendar,
  isWorkingDay,
  nextWorkingDay,
  type RollRule,
  rollDay,
} from "./business-calendar.ts";
import { type DayNumber, dayFromIso, isoFromDay } from "./business-date.ts";
import { unwrap } from "./result.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const days = (...texts: string[]): Set<DayNumber> => new Set(texts.map(day));

/** National Day 2025 as China's State Council set it: 1–8 October off, 28 September and 11 October worked. */
const china: BusinessCalendar = {
  weekend: [6, 7],
  holidays: days(
    "2025-10-01",
    "2025-10-02",
    "2025-10-03",
    "2025-10-04",
    "2025-10-05",
    "2025-10-06",
    "2025-10-07",
    "2025-10-08",
  ),
  workingDays: days("2025-09-28", "2025-10-11"),
};

describe("a working day", () => {
  it.each([
    ["2025-09-26", true, "a Friday"],
    ["2025-09-27", false, "a Saturday"],
    ["2025-09-28", true, "a Sunday that is worked"],
    ["2025-10-01", false, "a Wednesday off"],
    ["2025-10-11", true, "a Saturday that is worked"],
    ["2025-10-12", false, "a Sunday"],
  ])("%s: %s, %s", (on, expected) => {
    expect(isWorkingDay(day(on), china)).toBe(expected);
  });

  it("follows the calendar's own weekend", () => {
    const gulf: BusinessCalendar = { ...china, weekend: [5, 6] };
    expect(isWorkingDay(day("2025-11-07"), gulf)).toBe(false);
    expect(isWorkingDay(day("2025-11-09"), gulf)).toBe(true);
  });

  it("comes after the day asked about, even if that one is worked", () => {
    expect(isoFromDay(nextWorkingDay(day("2025-09-29"), china))).toBe("2025-09-30");
    expect(isoFromDay(nextWorkingDay(day("2025-09-30"), china))).toBe("2025-10-09");
  });
});

describe("a date that is not a working day", () => {
  it.each<[string, RollRule, string]>([
    ["2025-10-03", "none", "2025-10-03"],
    ["2025-10-03", "following", "2025-10-09"],
    ["2025-10-03", "modified_following", "2025-10-09"],
    ["2025-10-03", "preceding", "2025-09-30"],
    ["2025-10-03", "modified_preceding", "2025-10-09"],
    ["2025-08-31", "following", "2025-09-01"],
    ["2025-08-31", "modified_following", "2025-08-29"],
    ["2025-11-01", "preceding", "2025-10-31"],
    ["2025-11-01", "modified_preceding", "2025-11-03"],
    ["2025-09-28", "following", "2025-09-28"],
    ["2025-09-30", "preceding", "2025-09-30"],
  ])("%s, %s: %s", (on, rule, expected) => {
    expect(isoFromDay(rollDay(day(on), rule, china))).toBe(expected);
  });
});

it("a calendar that never works is a broken one", () => {
  const never: BusinessCalendar = { ...china, weekend: [1, 2, 3, 4, 5, 6, 7] };
  expect(() => rollDay(day("2026-01-01"), "following", never)).toThrow("no working day");
});
