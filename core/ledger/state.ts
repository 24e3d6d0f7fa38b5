import type { DayNumber } from "../kernel/business-date.ts";
import type { Amounts, Columns, Component } from "./components.ts";
import type { Pause } from "./history.ts";

/** What a replay comes to on one business date. Amounts in minor units of the loan's currency. */
export type LoanState = {
  readonly asOf: DayNumber;
  readonly status: "open" | "paid_off" | "charged_off" | "released";
  /** Everything ever asked for, in order of due date. */
  readonly claims: readonly Claim[];
  /** Principal still owed, due or not. */
  readonly principalMinor: bigint;
  /** Interest that has accrued since the last due date and is not yet asked for. */
  readonly accruedMinor: bigint;
  /** Received and not (yet) applied. */
  readonly creditMinor: bigint;
  readonly receivedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly chargedOffOn: DayNumber | undefined;
  readonly releasedOn: DayNumber | undefined;
  readonly paidOffOn: DayNumber | undefined;
  readonly pauses: readonly Pause[];
  /** What happened, in order: how each number came about. */
  readonly entries: readonly Entry[];
  /** Stretches of penalty and compound interest; empty unless they were asked for. */
  readonly accruals: readonly Accrual[];
  /** Since when the oldest unpaid due date is what it is: all that lateness follows from. */
  readonly spans: readonly ArrearsSpan[];
};

/** A prepayment is principal that a receipt brought forward; a re-aged claim is arrears asked for anew. */
export type ClaimKind = "instalment" | "charge" | "re_aged" | "prepayment";

/** An instalment or a charge with what it asked for, received and was forgiven. */
export type Claim = {
  /** Instalments from 1; what events added counts down from −1. */
  readonly no: number;
  readonly kind: ClaimKind;
  /** The event that added it; undefined for instalments and prepayments. */
  readonly eventId: string | undefined;
  readonly dueOn: DayNumber;
  readonly fromOn: DayNumber;
  readonly asked: Readonly<Columns>;
  readonly paid: Readonly<Columns>;
  readonly waived: Readonly<Columns>;
  /** Asked less paid less waived. */
  readonly open: Readonly<Columns>;
  readonly openMinor: bigint;
};

/** `baseMinor` × growth of the span: numerator over GROWTH_ONE (core/ledger/replay/growth.ts). */
export type Accrual = {
  readonly no: number;
  readonly component: "penalty" | "compound";
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly baseMinor: bigint;
  readonly growth: bigint;
};

/** Holds from `from` until the next span. */
export type ArrearsSpan = {
  readonly from: DayNumber;
  /** Oldest due date, up to that day, that is still unpaid; undefined: nothing due is unpaid. */
  readonly oldestDueOn: DayNumber | undefined;
  readonly pastDueMinor: bigint;
};

/** One amount of one component of one claim. */
export type Part = { readonly no: number; readonly column: number; readonly minor: bigint };

export type AppliedSource =
  | "payment"
  | "recovery"
  | "goodwill_credit"
  | "guarantor_payout"
  /** What the day's receipts left over, placed at its end. */
  | "ahead"
  /** Money held from earlier days. */
  | "credit";

export type Entry = { readonly on: DayNumber; readonly eventId: string | undefined } & EntryBody;

export type EntryBody =
  | {
      readonly kind: "applied";
      readonly source: AppliedSource;
      readonly amountMinor: bigint;
      readonly parts: readonly Part[];
      /** What of it nothing due has taken. */
      readonly creditedMinor: bigint;
    }
  | {
      readonly kind: "charged";
      readonly no: number;
      readonly component: Component;
      readonly minor: bigint;
      /** What a cap did not allow. */
      readonly cappedMinor: bigint;
    }
  | {
      readonly kind: "waived";
      readonly why: "waiver" | "settlement" | "release" | "payoff";
      /** What was to be waived; more than `parts` where a later record left less to waive. */
      readonly wantedMinor: bigint;
      readonly parts: readonly Part[];
    }
  | {
      readonly kind: "moved";
      readonly why: "re_age" | "capitalised";
      readonly from: readonly Part[];
      readonly toNo: number;
    }
  | {
      readonly kind: "replanned";
      readonly why:
        | "disbursement"
        | "rate"
        | "prepayment"
        | "schedule"
        | "deferral"
        | "restructure";
      readonly before: Amounts;
      readonly after: Amounts;
      readonly instalments: number;
    }
  /** Interest and fees paid ahead for time that was planned anew: they are credit again. */
  | { readonly kind: "unapplied"; readonly minor: bigint; readonly parts: readonly Part[] }
  /** Money given back; what nothing covered any more is asked for again. */
  | { readonly kind: "refunded"; readonly minor: bigint; readonly uncoveredMinor: bigint }
  | { readonly kind: "credited"; readonly minor: bigint }
  | { readonly kind: "settlement_lapsed"; readonly receivedMinor: bigint }
  | { readonly kind: "status"; readonly to: LoanState["status"] }
  | { readonly kind: "refused"; readonly code: string; readonly detail: string };
