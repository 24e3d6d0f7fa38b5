import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DayNumber } from "../kernel/business-date.ts";
import { RATE_ONE, type Rate } from "../kernel/rate.ts";
import {
  type DebtOrder,
  lawfulDebtOrder,
  type OpenDebt,
  shareAmongDebts,
} from "./several-debts.ts";

const percent = (n: number): Rate => ((BigInt(n) * RATE_ONE) / 100n) as Rate;

const debt = (debtId: string, over: Partial<OpenDebt> = {}): OpenDebt => ({
  debtId,
  dueMinor: 100n,
  openMinor: 300n,
  isDisputed: false,
  securityMinor: 0n,
  burden: percent(10),
  oldestDueOn: 100 as DayNumber,
  ...over,
});

const shares = (
  minor: bigint,
  debts: readonly OpenDebt[],
  order: Partial<DebtOrder> = {},
): Record<string, bigint> => {
  const { shares, leftMinor } = shareAmongDebts(minor, debts, { ...lawfulDebtOrder, ...order });
  return {
    ...Object.fromEntries(shares.map((share) => [share.debtId, share.minor])),
    left: leftMinor,
  };
};

describe("one payment, several debts (Civil Code of China, art. 560)", () => {
  test("the debtor's choice comes before everything", () => {
    const debts = [debt("a"), debt("b", { dueMinor: 0n })];
    expect(shares(150n, debts, { chosen: ["b"] })).toEqual({ b: 150n, left: 0n });
  });

  test("without a choice, what is due; the rest stays unapplied", () => {
    expect(shares(250n, [debt("a"), debt("b", { dueMinor: 0n })])).toEqual({ a: 100n, left: 150n });
  });

  test("or pays ahead, where the terms say so", () => {
    const debts = [debt("a"), debt("b", { dueMinor: 0n, securityMinor: 5n })];
    expect(shares(250n, debts, { paysAhead: true })).toEqual({ a: 250n, left: 0n });
  });

  test.each<[string, Partial<OpenDebt>]>([
    ["the debt with less security", { securityMinor: -1n }],
    ["of equal security, the heavier one", { burden: percent(11) }],
    ["of equal burden, the one due earlier", { oldestDueOn: 99 as DayNumber }],
  ])("of two debts that are due: %s", (_, over) => {
    expect(shares(100n, [debt("a"), debt("b", over)])).toEqual({ b: 100n, left: 0n });
  });

  test("what nothing distinguishes shares in proportion, to the cent", () => {
    const debts = [debt("a", { dueMinor: 100n }), debt("b", { dueMinor: 200n })];
    expect(shares(100n, debts)).toEqual({ a: 33n, b: 67n, left: 0n });
  });

  test("a disputed debt receives nothing, even if it was chosen (12 CFR 1006.30(c))", () => {
    const disputed = debt("a", { isDisputed: true });
    expect(shares(500n, [disputed, debt("b")], { chosen: ["a"] })).toEqual({ b: 100n, left: 400n });
  });
});

test("shares and what is left always sum to the payment, and no debt gets more than it owes", () => {
  const anyDebt = fc.record({
    due: fc.nat(100),
    more: fc.nat(100),
    isDisputed: fc.boolean(),
    security: fc.nat(2),
    burden: fc.nat(2),
    oldest: fc.option(fc.nat(2)),
  });
  fc.assert(
    fc.property(
      fc.array(anyDebt, { maxLength: 6 }),
      fc.nat(700),
      fc.boolean(),
      (drawn, paid, paysAhead) => {
        const debts = drawn.map((d, i) =>
          debt(`d${i}`, {
            dueMinor: BigInt(d.due),
            openMinor: BigInt(d.due + d.more),
            isDisputed: d.isDisputed,
            securityMinor: BigInt(d.security),
            burden: percent(d.burden),
            oldestDueOn: d.oldest === null ? undefined : (d.oldest as DayNumber),
          }),
        );
        const order = { ...lawfulDebtOrder, paysAhead, chosen: ["d1", "d1", "none"] };
        const { shares: given, leftMinor } = shareAmongDebts(BigInt(paid), debts, order);
        expect(given.reduce((sum, { minor }) => sum + minor, leftMinor)).toBe(BigInt(paid));
        for (const { debtId, minor } of given) {
          const owed = debts.find((d) => d.debtId === debtId);
          expect(owed?.isDisputed).toBe(false);
          expect(minor <= (owed?.openMinor ?? 0n)).toBe(true);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
