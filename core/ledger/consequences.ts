import { addDays, type DayNumber } from "../kernel/business-date.ts";
import type { EventBody, LoanEvent } from "./events.ts";
import type { Loan } from "./loan.ts";
import { replay } from "./replay/replay.ts";

/**
 * What was decided before we knew better. Past decisions are never rewritten: an event that is recorded
 * late yields a list of those that would have been different, each with its remedy.
 */
export type PastDecision = { readonly id: string; readonly on: DayNumber } & (
  | {
      readonly kind: "promise_broken";
      readonly promisedOn: DayNumber;
      readonly amountMinor: bigint;
      readonly takenOn: DayNumber;
    }
  | {
      readonly kind: "plan_cancelled";
      readonly dueOn: DayNumber;
      readonly amountMinor: bigint;
      readonly since: DayNumber;
    }
  /** Lateness that was told to somebody: the asset class, a bureau line, a letter. */
  | { readonly kind: "class_set" | "bureau_line" | "letter_sent"; readonly daysPastDue: number }
  | { readonly kind: "commission"; readonly paymentId: string; readonly amountMinor: bigint }
);

export type DecisionKind = PastDecision["kind"] | "late_charge";

export type Consequence = {
  readonly kind: DecisionKind;
  /** The decision, or for `late_charge` the event that charged. */
  readonly of: string;
  readonly on: DayNumber;
  readonly was: bigint;
  readonly shouldBe: bigint;
  readonly remedy: Remedy;
};

export type Remedy =
  /** An event that makes it good, to be recorded now. */
  | { readonly kind: "automatic"; readonly event: LoanEvent }
  /** The decision is judged anew by the day cycle. */
  | { readonly kind: "rejudge" }
  | { readonly kind: "task"; readonly dueOn: DayNumber };

export type RemedyPolicy = {
  /** What is put right without asking anybody. */
  readonly automatic: readonly DecisionKind[];
  /** Days for a person to do the rest. */
  readonly taskDays: number;
};

/** Charges and judgements are taken back at once; what left the house is a person's task. */
export const defaultRemedyPolicy: RemedyPolicy = {
  automatic: ["late_charge", "promise_broken", "plan_cancelled", "class_set"],
  taskDays: 5,
};

export type LateKnowledge = {
  readonly loan: Loan;
  readonly before: readonly LoanEvent[];
  readonly after: readonly LoanEvent[];
  readonly decisions: readonly PastDecision[];
  /** The business date on which it became known. */
  readonly knownOn: DayNumber;
  readonly policy: RemedyPolicy;
  /** Days past due as the product counts them. */
  readonly daysPastDue: (events: readonly LoanEvent[], on: DayNumber) => number;
};

/** The decisions that late knowledge turns over, oldest first. */
export function consequencesOf(knowledge: LateKnowledge): Consequence[] {
  const found = [
    ...knowledge.after.flatMap((event) => wrongCharge(knowledge, event)),
    ...knowledge.decisions.flatMap((decision) => wrongDecision(knowledge, decision)),
  ];
  return found.sort((a, b) => a.on - b.on || (a.of < b.of ? -1 : 1));
}

type ChargeEvent = Extract<LoanEvent, { kind: "fee" | "penalty" }>;

/** A charge for lateness that, as we now know, was none. */
function wrongCharge(knowledge: LateKnowledge, event: LoanEvent): Consequence[] {
  if (event.kind !== "fee" && event.kind !== "penalty") return [];
  if (event.cause?.kind !== "late" || isTakenBack(knowledge.after, event.id)) return [];
  if (!wasLate(knowledge, knowledge.before, event) || wasLate(knowledge, knowledge.after, event))
    return [];
  return [
    {
      kind: "late_charge",
      of: event.id,
      on: event.effectiveOn,
      was: event.amountMinor,
      shouldBe: 0n,
      remedy: remedyOf(knowledge, "late_charge", reversalOf(event, knowledge.knownOn)),
    },
  ];
}

const isTakenBack = (events: readonly LoanEvent[], id: string): boolean =>
  events.some((event) => event.kind === "reversal" && event.of === id);

const reversalOf = (event: ChargeEvent, on: DayNumber): LoanEvent => ({
  id: `remedy:${event.id}`,
  kind: "reversal",
  of: event.id,
  effectiveOn: on > event.effectiveOn ? on : event.effectiveOn,
  recordedAt: event.recordedAt,
});

/** Whether the instalment that a charge names was unpaid when its grace was over. */
function wasLate(
  { loan }: LateKnowledge,
  events: readonly LoanEvent[],
  { cause, id }: ChargeEvent,
): boolean {
  if (!cause) return false;
  const asOf = addDays(cause.dueOn, loan.policy.penalty.graceDays);
  const others = events.filter((event) => event.id !== id);
  const { claims } = replay(loan, others, { asOf });
  return claims.some(
    ({ kind, dueOn, openMinor }) =>
      kind === "instalment" && dueOn === cause.dueOn && openMinor > 0n,
  );
}

function wrongDecision(knowledge: LateKnowledge, decision: PastDecision): Consequence[] {
  const [was, shouldBe] = judged(knowledge, decision);
  if (was === shouldBe) return [];
  const { kind, id: of, on } = decision;
  return [{ kind, of, on, was, shouldBe, remedy: remedyOf(knowledge, kind, undefined) }];
}

/** What the decision went by, then and now; equal where it stands. */
function judged(knowledge: LateKnowledge, decision: PastDecision): readonly [bigint, bigint] {
  const { before, after, daysPastDue } = knowledge;
  switch (decision.kind) {
    case "promise_broken": {
      const { takenOn: from, promisedOn: to, amountMinor } = decision;
      return shortfalls(knowledge, { from, to, amountMinor });
    }
    case "plan_cancelled": {
      const { since: from, dueOn: to, amountMinor } = decision;
      return shortfalls(knowledge, { from, to, amountMinor });
    }
    case "commission": {
      const stands = (events: readonly LoanEvent[]): bigint =>
        isStanding(events, decision.paymentId) ? decision.amountMinor : 0n;
      return [stands(before), stands(after)];
    }
    default: {
      const now = daysPastDue(after, decision.on);
      // Only what this news changes: a decision that was wrong before it was listed before it.
      const stands = now === daysPastDue(before, decision.on);
      return [BigInt(decision.daysPastDue), BigInt(stands ? decision.daysPastDue : now)];
    }
  }
}

const isStanding = (events: readonly LoanEvent[], id: string): boolean =>
  events.some((event) => event.id === id) &&
  !events.some((e) => (e.kind === "reversal" || e.kind === "chargeback") && e.of === id);

type Expectation = {
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly amountMinor: bigint;
};

/**
 * What was missing of an expected sum, then and now. A shortfall that only shrinks still is one; a loan
 * that was current on the day has broken nothing, whatever was expected of it.
 */
function shortfalls(
  { before, after, daysPastDue }: LateKnowledge,
  { from, to, amountMinor }: Expectation,
): readonly [bigint, bigint] {
  const missing = (events: readonly LoanEvent[]): bigint => {
    const got = events
      .filter((event) => money.has(event.kind) && isStanding(events, event.id))
      .filter(({ effectiveOn }) => effectiveOn >= from && effectiveOn <= to)
      .reduce((sum, event) => sum + ("amountMinor" in event ? event.amountMinor : 0n), 0n);
    return got >= amountMinor ? 0n : amountMinor - got;
  };
  const stands =
    missing(after) > 0n && (daysPastDue(after, to) > 0 || daysPastDue(before, to) === 0);
  return stands ? [0n, 0n] : [missing(before), 0n];
}

const money = new Set<EventBody["kind"]>(["payment", "recovery", "guarantor_payout"]);

function remedyOf(
  { policy, knownOn }: LateKnowledge,
  kind: DecisionKind,
  event: LoanEvent | undefined,
): Remedy {
  if (!policy.automatic.includes(kind))
    return { kind: "task", dueOn: addDays(knownOn, policy.taskDays) };
  return event ? { kind: "automatic", event } : { kind: "rejudge" };
}
