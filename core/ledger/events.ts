import type { DayNumber } from "../kernel/business-date.ts";
import type { Rate } from "../kernel/rate.ts";
import type { Component } from "./components.ts";
import type { Schedule } from "./schedule.ts";

/**
 * What happens to a loan. An event is a fact with two times: `effectiveOn`, the business date for which
 * it counts, and `recordedAt`, when we came to know it (any ascending number: an instant in ms, a
 * sequence). Events are only ever added; a wrong one is taken back by a `reversal`.
 */
export type LoanEvent = EventHead & EventBody;

export type EventHead = {
  readonly id: string;
  readonly effectiveOn: DayNumber;
  readonly recordedAt: number;
  /** ISO 4217, where the source names one; must be the loan's. */
  readonly currency?: string;
  /** Local minute of receipt, for the payment-date cut-off. */
  readonly receivedMinute?: number;
};

export type EventBody =
  /** A further disbursement; those of the contract stand in its terms. */
  | { readonly kind: "disbursement"; readonly amountMinor: bigint }
  | { readonly kind: "payment"; readonly amountMinor: bigint }
  /** Money received after charge-off: applied as a payment, reported as a recovery (核销后回收). */
  | { readonly kind: "recovery"; readonly amountMinor: bigint }
  /** Money given back to the payer, out of what is overpaid. */
  | { readonly kind: "refund"; readonly amountMinor: bigint }
  /** Money that was received elsewhere or by mistake and stands to the borrower's credit. */
  | { readonly kind: "credit"; readonly amountMinor: bigint }
  /** The lender pays: applied as a payment, never counted as collected. */
  | { readonly kind: "goodwill_credit"; readonly amountMinor: bigint }
  | { readonly kind: "reversal"; readonly of: string }
  /** A payment that the payer's bank took back, with the fee that the policy charges for it. */
  | { readonly kind: "chargeback"; readonly of: string; readonly feeMinor: bigint }
  /** A charge on top of the schedule; due at once unless dated. `cause` lets a remedy find it. */
  | ChargeBody<"fee">
  | ChargeBody<"penalty">
  | WaiverBody
  /** Paying `amountMinor` in all by `payBy` settles the whole claim (减免结清). */
  | {
      readonly kind: "settlement_discount";
      readonly amountMinor: bigint;
      readonly payBy: DayNumber;
    }
  | { readonly kind: "rate_change"; readonly rate: Rate }
  /** The remaining instalments are replaced by these; their principal must be what remains. */
  | { readonly kind: "reschedule"; readonly schedule: Schedule }
  /** What is past due is asked for again on `newDueOn`; days past due start over. */
  | { readonly kind: "re_age"; readonly newDueOn: DayNumber }
  /** The remaining principal is spread anew over `count` instalments (or as many as remain). */
  | { readonly kind: "re_amortise"; readonly count?: number }
  /** The remaining due dates move by `months`; interest for that time is asked with the first, or not. */
  | { readonly kind: "deferral"; readonly months: number; readonly bearsInterest: boolean }
  | RestructureBody
  | PauseBody
  /** Ends the pause `of` before its own end. */
  | { readonly kind: "resume"; readonly of: string }
  /** 核销: changes the books, not what is owed. */
  | { readonly kind: "charge_off" }
  | { readonly kind: "undo_charge_off" }
  /** 债务豁免: ends the claim. */
  | { readonly kind: "release" }
  /** 代偿: applied as a payment; the guarantor acquires a recourse debt of the same amount. */
  | { readonly kind: "guarantor_payout"; readonly amountMinor: bigint; readonly guarantor: string }
  | { readonly kind: "owner_share"; readonly shares: readonly OwnerShare[] }
  /** 债权转让: the whole claim changes its owner. */
  | { readonly kind: "sale"; readonly buyer: string };

type ChargeBody<Kind extends string> = {
  readonly kind: Kind;
  readonly component: Component;
  readonly amountMinor: bigint;
  readonly dueOn?: DayNumber;
  readonly cause?: { readonly kind: "late"; readonly dueOn: DayNumber };
};

type WaiverBody = {
  readonly kind: "waiver";
  readonly component: Component;
  readonly amountMinor: bigint;
  /** One instalment; without it the oldest claims first. */
  readonly no?: number;
};

type RestructureBody = {
  readonly kind: "restructure";
  /** Past-due components that become principal; what is not named stays past due. */
  readonly capitalised: readonly Component[];
  readonly count: number;
  readonly firstDueOn: DayNumber;
  readonly rate?: Rate;
};

/** Freezing days past due, freezing charges and freezing contact are three separate things. */
export type Frozen = "ageing" | "charges" | "contact";

type PauseBody = {
  readonly kind: "pause";
  readonly freezes: readonly Frozen[];
  /** First day after the pause; without it until resumed. */
  readonly until?: DayNumber;
};

/** Millionths; the shares of one component sum to a million. */
export type OwnerShare = {
  readonly owner: string;
  readonly sharePpm: number;
  readonly component?: Component;
};

export type EventKind = EventBody["kind"];

/**
 * The order of events of one business date, whatever the order of recording: what changes the contract,
 * then what is charged, then what is forgiven, then money.
 */
export const rankOfKind: Readonly<Record<EventKind, number>> = {
  disbursement: 0,
  rate_change: 1,
  owner_share: 2,
  sale: 2,
  pause: 3,
  resume: 3,
  re_age: 4,
  deferral: 4,
  reschedule: 5,
  re_amortise: 5,
  restructure: 5,
  fee: 6,
  penalty: 6,
  chargeback: 6,
  waiver: 7,
  settlement_discount: 7,
  credit: 8,
  payment: 8,
  recovery: 8,
  goodwill_credit: 8,
  guarantor_payout: 8,
  refund: 9,
  charge_off: 10,
  undo_charge_off: 11,
  release: 12,
  // A reversal acts by removing its target, never by itself; a chargeback charges its fee, too.
  reversal: 13,
};
