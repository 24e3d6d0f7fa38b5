import { describe, expect, test } from "vitest";
import type { DayNumber } from "../kernel/business-date.ts";
import {
  type DayCounting,
  defaultDayCounting,
  type Lateness,
  loanDaysPastDue,
} from "./loan-days.ts";

const on = (n: number): DayNumber => n as DayNumber;
const span = (from: number, oldest: number | undefined) => ({
  from: on(from),
  oldestDueOn: oldest === undefined ? undefined : on(oldest),
  pastDueMinor: oldest === undefined ? 0n : 100n,
});

/** Due on day 10 and 40; the first is paid on day 50, the second on day 60. */
const late: Lateness = {
  spans: [span(0, undefined), span(10, 10), span(50, 40), span(60, undefined)],
  pauses: [],
};
const days = (day: number, over: Partial<DayCounting> = {}, lateness = late): number =>
  loanDaysPastDue(lateness, on(day), { ...defaultDayCounting, ...over });

describe("days past due", () => {
  test.each([
    [9, 0],
    [10, 0],
    [11, 1],
    [49, 39],
    [50, 10],
    [59, 19],
    [60, 0],
  ])("on day %i the oldest unpaid instalment is %i days late", (day, expected) => {
    expect(days(day)).toBe(expected);
  });

  test.each([
    [9, 0],
    [10, 1],
    [11, 2],
  ])("with the due date as day 1: on day %i, %i", (day, expected) => {
    expect(days(day, { dueDateIs: 1 })).toBe(expected);
  });

  test("by the loan, paying the oldest instalment does not help until all is paid", () => {
    expect([days(50, { level: "loan" }), days(59, { level: "loan" })]).toEqual([40, 49]);
    expect(days(60, { level: "loan" })).toBe(0);
  });

  test("days of a freeze do not count; another freeze changes nothing", () => {
    const pause = { eventId: "p", from: on(15), until: on(20) };
    const frozen = (freezes: "ageing" | "charges"): Lateness => ({
      ...late,
      pauses: [{ ...pause, freezes: [freezes] }],
    });
    expect([14, 15, 19, 20, 21].map((day) => days(day, {}, frozen("ageing")))).toEqual([
      4, 4, 4, 5, 6,
    ]);
    expect(days(21, {}, frozen("charges"))).toBe(11);
  });
});
