import { RATE_ONE, type Rate } from "../kernel/rate.ts";
import type { Fraction } from "./plan-interest.ts";
import type { PlanPeriod } from "./plan-periods.ts";

/** What a level instalment has to repay. */
export type LevelTask = {
  /** What is owed on the next due date before it is paid, that period's interest included. */
  readonly owed: Fraction;
  /** The rate from that date on, and the periods that follow it. */
  readonly rate: Rate;
  readonly later: readonly PlanPeriod[];
  /** How many of the later periods add nothing to what is owed (interest forgiven or deferred). */
  readonly freeCount: number;
  /** What is to be left after the last level instalment. */
  readonly leaveMinor: bigint;
};

/**
 * The instalment A that, paid on the next due date and at the end of every later period, leaves
 * exactly `leaveMinor`: with f = 1 + interest of a period, A = (owed · Πf − leave) ÷ Σ Π later f.
 * Excel's PMT with a future value, but for periods of any length and as an exact fraction: nothing is
 * rounded, so nothing needs guard digits, however high the rate and however long the loan.
 */
export function levelInstalment({ owed, rate, later, freeCount, leaveMinor }: LevelTask): Fraction {
  const [perYear, one] = lowest(rate, RATE_ONE);
  let grown = owed.numerator;
  let paid = owed.denominator;
  let scale = owed.denominator;
  for (const [i, { ticks, ticksPerYear }] of later.entries()) {
    const below = i < freeCount ? 1n : one * BigInt(ticksPerYear);
    const above = i < freeCount ? 1n : below + perYear * BigInt(ticks);
    grown *= above;
    paid = paid * above + scale * below;
    scale *= below;
  }
  return { numerator: grown - leaveMinor * scale, denominator: paid };
}

/** A fraction in lowest terms: 4.35 % a year by the month is 87/24000, not 10²² ÷ 10²⁴. */
function lowest(numerator: bigint, denominator: bigint): readonly [bigint, bigint] {
  let [a, b] = [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return [numerator / a, denominator / a];
}
