import { addMonths, type DayNumber } from "@mora/core/kernel/business-date";
import { type Cause, causeWeights } from "./causes.ts";
import { NEVER } from "./options.ts";
import { type Rng, streamOf, streams, weighted } from "./random.ts";

/** A time in which a person cannot or will not pay. `to` is {@link NEVER} where it does not pass. */
export type Episode = { readonly cause: Cause; readonly from: DayNumber; readonly to: DayNumber };

/** How a person pays: the hidden state behind all of the person's accounts. */
export type Temper = {
  /** Chance, in parts per million, that an instalment is forgotten for some days. */
  readonly slipPpm: number;
  /** Day of the month on which the wage comes, 1–28. */
  readonly payday: number;
  readonly episodes: readonly Episode[];
  /** Set when the person died before the world begins. */
  readonly diedOn: DayNumber | undefined;
};

/** Onset of trouble in a month, ppm, by how precarious the person's household is. */
const onsetPpm = weighted([
  [2_600, 60],
  [11_500, 30],
  [34_000, 10],
]);
const slipPpm = weighted([
  [5_500, 75],
  [36_000, 20],
  [150_000, 5],
]);

/** Days from onset to recovery; the last entry does not pass. Tuned to the roll rates of the card. */
const spans = weighted<readonly [number, number]>([
  [[18, 44], 32],
  [[42, 72], 37],
  [[77, 140], 14],
  [[141, 260], 7],
  [[NEVER, NEVER], 10],
]);

export const HISTORY_MONTHS = 26;

/** The hidden state of a person from {@link HISTORY_MONTHS} before `startOn` to beyond `endOn`. */
export function temperOf(
  seed: number,
  k: number,
  { startOn, endOn }: { startOn: DayNumber; endOn: DayNumber },
): Temper {
  const rng = streamOf(seed, k, streams.temper);
  const slip = rng.weighted(slipPpm);
  const onset = rng.weighted(onsetPpm);
  const payday = rng.range(1, 28);
  const diedOn = rng.chance(1_000) ? ((startOn - rng.range(10, 200)) as DayNumber) : undefined;
  const lives = episodesOf(rng, { startOn, endOn, onset });
  return { slipPpm: slip, payday, diedOn, episodes: untilDeath(lives, diedOn) };
}

function episodesOf(
  rng: Rng,
  { startOn, endOn, onset }: { startOn: DayNumber; endOn: DayNumber; onset: number },
): Episode[] {
  const found: Episode[] = [];
  let month = addMonths(startOn, -HISTORY_MONTHS);
  while (month < endOn) {
    const last = found.at(-1);
    const isFree = last === undefined || last.to < month;
    // Who was in trouble before is more likely to be so again (re-default).
    const ppm = last === undefined ? onset : onset + (onset >> 1);
    if (isFree && rng.chance(ppm)) found.push(episode(rng, month));
    month = (month + 30) as DayNumber;
  }
  return found;
}

function episode(rng: Rng, month: DayNumber): Episode {
  const from = (month + rng.below(30)) as DayNumber;
  const [low, high] = rng.weighted(spans);
  const to = low === NEVER ? NEVER : ((from + rng.range(low, high)) as DayNumber);
  return { cause: rng.weighted(causeWeights), from, to };
}

function untilDeath(episodes: Episode[], diedOn: DayNumber | undefined): Episode[] {
  if (diedOn === undefined) return episodes;
  const before = episodes.filter((e) => e.from < diedOn && e.to < diedOn);
  return [...before, { cause: "illness", from: diedOn, to: NEVER }];
}

export const episodeOn = (temper: Temper, on: DayNumber): Episode | undefined =>
  temper.episodes.find((e) => on >= e.from && on < e.to);
