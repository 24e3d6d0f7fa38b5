import type { DayNumber } from "../../kernel/business-date.ts";
import { divideRounded, type Rounding } from "../../kernel/money.ts";
import { ticksPerDay } from "../day-count.ts";
import { GROWTH_ONE, type Growth, type GrowthOptions } from "./growth.ts";

/**
 * Interest that grows on a base and is asked for in whole minor units: always the rounded whole less
 * what was asked before. It is exact however it is kept: as a bigint over {@link GROWTH_ONE}, or, where
 * one rate runs over days all alike, over that rate's own small denominator, and then as a number for as
 * long as it is a safe integer. Most loans are of the second kind, and replay does little else than this.
 */
export type Tally = { numerator: bigint | number; asked: bigint | number };

export type Tallies = {
  readonly open: () => Tally;
  /** Lets a base bear from one day to another. */
  readonly grow: (tally: Tally, baseMinor: bigint, span: Span) => void;
  /** What is to be asked for now, minor units. */
  readonly ask: (tally: Tally) => bigint;
};

type Span = { readonly from: DayNumber; readonly to: DayNumber };

/** Tallies that grow as `growth` does, which `options` made. */
export function talliesOf(growth: Growth, options: GrowthOptions, rounding: Rounding): Tallies {
  const small = smallRate(options);
  return small ? overSmall(small, rounding) : overGrowth(growth, rounding);
}

/** A day's growth as a fraction in lowest terms. */
type SmallRate = { readonly perDay: number; readonly one: number };

function smallRate({ rates, dayCount, frozen }: GrowthOptions): SmallRate | undefined {
  const [only, second] = rates;
  const daily = ticksPerDay[dayCount];
  if (!only || second || daily === undefined || frozen.length > 0 || only.rate < 0n)
    return undefined;
  const perDay = only.rate * BigInt(daily);
  const divisor = greatestCommonDivisor(perDay, GROWTH_ONE);
  const small = { perDay: Number(perDay / divisor), one: Number(GROWTH_ONE / divisor) };
  // Twice a remainder is compared with the denominator: both must be safe.
  return small.perDay * 2 < Number.MAX_SAFE_INTEGER && small.one * 2 < Number.MAX_SAFE_INTEGER
    ? small
    : undefined;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

const overGrowth = (growth: Growth, rounding: Rounding): Tallies => ({
  open: () => ({ numerator: 0n, asked: 0n }),
  grow: (tally, baseMinor, { from, to }) => {
    tally.numerator = (tally.numerator as bigint) + baseMinor * growth(from, to);
  },
  ask: (tally) => askWhole(tally, divideRounded(tally.numerator as bigint, GROWTH_ONE, rounding)),
});

const overSmall = ({ perDay, one }: SmallRate, rounding: Rounding): Tallies => ({
  open: () => ({ numerator: 0, asked: 0 }),
  grow: (tally, baseMinor, { from, to }) => {
    const { numerator } = tally;
    if (typeof numerator === "number") {
      const next = numerator + Number(baseMinor) * perDay * (to - from);
      if (next <= Number.MAX_SAFE_INTEGER) {
        tally.numerator = next;
        return;
      }
    }
    tally.numerator = BigInt(numerator) + baseMinor * BigInt(perDay) * BigInt(to - from);
  },
  ask: (tally) => {
    const { numerator, asked } = tally;
    if (typeof numerator === "bigint")
      return askWhole(tally, divideRounded(numerator, BigInt(one), rounding));
    const whole = roundedQuotient(numerator, one, rounding);
    const minor = whole - (asked as number);
    tally.asked = whole;
    return minor === 0 ? 0n : BigInt(minor);
  },
});

function askWhole(tally: Tally, whole: bigint): bigint {
  const minor = whole - BigInt(tally.asked);
  tally.asked = whole;
  return minor;
}

/** `divideRounded` for safe integers that are not negative. */
export function roundedQuotient(numerator: number, denominator: number, mode: Rounding): number {
  let floor = Math.floor(numerator / denominator);
  // The quotient of doubles may have been rounded up to a whole number that is not reached.
  if (floor * denominator > numerator) floor--;
  const rest = numerator - floor * denominator;
  if (rest === 0 || mode === "down") return floor;
  if (mode === "up") return floor + 1;
  if (rest * 2 !== denominator) return rest * 2 > denominator ? floor + 1 : floor;
  return mode === "half_up" || floor % 2 === 1 ? floor + 1 : floor;
}
