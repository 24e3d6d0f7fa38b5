import { describe, expect, it, test } from "vitest";
import { type DayNumber, dayFromIso, isoFromDay } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import { type DueDateRules, dueDates, isFullPeriod } from "./due-dates.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));

const monthly: DueDateRules = {
  startOn: day("2026-01-31"),
  count: 4,
  period: { unit: "month", every: 1 },
  nonWorking: "none",
};
const due = (rules: Partial<DueDateRules>): string[] =>
  unwrap(dueDates({ ...monthly, ...rules })).dueOn.map(isoFromDay);

const weekends = {
  weekend: [6, 7],
  holidays: new Set<DayNumber>(),
  workingDays: new Set<DayNumber>(),
};

describe("instalments fall due", () => {
  it.each<[string, Partial<DueDateRules>, string[]]>([
    [
      "on the day of the month of the start, which a short month does not shorten for good",
      {},
      ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"],
    ],
    [
      "on a day of the month of the contract's own",
      { startOn: day("2026-01-10"), dayOfMonth: 15 },
      ["2026-02-15", "2026-03-15", "2026-04-15", "2026-05-15"],
    ],
    [
      "at each month's end, after a short first period that ends on the 28th",
      { startOn: day("2028-01-20"), firstDueOn: day("2028-02-29"), dayOfMonth: 31 },
      ["2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"],
    ],
    [
      "after a long first period",
      { firstDueOn: day("2026-04-05") },
      ["2026-04-05", "2026-05-05", "2026-06-05", "2026-07-05"],
    ],
    [
      "first where agreed, then on the contract's day",
      { firstDueOn: day("2026-02-10"), dayOfMonth: 20 },
      ["2026-02-10", "2026-03-20", "2026-04-20", "2026-05-20"],
    ],
    [
      "every day",
      { period: { unit: "day", every: 1 } },
      ["2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04"],
    ],
    [
      "every ten days",
      { period: { unit: "day", every: 10 } },
      ["2026-02-10", "2026-02-20", "2026-03-02", "2026-03-12"],
    ],
    [
      "every fortnight from the first",
      { period: { unit: "week", every: 2 }, firstDueOn: day("2026-02-06") },
      ["2026-02-06", "2026-02-20", "2026-03-06", "2026-03-20"],
    ],
    [
      "every quarter",
      { period: { unit: "month", every: 3 } },
      ["2026-04-30", "2026-07-31", "2026-10-31", "2027-01-31"],
    ],
    [
      "every year, on 29 February where there is one",
      { startOn: day("2024-02-29"), period: { unit: "year", every: 1 } },
      ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
    ],
  ])("%s", (_, rules, expected) => {
    expect(due(rules)).toEqual(expected);
  });

  test("on a working day, while the dates before rolling stay known", () => {
    const rules: DueDateRules = {
      ...monthly,
      nonWorking: "modified_following",
      calendar: weekends,
    };
    const { dueOn, unrolledOn } = unwrap(dueDates(rules));
    expect(unrolledOn.map(isoFromDay)).toEqual(due({}));
    expect(dueOn.map(isoFromDay)).toEqual(["2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29"]);
  });
});

describe("refuses", () => {
  it.each<[string, Partial<DueDateRules>]>([
    ["DUE_COUNT_OUT_OF_RANGE", { count: 0 }],
    ["DUE_COUNT_OUT_OF_RANGE", { count: 1.5 }],
    ["DUE_COUNT_OUT_OF_RANGE", { count: 36_526 }],
    ["DUE_PERIOD_OUT_OF_RANGE", { period: { unit: "week", every: 0 } }],
    ["DUE_DAY_OUT_OF_RANGE", { dayOfMonth: 32 }],
    ["DUE_DAY_OUT_OF_RANGE", { dayOfMonth: 0 }],
    ["DUE_DAY_NOT_MONTHLY", { dayOfMonth: 5, period: { unit: "day", every: 30 } }],
    ["DUE_FIRST_NOT_AFTER_START", { firstDueOn: monthly.startOn }],
    ["DUE_CALENDAR_MISSING", { nonWorking: "following" }],
    ["DUE_BEYOND_CALENDAR", { count: 90, period: { unit: "year", every: 100 } }],
    // Saturday and Sunday both roll onto Monday.
    [
      "DUE_NOT_ASCENDING",
      { period: { unit: "day", every: 1 }, nonWorking: "following", calendar: weekends },
    ],
    // Sunday 1 February rolls back to Friday, before the start.
    [
      "DUE_NOT_ASCENDING",
      { firstDueOn: day("2026-02-01"), nonWorking: "preceding", calendar: weekends },
    ],
  ])("%s: %j", (code, rules) => {
    expect(dueDates({ ...monthly, ...rules })).toMatchObject({ ok: false, error: { code } });
  });
});

describe("a full period, and no stub, runs", () => {
  it.each<[string, string, boolean, Partial<DueDateRules>]>([
    ["2026-01-31", "2026-02-28", true, {}],
    ["2026-02-28", "2026-03-31", true, {}],
    ["2026-01-30", "2026-02-28", true, { startOn: day("2026-01-30") }],
    ["2026-01-10", "2026-02-15", false, { startOn: day("2026-01-10"), dayOfMonth: 15 }],
    ["2026-02-15", "2026-03-15", true, { startOn: day("2026-01-10"), dayOfMonth: 15 }],
    ["2026-02-28", "2026-04-30", false, {}],
    ["2026-02-01", "2026-02-15", true, { period: { unit: "week", every: 2 } }],
    ["2026-02-01", "2026-02-16", false, { period: { unit: "week", every: 2 } }],
    ["2024-02-29", "2025-02-28", true, { period: { unit: "year", every: 1 } }],
  ])("from %s to %s: %s", (from, to, expected, rules) => {
    expect(isFullPeriod(day(from), day(to), { ...monthly, ...rules })).toBe(expected);
  });
});
