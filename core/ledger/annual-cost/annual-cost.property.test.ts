import fc from "fast-check";
import { expect, test } from "vitest";
import { addMonths, type DayNumber, dayFromCivil } from "../../kernel/business-date.ts";
import { RATE_ONE } from "../../kernel/rate.ts";
import { unwrap } from "../../kernel/result.ts";
import { euApr } from "./eu-apr.ts";
import { expMinus, type Fixed, ln, ONE, power } from "./fixed-point.ts";
import { periodicIrr } from "./irr.ts";
import { regulationZ } from "./regulation-z.ts";
import type { CreditFlows } from "./root.ts";

const start = dayFromCivil(2026, 1, 15);
const inMonths = (n: number): DayNumber => addMonths(start, n);

/** Monthly payments as parts of a thousand of the loan, and a last one that settles the debt. */
type Life = { readonly parts: readonly number[]; readonly rate: bigint };
const life: fc.Arbitrary<Life> = fc.record({
  parts: fc.array(fc.nat(60), { minLength: 1, maxLength: 36 }),
  rate: fc.bigInt({ min: 0n, max: 12n * RATE_ONE }),
});

const lent = 10n ** 15n;

/** Rolls the debt month by month at rate ÷ 12, as a bank would; the last payment clears it. */
function paymentsAt({ parts, rate }: Life): bigint[] {
  let debt = lent;
  const grow = (): void => {
    debt += (debt * rate) / (12n * RATE_ONE);
  };
  const payments = parts.map((part) => {
    grow();
    const minor = (debt * BigInt(part)) / 1_000n;
    debt -= minor;
    return minor;
  });
  grow();
  return [...payments, debt];
}

const monthly = (payments: readonly bigint[], advance = lent): CreditFlows => ({
  advances: [{ on: start, minor: advance }],
  payments: payments.map((minor, i) => ({ on: inMonths(i + 1), minor })),
});

const apart = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

test("a schedule built at a rate has that rate", () => {
  const law = (facts: Life): void => {
    const payments = paymentsAt(facts);
    const month = { kind: "month", every: 1 } as const;
    const apr = unwrap(regulationZ(monthly(payments), month)).rate;
    const irr = unwrap(
      periodicIrr({ minorByPeriod: [lent, ...payments.map((p) => -p)], periodsPerYear: 12 }),
    );
    expect(apart(apr, facts.rate)).toBeLessThan(1_000n); // 10⁻⁹, the rounding of the payments
    expect(irr.nominal.rate).toBe(apr);
  };
  fc.assert(fc.property(life, law), { numRuns: 60 });
});

test("the EU rate of it is the monthly rate compounded twelve times", () => {
  const law = (facts: Life): void => {
    const [whole, month] = [12n * RATE_ONE, 12n * RATE_ONE + facts.rate];
    const compounded = (RATE_ONE * month ** 12n) / whole ** 12n - RATE_ONE;
    const found = unwrap(euApr(monthly(paymentsAt(facts)), "month")).rate;
    expect(apart(found, compounded) * 10n ** 9n).toBeLessThan(compounded + RATE_ONE);
  };
  fc.assert(fc.property(life, law), { numRuns: 60 });
});

test("in exact fractions, the debt left at the end changes sign between the two certified rates", () => {
  const law = (facts: Life): void => {
    const payments = paymentsAt(facts);
    const { low, high } = unwrap(regulationZ(monthly(payments), { kind: "month", every: 1 }));
    const [whole, left] = [12n * RATE_ONE, (rate: bigint) => exactDebt(payments, rate)];
    expect(whole > 0n && left(low) <= 0n && left(high) >= 0n).toBe(true);
    expect(high - low).toBeLessThanOrEqual(1n);
  };
  fc.assert(fc.property(life, law), { numRuns: 60 });
});

/** The debt after the last payment × (12·10¹²)ⁿ: whole numbers only, nothing rounded. */
function exactDebt(payments: readonly bigint[], rate: bigint): bigint {
  const whole = 12n * RATE_ONE;
  let [debt, scale] = [lent, 1n];
  for (const payment of payments) {
    scale *= whole;
    debt = debt * (whole + rate) - payment * scale;
  }
  return debt;
}

test("the rate does not depend on the currency's unit", () => {
  const law = (facts: Life, times: bigint): void => {
    const flows = monthly(paymentsAt(facts));
    const scaled = {
      advances: flows.advances.map(({ on, minor }) => ({ on, minor: minor * times })),
      payments: flows.payments.map(({ on, minor }) => ({ on, minor: minor * times })),
    };
    expect(regulationZ(scaled)).toEqual(regulationZ(flows));
    expect(euApr(scaled, "year")).toEqual(euApr(flows, "year"));
  };
  fc.assert(fc.property(life, fc.bigInt({ min: 1n, max: 1_000_000n }), law), { numRuns: 30 });
});

test("paying a little more never makes it cheaper", () => {
  const law = (facts: Life, which: number, more: bigint): void => {
    const payments = paymentsAt(facts);
    const dearer = payments.map((minor, i) =>
      i === which % payments.length ? minor + more : minor,
    );
    const rate = (all: bigint[]): bigint =>
      unwrap(regulationZ(monthly(all), { kind: "month", every: 1 })).rate;
    expect(rate(dearer)).toBeGreaterThanOrEqual(rate(payments));
  };
  const law3 = fc.property(life, fc.nat(36), fc.bigInt({ min: 0n, max: lent / 100n }), law);
  fc.assert(law3, { numRuns: 60 });
});

test("logarithm and exponential undo each other, and agree with repeated multiplication", () => {
  const law = (growth: bigint, parts: number): void => {
    const x = (ONE + (ONE * growth) / 1_000_000n) as Fixed;
    const discount = expMinus((ln(x) / BigInt(parts)) as Fixed);
    const one = (power(discount, parts) * x) >> 192n;
    expect(apart(one, ONE) * 2n ** 150n).toBeLessThan(ONE);
  };
  const growth = fc.bigInt({ min: 0n, max: 10n ** 12n });
  fc.assert(fc.property(growth, fc.integer({ min: 1, max: 366 }), law), { numRuns: 200 });
});
