import { historyOf, loan, proposals } from "@mora/testkit/random-loan";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "../kernel/business-date.ts";
import { sumOf } from "./components.ts";
import type { LoanEvent } from "./events.ts";
import { type QuoteGoal, quote } from "./quote.ts";
import { replay } from "./replay/replay.ts";
import { dueOf } from "./state-sums.ts";

/** An amount on demand is a promise: paying it does what it says, and a unit less does not. */
const goals: readonly QuoteGoal[] = ["bring_current", "pay_off"];

test("paying the quoted amount reaches the goal; one unit less does not", () => {
  const story = fc.record({
    loan,
    wished: proposals(8),
    after: fc.integer({ min: 0, max: 300 }),
    ahead: fc.integer({ min: 0, max: 30 }),
    goal: fc.constantFrom(...goals),
  });
  let asked = 0;
  fc.assert(
    fc.property(story, ({ loan: terms, wished, after, ahead, goal }) => {
      const events = historyOf(terms, wished);
      const askedOn = addDays(terms.startOn, after);
      const forOn = addDays(askedOn, ahead);
      const told = quote(terms, events, { goal, askedOn, forOn });
      if (!told.ok) throw new Error(told.error.detail);
      const { amountMinor } = told.value;
      const reaches = (minor: bigint): boolean => {
        const payment: LoanEvent = {
          id: "\uffffpaid",
          kind: "payment",
          effectiveOn: forOn,
          recordedAt: 999,
          amountMinor: minor,
        };
        const state = replay(terms, minor === 0n ? events : [...events, payment], { asOf: forOn });
        return goal === "pay_off" ? state.paidOffOn !== undefined : sumOf(dueOf(state)) === 0n;
      };
      expect(reaches(amountMinor)).toBe(true);
      if (amountMinor === 0n) return;
      asked++;
      expect(reaches(amountMinor - 1n)).toBe(false);
    }),
    { numRuns: 600 },
  );
  expect(asked).toBeGreaterThan(100);
});
