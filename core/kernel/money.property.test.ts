import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, divideRounded, formatMoney, money, parseMoney, type Rounding } from "./money.ts";
import { unwrap } from "./result.ts";

const currency = fc.constantFrom("JPY", "CNY", "KWD");
const amount = fc.oneof(
  fc.bigInt({ min: -200n, max: 200n }),
  fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
);
const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const runs = { numRuns: 1_000 };

test("what is formatted parses back to the same amount", () => {
  const law = (minor: bigint, code: string): void => {
    const text = formatMoney(money(minor, code));
    expect(unwrap(parseMoney(text, code))).toEqual(money(minor, code));
  };
  fc.assert(fc.property(amount, currency, law), runs);
});

describe("allocate", () => {
  const weights = fc
    .array(fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 10n ** 15n })), {
      minLength: 1,
      maxLength: 12,
    })
    .filter((all) => all.some((weight) => weight > 0n));

  test("parts sum to the whole, each within one unit of its exact share", () => {
    const law = (whole: bigint, all: bigint[]): void => {
      const parts = allocate(money(whole, "CNY"), all).map(({ minor }) => minor);
      const sumOfWeights = all.reduce((a, b) => a + b, 0n);
      expect(parts.length).toBe(all.length);
      expect(parts.reduce((a, b) => a + b, 0n)).toBe(whole);
      // |part − whole × weight ÷ sum| < 1, without dividing.
      for (const [i, part] of parts.entries())
        expect(abs(part * sumOfWeights - whole * (all[i] as bigint)) < sumOfWeights).toBe(true);
    };
    fc.assert(fc.property(amount, weights, law), runs);
  });

  test("a larger weight never gets less, and nobody gets the other sign", () => {
    const law = (whole: bigint, all: bigint[]): void => {
      const parts = allocate(money(abs(whole), "CNY"), all).map(({ minor }) => minor);
      for (const [i, a] of all.entries())
        for (const [j, b] of all.entries())
          if (a > b) expect((parts[i] as bigint) >= (parts[j] as bigint)).toBe(true);
      expect(parts.every((part) => part >= 0n)).toBe(true);
    };
    fc.assert(fc.property(amount, weights, law), { numRuns: 300 });
  });
});

describe("divideRounded", () => {
  const divisor = fc.bigInt({ min: -1_000n, max: 1_000n }).filter((d) => d !== 0n);

  test("is within one of the exact quotient, within a half where it rounds to the nearest", () => {
    const mode = fc.constantFrom<Rounding>("half_up", "half_even", "down", "up");
    const law = (n: bigint, d: bigint, rounding: Rounding): void => {
      const off = abs(divideRounded(n, d, rounding) * d - n);
      expect(off < abs(d)).toBe(true);
      if (rounding.startsWith("half")) expect(off * 2n <= abs(d)).toBe(true);
    };
    fc.assert(fc.property(amount, divisor, mode, law), runs);
  });

  test("down never goes away from zero, up never towards it", () => {
    const law = (n: bigint, d: bigint): void => {
      expect(abs(divideRounded(n, d, "down") * d) <= abs(n)).toBe(true);
      expect(abs(divideRounded(n, d, "up") * d) >= abs(n)).toBe(true);
    };
    fc.assert(fc.property(amount, divisor, law), runs);
  });
});
