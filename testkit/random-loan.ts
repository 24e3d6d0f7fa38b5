import type { DayNumber } from "@mora/core/kernel/business-date";
import { addDays, dayFromCivil } from "@mora/core/kernel/business-date";
import { RATE_ONE, type Rate } from "@mora/core/kernel/rate";
import { admit } from "@mora/core/ledger/admit";
import { type Component, components } from "@mora/core/ledger/components";
import { dayCounts } from "@mora/core/ledger/day-count";
import type { EventBody, LoanEvent } from "@mora/core/ledger/events";
import type { Loan } from "@mora/core/ledger/loan";
import { planSchedule } from "@mora/core/ledger/plan-schedule";
import type { PlanTerms } from "@mora/core/ledger/plan-terms";
import { defaultLedgerPolicy, type LedgerPolicy, noPenalty } from "@mora/core/ledger/policy";
import fc from "fast-check";

/**
 * Random loans with random policies and random histories: small enough to shrink to something a person
 * can follow, wide enough to reach every switch. Events are proposals; `historyOf` keeps those that the
 * engine admits, in the order in which they come to be known.
 */
export const firstDay: DayNumber = dayFromCivil(2024, 1, 31);

const percent = (n: number): Rate => ((BigInt(n) * RATE_ONE) / 100n) as Rate;

const startOn = fc.integer({ min: 0, max: 400 }).map((days) => addDays(firstDay, days));

const period = fc.constantFrom<PlanTerms["dates"]["period"]>(
  { unit: "month", every: 1 },
  { unit: "week", every: 2 },
  { unit: "day", every: 10 },
  { unit: "month", every: 3 },
);

export const terms: fc.Arbitrary<PlanTerms> = fc
  .record({
    kind: fc.constantFrom<PlanTerms["kind"]>(
      "annuity",
      "equal_principal",
      "flat",
      "interest_only",
      "bullet",
    ),
    on: startOn,
    minor: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1_000, max: 2_000_000 })),
    rate: fc.constantFrom(0, 4, 12, 24, 36, 100, 1_000),
    dayCount: fc.constantFrom(...dayCounts),
    interestPer: fc.constantFrom<PlanTerms["interestPer"]>("days", "period"),
    count: fc.integer({ min: 1, max: 8 }),
    period,
    feeMinor: fc.constantFrom(0, 0, 7),
  })
  .map(({ on, minor, rate, count, ...rest }) => ({
    ...rest,
    disbursements: [{ on, minor: BigInt(minor) }],
    downPaymentMinor: 0n,
    rates: [{ from: on, rate: percent(rate) }],
    dates: { startOn: on, count, period: rest.period, nonWorking: "none" as const },
    accrueTo: "unrolled" as const,
    principalGraceCount: 0,
    interestGrace: { count: 0, mode: "deferred" as const },
    balloonMinor: 0n,
    feeMinor: BigInt(rest.feeMinor),
    roundTo: 1n,
    rounding: "half_up" as const,
  }))
  .map(({ period: _, ...rest }) => rest);

const order: fc.Arbitrary<readonly Component[]> = fc.shuffledSubarray([...components], {
  minLength: components.length,
});

export const penalty: fc.Arbitrary<LedgerPolicy["penalty"]> = fc.record({
  rate: fc.constantFrom<LedgerPolicy["penalty"]["rate"]>(
    { kind: "none" },
    { kind: "times_contract", times: percent(150) },
    { kind: "fixed", rate: percent(18) },
    { kind: "fixed", rate: percent(400) },
  ),
  base: fc.constantFrom<LedgerPolicy["penalty"]["base"]>("principal", "instalment"),
  isCompounding: fc.boolean(),
  flatMinor: fc.constantFrom(0n, 0n, 25n),
  flatComponent: fc.constantFrom<Component>("damages", "fee"),
  graceDays: fc.constantFrom(0, 0, 3, 15),
  isGraceCharged: fc.boolean(),
  dayCount: fc.constantFrom("act_365f" as const, "act_360" as const, "30e_360" as const),
});

export const policy: fc.Arbitrary<LedgerPolicy> = fc
  .record({
    due: order,
    notYetDue: order,
    applicationDirection: fc.constantFrom<LedgerPolicy["applicationDirection"]>(
      "horizontal",
      "vertical",
    ),
    excess: fc.constantFrom<LedgerPolicy["excess"]>("next", "last", "reamortise", "suspense"),
    interestBasis: fc.constantFrom<LedgerPolicy["interestBasis"]>(
      "scheduled",
      "scheduled",
      "daily_balance",
    ),
    payoffInterest: fc.constantFrom<LedgerPolicy["payoffInterest"]>("accrued", "period", "all"),
    penalty: fc.oneof(fc.constant(noPenalty), penalty),
    charges: fc.boolean(),
    costCap: fc.constantFrom(undefined, undefined, undefined, percent(24)),
    inDuplum: fc.constantFrom(false, false, false, true),
  })
  .map(({ due, notYetDue, charges, ...rest }) => ({
    ...defaultLedgerPolicy,
    ...rest,
    applicationOrder: { due, notYetDue },
    ageing: { components: defaultLedgerPolicy.ageing.components, charges },
  }));

/** Loans whose terms allow a schedule; the others are refused by the planner and dropped here. */
export const loan: fc.Arbitrary<Loan> = fc
  .record({ terms, policy })
  .map(({ terms: t, policy: p }): Loan | undefined => {
    const schedule = planSchedule(t);
    if (!schedule.ok) return undefined;
    return {
      currency: "CNY",
      startOn: t.dates.startOn,
      schedule: schedule.value,
      terms: t,
      policy: p,
    };
  })
  .filter((made): made is Loan => made !== undefined);

/** A proposal: days after the start, size as a share of the loan, and a wheel of choices. */
export type Proposal = {
  readonly kind: (typeof proposed)[number];
  readonly day: number;
  readonly size: number;
  readonly choice: number;
};

export const proposed = [
  ...Array<"payment">(8).fill("payment"),
  "instalment",
  "instalment",
  "instalment",
  "fee",
  "penalty",
  "waiver",
  "goodwill_credit",
  "credit",
  "refund",
  "reversal",
  "reversal",
  "chargeback",
  "settlement_discount",
  "rate_change",
  "re_age",
  "re_amortise",
  "deferral",
  "restructure",
  "disbursement",
  "pause",
  "resume",
  "charge_off",
  "undo_charge_off",
  "recovery",
  "release",
  "guarantor_payout",
] as const;

export const proposals = (most: number): fc.Arbitrary<Proposal[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...proposed),
      day: fc.integer({ min: -2, max: 420 }),
      size: fc.integer({ min: 1, max: 130 }),
      choice: fc.integer({ min: 0, max: 11 }),
    }),
    { maxLength: most },
  );

/** The admitted history of a loan: every proposal becomes an event, refused ones are left out. */
export function historyOf(loan_: Loan, wished: readonly Proposal[]): readonly LoanEvent[] {
  let history: readonly LoanEvent[] = [];
  for (const [i, proposal] of wished.entries()) {
    const event = eventOf(loan_, history, { proposal, i });
    const admitted = event && admit(loan_, history, event);
    if (admitted?.ok) history = admitted.value;
  }
  return history;
}

type Place = { readonly proposal: Proposal; readonly i: number };

function eventOf(
  loan_: Loan,
  history: readonly LoanEvent[],
  { proposal, i }: Place,
): LoanEvent | undefined {
  const effectiveOn = addDays(loan_.startOn, proposal.day);
  const body = bodyOf(loan_, history, proposal);
  // Ids do not ascend with time: the order within a day must not lean on it.
  const id = `${String.fromCharCode(97 + ((i * 7) % 26))}${i}`;
  return body && { id, effectiveOn, recordedAt: i + 1, ...body };
}

function bodyOf(
  loan_: Loan,
  history: readonly LoanEvent[],
  { kind, day, size, choice }: Proposal,
): EventBody | undefined {
  const whole = loan_.schedule.principalMinor.reduce((sum, minor) => sum + minor, 0n);
  const amountMinor = (whole * BigInt(size)) / 100n;
  const small = amountMinor / 20n + 1n;
  const on = addDays(loan_.startOn, day);
  const component = components[choice % components.length] as Component;
  const target = history[choice % Math.max(1, history.length)]?.id ?? "none";
  switch (kind) {
    case "instalment":
      return { kind: "payment", amountMinor: instalmentOf(loan_, choice) };
    case "payment":
    case "goodwill_credit":
    case "recovery":
    case "disbursement":
      return { kind, amountMinor };
    case "credit":
    case "refund":
      return { kind, amountMinor: small };
    case "guarantor_payout":
      return { kind, amountMinor, guarantor: "G" };
    case "fee":
    case "penalty":
      return { kind, component, amountMinor: small, dueOn: addDays(on, choice * 5) };
    case "waiver":
      return choice < 6
        ? { kind, component: choice < 3 ? "penalty" : "interest", amountMinor: small }
        : { kind, component, amountMinor: small, no: 1 + (choice % 3) };
    case "reversal":
      return { kind, of: target };
    case "chargeback":
      return { kind, of: target, feeMinor: choice % 2 === 0 ? 0n : 30n };
    case "resume":
      return { kind, of: history.find((event) => event.kind === "pause")?.id ?? "none" };
    case "settlement_discount":
      return { kind, amountMinor, payBy: addDays(on, choice * 9) };
    case "rate_change":
      return { kind, rate: percent(choice * 5) };
    case "re_age":
      return { kind, newDueOn: addDays(on, 1 + choice * 11) };
    case "re_amortise":
      return choice % 2 === 0 ? { kind } : { kind, count: 1 + choice };
    case "deferral":
      return { kind, months: 1 + (choice % 3), bearsInterest: choice % 2 === 0 };
    case "restructure":
      return {
        kind,
        capitalised: components.filter((_, column) => (column + choice) % 3 !== 0),
        count: 1 + choice,
        firstDueOn: addDays(on, 5 + choice * 3),
        ...(choice % 2 === 0 ? { rate: percent(choice) } : {}),
      };
    case "pause":
      return {
        kind,
        freezes:
          choice % 3 === 0 ? ["charges"] : choice % 3 === 1 ? ["ageing"] : ["ageing", "charges"],
        ...(choice % 2 === 0 ? { until: addDays(on, 1 + choice * 7) } : {}),
      };
    default:
      return { kind };
  }
}

const instalmentOf = ({ schedule }: Loan, index: number): bigint => {
  const i = index % schedule.dueOn.length;
  const minor =
    (schedule.principalMinor[i] ?? 0n) +
    (schedule.interestMinor[i] ?? 0n) +
    (schedule.feeMinor[i] ?? 0n);
  return minor > 0n ? minor : 1n;
};
