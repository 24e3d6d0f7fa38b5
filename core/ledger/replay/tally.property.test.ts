import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DayNumber } from "../../kernel/business-date.ts";
import { divideRounded, type Rounding } from "../../kernel/money.ts";
import { RATE_ONE, type Rate } from "../../kernel/rate.ts";
import { GROWTH_ONE, growthOf } from "./growth.ts";
import { roundedQuotient, talliesOf } from "./tally.ts";

const rounding = fc.constantFrom<Rounding>("half_up", "half_even", "down", "up");
const safe = fc.bigInt({ min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) });
const small = fc.bigInt({ min: 1n, max: 1n << 52n });

test("a quotient of safe integers is rounded as one of bigints", () => {
  fc.assert(
    fc.property(safe, small, rounding, (numerator, denominator, mode) => {
      const found = roundedQuotient(Number(numerator), Number(denominator), mode);
      expect(BigInt(found)).toBe(divideRounded(numerator, denominator, mode));
    }),
    { numRuns: 20_000 },
  );
  // A whole number, and one less: where doubles are most likely to slip.
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 1n << 26n }),
      fc.bigInt({ min: 1n, max: 1n << 26n }),
      rounding,
      (a, b, mode) => {
        for (const numerator of [a * b - 1n, a * b, a * b + 1n]) {
          const found = roundedQuotient(Number(numerator), Number(b), mode);
          expect(BigInt(found)).toBe(divideRounded(numerator, b, mode));
        }
      },
    ),
    { numRuns: 20_000 },
  );
});

describe("a tally", () => {
  const rate = fc.oneof(
    fc.integer({ min: 0, max: 1_000 }).map((percent) => (BigInt(percent) * RATE_ONE) / 100n),
    fc.bigInt({ min: 0n, max: 10n * RATE_ONE }),
  );
  const base = fc.oneof(
    fc.bigInt({ min: 0n, max: 10_000_000n }),
    fc.bigInt({ min: 0n, max: 10n ** 15n }),
  );
  const spans = fc.array(fc.record({ base, days: fc.integer({ min: 1, max: 3_000 }) }), {
    maxLength: 8,
  });
  const dayCount = fc.constantFrom(
    "act_365f" as const,
    "act_360" as const,
    "act_act_isda" as const,
  );

  test("asks, in all, for the exact whole rounded once, however it is kept", () => {
    fc.assert(
      fc.property(rate, dayCount, spans, rounding, (perYear, convention, stretches, mode) => {
        const start = 19_000 as DayNumber;
        const options = {
          rates: [{ from: start, rate: perYear as Rate }],
          dayCount: convention,
          anchorOn: start,
          frozen: [],
        };
        const growth = growthOf(options);
        const { open, grow, ask } = talliesOf(growth, options, mode);
        const tally = open();
        let [exact, asked, from] = [0n, 0n, start];
        for (const { base: baseMinor, days } of stretches) {
          const to = (from + days) as DayNumber;
          grow(tally, baseMinor, { from, to });
          exact += baseMinor * growth(from, to);
          asked += ask(tally);
          expect(asked).toBe(divideRounded(exact, GROWTH_ONE, mode));
          from = to;
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
