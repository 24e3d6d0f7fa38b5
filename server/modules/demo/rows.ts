import type { DayNumber } from "@mora/core/kernel/business-date";
import { decimalOf } from "@mora/core/kernel/rate";
import type { CardLife, CardState } from "./cards.ts";
import type { Call, DemoPromise, Talks } from "./contacts.ts";
import { iso, type Row, yuan } from "./csv.ts";
import type { Loan, LoanLife } from "./loans.ts";
import { pad } from "./numbers.ts";
import type { Payment } from "./payments.ts";

/** Rows of the bundle from the objects of the world. */

export function loanRow(
  { loan, stretches }: LoanLife,
  { personKey, on }: { personKey: string; on: DayNumber },
): Row<"accounts"> {
  const late = stretches.find((s) => s.from <= on && s.to >= on);
  const lost =
    late && on - late.oldestDueOn > 180 ? iso((late.oldestDueOn + 181) as DayNumber) : undefined;
  return {
    account_key: loan.key,
    person_key: personKey,
    product_code: loan.product,
    product_kind: "instalment_loan",
    currency: "CNY",
    opened_on: iso(loan.openedOn),
    principal: yuan(loan.principal),
    status: lost ? "charged_off" : "open",
    charged_off_on: lost,
    signing_on: iso(loan.openedOn),
    annual_rate: decimalOf(loan.rate),
  };
}

export function cardRow(card: CardLife, personKey: string): Row<"accounts"> {
  return {
    account_key: card.key,
    person_key: personKey,
    product_code: card.product,
    product_kind: "card",
    currency: "CNY",
    opened_on: iso(card.openedOn),
    principal: yuan(card.limit),
    status: "open",
    signing_on: iso(card.openedOn),
  };
}

export function* instalmentRows(loan: Loan): Iterable<Row<"instalments">> {
  for (let i = 0; i < loan.dueOn.length; i++) {
    const fee = loan.fees[i] as number;
    yield {
      account_key: loan.key,
      no: String(i + 1),
      due_on: iso(loan.dueOn[i] as DayNumber),
      principal: yuan(loan.principals[i] as number),
      interest: yuan(loan.interests[i] as number),
      fee: fee === 0 ? undefined : yuan(fee),
    };
  }
}

/** `index` counts a loan's payments from 0; it is part of the key. */
export function paymentRow(loan: Loan, payment: Payment, index: number): Row<"payments"> {
  return {
    payment_key: `${loan.key}-P${index + 1}`,
    account_key: loan.key,
    effective_on: iso(payment.on),
    amount: yuan(Math.abs(payment.cents)),
    currency: "CNY",
    reverses_key:
      payment.reverses === undefined ? undefined : `${loan.key}-P${payment.reverses + 1}`,
  };
}

export function balanceRow(card: CardLife, state: CardState, asOf: DayNumber): Row<"balances"> {
  const isNextAhead = state.nextDueOn !== undefined && state.nextDueOn >= asOf;
  const oldest = state.oldestUnpaidDueOn === undefined ? undefined : iso(state.oldestUnpaidDueOn);
  return {
    account_key: card.key,
    as_of: iso(asOf),
    balance: yuan(state.balance),
    past_due: yuan(state.pastDue),
    past_due_interest: yuan(state.pastDueInterest),
    oldest_unpaid_due_on: oldest,
    cycles_missed: String(state.cycles),
    next_due_on: isNextAhead ? iso(state.nextDueOn as DayNumber) : undefined,
    next_due: isNextAhead ? yuan(state.nextDue) : undefined,
    statement_on: state.statementOn === undefined ? undefined : iso(state.statementOn),
    minimum_due: state.statementOn === undefined ? undefined : yuan(state.minimumDue),
    past_due_by_cycle: state.byCycle.length === 0 ? undefined : state.byCycle.map(yuan).join("|"),
    first_delinquency_on: oldest,
  };
}

/** The lender's clock: China has had one offset and no summer time since 1991. */
export const instantOf = (on: DayNumber, minute: number): string =>
  `${iso(on)}T${pad(Math.floor(minute / 60), 2)}:${pad(minute % 60, 2)}:00+08:00`;

type Owner = { readonly accountKey: string; readonly personKey: string };

export function callRow(owner: Owner, call: Call, index: number): Row<"contacts"> {
  return {
    contact_event_key: `${owner.accountKey}-C${index + 1}`,
    person_key: owner.personKey,
    account_key: owner.accountKey,
    contact_key: `${owner.personKey}-${call.at}`,
    at: instantOf(call.on, call.minute),
    channel: "call",
    direction: call.isInbound ? "inbound" : "outbound",
    result_code: call.result,
    cause_code: call.cause,
  };
}

export function promiseRow(key: string, promise: DemoPromise, index: number): Row<"promises"> {
  return {
    promise_key: `${key}-Q${index + 1}`,
    account_key: key,
    amount: yuan(promise.cents),
    taken_on: iso(promise.takenOn),
    promised_on: iso(promise.promisedOn),
  };
}

/** A span of days, both ends included. */
export type Span = { readonly from: DayNumber; readonly to: DayNumber };
const within = (on: DayNumber, span: Span): boolean => on >= span.from && on <= span.to;

export function* paymentRowsIn(life: LoanLife, span: Span): Iterable<Row<"payments">> {
  for (let i = 0; i < life.payments.length; i++) {
    const payment = life.payments[i] as Payment;
    if (within(payment.on, span)) yield paymentRow(life.loan, payment, i);
  }
}

export function* callRowsIn(owner: Owner, talks: Talks, span: Span): Iterable<Row<"contacts">> {
  for (let i = 0; i < talks.calls.length; i++) {
    const call = talks.calls[i] as Call;
    if (within(call.on, span)) yield callRow(owner, call, i);
  }
}

export function* promiseRowsIn(key: string, talks: Talks, span: Span): Iterable<Row<"promises">> {
  for (let i = 0; i < talks.promises.length; i++) {
    const promise = talks.promises[i] as DemoPromise;
    if (within(promise.takenOn, span)) yield promiseRow(key, promise, i);
  }
}
