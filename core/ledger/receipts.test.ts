import { describe, expect, test } from "vitest";
import { InvariantError } from "../kernel/assert.ts";
import type { DayNumber } from "../kernel/business-date.ts";
import { type Receipt, receiptEvents } from "./receipts.ts";

const receipt = (id: string, minor: bigint, reverses?: string): Receipt => ({
  id,
  effectiveOn: 20_000 as DayNumber,
  minor,
  reverses,
});

describe("receipts as events", () => {
  test("money in is a payment, money taken back a reversal of the payment it names", () => {
    expect(receiptEvents([receipt("a", 100n), receipt("b", -100n, "a")])).toMatchObject([
      { id: "a", kind: "payment", amountMinor: 100n },
      { id: "b", kind: "reversal", of: "a" },
    ]);
  });

  test.each([
    ["a reversal of a payment that never came in", receipt("b", -100n, "gone")],
    ["a negative payment that names none", receipt("b", -100n)],
  ])("%s contradicts itself: nobody owes more than the contract asks for", (_, wrong) => {
    expect(() => receiptEvents([receipt("a", 100n), wrong])).toThrow(InvariantError);
  });
});
