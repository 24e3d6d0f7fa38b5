import type { DayNumber } from "@mora/core/kernel/business-date";
import type { LoanEvent } from "@mora/core/ledger/events";
import type { Loan } from "@mora/core/ledger/loan";
import { defaultLedgerPolicy } from "@mora/core/ledger/policy";
import type { Schedule } from "@mora/core/ledger/schedule";

/**
 * A loan that is nothing but its schedule: no late charges, and early payment saves nothing, so that
 * what counts is how much was paid and never when. For tests of what stands above the ledger.
 */
export const plainLoan = (schedule: Schedule): Loan => ({
  currency: "CNY",
  startOn: ((schedule.dueOn[0] ?? 0) - 400) as DayNumber,
  schedule,
  policy: { ...defaultLedgerPolicy, payoffInterest: "all" },
});

/** One payment, or none for nothing. */
export const paidOn = (on: DayNumber, minor: bigint): LoanEvent[] =>
  minor === 0n
    ? []
    : [{ id: `paid-${on}`, kind: "payment", effectiveOn: on, recordedAt: on, amountMinor: minor }];
