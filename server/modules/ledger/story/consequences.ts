import { textReader } from "@mora/contract/loan-text";
import type { Decision } from "@mora/contract/story";
import { loanDaysPastDue } from "@mora/core/arrears/loan-days";
import { dayFromTrustedIso, isoFromDay } from "@mora/core/kernel/business-date";
import {
  type Consequence,
  consequencesOf,
  defaultRemedyPolicy,
  type PastDecision,
} from "@mora/core/ledger/consequences";
import { replay } from "@mora/core/ledger/replay/replay";
import type { Asked } from "./answer.ts";

/** A decision that late knowledge turns over. `was` and `shouldBe` are amounts, or days past due. */
export type ConsequenceAnswer = {
  readonly kind: string;
  readonly of: string;
  readonly on: string;
  readonly was: string;
  readonly shouldBe: string;
  readonly remedy: "automatic" | "rejudge" | "task";
};

/**
 * What the events that were recorded on the question's known day change about earlier decisions; nothing
 * for a question that has none.
 */
export function consequencesAnswer(
  { story, loan: { loan, arrears }, recorded, question }: Asked,
  text: (minor: bigint) => string,
): ConsequenceAnswer[] {
  const { knownOn } = question;
  if (knownOn === undefined) return [];
  const until = (isKnown: (recordedOn: string) => boolean) =>
    recorded.flatMap(({ event, recordedOn }) => (event && isKnown(recordedOn) ? [event] : []));
  const found = consequencesOf({
    loan,
    before: until((on) => on < knownOn),
    after: until((on) => on <= knownOn),
    decisions: (story.decisions ?? [])
      .filter(({ on }) => on <= knownOn)
      .map((decision) => toDecision(decision, loan.currency)),
    knownOn: dayFromTrustedIso(knownOn),
    policy: defaultRemedyPolicy,
    daysPastDue: (events, on) => loanDaysPastDue(replay(loan, events, { asOf: on }), on, arrears),
  });
  return found.map((consequence) => toAnswer(consequence, text));
}

const inDays = new Set<Consequence["kind"]>(["class_set", "bureau_line", "letter_sent"]);

const toAnswer = (
  { kind, of, on, was, shouldBe, remedy }: Consequence,
  text: (minor: bigint) => string,
): ConsequenceAnswer => {
  const say = (value: bigint): string => (inDays.has(kind) ? String(value) : text(value));
  return {
    kind,
    of,
    on: isoFromDay(on),
    was: say(was),
    shouldBe: say(shouldBe),
    remedy: remedy.kind,
  };
};

function toDecision(decision: Decision, currency: string): PastDecision {
  const reader = textReader(currency);
  const head = { id: decision.id, on: reader.day(decision.on) };
  switch (decision.kind) {
    case "promise_broken":
      return {
        ...head,
        kind: decision.kind,
        promisedOn: reader.day(decision.promisedOn),
        takenOn: reader.day(decision.takenOn),
        amountMinor: reader.amount(decision.amount),
      };
    case "plan_cancelled":
      return {
        ...head,
        kind: decision.kind,
        dueOn: reader.day(decision.dueOn),
        since: reader.day(decision.since),
        amountMinor: reader.amount(decision.amount),
      };
    case "commission":
      return {
        ...head,
        kind: decision.kind,
        paymentId: decision.paymentId,
        amountMinor: reader.amount(decision.amount),
      };
    default:
      return { ...head, kind: decision.kind, daysPastDue: decision.daysPastDue };
  }
}
