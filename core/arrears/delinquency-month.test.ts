import { describe, expect, test } from "vitest";
import { addDays, type DayNumber, dayFromIso, isoFromDay } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import { type DelinquencyMethod, delinquentFrom, monthsDelinquent } from "./delinquency-month.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));

describe("months delinquent at the end of a day", () => {
  test.each([
    ["2026-05-01", "2026-04-30", 0, 0],
    ["2026-05-01", "2026-05-01", 0, 0],
    ["2026-05-01", "2026-05-30", 0, 0],
    ["2026-05-01", "2026-05-31", 1, 0],
    ["2026-05-01", "2026-06-01", 1, 1],
    ["2026-05-01", "2026-06-30", 2, 1],
    ["2026-05-01", "2026-07-01", 2, 2],
    ["2005-04-01", "2005-04-30", 1, 0],
    ["2005-04-01", "2005-05-31", 2, 1],
    ["2006-11-01", "2006-11-30", 1, 0],
    ["2026-01-31", "2026-02-26", 0, 0],
    ["2026-01-31", "2026-02-27", 1, 0],
    ["2026-01-31", "2026-02-28", 1, 1],
    ["2026-01-31", "2026-03-30", 2, 1],
    ["2026-01-31", "2026-03-31", 2, 2],
    ["2024-02-15", "2025-02-15", 12, 12],
  ])("due %s, end of %s: MBA %i, OTS %i", (due, on, mba, ots) => {
    expect(monthsDelinquent("mba", day(due), day(on))).toBe(mba);
    expect(monthsDelinquent("ots", day(due), day(on))).toBe(ots);
  });

  test("nothing unpaid is nothing delinquent", () => {
    expect(monthsDelinquent("mba", undefined, day("2026-05-31"))).toBe(0);
  });
});

test.each<[DelinquencyMethod, string]>([
  ["mba", "2026-05-31"],
  ["ots", "2026-06-01"],
])("%s: 30 days from the end of %s", (method, on) => {
  expect(isoFromDay(delinquentFrom(method, day("2026-05-01"), 1))).toBe(on);
});

test("counted up a day at a time over ten years, no month comes early, late or twice", () => {
  for (const method of ["mba", "ots"] as const)
    for (const due of ["2020-01-31", "2023-12-01", "2024-02-29", "2026-06-15"].map(day))
      for (let [on, months] = [due, 0]; on < due + 3_650; on = addDays(on, 1)) {
        if (on === delinquentFrom(method, due, months + 1)) months++;
        expect(monthsDelinquent(method, due, on)).toBe(months);
      }
});
