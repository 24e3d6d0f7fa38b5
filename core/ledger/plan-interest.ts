import { assert } from "../kernel/assert.ts";
import type { DayNumber } from "../kernel/business-date.ts";
import { divideRounded, type Rounding } from "../kernel/money.ts";
import { RATE_ONE } from "../kernel/rate.ts";
import { type TickCounter, YEAR_TICKS } from "./day-count.ts";
import { type RateStep, stepIndexOn } from "./rate-path.ts";

/**
 * The one place where principal, rate and time become interest. Interest is an exact fraction until
 * the instalment, or the event, that rounds it: principal × Σ (rate × ticks) over a denominator
 * that depends on the clock alone.
 */

/** From the first day (inclusive) to the last (exclusive). */
export type Span = { readonly from: DayNumber; readonly to: DayNumber };

/** How time counts, and how many of its ticks make a year. */
export type Clock = { readonly ticks: TickCounter; readonly ticksPerYear: number };

export type AccrualBasis = { readonly rates: readonly RateStep[]; readonly clock: Clock };

/** An exact amount; the denominator is positive. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

export const noFraction: Fraction = { numerator: 0n, denominator: 1n };

/** The clock of a day-count convention. */
export const dayClock = (ticks: TickCounter): Clock => ({ ticks, ticksPerYear: YEAR_TICKS });

/**
 * The clock of one full period that bears a given share of a year whatever its days: each of its days
 * bears the same part of it. A share in lowest terms keeps the numbers small.
 */
export function periodClock(
  { from, to }: Span,
  share: { readonly ticks: number; readonly ticksPerYear: number },
): Clock {
  return {
    ticks: (a, b) => (b - a) * share.ticks,
    ticksPerYear: share.ticksPerYear * (to - from),
  };
}

/**
 * Σ rate × ticks over a span. Steps are cut out of the span's own count, so that a change of rate
 * never changes how many days of thirty a month has: the 30/360 conventions do not add up piecewise.
 */
export function rateTicks({ from, to }: Span, { rates, clock }: AccrualBasis): bigint {
  let sum = 0n;
  let counted = 0;
  const first = stepIndexOn(rates, from);
  assert(first >= 0, "interest accrues before the first rate");
  for (let i = first; ; i++) {
    const next = rates[i + 1];
    const isLast = next === undefined || next.from >= to;
    const ticks = clock.ticks(from, isLast ? to : next.from);
    sum += (rates[i] as RateStep).rate * BigInt(ticks - counted);
    if (isLast) return sum;
    counted = ticks;
  }
}

/** What {@link interestNumerator} is to be divided by. */
export const interestDenominator = ({ ticksPerYear }: Clock): bigint =>
  RATE_ONE * BigInt(ticksPerYear);

/** Interest on a constant principal over a span, in minor units × {@link interestDenominator}. */
export const interestNumerator = (
  principalMinor: bigint,
  span: Span,
  basis: AccrualBasis,
): bigint => principalMinor * rateTicks(span, basis);

/** {@link interestNumerator} with its denominator. */
export const interestOver = (
  principalMinor: bigint,
  span: Span,
  basis: AccrualBasis,
): Fraction => ({
  numerator: interestNumerator(principalMinor, span, basis),
  denominator: interestDenominator(basis.clock),
});

export function plusFraction(a: Fraction, b: Fraction): Fraction {
  if (a.numerator === 0n) return b;
  if (b.numerator === 0n) return a;
  if (a.denominator === b.denominator)
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export const roundFraction = ({ numerator, denominator }: Fraction, rounding: Rounding): bigint =>
  divideRounded(numerator, denominator, rounding);

/** Rounds to a multiple of `step` minor units. */
export const roundToMultiple = (
  { numerator, denominator }: Fraction,
  { step, rounding }: { readonly step: bigint; readonly rounding: Rounding },
): bigint => divideRounded(numerator, denominator * step, rounding) * step;
