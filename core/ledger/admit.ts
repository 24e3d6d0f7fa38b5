import { type DayNumber, isoFromDay } from "../kernel/business-date.ts";
import { ok, type Refusal, type Result } from "../kernel/result.ts";
import { at, type Component } from "./components.ts";
import type { LoanEvent } from "./events.ts";
import type { Loan } from "./loan.ts";
import { replay } from "./replay/replay.ts";
import { scheduleFault } from "./schedule.ts";
import type { Claim, LoanState } from "./state.ts";

/**
 * Why an event cannot be. What is impossible is refused when it is recorded, by name, and never
 * absorbed: a replay of an admitted history then has nothing to refuse.
 */
export type AdmitRefusal = Refusal<
  | "EVENT_DUPLICATE"
  | "EVENT_BEFORE_DISBURSEMENT"
  | "EVENT_AFTER_RELEASE"
  | "CURRENCY_MISMATCH"
  | "AMOUNT_NOT_POSITIVE"
  | "COMPONENT_NOT_CHARGEABLE"
  | "TARGET_UNKNOWN"
  | "TARGET_REVERSED"
  | "TARGET_NOT_REVERSIBLE"
  | "REVERSAL_BEFORE_TARGET"
  | "WAIVER_ABOVE_BALANCE"
  | "REFUND_ABOVE_CREDIT"
  | "DATE_NOT_LATER"
  | "TERMS_MISSING"
  | "NOTHING_TO_REPLAN"
  | "SCHEDULE_MISMATCH"
  | "SHARES_MISMATCH"
  | "STATUS_MISMATCH"
  | "PLAN_IMPOSSIBLE"
  | "CALENDAR_MISSING"
>;

type Check = (
  loan: Loan,
  history: readonly LoanEvent[],
  event: LoanEvent,
) => AdmitRefusal | undefined;

/**
 * The history with one more event, or why it cannot be. Checked against the state on the event's
 * effective date as known now; events already recorded stay, whatever comes after.
 */
export function admit(
  loan: Loan,
  history: readonly LoanEvent[],
  event: LoanEvent,
): Result<readonly LoanEvent[], AdmitRefusal> {
  for (const check of checks) {
    const error = check(loan, history, event);
    if (error) return { ok: false, error };
  }
  return ok([...history, event]);
}

const no = (code: AdmitRefusal["code"], detail: string): AdmitRefusal => ({ code, detail });

const checkIdentity: Check = (loan, history, event) => {
  if (history.some(({ id }) => id === event.id))
    return no("EVENT_DUPLICATE", `an event ${event.id} is recorded already`);
  if (event.currency !== undefined && event.currency !== loan.currency)
    return no("CURRENCY_MISMATCH", `${event.currency} was given, the loan is in ${loan.currency}`);
  if (event.effectiveOn < loan.startOn)
    return no(
      "EVENT_BEFORE_DISBURSEMENT",
      `${isoFromDay(event.effectiveOn)} is before the first disbursement on ${isoFromDay(loan.startOn)}`,
    );
  return undefined;
};

const checkAmount: Check = (_loan, _history, event) => {
  if ("amountMinor" in event && event.amountMinor <= 0n)
    return no(
      "AMOUNT_NOT_POSITIVE",
      `an amount of ${event.amountMinor} minor units is no ${event.kind}`,
    );
  if ((event.kind === "fee" || event.kind === "penalty") && event.component === "principal")
    return no("COMPONENT_NOT_CHARGEABLE", "principal is disbursed, never charged");
  if (event.kind === "chargeback" && event.feeMinor < 0n)
    return no("AMOUNT_NOT_POSITIVE", "a fee cannot be negative");
  return undefined;
};

const reversible = new Set<LoanEvent["kind"]>([
  "payment",
  "recovery",
  "refund",
  "credit",
  "goodwill_credit",
  "fee",
  "penalty",
  "waiver",
  "settlement_discount",
  "guarantor_payout",
  "pause",
  "disbursement",
  "rate_change",
  "reschedule",
  "re_age",
  "re_amortise",
  "deferral",
  "restructure",
  "charge_off",
  "release",
  "owner_share",
  "sale",
]);

const checkTarget: Check = (_loan, history, event) => {
  if (event.kind !== "reversal" && event.kind !== "chargeback" && event.kind !== "resume")
    return undefined;
  const target = history.find(({ id }) => id === event.of);
  if (!target) return no("TARGET_UNKNOWN", `there is no event ${event.of}`);
  const isFit =
    event.kind === "resume"
      ? target.kind === "pause"
      : event.kind === "chargeback"
        ? target.kind === "payment" || target.kind === "recovery"
        : reversible.has(target.kind);
  if (!isFit) return no("TARGET_NOT_REVERSIBLE", `a ${target.kind} cannot have a ${event.kind}`);
  if (isUndone(history, target.id))
    return no("TARGET_REVERSED", `event ${target.id} is taken back already`);
  if (event.effectiveOn < target.effectiveOn)
    return no("REVERSAL_BEFORE_TARGET", `event ${target.id} is effective later`);
  return undefined;
};

const isUndone = (history: readonly LoanEvent[], id: string): boolean =>
  history.some(
    (event) => (event.kind === "reversal" || event.kind === "chargeback") && event.of === id,
  );

/** The day that must lie ahead: asking for something in the past would make lateness of nothing. */
const dateAhead = (event: LoanEvent): DayNumber | undefined => {
  switch (event.kind) {
    case "re_age":
      return event.newDueOn;
    case "restructure":
      return event.firstDueOn;
    case "pause":
      return event.until;
    case "reschedule":
      return event.schedule.dueOn[0];
    default:
      return undefined;
  }
};

const checkDates: Check = (_loan, _history, event) => {
  const ahead = dateAhead(event);
  if (ahead !== undefined && ahead <= event.effectiveOn)
    return no("DATE_NOT_LATER", `${isoFromDay(ahead)} is not after the event's own date`);
  if (event.kind === "settlement_discount" && event.payBy < event.effectiveOn)
    return no("DATE_NOT_LATER", "a settlement must leave time to pay");
  if (
    (event.kind === "fee" || event.kind === "penalty") &&
    (event.dueOn ?? event.effectiveOn) < event.effectiveOn
  )
    return no("DATE_NOT_LATER", "a charge cannot be due before it exists");
  if (event.kind === "deferral" && !isBetween(event.months, 1, DEFERRAL_MONTHS_MAX))
    return no("DATE_NOT_LATER", `a deferral moves due dates by 1 to ${DEFERRAL_MONTHS_MAX} months`);
  return undefined;
};

const DEFERRAL_MONTHS_MAX = 120;
const INSTALMENTS_MAX = 36_525;

const isBetween = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** What no terms allow, whatever is left to be planned. */
const checkTerms: Check = (_loan, _history, event) => {
  if ("rate" in event && event.rate !== undefined && event.rate < 0n)
    return no("PLAN_IMPOSSIBLE", "a contract rate cannot be negative");
  if ("count" in event && event.count !== undefined && !isBetween(event.count, 1, INSTALMENTS_MAX))
    return no("PLAN_IMPOSSIBLE", `a plan has 1 to ${INSTALMENTS_MAX} instalments`);
  if (event.kind !== "reschedule") return undefined;
  const fault = scheduleFault(event.schedule);
  return fault === undefined ? undefined : no("SCHEDULE_MISMATCH", fault);
};

/** A cut-off by working days needs to know them. */
const checkCalendar: Check = ({ policy, calendar }, _history, { receivedMinute }) =>
  receivedMinute !== undefined && policy.cutOff?.then === "next_working_day" && !calendar
    ? no("CALENDAR_MISSING", "the cut-off goes by working days, and no calendar is known")
    : undefined;

const checkShares: Check = (_loan, _history, event) => {
  if (event.kind !== "owner_share") return undefined;
  const byComponent = new Map<string, number>();
  for (const { component, sharePpm } of event.shares)
    byComponent.set(component ?? "", (byComponent.get(component ?? "") ?? 0) + sharePpm);
  // The shares that name no component own whatever the others do not name.
  const isWhole =
    byComponent.has("") && [...byComponent.values()].every((ppm) => ppm === 1_000_000);
  if (!isWhole || event.shares.some(({ sharePpm }) => sharePpm < 0))
    return no(
      "SHARES_MISMATCH",
      "shares sum to 1,000,000 millionths, in all and for each component that is named",
    );
  return undefined;
};

/** Checks against what the loan owes on the event's date; the loan is replayed only where one needs it. */
const checkState: Check = (loan, history, event) => {
  const rule = stateRules[event.kind];
  const isReleased = history.some((e) => e.kind === "release" && !isUndone(history, e.id));
  if (!rule && !isReleased) return undefined;
  const before = replay(loan, history, { asOf: event.effectiveOn });
  if (before.releasedOn !== undefined && !isAllowedAfterRelease(event))
    return no("EVENT_AFTER_RELEASE", `the claim ended on ${isoFromDay(before.releasedOn)}`);
  return rule?.(loan, before, event as never);
};

const isAllowedAfterRelease = ({ kind }: LoanEvent): boolean =>
  kind === "reversal" ||
  kind === "chargeback" ||
  kind === "payment" ||
  kind === "recovery" ||
  kind === "credit" ||
  kind === "refund";

type StateRule<E> = (loan: Loan, before: LoanState, event: E) => AdmitRefusal | undefined;
type StateRules = {
  readonly [K in LoanEvent["kind"]]?: StateRule<Extract<LoanEvent, { kind: K }>>;
};

const openAmount = (claims: readonly Claim[], component: Component): bigint =>
  claims.reduce((sum, { open }) => sum + at(open, component), 0n);

const needsTerms: StateRule<LoanEvent> = (loan) =>
  loan.terms ? undefined : no("TERMS_MISSING", "an imported schedule cannot be planned anew");

const needsInstalments: StateRule<LoanEvent> = (loan, before, event) =>
  needsTerms(loan, before, event) ?? hasInstalments(loan, before, event);

const hasInstalments: StateRule<LoanEvent> = (_loan, before) =>
  before.claims.some(({ kind, dueOn }) => kind === "instalment" && dueOn > before.asOf)
    ? undefined
    : no("NOTHING_TO_REPLAN", "no instalment is to come");

const stateRules: StateRules = {
  recovery: (_loan, { chargedOffOn }) =>
    chargedOffOn === undefined
      ? no("STATUS_MISMATCH", "a recovery comes after charge-off; this is a payment")
      : undefined,
  charge_off: (_loan, { chargedOffOn }) =>
    chargedOffOn === undefined ? undefined : no("STATUS_MISMATCH", "it is charged off already"),
  undo_charge_off: (_loan, { chargedOffOn }) =>
    chargedOffOn === undefined ? no("STATUS_MISMATCH", "it is not charged off") : undefined,
  disbursement: needsInstalments,
  re_amortise: needsInstalments,
  deferral: hasInstalments,
  rate_change: needsTerms,
  restructure: needsTerms,
  reschedule: (_loan, before, { schedule }) => {
    const ahead = before.claims.filter(({ dueOn }) => dueOn > before.asOf);
    const open = openAmount(ahead, "principal");
    const planned = schedule.principalMinor.reduce((sum, minor) => sum + minor, 0n);
    return planned === open
      ? undefined
      : no("SCHEDULE_MISMATCH", `the new schedule repays ${planned}, what remains is ${open}`);
  },
};

/** Whether a waiver or a refund finds what it gives up shows only in its place among the day's events. */
const checkTaking: Check = (loan, history, event) => {
  if (event.kind !== "waiver" && event.kind !== "refund") return undefined;
  const { entries } = replay(loan, [...history, event], { asOf: event.effectiveOn });
  const entry = entries.find(({ eventId }) => eventId === event.id);
  if (entry?.kind === "refunded" && entry.uncoveredMinor > 0n)
    return no(
      "REFUND_ABOVE_CREDIT",
      `only ${entry.minor - entry.uncoveredMinor} minor units are overpaid`,
    );
  if (event.kind !== "waiver" || entry?.kind !== "waived") return undefined;
  const open = entry.parts.reduce((sum, { minor }) => sum + minor, 0n);
  return open < event.amountMinor
    ? no("WAIVER_ABOVE_BALANCE", `only ${open} minor units of ${event.component} are open`)
    : undefined;
};

/** A plan that the terms make impossible shows only once it is made. */
const checkPlan: Check = (loan, history, event) => {
  if (!(event.kind in planned)) return undefined;
  const after = replay(loan, [...history, event], { asOf: event.effectiveOn });
  const refused = after.entries.find((e) => e.eventId === event.id && e.kind === "refused");
  return refused?.kind === "refused"
    ? no("PLAN_IMPOSSIBLE", `${refused.code}: ${refused.detail}`)
    : undefined;
};

const planned = { disbursement: 1, rate_change: 1, re_amortise: 1, restructure: 1 };

const checks: readonly Check[] = [
  checkIdentity,
  checkCalendar,
  checkAmount,
  checkTerms,
  checkTarget,
  checkDates,
  checkShares,
  checkState,
  checkTaking,
  checkPlan,
];
