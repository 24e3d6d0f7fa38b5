import type { EventForm } from "@mora/contract/loan-terms";
import { minuteOf, type TextReader, textReader } from "@mora/contract/loan-text";
import type { DayNumber } from "@mora/core/kernel/business-date";
import type { Refusal, Result } from "@mora/core/kernel/result";
import { admit } from "@mora/core/ledger/admit";
import type { EventBody, LoanEvent } from "@mora/core/ledger/events";
import type { Loan } from "@mora/core/ledger/loan";
import { scheduleOf } from "./loan.ts";

/** An event as told, and what became of it: admitted, or refused and gone. */
export type RecordedEvent = {
  readonly form: EventForm;
  readonly id: string;
  readonly recordedOn: string;
  readonly event: LoanEvent | undefined;
  readonly refusal: Refusal | undefined;
};

/** Events a day at most: `recordedAt` is a day and a place in it. */
const PLACES = 1_000_000;

/** The last moment of a day on the scale of `recordedAt`. */
export const endOf = (on: DayNumber): number => on * PLACES + PLACES - 1;

/**
 * Records the events in the order in which they became known, each through `admit`, as the platform would.
 * What is refused leaves no trace, except here.
 */
export function recordEvents(loan: Loan, forms: readonly EventForm[]): readonly RecordedEvent[] {
  const named = forms.map((form, i) => ({ form, id: form.id ?? `e${i + 1}`, place: i }));
  const recordedOn = ({ on, recordedOn }: EventForm): string => recordedOn ?? on;
  const inOrder = named.sort((a, b) => {
    const [x, y] = [recordedOn(a.form), recordedOn(b.form)];
    return x < y ? -1 : x > y ? 1 : a.place - b.place;
  });
  let history: readonly LoanEvent[] = [];
  return inOrder.map(({ form, id, place }) => {
    const head = { form, id, recordedOn: recordedOn(form) };
    const read = toLoanEvent(form, { id, place, currency: loan.currency });
    if (!read.ok) return { ...head, event: undefined, refusal: read.error };
    const admitted = admit(loan, history, read.value);
    if (!admitted.ok) return { ...head, event: undefined, refusal: admitted.error };
    history = admitted.value;
    return { ...head, event: read.value, refusal: undefined };
  });
}

type Naming = { readonly id: string; readonly place: number; readonly currency: string };

/** A story's event as the ledger takes it; refuses amounts, rates and dates that cannot be. */
export function toLoanEvent(form: EventForm, { id, place, currency }: Naming): Result<LoanEvent> {
  const reader = textReader(currency);
  const head = {
    id,
    effectiveOn: reader.day(form.on),
    recordedAt: reader.day(form.recordedOn ?? form.on) * PLACES + place,
    ...(form.currency !== undefined && { currency: form.currency }),
    ...(form.at !== undefined && { receivedMinute: minuteOf(form.at) }),
  };
  return reader.result({ ...head, ...bodyOf(form, reader) } as LoanEvent);
}

function bodyOf(form: EventForm, reader: TextReader): EventBody {
  switch (form.kind) {
    case "fee":
    case "penalty":
      return chargeOf(form, reader);
    case "waiver":
      return {
        kind: form.kind,
        component: form.component,
        amountMinor: reader.amount(form.amount),
        ...(form.no !== undefined && { no: form.no }),
      };
    case "chargeback":
      return { kind: form.kind, of: form.of, feeMinor: reader.amount(form.fee ?? "0") };
    case "settlement_discount":
      return {
        kind: form.kind,
        amountMinor: reader.amount(form.amount),
        payBy: reader.day(form.payBy),
      };
    case "guarantor_payout":
      return {
        kind: form.kind,
        amountMinor: reader.amount(form.amount),
        guarantor: form.guarantor,
      };
    case "disbursement":
    case "payment":
    case "recovery":
    case "refund":
    case "credit":
    case "goodwill_credit":
      return { kind: form.kind, amountMinor: reader.amount(form.amount) };
    case "reversal":
    case "resume":
      return { kind: form.kind, of: form.of };
    case "sale":
      return { kind: form.kind, buyer: form.buyer };
    default:
      return changeOf(form, reader);
  }
}

function chargeOf(
  form: Extract<EventForm, { kind: "fee" | "penalty" }>,
  reader: TextReader,
): EventBody {
  return {
    kind: form.kind,
    component: form.component ?? form.kind,
    amountMinor: reader.amount(form.amount),
    ...(form.dueOn !== undefined && { dueOn: reader.day(form.dueOn) }),
    ...(form.becauseLate !== undefined && {
      cause: { kind: "late" as const, dueOn: reader.day(form.becauseLate) },
    }),
  };
}

type Change = Extract<
  EventForm,
  {
    kind:
      | "rate_change"
      | "reschedule"
      | "re_age"
      | "re_amortise"
      | "deferral"
      | "restructure"
      | "pause"
      | "charge_off"
      | "undo_charge_off"
      | "release"
      | "owner_share";
  }
>;

function changeOf(form: Change, reader: TextReader): EventBody {
  switch (form.kind) {
    case "rate_change":
      return { kind: form.kind, rate: reader.rate(form.rate) };
    case "reschedule":
      return { kind: form.kind, schedule: scheduleOf(form.rows, reader) };
    case "re_age":
      return { kind: form.kind, newDueOn: reader.day(form.newDueOn) };
    case "re_amortise":
      return { kind: form.kind, ...(form.count !== undefined && { count: form.count }) };
    case "deferral":
      return { kind: form.kind, months: form.months, bearsInterest: form.bearsInterest };
    case "restructure":
      return {
        kind: form.kind,
        capitalised: form.capitalised,
        count: form.count,
        firstDueOn: reader.day(form.firstDueOn),
        ...(form.rate !== undefined && { rate: reader.rate(form.rate) }),
      };
    case "pause":
      return {
        kind: form.kind,
        freezes: form.freezes,
        ...(form.until !== undefined && { until: reader.day(form.until) }),
      };
    case "owner_share":
      return {
        kind: form.kind,
        shares: form.shares.map(({ owner, sharePpm, component }) => ({
          owner,
          sharePpm,
          ...(component !== undefined && { component }),
        })),
      };
    default:
      return { kind: form.kind };
  }
}
