import type { DayNumber } from "@mora/core/kernel/business-date";
import type { LateStretch } from "./ageing.ts";
import { episodeOn, type Temper } from "./behaviour.ts";
import type { Cause } from "./causes.ts";
import type { Loan } from "./loans.ts";
import { NEVER } from "./options.ts";
import type { Payment } from "./payments.ts";
import type { Reach } from "./people.ts";
import { type Rng, streamOf, streams, type Weighted, weighted } from "./random.ts";
import { isRestrained, type Restraint } from "./restraint.ts";

/** `rpc` = right party, identity checked. */
export const resultCodes = [
  "rpc",
  "third_party",
  "wrong_number",
  "refused",
  "no_answer",
  "busy",
  "empty_number",
  "voicemail",
] as const;
export type ResultCode = (typeof resultCodes)[number];

export type Call = {
  readonly on: DayNumber;
  /** Minute of the day at the lender (Asia/Shanghai). */
  readonly minute: number;
  readonly isInbound: boolean;
  readonly result: ResultCode;
  readonly cause: Cause | undefined;
  /** Suffix of the contact point called. */
  readonly at: string;
};

export type DemoPromise = {
  readonly takenOn: DayNumber;
  readonly promisedOn: DayNumber;
  readonly cents: number;
};

export type Talks = { readonly calls: readonly Call[]; readonly promises: readonly DemoPromise[] };
export const noTalks: Talks = { calls: [], promises: [] };

/** Days past due on which the lender calls. */
const callPlan = [
  2, 4, 7, 11, 15, 20, 25, 29, 33, 38, 44, 51, 58, 65, 74, 85, 97, 110, 125, 145, 165, 190, 220,
  260, 300, 360, 420, 480, 540, 600, 660,
];

/** Outcome of an attempt by bucket, per thousand: the later, the fewer right parties. */
const outcomes: readonly Weighted<ResultCode>[] = [
  [168, 54, 62, 54],
  [142, 60, 60, 52],
  [102, 68, 58, 60],
  [82, 80, 56, 72],
].map(([rpc = 0, third = 0, wrong = 0, refused = 0]) =>
  weighted<ResultCode>([
    ["rpc", rpc],
    ["third_party", third],
    ["wrong_number", wrong],
    ["refused", refused],
    ["busy", 80],
    ["empty_number", 50],
    ["voicemail", 90],
    ["no_answer", 780 - rpc - third - wrong - refused],
  ]),
);

export type Callee = {
  readonly reach: Reach;
  readonly temper: Temper;
  readonly stretches: readonly LateStretch[];
  /** Somebody else always answers this person's phone. */
  readonly isAnsweredByOther: boolean;
  readonly restraints: readonly Restraint[];
  /** Present for loans: promises are taken on them only. */
  readonly money?: { readonly loan: Loan; readonly payments: readonly Payment[] };
};

type Talk = {
  readonly rng: Rng;
  readonly callee: Callee;
  readonly calls: Call[];
  readonly promises: DemoPromise[];
  wrong: number;
  quietUntil: number;
};

/** Calls to, and promises of, one account's borrower from `since` on, as lateness goes on. */
export function talksAbout(rng: Rng, callee: Callee, { since }: { since: DayNumber }): Talks {
  const talk: Talk = { rng, callee, calls: [], promises: [], wrong: 0, quietUntil: 0 };
  for (const stretch of callee.stretches)
    for (const dpd of callPlan) {
      const on = (stretch.oldestDueOn + dpd) as DayNumber;
      if (on > stretch.to) break;
      if (on < stretch.from || on < since || on <= talk.quietUntil) continue;
      if (on >= (callee.temper.diedOn ?? NEVER) || isRestrained(callee.restraints, on)) continue;
      call(talk, on, dpd);
    }
  return talk;
}

export const talkStream = (seed: number, k: number, account: number): Rng =>
  streamOf(seed, k, streams.calls + 100 * account);

function call(talk: Talk, on: DayNumber, dpd: number): void {
  const { rng, callee } = talk;
  const minute = callMinute(rng, callee.reach.zone);
  const isInbound = rng.chance(15_000);
  const drawn = isInbound
    ? "rpc"
    : rng.weighted(outcomes[bucketIndex(dpd)] as Weighted<ResultCode>);
  const result = plausible(talk, drawn);
  const at = numberCalled(talk, result);
  const cause = result === "rpc" ? namedCause(talk, on) : undefined;
  talk.calls.push({ on, minute, isInbound, result, cause, at });
  if (result === "wrong_number") talk.wrong++;
  // A second call before the next planned day would be pressure, not service.
  talk.quietUntil = on;
  if (result === "rpc") promise(talk, on);
}

const bucketIndex = (dpd: number): number => Math.min(3, Math.floor((dpd - 1) / 30));

/** A number that was wrong is not called again; a person whose phone others answer is never reached. */
function plausible({ callee, wrong }: Talk, drawn: ResultCode): ResultCode {
  if (drawn === "rpc" && callee.isAnsweredByOther) return "third_party";
  if (drawn === "wrong_number" && wrong >= callee.reach.callable.length - 1) return "no_answer";
  return drawn;
}

/** The last numbers of the list are the ones that turn out wrong, one after the other. */
function numberCalled({ rng, callee, wrong }: Talk, result: ResultCode): string {
  const { callable } = callee.reach;
  if (result === "wrong_number") return callable[callable.length - 1 - wrong] as string;
  const usable = callable.length - wrong;
  const isMain = result === "rpc" || rng.chance(700_000);
  return callable[isMain ? 0 : rng.below(usable)] as string;
}

/** Calls between 9:00 and 20:00 of the person's own day, in minutes of the lender's day. */
function callMinute(rng: Rng, zone: string): number {
  if (zone === "America/New_York") return 21 * 60 + rng.below(60);
  if (zone === "Europe/London") return 17 * 60 + rng.below(240);
  return 9 * 60 + rng.below(630);
}

/** What the person says: the truth mostly; who only forgot manages money poorly. */
function namedCause({ rng, callee }: Talk, on: DayNumber): Cause | undefined {
  if (rng.chance(80_000)) return undefined;
  // Lateness outlasts its cause by some days.
  const episode = episodeOn(callee.temper, on) ?? episodeOn(callee.temper, (on - 20) as DayNumber);
  return episode?.cause ?? "poor_money_management";
}

/** Chance that a reached person promises, ppm: with the money in sight, and without. */
const PROMISES_ABLE = 800_000;
const PROMISES_UNABLE = 350_000;

/**
 * A promise of what is past due. Whether it is kept follows from the payments that come; somebody
 * who is about to pay promises more readily than somebody who cannot.
 */
function promise(talk: Talk, on: DayNumber): void {
  const { rng, callee } = talk;
  const { money } = callee;
  if (!money) return;
  const next = money.payments.find((p) => p.on >= on && p.cents > 0);
  const isSoon = next !== undefined && next.on <= on + 12;
  if (!rng.chance(isSoon ? PROMISES_ABLE : PROMISES_UNABLE)) return;
  const promisedOn = isSoon ? next.on + rng.below(3) : on + rng.range(2, 9);
  const cents = pastDueOn(money.loan, money.payments, on);
  if (cents <= 0) return;
  // Some promise only what they know they can bring.
  const modest = isSoon && rng.chance(500_000) ? Math.min(cents, next.cents) : cents;
  talk.promises.push({ takenOn: on, promisedOn: promisedOn as DayNumber, cents: modest });
  talk.quietUntil = promisedOn;
}

/** What is past due at the end of the day before, in cents. */
export function pastDueOn(loan: Loan, payments: readonly Payment[], on: number): number {
  let open = 0;
  for (let i = 0; i < loan.dueOn.length && (loan.dueOn[i] ?? NEVER) < on; i++)
    open += loan.asked[i] as number;
  for (const payment of payments) if (payment.on < on) open -= payment.cents;
  return open;
}
