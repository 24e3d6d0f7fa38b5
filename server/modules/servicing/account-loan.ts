import { LoanPolicy, toLedgerPolicy } from "@mora/contract/loan-policy";
import { type DayCounting, defaultDayCounting } from "@mora/core/arrears/loan-days";
import { assert } from "@mora/core/kernel/assert";
import { addDays, type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { parseRate, type Rate } from "@mora/core/kernel/rate";
import { unwrap } from "@mora/core/kernel/result";
import type { LoanEvent } from "@mora/core/ledger/events";
import type { Loan } from "@mora/core/ledger/loan";
import type { LedgerPolicy } from "@mora/core/ledger/policy";
import { receiptEvents } from "@mora/core/ledger/receipts";
import { assertSchedule, type Schedule } from "@mora/core/ledger/schedule";
import { type StoredEvent, storedEvents } from "./stored-event.ts";

/**
 * A serviced account as the loan engine takes it: the one place where rows become a loan and its
 * events, for the day cycle, the pages and quotes alike.
 */
export type LoanRow = {
  readonly currency: string;
  readonly opened_on: string | null;
  /** Contract rate a year, an exact decimal. */
  readonly annual_rate: string | null;
  readonly due_on: readonly DayNumber[] | null;
  readonly principal_minor: readonly bigint[] | null;
  readonly interest_minor: readonly bigint[] | null;
  readonly fee_minor: readonly bigint[] | null;
  readonly payment_id: readonly string[] | null;
  readonly payment_on: readonly DayNumber[] | null;
  readonly payment_minor: readonly bigint[] | null;
  readonly payment_reverses: readonly (string | null)[] | null;
  readonly events: readonly StoredEvent[] | null;
};

export type AccountLoan = { readonly loan: Loan; readonly events: readonly LoanEvent[] };

const noSchedule: Schedule = { dueOn: [], principalMinor: [], interestMinor: [], feeMinor: [] };

/** Throws InvariantError where the rows contradict themselves. */
export function accountLoan(row: LoanRow, policy: LedgerPolicy): AccountLoan {
  const schedule = scheduleOf(row);
  const events = [...paymentEvents(row), ...storedEvents(row.events ?? [], row.currency)];
  const rate = row.annual_rate === null ? undefined : unwrap(parseRate(row.annual_rate));
  const startOn = startOf(row, schedule, events);
  assert(
    policy.excess !== "reamortise",
    "the product's terms plan the schedule anew for excess money, and only its schedule is known",
  );
  return {
    loan: {
      currency: row.currency,
      startOn,
      schedule,
      policy,
      ...(rate === undefined ? {} : { rates: [{ from: startOn, rate: rate as Rate }] }),
    },
    events,
  };
}

function scheduleOf(row: LoanRow): Schedule {
  if (row.due_on === null) return noSchedule;
  const schedule = {
    dueOn: row.due_on,
    principalMinor: row.principal_minor ?? [],
    interestMinor: row.interest_minor ?? [],
    feeMinor: row.fee_minor ?? [],
  };
  assertSchedule(schedule);
  return schedule;
}

const paymentEvents = (row: LoanRow): LoanEvent[] =>
  receiptEvents(
    (row.payment_id ?? []).map((id, i) => ({
      id,
      effectiveOn: row.payment_on?.[i] as DayNumber,
      minor: row.payment_minor?.[i] ?? 0n,
      reverses: row.payment_reverses?.[i] ?? undefined,
    })),
  );

/**
 * The first disbursement. Where the source does not say, one period before the first due date: it only
 * matters for the interest of that period in an early payoff.
 */
function startOf(row: LoanRow, { dueOn }: Schedule, events: readonly LoanEvent[]): DayNumber {
  const [first, second] = dueOn;
  const period = first !== undefined && second !== undefined ? second - first : 30;
  let start =
    row.opened_on === null
      ? addDays(first ?? (0 as DayNumber), -period)
      : dayFromTrustedIso(row.opened_on);
  if (first !== undefined && start >= first) start = addDays(first, -period);
  for (const { effectiveOn } of events) if (effectiveOn < start) start = effectiveOn;
  return start;
}

const policies = new Map<string, LedgerPolicy>();

/** The ledger's switches from product terms; the same object for the same text. */
export function ledgerPolicyOf(policy: unknown, currency: string): LedgerPolicy {
  const key = `${currency} ${JSON.stringify(policy)}`;
  let known = policies.get(key);
  if (known === undefined) {
    known = unwrap(toLedgerPolicy(LoanPolicy.parse(policy), currency));
    policies.set(key, known);
  }
  return known;
}

/** SQL for the payments of account `a` as parallel arrays, for a lateral join named `p`. */
export const PAYMENT_ARRAYS = `
  select array_agg(q.payment_id) as payment_id, array_agg(q.effective_on) as payment_on,
    array_agg(q.amount_minor) as payment_minor, array_agg(q.reverses_payment_id) as payment_reverses
  from payment q
  where q.party_id = a.party_id and q.account_id = a.account_id and q.superseded_at is null`;

/** SQL for its other events, for a lateral join named `v`. */
export const EVENT_ARRAY = `
  select jsonb_agg(jsonb_build_object('id', q.event_id, 'on', q.effective_on, 'at', extract(epoch from q.recorded_at), 'body', q.body)) as events
  from loan_event q where q.party_id = a.party_id and q.account_id = a.account_id`;

/** How the product counts days past due. */
export const dayCountingOf = ({ ageing = {} }: LoanPolicy): DayCounting => ({
  dueDateIs: ageing.dueDateIs ?? defaultDayCounting.dueDateIs,
  level: ageing.level ?? defaultDayCounting.level,
});
