import { dayFromTrustedIso as day } from "@mora/core/kernel/business-date";
import { RATE_ONE, type Rate } from "@mora/core/kernel/rate";
import { unwrap } from "@mora/core/kernel/result";
import { type Amounts, noColumns, sumOf, toAmounts } from "@mora/core/ledger/components";
import type { EventBody, EventHead, LoanEvent } from "@mora/core/ledger/events";
import type { Loan } from "@mora/core/ledger/loan";
import { planSchedule } from "@mora/core/ledger/plan-schedule";
import type { PlanTerms } from "@mora/core/ledger/plan-terms";
import {
  defaultLedgerPolicy,
  type LedgerPolicy,
  noPenalty,
  type PenaltyPolicy,
} from "@mora/core/ledger/policy";
import { replay } from "@mora/core/ledger/replay/replay";
import type { Claim, LoanState } from "@mora/core/ledger/state";
import { dueOf } from "@mora/core/ledger/state-sums";

/**
 * Loans small enough for a pencil, and short ways to look at them: 3,650.00 at 10 % bear 1.00 a day,
 * 36,500.00 bear 10.00. Amounts in fen.
 */
export const startOn = day("2026-01-01");
export const percent = (n: bigint): Rate => ((n * RATE_ONE) / 100n) as Rate;

export const tenPercent: PenaltyPolicy = {
  ...noPenalty,
  rate: { kind: "fixed", rate: percent(10n) },
};

export type RowForm = {
  readonly dueOn: string;
  readonly principal?: bigint;
  readonly interest?: bigint;
  readonly fee?: bigint;
};

/** A loan of rows as given, with penalty interest of 10 % unless the policy says otherwise. */
export const loanOf = (rows: readonly RowForm[], policy: Partial<LedgerPolicy> = {}): Loan => ({
  currency: "CNY",
  startOn,
  schedule: {
    dueOn: rows.map(({ dueOn }) => day(dueOn)),
    principalMinor: rows.map(({ principal = 0n }) => principal),
    interestMinor: rows.map(({ interest = 0n }) => interest),
    feeMinor: rows.map(({ fee = 0n }) => fee),
  },
  policy: { ...defaultLedgerPolicy, penalty: tenPercent, ...policy },
});

export const penaltyPolicy = (change: Partial<PenaltyPolicy>): Partial<LedgerPolicy> => ({
  penalty: { ...tenPercent, ...change },
});

/** 3,650.00 and 365.00 of interest, due on 1 February. */
export const oneRow: readonly RowForm[] = [
  { dueOn: "2026-02-01", principal: 3_650_00n, interest: 365_00n },
];

export const planned = (change: Partial<PlanTerms>, policy: Partial<LedgerPolicy> = {}): Loan => {
  const terms: PlanTerms = {
    kind: "bullet",
    disbursements: [{ on: startOn, minor: 36_500_00n }],
    downPaymentMinor: 0n,
    rates: [{ from: startOn, rate: percent(10n) }],
    dayCount: "act_365f",
    interestPer: "days",
    dates: monthly(1),
    accrueTo: "rolled",
    principalGraceCount: 0,
    interestGrace: { count: 0, mode: "forgiven" },
    balloonMinor: 0n,
    feeMinor: 0n,
    roundTo: 1n,
    rounding: "half_up",
    ...change,
  };
  return { ...loanOf([], policy), schedule: unwrap(planSchedule(terms)), terms };
};

export const on = (
  date: string,
  id: string,
  body: EventBody,
  head: Partial<EventHead> = {},
): LoanEvent => ({ id, effectiveOn: day(date), recordedAt: 0, ...head, ...body });

export const pay = (amountMinor: bigint): EventBody => ({ kind: "payment", amountMinor });
export const fee = (amountMinor: bigint): EventBody => ({
  kind: "fee",
  component: "fee",
  amountMinor,
});
export const pause = (until?: string): EventBody => ({
  kind: "pause",
  freezes: ["charges"],
  ...(until !== undefined && { until: day(until) }),
});

export const look = (loan: Loan, date: string, events: readonly LoanEvent[] = []): LoanState =>
  replay(loan, events, { asOf: day(date) });

/** What is due on a day, by component. */
export const dueOn = (loan: Loan, date: string, events: readonly LoanEvent[] = []): Amounts =>
  toAmounts(dueOf(look(loan, date, events)));

export const penaltyOn = (loan: Loan, date: string, events: readonly LoanEvent[] = []): bigint =>
  dueOn(loan, date, events).penalty ?? 0n;

/** What an event paid, by component. */
export const appliedBy = ({ entries }: LoanState, id: string): Amounts => {
  const columns = noColumns();
  for (const entry of entries)
    if (entry.kind === "applied" && entry.eventId === id)
      for (const { column, minor } of entry.parts)
        columns[column] = (columns[column] ?? 0n) + minor;
  return toAmounts(columns);
};

export const sumBy = (claims: readonly Claim[], of: (claim: Claim) => Claim["open"]): bigint =>
  claims.reduce((sum, claim) => sum + sumOf(of(claim)), 0n);

/** Money and claims that were lost or made on the way; none of either where all is conserved. */
export function strayMinor({ claims, ...state }: LoanState): { money: bigint; claims: bigint } {
  const asked = sumBy(claims, (claim) => claim.asked);
  const paid = sumBy(claims, (claim) => claim.paid);
  const waived = sumBy(claims, (claim) => claim.waived);
  const open = sumBy(claims, (claim) => claim.open);
  return {
    money: state.receivedMinor - state.refundedMinor - state.creditMinor - paid,
    claims: asked - paid - waived - open,
  };
}

export const nothingStray = { money: 0n, claims: 0n };

/** Monthly due dates from the start on. */
export const monthly = (count: number): PlanTerms["dates"] => ({
  startOn,
  count,
  period: { unit: "month", every: 1 },
  nonWorking: "none",
});
