import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantError } from "../kernel/assert.ts";
import {
  type CourtFeeKind,
  caseScale,
  courtFee,
  courtFeeKinds,
  executionScale,
  type FeeScale,
  preservationScale,
} from "./court-fees.ts";

/** Whole yuan in, fen out. */
const feeOf = (kind: CourtFeeKind, yuan: bigint): bigint => courtFee(kind, yuan * 100n);

describe("court fees of a claim in China", () => {
  // 50 + 40,000 × 2.5 % = 1,050; half 525; a third 350; 30 + 49,000 × 1 % = 520; 50 + 40,000 × 1.5 % = 650.
  // 100,000: 50 + 90,000 × 2.5 % = 2,300. 250,000: 2,300 + 2,000 + 50,000 × 1.5 % = 5,050.
  // 1,000,000: 2,300 + 2,000 + 4,500 + 5,000 = 13,800; preservation 30 + 990 + 4,500 = 5,520, at most 5,000.
  test.each([
    ["case", 50_000n, 1_050_00n],
    ["summary", 50_000n, 525_00n],
    ["mediated", 50_000n, 525_00n],
    ["withdrawn", 50_000n, 525_00n],
    ["payment_order", 50_000n, 350_00n],
    ["preservation", 50_000n, 520_00n],
    ["execution", 50_000n, 650_00n],
    ["case", 100_000n, 2_300_00n],
    ["case", 250_000n, 5_050_00n],
    ["case", 1_000_000n, 13_800_00n],
    ["preservation", 1_000_000n, 5_000_00n],
  ] as const)("%s fee of %s yuan", (kind, yuan, fee) => {
    expect(feeOf(kind, yuan)).toBe(fee);
  });

  // Every band of the case fee, at its upper end: 13,800 + 1m × 0.9 % = 22,800; + 3m × 0.8 % = 46,800;
  // + 5m × 0.7 % = 81,800; + 10m × 0.6 % = 141,800; + 10m × 0.5 % = 191,800.
  test.each([
    [0n, 50_00n],
    [10_000n, 50_00n],
    [200_000n, 4_300_00n],
    [500_000n, 8_800_00n],
    [2_000_000n, 22_800_00n],
    [5_000_000n, 46_800_00n],
    [10_000_000n, 81_800_00n],
    [20_000_000n, 141_800_00n],
    [30_000_000n, 191_800_00n],
  ])("the case fee of %s yuan", (yuan, fee) => {
    expect(feeOf("case", yuan)).toBe(fee);
  });

  // 50 + 490,000 × 1.5 % = 7,400; + 4.5m × 1 % = 52,400; + 5m × 0.5 % = 77,400; + 10m × 0.1 % = 87,400.
  test.each([
    [10_000n, 50_00n],
    [500_000n, 7_400_00n],
    [5_000_000n, 52_400_00n],
    [10_000_000n, 77_400_00n],
    [20_000_000n, 87_400_00n],
  ])("the execution fee of %s yuan", (yuan, fee) => {
    expect(feeOf("execution", yuan)).toBe(fee);
  });

  // 30 + 99,000 × 1 % = 1,020; the most, 5,000, is reached at 100,000 + 3,980 ÷ 0.5 % = 896,000.
  test.each([
    [1_000n, 30_00n],
    [100_000n, 1_020_00n],
    [895_998n, 4_999_99n],
    [896_000n, 5_000_00n],
    [896_001n, 5_000_00n],
  ])("the preservation fee of %s yuan", (yuan, fee) => {
    expect(feeOf("preservation", yuan)).toBe(fee);
  });

  test("rounds once, at the end, as named", () => {
    // A third of 50.00 is 16.666…
    expect(courtFee("payment_order", 1n)).toBe(16_67n);
    expect(courtFee("payment_order", 1n, "down")).toBe(16_66n);
    // 20 fen above 10,000.00 at 2.5 % are half a fen; halved after rounding it would be half of 50.01.
    expect(courtFee("case", 10_000_20n)).toBe(50_01n);
    expect(courtFee("summary", 10_000_20n)).toBe(25_00n);
  });

  test("a negative claim is a broken invariant", () => {
    expect(() => courtFee("case", -1n)).toThrow(InvariantError);
  });
});

describe("the scales", () => {
  const claim = fc.bigInt({ min: 0n, max: 10n ** 15n });

  test.each(courtFeeKinds)("%s: a fee never falls as the claim grows", (kind) => {
    fc.assert(
      fc.property(claim, claim, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(courtFee(kind, less)).toBeLessThanOrEqual(courtFee(kind, more));
      }),
    );
  });

  const kindsByScale: readonly (readonly [FeeScale, readonly CourtFeeKind[]])[] = [
    [caseScale, ["case", "summary", "mediated", "withdrawn", "payment_order"]],
    [executionScale, ["execution"]],
    [preservationScale, ["preservation"]],
  ];

  test("bands ascend, and join without a step: a fen more of claim is at most a fen more of fee", () => {
    for (const [{ bands }, kinds] of kindsByScale) {
      const edges = bands.map(({ aboveMinor }) => aboveMinor);
      expect(edges).toEqual([...new Set(edges)].sort((a, b) => (a < b ? -1 : 1)));
      for (const kind of kinds)
        for (const edge of edges) {
          const around = [edge - 1n, edge, edge + 1n].map((minor) => courtFee(kind, minor, "down"));
          expect((around[2] as bigint) - (around[0] as bigint)).toBeLessThanOrEqual(1n);
        }
    }
  });

  test("in the last band a yuan more costs what its rate says", () => {
    // 100 yuan above 20,000,000 at 0.5 % and above 10,000,000 at 0.1 %.
    expect(feeOf("case", 30_000_100n) - feeOf("case", 30_000_000n)).toBe(50n);
    expect(feeOf("execution", 30_000_100n) - feeOf("execution", 30_000_000n)).toBe(10n);
  });
});
