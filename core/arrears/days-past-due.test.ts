import { describe, expect, test } from "vitest";
import { type DayNumber, dayFromIso } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import { certainDays, daysPastDue, exactly } from "./days-past-due.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));

describe("days past due on a date, for an instalment of 31 January", () => {
  const dueOn = day("2026-01-31");
  test.each([
    ["2026-01-01", 0, "long before"],
    ["2026-01-31", 0, "the due date itself is day 0"],
    ["2026-02-01", 1, "the day after is day 1"],
    ["2026-03-02", 30, "across a short month"],
    ["2026-03-03", 31, ""],
    ["2027-01-31", 365, "a year"],
  ])("%s: %i %s", (on, days) => {
    expect(daysPastDue(dueOn, day(on))).toBe(days);
  });
});

test("where nothing is unpaid, nothing is past due", () => {
  expect(daysPastDue(undefined, day("2026-05-05"))).toBe(0);
});

describe("the days that are certain", () => {
  test.each([
    ["an exact count: itself", exactly(17), 17],
    ["a band: its lower edge", { kind: "band", from: 30, to: 59 } as const, 30],
    ["an open band: its lower edge", { kind: "band", from: 180, to: null } as const, 180],
    ["late and no more known: one", { kind: "unknown" } as const, 1],
  ])("%s", (_, dpd, days) => {
    expect(certainDays(dpd)).toBe(days);
  });
});
