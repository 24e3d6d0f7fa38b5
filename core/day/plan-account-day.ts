import { type Bucket, isLate } from "../arrears/bucket.ts";
import { certainDays } from "../arrears/days-past-due.ts";
import type { ArrearsPolicy } from "../arrears/policy.ts";
import {
  type HostBalance,
  hostPosition,
  type Position,
  servicedPosition,
} from "../arrears/position.ts";
import { assert } from "../kernel/assert.ts";
import { addDays, type DayNumber } from "../kernel/business-date.ts";
import type { LoanEvent } from "../ledger/events.ts";
import { total } from "../ledger/groups.ts";
import type { Loan } from "../ledger/loan.ts";
import { attentionDays } from "../strategy/treatment.ts";
import type { BookDay } from "./freshness.ts";

/** Everything that the decisions about one account on one day depend on. */
export type AccountFacts = {
  readonly accountId: string;
  readonly status: "open" | "closed" | "charged_off" | "transferred" | "released";
  readonly policy: ArrearsPolicy;
  readonly reminderDaysBefore: number;
  /** A hold, on the person or this account, stops reminders. */
  readonly isReminderHeld: boolean;
  readonly book: BookDay;
  readonly source: ServicedSource | HostSource;
  readonly prior: Prior;
};

export type ServicedSource = {
  readonly kind: "serviced";
  readonly loan: Loan;
  /** Everything known, whenever it is effective; only what is effective by `book.ageOn` counts. */
  readonly events: readonly LoanEvent[];
};
export type HostSource = { readonly kind: "host_fed"; readonly balance: HostBalance };

/** What the account row remembers of earlier days. */
export type Prior = {
  /** Undefined before the account's first day. */
  readonly bucket: Bucket | undefined;
  readonly collectionsSince: DayNumber | undefined;
  readonly timesInCollections: number;
  readonly remindedDueOn: DayNumber | undefined;
};

export type AccountDecision = {
  readonly accountId: string;
  readonly agedOn: DayNumber;
  readonly position: Position;
  readonly collectionsSince: DayNumber | undefined;
  readonly timesInCollections: number;
  readonly remindedDueOn: DayNumber | undefined;
  readonly events: readonly AccountDayEvent[];
  /** The next date on which anything can change without new input. Always after the day decided. */
  readonly nextEventOn: DayNumber;
};

export type AccountDayEvent =
  | { readonly kind: "bucket_changed"; readonly from: Bucket; readonly to: Bucket }
  | { readonly kind: "entered_collections"; readonly reason: "past_due" | "charged_off" }
  | { readonly kind: "exited_collections"; readonly reason: "paid" | "closed" }
  | { readonly kind: "reminder_planned"; readonly dueOn: DayNumber; readonly amountMinor: bigint }
  | { readonly kind: "reminder_cancelled"; readonly dueOn: DayNumber };

/** The end of the calendar: nothing is due by time alone. */
export const never = 2_932_896 as DayNumber; // 9999-12-31

/**
 * Decides one account's business date. Pure: the same facts and date give the same decisions, on any
 * machine, in any order. Thresholds are "crossed since the last look", so that a missed day, a late
 * file or a rerun decides the same.
 *
 * @throws InvariantError where the facts contradict themselves; the day cycle lists the account and
 * goes on.
 */
export function planAccountDay(facts: AccountFacts, on: DayNumber): AccountDecision {
  const position = positionOf(facts);
  const collections = planCollections(facts, position.bucket, on);
  const reminder = planReminder(facts, position, on);
  const events = [
    ...bucketEvents(facts.prior.bucket, position.bucket),
    ...collections.events,
    ...reminder.events,
  ];
  return {
    accountId: facts.accountId,
    agedOn: facts.book.ageOn,
    position,
    collectionsSince: collections.since,
    timesInCollections: collections.times,
    remindedDueOn: reminder.dueOn,
    events,
    nextEventOn: nextEventOn(facts, position, { on, remindedDueOn: reminder.dueOn }),
  };
}

function positionOf(facts: AccountFacts): Position {
  const ageing = { on: facts.book.ageOn, policy: facts.policy };
  const { source } = facts;
  const position =
    source.kind === "serviced"
      ? servicedPosition(source.loan, source.events, ageing)
      : hostPosition(source.balance, ageing);
  assert(total(position.pastDue) >= 0n, "amount past due is negative");
  return { ...position, bucket: stageOf(facts, position) };
}

/** Charge-off and closing stand above the bands: they are stages of the debt, not degrees of delay. */
function stageOf(facts: AccountFacts, position: Position): Bucket {
  if (facts.status === "charged_off") return total(position.balance) > 0n ? "CO" : "X";
  if (facts.status !== "open") return "X";
  const isPaidOff = facts.source.kind === "serviced" && total(position.balance) === 0n;
  return isPaidOff ? "X" : position.bucket;
}

const bucketEvents = (from: Bucket | undefined, to: Bucket): AccountDayEvent[] =>
  from === undefined || from === to ? [] : [{ kind: "bucket_changed", from, to }];

function planCollections(
  { prior, status }: AccountFacts,
  bucket: Bucket,
  on: DayNumber,
): { since: DayNumber | undefined; times: number; events: AccountDayEvent[] } {
  const since = prior.collectionsSince;
  const times = prior.timesInCollections;
  if (isLate(bucket) && since === undefined) {
    const reason = bucket === "CO" ? "charged_off" : "past_due";
    return { since: on, times: times + 1, events: [{ kind: "entered_collections", reason }] };
  }
  if (!isLate(bucket) && since !== undefined) {
    const reason = status === "open" ? "paid" : "closed";
    return { since: undefined, times, events: [{ kind: "exited_collections", reason }] };
  }
  return { since, times, events: [] };
}

/**
 * A pre-due reminder (还款提醒) belongs to a current account with an instalment coming up, once per
 * due date. If the instalment is paid meanwhile, the planned reminder dies.
 */
function planReminder(
  facts: AccountFacts,
  position: Position,
  on: DayNumber,
): { dueOn: DayNumber | undefined; events: AccountDayEvent[] } {
  const { nextDueOn, nextDueMinor } = position;
  const reminded = facts.prior.remindedDueOn;
  const isMoot = reminded !== nextDueOn || facts.status !== "open";
  const isCovered = reminded !== undefined && reminded >= on && isMoot;
  const events: AccountDayEvent[] = isCovered
    ? [{ kind: "reminder_cancelled", dueOn: reminded }]
    : [];
  if (nextDueOn === undefined || nextDueOn === reminded || !isComing(facts, position, on))
    return { dueOn: isCovered ? undefined : reminded, events };
  events.push({ kind: "reminder_planned", dueOn: nextDueOn, amountMinor: nextDueMinor });
  return { dueOn: nextDueOn, events };
}

function isComing(facts: AccountFacts, position: Position, on: DayNumber): boolean {
  const { nextDueOn, nextDueMinor, bucket } = position;
  if (
    facts.status !== "open" ||
    bucket !== "C" ||
    facts.isReminderHeld ||
    nextDueOn === undefined ||
    nextDueMinor <= 0n
  )
    return false;
  return nextDueOn >= on && nextDueOn - facts.reminderDaysBefore <= on;
}

/**
 * Where the data lags behind the business date, what should have happened in between is looked at
 * again tomorrow rather than decided on half the facts.
 */
function nextEventOn(
  facts: AccountFacts,
  position: Position,
  { on, remindedDueOn }: { on: DayNumber; remindedDueOn: DayNumber | undefined },
): DayNumber {
  if (facts.status !== "open" && facts.status !== "charged_off") return never;
  const dates: number[] = [never];
  const { nextDueOn } = position;
  if (nextDueOn !== undefined) {
    dates.push(addDays(nextDueOn, 1));
    if (remindedDueOn !== nextDueOn) dates.push(addDays(nextDueOn, -facts.reminderDaysBefore));
    // The hold on a reminder may end before the due date.
    if (facts.isReminderHeld && nextDueOn - facts.reminderDaysBefore <= on && on < nextDueOn)
      dates.push(on + 1);
  }
  if (facts.source.kind === "serviced") {
    dates.push(...eventDates(facts.source, on));
    if (isAccruing(facts.source, position)) dates.push(on + 1);
  }
  const attention = nextAttentionOn(facts, position);
  if (attention !== undefined) dates.push(attention);
  const first = Math.min(...dates.map((date) => (date > facts.book.ageOn ? date : never)));
  return Math.max(first, on + 1) as DayNumber;
}

/** Late charges grow by the day: an amount that is told must be today's. */
const isAccruing = ({ loan }: ServicedSource, { pastDue }: Position): boolean =>
  loan.policy.penalty.rate.kind !== "none" && total(pastDue) > 0n;

/** Days on which what is already known takes effect; a running freeze of ageing is watched daily. */
function eventDates({ events }: ServicedSource, on: DayNumber): number[] {
  const dates: number[] = [];
  for (const event of events) {
    dates.push(event.effectiveOn);
    if (event.kind === "settlement_discount") dates.push(addDays(event.payBy, 1));
    if (event.kind === "pause" && (event.until === undefined || event.until > on))
      dates.push(on + 1);
  }
  return dates;
}

function nextAttentionOn(facts: AccountFacts, position: Position): DayNumber | undefined {
  const { oldestUnpaidDueOn, dpd } = position;
  if (oldestUnpaidDueOn === undefined || dpd.kind !== "exact") return undefined;
  const days = certainDays(dpd);
  const marks = [...attentionDays(facts.policy.bands), facts.policy.graceDays + 1];
  const next = Math.min(...marks.filter((day) => day > days));
  return Number.isFinite(next) ? addDays(oldestUnpaidDueOn, next) : undefined;
}
