import { assert } from "../kernel/assert.ts";
import { type DayNumber, isoFromDay } from "../kernel/business-date.ts";
import type { Rate } from "../kernel/rate.ts";
import { ok, type Refusal, type Result, refuse } from "../kernel/result.ts";

/**
 * A rate per year in force from a day (inclusive) until the next step. A path is a list of steps in
 * strictly ascending order: one step is a fixed rate, several a stepped or a floating one.
 */
export type RateStep = { readonly from: DayNumber; readonly rate: Rate };

/** A reference rate (LPR, SOFR, EURIBOR …) as published on a day; in force until the next. */
export type Fixing = { readonly on: DayNumber; readonly rate: Rate };

export type FloatingTerms = {
  /** Strictly ascending by day. */
  readonly fixings: readonly Fixing[];
  /** Added to the reference rate; may be negative. */
  readonly margin: Rate;
  /** Repricing days (重定价日) after the start, strictly ascending. */
  readonly resets: readonly DayNumber[];
  readonly startOn: DayNumber;
  readonly floor?: Rate | undefined;
  readonly cap?: Rate | undefined;
};

export type RatePathRefusal = Refusal<
  | "RATE_FIXING_MISSING"
  | "RATE_FIXINGS_UNORDERED"
  | "RATE_RESETS_UNORDERED"
  | "RATE_FLOOR_ABOVE_CAP"
>;

export const fixedPath = (from: DayNumber, rate: Rate): readonly RateStep[] => [{ from, rate }];

/** Whether days strictly ascend. */
export const isAscending = (days: readonly DayNumber[]): boolean =>
  days.every((on, i) => i === 0 || on > (days[i - 1] as DayNumber));

/** Index of the step in force on a day; −1 before the first. */
export function stepIndexOn(path: readonly RateStep[], on: DayNumber): number {
  let [low, high] = [0, path.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((path[middle] as RateStep).from <= on) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The rate in force on a day; throws before the first step. */
export function rateOn(path: readonly RateStep[], on: DayNumber): Rate {
  const step = path[stepIndexOn(path, on)];
  assert(step, "the rate path starts after the day asked about");
  return step.rate;
}

/**
 * The rate path of a floating loan: at its start and on each reset, the reference rate last
 * published on or before that day, plus the margin, kept between floor and cap. A reset that
 * changes nothing makes no step. Refuses a reset for which nothing was published yet.
 */
export function floatingPath(terms: FloatingTerms): Result<readonly RateStep[], RatePathRefusal> {
  const refusal = checkFloating(terms);
  if (refusal) return { ok: false, error: refusal };
  const published = terms.fixings.map(({ on, rate }) => ({ from: on, rate }));
  const path: RateStep[] = [];
  for (const from of [terms.startOn, ...terms.resets]) {
    const fixing = published[stepIndexOn(published, from)];
    if (!fixing)
      return refuse(
        "RATE_FIXING_MISSING",
        `no reference rate was published by ${isoFromDay(from)}`,
      );
    const rate = clamp((fixing.rate + terms.margin) as Rate, terms);
    if (path.at(-1)?.rate !== rate) path.push({ from, rate });
  }
  return ok(path);
}

function clamp(rate: Rate, { floor, cap }: FloatingTerms): Rate {
  if (floor !== undefined && rate < floor) return floor;
  return cap !== undefined && rate > cap ? cap : rate;
}

function checkFloating(terms: FloatingTerms): RatePathRefusal | undefined {
  const { fixings, resets, startOn, floor, cap } = terms;
  if (!isAscending(fixings.map(({ on }) => on)))
    return { code: "RATE_FIXINGS_UNORDERED", detail: "reference rates do not ascend by day" };
  if (!isAscending([startOn, ...resets]))
    return { code: "RATE_RESETS_UNORDERED", detail: "repricing days do not ascend from the start" };
  if (floor !== undefined && cap !== undefined && floor > cap)
    return { code: "RATE_FLOOR_ABOVE_CAP", detail: "the rate's floor is above its cap" };
  return undefined;
}
