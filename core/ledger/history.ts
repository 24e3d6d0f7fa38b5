import { assert } from "../kernel/assert.ts";
import { nextWorkingDay } from "../kernel/business-calendar.ts";
import { addDays, type DayNumber } from "../kernel/business-date.ts";
import { type EventBody, type EventHead, type LoanEvent, rankOfKind } from "./events.ts";
import type { Loan } from "./loan.ts";
import type { CutOff } from "./policy.ts";

/** Up to which business date, and as known at which moment (`recordedAt`), a history is read. */
export type Reading = {
  readonly asOf: DayNumber;
  readonly knownAt?: number;
  /** Writes down every stretch of accrual too: for those who explain, not for those who decide. */
  readonly isExplained?: boolean;
};

export type EventOf<Kind extends EventBody["kind"]> = EventHead &
  Extract<EventBody, { readonly kind: Kind }>;

/** A stretch of frozen time; `until` is the first day after it. */
export type Pause = {
  readonly eventId: string;
  readonly from: DayNumber;
  readonly until: DayNumber | undefined;
  readonly freezes: EventOf<"pause">["freezes"];
};

/**
 * The events that stand on `asOf`, in the one order in which they are replayed: by effective date, kind
 * and id, never by the order of recording. A reversed event is gone as if it had never been; the
 * reversal itself does nothing more.
 */
export function standingEvents(
  loan: Loan,
  events: readonly LoanEvent[],
  { asOf, knownAt }: Reading,
): LoanEvent[] {
  const standing: LoanEvent[] = [];
  let undone: Set<string> | undefined;
  for (const event of events) {
    if (knownAt !== undefined && event.recordedAt > knownAt) continue;
    const effective = afterCutOff(loan, event);
    if (effective.effectiveOn > asOf) continue;
    standing.push(effective);
    if (event.kind === "reversal" || event.kind === "chargeback") {
      undone ??= new Set();
      undone.add(event.of);
    }
  }
  const left = undone === undefined ? standing : withoutUndone(standing, undone);
  return left.sort(byReplayOrder);
}

const withoutUndone = (events: LoanEvent[], undone: ReadonlySet<string>): LoanEvent[] =>
  events.filter((event) => !undone.has(event.id) && event.kind !== "reversal");

function byReplayOrder(a: LoanEvent, b: LoanEvent): number {
  return (
    a.effectiveOn - b.effectiveOn ||
    rankOfKind[a.kind] - rankOfKind[b.kind] ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** Money that comes after the cut-off counts for the next day (12 CFR 1026.10 for the US). */
export function afterCutOff(loan: Loan, event: LoanEvent): LoanEvent {
  const { cutOff } = loan.policy;
  if (cutOff === undefined || event.receivedMinute === undefined) return event;
  if (event.receivedMinute < cutOff.minute) return event;
  return { ...event, effectiveOn: dayAfter(loan, event.effectiveOn, cutOff.then) };
}

function dayAfter({ calendar }: Loan, on: DayNumber, then: CutOff["then"]): DayNumber {
  if (then === "next_day") return addDays(on, 1);
  assert(calendar, "the payment-date cut-off goes by working days, and no calendar is known");
  return nextWorkingDay(on, calendar);
}

/** Pauses with the end that a resume may have brought forward, in order of their beginning. */
export function pausesOf(events: readonly LoanEvent[]): Pause[] {
  const pauses: Pause[] = [];
  for (const event of events) {
    if (event.kind !== "pause") continue;
    const resumes = events.filter((other) => other.kind === "resume" && other.of === event.id);
    const ends = resumes.map(({ effectiveOn }) => effectiveOn);
    if (event.until !== undefined) ends.push(event.until);
    pauses.push({
      eventId: event.id,
      from: event.effectiveOn,
      until: ends.length === 0 ? undefined : (Math.min(...ends) as DayNumber),
      freezes: event.freezes,
    });
  }
  return pauses;
}

const isFrozenOn = (pause: Pause, on: DayNumber): boolean =>
  pause.from <= on && (pause.until === undefined || on < pause.until);

export const isFrozen = (
  pauses: readonly Pause[],
  frozen: Pause["freezes"][number],
  on: DayNumber,
): boolean => pauses.some((pause) => pause.freezes.includes(frozen) && isFrozenOn(pause, on));

/** The days of `from` (inclusive) to `to` (exclusive) on which `frozen` stands still. */
export function frozenDays(
  pauses: readonly Pause[],
  frozen: Pause["freezes"][number],
  { from, to }: { readonly from: DayNumber; readonly to: DayNumber },
): number {
  let days = 0;
  let counted = from;
  for (const pause of pauses) {
    if (!pause.freezes.includes(frozen)) continue;
    const start = Math.max(pause.from, counted);
    const end = Math.min(pause.until ?? to, to);
    if (end <= start) continue;
    days += end - start;
    counted = end as DayNumber;
  }
  return days;
}
