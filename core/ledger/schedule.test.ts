import { describe, expect, test } from "vitest";
import type { DayNumber } from "../kernel/business-date.ts";
import {
  assertSchedule,
  dueOf,
  minus,
  noComponents,
  plus,
  type Schedule,
  total,
} from "./schedule.ts";

const loan: Schedule = {
  dueOn: [10, 20] as DayNumber[],
  principalMinor: [100n, 90n],
  interestMinor: [8n, 7n],
  feeMinor: [2n, 0n],
};

test("an instalment asks for its column entries", () => {
  expect(dueOf(loan, 0)).toEqual({ principal: 100n, interest: 8n, fee: 2n });
  expect(total(dueOf(loan, 1))).toBe(97n);
});

test("beyond the schedule nothing is asked", () => {
  expect(dueOf(loan, 2)).toEqual(noComponents);
});

test("components add and subtract one by one", () => {
  const [a, b] = [dueOf(loan, 0), dueOf(loan, 1)];
  expect(plus(a, b)).toEqual({ principal: 190n, interest: 15n, fee: 2n });
  expect(minus(plus(a, b), b)).toEqual(a);
  expect(total(noComponents)).toBe(0n);
});

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
