import type { DayNumber } from "../../kernel/business-date.ts";
import { divideRounded, type Rounding } from "../../kernel/money.ts";
import { RATE_ONE } from "../../kernel/rate.ts";
import { type DayCount, dayCounter, ticksPerDay, YEAR_TICKS } from "../day-count.ts";
import type { Pause } from "../history.ts";
import { dayClock, rateTicks, type Span } from "../plan-interest.ts";
import type { RateStep } from "../rate-path.ts";

/**
 * Growth is rate × time: how much one minor unit bears, as an exact integer over {@link GROWTH_ONE}. An
 * amount times the growth of a span is its interest, exactly; it is rounded once, where it is posted.
 */
export type Growth = (from: DayNumber, to: DayNumber) => bigint;

/** Growth of 100 % over one year. */
export const GROWTH_ONE = RATE_ONE * BigInt(YEAR_TICKS);

export type GrowthOptions = {
  readonly rates: readonly RateStep[];
  readonly dayCount: DayCount;
  /** Last due date of the contract; only 30E/360 ISDA asks. */
  readonly maturityOn?: DayNumber | undefined;
  /** Time is counted from here, so that spans always add up, under the 30/360 conventions too. */
  readonly anchorOn: DayNumber;
  /** Stretches in which nothing grows, in order of beginning. */
  readonly frozen: readonly Pause[];
};

/** A growth function for days from `anchorOn` on; undefined rates bear nothing. */
export function growthOf(options: GrowthOptions): Growth {
  const { rates, dayCount, anchorOn, frozen } = options;
  const [only, second] = rates;
  const daily = ticksPerDay[dayCount];
  if (only && !second && daily !== undefined && frozen.length === 0) {
    // The usual case: one rate, every day alike.
    const perDay = only.rate * BigInt(daily);
    return (from, to) => (from >= to ? 0n : perDay * BigInt(to - from));
  }
  const ticks = dayCounter(dayCount, options.maturityOn);
  const clock = dayClock((from, to) => ticks(anchorOn, to) - ticks(anchorOn, from));
  const basis = { rates, clock };
  const running: Growth = (from, to) => (from >= to ? 0n : rateTicks({ from, to }, basis));
  if (frozen.length === 0) return running;
  return (from, to) =>
    unfrozen(frozen, from, to).reduce((sum, span) => sum + running(span.from, span.to), 0n);
}

function unfrozen(frozen: readonly Pause[], from: DayNumber, to: DayNumber): Span[] {
  const spans: Span[] = [];
  let start = from;
  for (const pause of frozen) {
    if (pause.from >= to) break;
    if (pause.from > start) spans.push({ from: start, to: pause.from });
    start = Math.max(start, Math.min(pause.until ?? to, to)) as DayNumber;
  }
  if (start < to) spans.push({ from: start, to });
  return spans;
}

const HALF = GROWTH_ONE / 2n;

/** Minor units of an exact interest numerator, which is never negative. */
export function postable(numerator: bigint, rounding: Rounding): bigint {
  if (numerator === 0n) return 0n;
  // The usual case of divideRounded, for a loop that does little else.
  if (rounding === "half_up") return (numerator + HALF) / GROWTH_ONE;
  return divideRounded(numerator, GROWTH_ONE, rounding);
}
