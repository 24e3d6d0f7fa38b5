import { assert } from "../kernel/assert.ts";
import { addDays, addMonths, type DayNumber } from "../kernel/business-date.ts";
import type { InterruptionKind, InterruptionRule, LimitationTerms } from "./limitation-terms.ts";

/**
 * Something that may interrupt. `proof` refers to the document on file. `against`: this debtor, or
 * one who owes jointly. `proceedingsEndOn`: for suits and the like, the day they ended, or `open`;
 * the new period then starts at their end.
 */
export type LimitationEvent = {
  readonly on: DayNumber;
  readonly kind: InterruptionKind;
  readonly proof: string | undefined;
  readonly against: "this" | "joint";
  readonly proceedingsEndOn?: DayNumber | "open";
};

/** An obstacle to suing (force majeure, no guardian, heir unknown); `until` undefined: it lasts. */
export type Suspension = {
  readonly from: DayNumber;
  readonly until: DayNumber | undefined;
  readonly ground: string;
  readonly proof: string | undefined;
};

export type LimitationFacts = {
  /** Unpaid due dates, at least one, ascending. */
  readonly dueOn: readonly DayNumber[];
  readonly events: readonly LimitationEvent[];
  readonly suspensions: readonly Suspension[];
  /** Days before expiry on which the alarm is raised. */
  readonly alarmDays: number;
  /** Days on which a period may not end; without it no day is one. */
  readonly isHoliday?: (on: DayNumber) => boolean;
};

export type StepWhy =
  | "starts"
  | "counted"
  | "revives"
  | "extends"
  | "no_proof"
  | "not_a_ground"
  | "other_debtor"
  | "before_start"
  | "after_expiry"
  | "not_in_last_months";

/** One line of the evidence list. `newExpiryOn` is undefined while nothing lets the period end. */
export type LimitationStep = {
  readonly on: DayNumber;
  readonly kind: "start" | "suspension" | InterruptionKind;
  readonly counted: boolean;
  readonly why: StepWhy;
  readonly newExpiryOn: DayNumber | undefined;
  readonly proof: string | undefined;
};

/** A limitation period as it stands: the last day to act, and how it came about. */
export type LimitationClock = {
  readonly startsOn: DayNumber;
  readonly expiresOn: DayNumber | undefined;
  readonly alarmOn: DayNumber | undefined;
  readonly steps: readonly LimitationStep[];
};

/** The clock that runs out first stands in front; `clocks` has one for each start. */
export type Limitation = LimitationClock & { readonly clocks: readonly LimitationClock[] };

/**
 * The limitation period (诉讼时效) of a debt: a pure fold over what happened, in order of date. The
 * last day to act is `expiresOn` itself. Courts do not raise it of their own motion in China (193);
 * this only says when it would be too late, and what on file carries that date.
 */
export function limitation(terms: LimitationTerms, facts: LimitationFacts): Limitation {
  const clocks = startsOf(terms, facts.dueOn).map((startsOn) => clockOf(terms, facts, startsOn));
  const [first, ...rest] = clocks;
  assert(first, "a limitation period needs a due date");
  const earliest = rest.reduce((a, b) => (endOf(b) < endOf(a) ? b : a), first);
  return { ...earliest, clocks };
}

const endOf = ({ expiresOn }: LimitationClock): number => expiresOn ?? Number.POSITIVE_INFINITY;

function startsOf({ startsFrom }: LimitationTerms, dueOn: readonly DayNumber[]): DayNumber[] {
  const ordered = [...dueOn].sort((a, b) => a - b);
  if (startsFrom === "each_due") return ordered;
  return startsFrom === "last_due" ? ordered.slice(-1) : ordered.slice(0, 1);
}

type Fold = {
  readonly terms: LimitationTerms;
  readonly facts: LimitationFacts;
  /** Where the long stop counts from: the first start, or a revival. */
  origin: DayNumber;
  /** Where the running period counts from; undefined while proceedings are open. */
  start: DayNumber | undefined;
  /** Obstacles that have begun and are proven. */
  readonly obstacles: Suspension[];
  readonly steps: LimitationStep[];
};

type Item = LimitationEvent | Suspension;

function clockOf(
  terms: LimitationTerms,
  facts: LimitationFacts,
  startsOn: DayNumber,
): LimitationClock {
  const fold: Fold = { terms, facts, origin: startsOn, start: startsOn, obstacles: [], steps: [] };
  write(fold, { on: startsOn, kind: "start", counted: true, why: "starts", proof: undefined });
  const items: Item[] = [...facts.suspensions, ...facts.events];
  for (const item of items.sort((a, b) => dayOf(a) - dayOf(b)))
    if ("ground" in item) suspend(fold, item);
    else interrupt(fold, item);
  const expiresOn = expiryOf(fold);
  const alarmOn = expiresOn === undefined ? undefined : addDays(expiresOn, -facts.alarmDays);
  return { startsOn, expiresOn, alarmOn, steps: fold.steps };
}

const dayOf = (item: Item): DayNumber => ("ground" in item ? item.from : item.on);

const write = (fold: Fold, step: Omit<LimitationStep, "newExpiryOn">): number =>
  fold.steps.push({ ...step, newExpiryOn: expiryOf(fold) });

function interrupt(fold: Fold, event: LimitationEvent): void {
  const why = judge(fold, event);
  const counted = why === "counted" || why === "revives";
  if (counted) {
    if (why === "revives") fold.origin = event.on;
    fold.start = restartOf(fold, event);
  }
  write(fold, { on: event.on, kind: event.kind, counted, why, proof: event.proof });
}

function judge(fold: Fold, event: LimitationEvent): StepWhy {
  const rule = ruleFor(fold.terms, event.kind);
  if (!rule) return "not_a_ground";
  if (event.against === "joint" && !rule.reachesJoint) return "other_debtor";
  if (!event.proof?.trim()) return "no_proof";
  if (event.on < fold.origin) return "before_start";
  if (event.on <= (expiryOf(fold) ?? Number.POSITIVE_INFINITY)) return "counted";
  return fold.terms.revivedBy.includes(event.kind) ? "revives" : "after_expiry";
}

function ruleFor(terms: LimitationTerms, kind: InterruptionKind): InterruptionRule | undefined {
  const rule = terms.interruptions[kind];
  if (rule || terms.startsFrom !== "last_payment" || kind !== "part_payment") return rule;
  return { needs: "payment record", reachesJoint: false };
}

/** The later of the running start and the event, or the end of the proceedings it opened. */
function restartOf({ start }: Fold, event: LimitationEvent): DayNumber | undefined {
  const restart = event.proceedingsEndOn ?? event.on;
  if (restart === "open" || start === undefined) return undefined;
  return restart > start ? restart : start;
}

function suspend(fold: Fold, obstacle: Suspension): void {
  const { from: on, proof } = obstacle;
  const line = (counted: boolean, why: StepWhy): number =>
    write(fold, { on, kind: "suspension", counted, why, proof });
  if (!fold.terms.suspension) return void line(false, "not_a_ground");
  if (!proof?.trim()) return void line(false, "no_proof");
  const before = expiryOf(fold);
  if (before !== undefined && on > before) return void line(false, "after_expiry");
  fold.obstacles.push(obstacle);
  const moved = expiryOf(fold) !== before;
  line(moved, moved ? "extends" : "not_in_last_months");
}

/** The last day of the period as things stand; undefined while nothing lets it end. */
function expiryOf(fold: Fold): DayNumber | undefined {
  const { terms, facts, start, origin } = fold;
  const stop = terms.longStopYears && addMonths(origin, 12 * terms.longStopYears);
  const plain = start === undefined ? undefined : addMonths(start, 12 * terms.years);
  const open = plain === undefined ? undefined : extended(fold, plain);
  const end =
    stop === undefined || (open !== undefined && open <= stop) ? open : (stop as DayNumber);
  return end === undefined ? undefined : rolled(end, terms, facts);
}

/** Obstacles push the end out one after the other, until none lies in the last months any more. */
function extended({ terms, obstacles }: Fold, plain: DayNumber): DayNumber | undefined {
  const rule = terms.suspension;
  if (!rule) return plain;
  let end = plain;
  for (const { from, until } of [...obstacles].sort((a, b) => a.from - b.from)) {
    const lastsInto = until === undefined || until > addMonths(end, -rule.lastMonths);
    if (from > end || !lastsInto) continue;
    if (until === undefined) return undefined;
    const later = addMonths(until, rule.addMonths);
    if (later > end) end = later;
  }
  return end;
}

function rolled(end: DayNumber, terms: LimitationTerms, { isHoliday }: LimitationFacts): DayNumber {
  if (!terms.rollsOverHolidays || !isHoliday) return end;
  let day = end;
  for (; isHoliday(day); day = addDays(day, 1))
    assert(day - end < 366, "a year without a working day: the calendar of holidays is wrong");
  return day;
}
