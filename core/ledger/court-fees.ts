import { assert } from "../kernel/assert.ts";
import { divideRounded, minOf, type Rounding } from "../kernel/money.ts";

/**
 * Court fees of China (诉讼费用交纳办法, State Council Order 481, in force since 2007-04-01) for claims of a
 * sum of money: data, and the one sum over it. Amounts in fen.
 *
 * - `case`: hearing a property case (财产案件受理费), art. 13(1).
 * - `summary` (简易程序), art. 16, `mediated` (调解结案) and `withdrawn` (撤诉), art. 15: half of it.
 * - `payment_order` (支付令), art. 14(3): a third of it.
 * - `preservation` (财产保全), art. 14(2).
 * - `execution` (执行), art. 14(1).
 */
export const courtFeeKinds = [
  "case",
  "summary",
  "mediated",
  "withdrawn",
  "payment_order",
  "preservation",
  "execution",
] as const;
export type CourtFeeKind = (typeof courtFeeKinds)[number];

/** What is above `aboveMinor`, up to the next band, bears the rate, in millionths. */
export type FeeBand = { readonly aboveMinor: bigint; readonly ratePpm: bigint };

/** A fee by bands: what the least claim costs, and the part of the claim in each band at its rate. */
export type FeeScale = {
  readonly leastMinor: bigint;
  /** Ascending. */
  readonly bands: readonly FeeBand[];
  readonly mostMinor?: bigint;
};

const yuan = (amount: bigint): bigint => amount * 100n;

const band = (aboveYuan: bigint, ratePpm: bigint): FeeBand => ({
  aboveMinor: yuan(aboveYuan),
  ratePpm,
});

/** Art. 13(1). */
export const caseScale: FeeScale = {
  leastMinor: yuan(50n),
  bands: [
    band(10_000n, 25_000n),
    band(100_000n, 20_000n),
    band(200_000n, 15_000n),
    band(500_000n, 10_000n),
    band(1_000_000n, 9_000n),
    band(2_000_000n, 8_000n),
    band(5_000_000n, 7_000n),
    band(10_000_000n, 6_000n),
    band(20_000_000n, 5_000n),
  ],
};

/** Art. 14(1). */
export const executionScale: FeeScale = {
  leastMinor: yuan(50n),
  bands: [
    band(10_000n, 15_000n),
    band(500_000n, 10_000n),
    band(5_000_000n, 5_000n),
    band(10_000_000n, 1_000n),
  ],
};

/** Art. 14(2). */
export const preservationScale: FeeScale = {
  leastMinor: yuan(30n),
  bands: [band(1_000n, 10_000n), band(100_000n, 5_000n)],
  mostMinor: yuan(5_000n),
};

/** Which scale, and by how much the law divides it. */
const shareByKind: Readonly<Record<CourtFeeKind, readonly [scale: FeeScale, divisor: bigint]>> = {
  case: [caseScale, 1n],
  summary: [caseScale, 2n],
  mediated: [caseScale, 2n],
  withdrawn: [caseScale, 2n],
  payment_order: [caseScale, 3n],
  preservation: [preservationScale, 1n],
  execution: [executionScale, 1n],
};

/**
 * The fee for a claim of `amountMinor` fen, in fen. The law names no rounding: the exact fee, halved or
 * divided by three, is rounded once. Throws for a negative amount.
 */
export function courtFee(
  kind: CourtFeeKind,
  amountMinor: bigint,
  rounding: Rounding = "half_up",
): bigint {
  assert(amountMinor >= 0n, "a claim is not negative");
  const [scale, divisor] = shareByKind[kind];
  return divideRounded(exactFee(scale, amountMinor), PPM * divisor, rounding);
}

const PPM = 1_000_000n;

/** Millionths of a fen. */
function exactFee({ leastMinor, bands, mostMinor }: FeeScale, amountMinor: bigint): bigint {
  let fee = leastMinor * PPM;
  for (const [i, { aboveMinor, ratePpm }] of bands.entries()) {
    if (amountMinor <= aboveMinor) break;
    const upTo = bands[i + 1]?.aboveMinor ?? amountMinor;
    fee += (minOf(amountMinor, upTo) - aboveMinor) * ratePpm;
  }
  return mostMinor === undefined ? fee : minOf(fee, mostMinor * PPM);
}
