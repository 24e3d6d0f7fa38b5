import { historyOf, loan, type Proposal, proposals } from "@mora/testkit/random-loan";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type DayNumber } from "../../kernel/business-date.ts";
import { components } from "../components.ts";
import type { LoanEvent } from "../events.ts";
import type { Loan } from "../loan.ts";
import type { LoanState } from "../state.ts";
import { replay } from "./replay.ts";

/**
 * The laws of replay, on random loans with random policies and histories. The independent model that
 * walks the calendar day by day stands in loan-model.property.test.ts.
 */
const RUNS = 3_000;
/** The same loans on every run; MORA_SEED explores others. */
const fixedSeed = process.env.MORA_SEED === undefined ? { seed: 20_261_123 } : {};

const story = fc.record({
  loan,
  wished: proposals(14),
  after: fc.integer({ min: 0, max: 500 }),
  seed: fc.integer(),
});
type Story = { loan: Loan; wished: Proposal[]; after: number; seed: number };

const asOfOf = ({ loan: { startOn }, after }: Story): DayNumber => addDays(startOn, after);

/** What a claim says to the outside; replay's own notes on it are left out. */
const claimsOf = ({ claims }: LoanState): unknown =>
  claims.map(({ no, kind, eventId, dueOn, fromOn, asked, paid, waived, open }) => ({
    no,
    kind,
    eventId,
    dueOn,
    fromOn,
    asked,
    paid,
    waived,
    open,
  }));

const facts = (state: LoanState): unknown => ({ ...state, claims: claimsOf(state) });

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const copy = [...items];
  let state = seed >>> 0;
  for (let i = copy.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = state % (i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

const check = (law: (s: Story, history: readonly LoanEvent[]) => void): void => {
  fc.assert(
    fc.property(story, (s) => law(s, historyOf(s.loan, s.wished))),
    { numRuns: RUNS, ...fixedSeed },
  );
};

describe("replay", () => {
  test("money is conserved: received = applied + held + refunded", () => {
    check((s, history) => {
      const state = replay(s.loan, history, { asOf: asOfOf(s) });
      const paid = state.claims.flatMap(({ paid }) => paid).reduce((sum, minor) => sum + minor, 0n);
      const uncovered = state.entries.reduce(
        (sum, entry) => (entry.kind === "refunded" ? sum + entry.uncoveredMinor : sum),
        0n,
      );
      expect(state.receivedMinor + uncovered).toBe(paid + state.creditMinor + state.refundedMinor);
      const sumOf = (kind: "applied" | "unapplied"): bigint =>
        state.entries
          .flatMap((entry) => (entry.kind === kind ? entry.parts : []))
          .reduce((sum, { minor }) => sum + minor, 0n);
      expect(sumOf("applied") - sumOf("unapplied")).toBe(paid);
    });
  });

  test("every application sums to the cent", () => {
    check((s, history) => {
      for (const entry of replay(s.loan, history, { asOf: asOfOf(s) }).entries) {
        if (entry.kind !== "applied") continue;
        const parts = entry.parts.reduce((sum, { minor }) => sum + minor, 0n);
        expect(parts + entry.creditedMinor).toBe(entry.amountMinor);
        expect(entry.parts.every(({ minor }) => minor > 0n)).toBe(true);
      }
    });
  });

  test("no component of any claim is ever negative, and sums agree with their columns", () => {
    check((s, history) => {
      const state = replay(s.loan, history, { asOf: asOfOf(s) });
      let principal = 0n;
      for (const claim of state.claims) {
        for (const column of components.keys()) {
          const open = claim.open[column] as bigint;
          expect(open).toBeGreaterThanOrEqual(0n);
          expect(claim.paid[column]).toBeGreaterThanOrEqual(0n);
          expect((claim.asked[column] as bigint) - (claim.paid[column] as bigint)).toBe(
            open + (claim.waived[column] as bigint),
          );
        }
        expect(claim.openMinor).toBe(claim.open.reduce((sum, minor) => sum + minor, 0n));
        principal += claim.open[components.indexOf("principal")] as bigint;
      }
      expect(state.principalMinor).toBe(principal);
      expect(state.creditMinor).toBeGreaterThanOrEqual(0n);
    });
  });

  test("the order of recording does not matter", () => {
    check((s, history) => {
      const asOf = asOfOf(s);
      const inOrder = facts(replay(s.loan, history, { asOf }));
      expect(facts(replay(s.loan, shuffled(history, s.seed), { asOf }))).toEqual(inOrder);
    });
  });

  test("a payment and its reversal leave no trace", () => {
    check((s, history) => {
      const asOf = asOfOf(s);
      if (history.some((event) => event.kind === "release")) return;
      const on = addDays(s.loan.startOn, Math.floor(s.after / 2));
      const pair: LoanEvent[] = [
        { id: "~p", kind: "payment", effectiveOn: on, recordedAt: 99, amountMinor: 777n },
        { id: "~r", kind: "reversal", of: "~p", effectiveOn: asOf, recordedAt: 100 },
      ];
      const without = facts(replay(s.loan, history, { asOf }));
      expect(facts(replay(s.loan, [...history, ...pair], { asOf }))).toEqual(without);
    });
  });

  test("splitting a payment on one day changes nothing", () => {
    check((s, history) => {
      const asOf = asOfOf(s);
      const on = addDays(s.loan.startOn, Math.floor(s.after / 2));
      const pay = (id: string, amountMinor: bigint): LoanEvent => ({
        id,
        kind: "payment",
        effectiveOn: on,
        recordedAt: 99,
        amountMinor,
      });
      const whole = replay(s.loan, [...history, pay("~a", 1_000n)], { asOf });
      const split = replay(s.loan, [...history, pay("~a", 300n), pay("~b", 700n)], { asOf });
      expect(claimsOf(split)).toEqual(claimsOf(whole));
      expect(split.creditMinor).toBe(whole.creditMinor);
      expect(split.spans).toEqual(whole.spans);
    });
  });

  test("looking more often changes nothing", () => {
    check((s, history) => {
      const asOf = asOfOf(s);
      const look: LoanEvent = {
        id: "~look",
        kind: "owner_share",
        effectiveOn: addDays(s.loan.startOn, Math.floor(s.after / 3)),
        recordedAt: 99,
        shares: [{ owner: "A", sharePpm: 1_000_000 }],
      };
      const plain = replay(s.loan, history, { asOf });
      const looked = replay(s.loan, [...history, look], { asOf });
      expect(claimsOf(looked)).toEqual(claimsOf(plain));
      expect(looked.creditMinor).toBe(plain.creditMinor);
      expect(looked.accruedMinor).toBe(plain.accruedMinor);
    });
  });

  test("lateness changes only on a day with a cause", () => {
    check((s, history) => {
      const state = replay(s.loan, history, { asOf: asOfOf(s) });
      const eventDays = new Set(history.map(({ effectiveOn }) => effectiveOn));
      for (const [i, span] of state.spans.entries()) {
        const before = state.spans[i - 1]?.oldestDueOn;
        if (before === undefined || span.oldestDueOn === before) continue;
        // The oldest unpaid due date of a late loan moves only because something happened that day:
        // an event, or held credit that paid on a due date.
        const isDueDay = state.claims.some(({ dueOn }) => dueOn === span.from);
        expect(eventDays.has(span.from) || isDueDay).toBe(true);
      }
    });
  });
});
