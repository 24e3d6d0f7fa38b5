import { describe, expect, test } from "vitest";
import type { DayNumber } from "../kernel/business-date.ts";
import { assertSchedule, type Schedule } from "./schedule.ts";

const loan: Schedule = {
  dueOn: [10, 20] as DayNumber[],
  principalMinor: [100n, 90n],
  interestMinor: [8n, 7n],
  feeMinor: [2n, 0n],
};

describe("a schedule must hold together", () => {
  test("columns of one length, ascending dates, no negative amount: accepted", () => {
    expect(() => assertSchedule(loan)).not.toThrow();
    expect(() =>
      assertSchedule({ dueOn: [], principalMinor: [], interestMinor: [], feeMinor: [] }),
    ).not.toThrow();
  });

  test.each<[string, Partial<Schedule>, string]>([
    ["a short column", { feeMinor: [2n] }, "differ in length"],
    ["a long column", { interestMinor: [1n, 2n, 3n] }, "differ in length"],
    ["a negative amount", { principalMinor: [100n, -1n] }, "negative amount"],
    ["one date twice", { dueOn: [10, 10] as DayNumber[] }, "do not ascend"],
    ["dates out of order", { dueOn: [20, 10] as DayNumber[] }, "do not ascend"],
  ])("%s: refused", (_, change, message) => {
    expect(() => assertSchedule({ ...loan, ...change })).toThrow(message);
  });
});
