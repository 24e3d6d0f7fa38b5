import { describe, expect, test } from "vitest";
import { addDays, type DayNumber, dayFromIso } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import { type Judgement, judgePromise, type PromiseToPay } from "./judge.ts";

const promisedOn: DayNumber = unwrap(dayFromIso("2026-06-20"));
const promise = (paidMinor: bigint): PromiseToPay => ({
  promiseId: "p",
  accountId: "a",
  amountMinor: 500n,
  promisedOn,
  paidMinor,
});

describe("500 promised for 20 June", () => {
  test.each<[bigint, number, Judgement, string]>([
    [0n, -10, "open", "the day has not come"],
    [499n, -10, "open", "a part is in"],
    [500n, -10, "kept", "kept as soon as the amount is in"],
    [800n, -10, "kept", "more than promised"],
    [0n, 0, "open", "the promised day itself still counts"],
    [500n, 0, "kept", "on the day"],
    [0n, 1, "broken", "the day is over and its payments are in"],
    [499n, 1, "broken", "a cent short"],
    [500n, 1, "kept", "paid in time, looked at later"],
    [0n, 60, "broken", "long over"],
  ])("paid %s, data %i days after: %s (%s)", (paid, days, outcome) => {
    expect(judgePromise(promise(paid), addDays(promisedOn, days))).toBe(outcome);
  });
});

test("a late file never breaks a promise: what counts is the date aged to, not today", () => {
  const agedOn = addDays(promisedOn, 0); // data stands still, today may be a week later
  expect(judgePromise(promise(0n), agedOn)).toBe("open");
});
