import { addDays, type DayNumber } from "@mora/core/kernel/business-date";
import { type Rng, streamOf, streams, weighted } from "./random.ts";

/**
 * The dirt that real books have, labelled. About 2 % of people carry one kind:
 * - `duplicate`: the same human under a second person key (same id, or same phone and a name variant);
 * - `recycled`: the second phone number belongs to somebody else by now;
 * - `third_party`: somebody else always answers the phone;
 * - `mistyped_id`: one digit of the id is wrong, so that its check digit fails.
 * Late payment files are the fifth kind; see {@link loanArrivals}.
 */
export type Dirt =
  | { readonly kind: "none" }
  | { readonly kind: "duplicate"; readonly of: number; readonly by: "national_id" | "phone" }
  | { readonly kind: "recycled"; readonly from: number }
  | { readonly kind: "third_party" }
  | { readonly kind: "mistyped_id" };

const NONE: Dirt = { kind: "none" };
const kinds = weighted([
  ["none", 9_800],
  ["duplicate", 50],
  ["recycled", 60],
  ["third_party", 40],
  ["mistyped_id", 50],
] as const);

/** Dirty people refer only to people before them, so that a larger world keeps a smaller one's. */
export function dirtOf(seed: number, k: number): Dirt {
  const rng = streamOf(seed, k, streams.dirt);
  const kind = rng.weighted(kinds);
  if (kind === "none") return NONE;
  if (kind === "duplicate") return duplicate(seed, k, rng);
  if (kind === "recycled") return recycled(k, rng);
  return { kind };
}

function duplicate(seed: number, k: number, rng: Rng): Dirt {
  const of = k - 1 - rng.below(40);
  const by = rng.chance(500_000) ? "national_id" : "phone";
  // A copy of a copy, or of a dirty person, would need two labels.
  if (of < 0 || isDirty(seed, of)) return NONE;
  return { kind: "duplicate", of, by };
}

const isDirty = (seed: number, k: number): boolean =>
  streamOf(seed, k, streams.dirt).weighted(kinds) !== "none";

function recycled(k: number, rng: Rng): Dirt {
  const from = k - 1 - rng.below(200);
  return from < 0 ? NONE : { kind: "recycled", from };
}

/** How many days the LOAN file of a date is late: 0 on 98 % of days, else 1 or 2. */
function daysLateOf(seed: number, on: number): number {
  const rng = streamOf(seed, on, streams.lateFiles);
  return rng.chance(20_000) ? rng.range(1, 2) : 0;
}

export type Arrival = { readonly asOf: DayNumber; readonly deliverOn: DayNumber };

/**
 * When the daily LOAN files arrive: the next day, or later. Files stay in order: one that is held
 * up holds up those behind it, and then several come on one day.
 */
export function loanArrivals(setting: {
  readonly seed: number;
  readonly startOn: DayNumber;
  readonly endOn: DayNumber;
}): Arrival[] {
  const arrivals: Arrival[] = [];
  let latest: number = setting.startOn;
  for (let asOf = addDays(setting.startOn, 1); asOf <= setting.endOn; asOf = addDays(asOf, 1)) {
    latest = Math.max(latest, asOf + 1 + daysLateOf(setting.seed, asOf));
    arrivals.push({ asOf, deliverOn: latest as DayNumber });
  }
  return arrivals;
}
