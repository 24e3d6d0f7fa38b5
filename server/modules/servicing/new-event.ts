import type { EventForm } from "@mora/contract/loan-terms";
import { addDays, isoFromDay } from "@mora/core/kernel/business-date";
import type { LoanEvent } from "@mora/core/ledger/events";
import { afterCutOff } from "@mora/core/ledger/history";
import { UserError } from "../../platform/errors.ts";
import { toLoanEvent } from "../ledger/index.ts";
import type { LedgerAccount } from "./store.ts";

/** More than anybody owes, and less than a column holds. */
const AMOUNT_MINOR_MAX = 10n ** 16n;

const MONEY: ReadonlySet<LoanEvent["kind"]> = new Set([
  "payment",
  "recovery",
  "refund",
  "credit",
  "goodwill_credit",
  "guarantor_payout",
  "reversal",
  "chargeback",
]);

/**
 * An event that somebody sends, as the ledger takes it: on the day for which it counts.
 *
 * @throws UserError with the code of what cannot be read, AMOUNT_TOO_LARGE, EVENT_IN_FUTURE
 */
export function readEvent(
  account: LedgerAccount,
  { event: form }: { readonly event: EventForm },
  { id, at }: { readonly id: string; readonly at: Date },
): LoanEvent {
  const read = toLoanEvent(form, { id, place: 0, currency: account.currency });
  if (!read.ok) throw UserError.from(read.error);
  if ("amountMinor" in read.value && read.value.amountMinor > AMOUNT_MINOR_MAX)
    throw new UserError(
      "AMOUNT_TOO_LARGE",
      "an amount of more than 10^16 minor units is no amount",
    );
  const event = { ...read.value, recordedAt: at.getTime() / 1_000 };
  refuseFuture(account, event);
  const { loan } = account;
  return loan && event.kind === "payment" ? afterCutOff(loan.loan, event) : event;
}

/** Money is recorded when it has moved: at the latest on the day after the book's. */
function refuseFuture({ bookOn }: LedgerAccount, { kind, effectiveOn }: LoanEvent): void {
  if (bookOn === undefined || !MONEY.has(kind) || effectiveOn <= addDays(bookOn, 1)) return;
  throw new UserError(
    "EVENT_IN_FUTURE",
    `${isoFromDay(effectiveOn)} has not come yet: the book stands at ${isoFromDay(bookOn)}`,
  );
}

/** The same key must tell the same fact; another one is an error of whoever sends it. */
export function refuseOtherFact(known: LoanEvent, sent: LoanEvent): void {
  const isSame =
    known.effectiveOn === sent.effectiveOn &&
    amountOf(known) === amountOf(sent) &&
    targetOf(known) === targetOf(sent);
  if (isSame) return;
  throw new UserError(
    "IDEMPOTENCY_MISMATCH",
    "this key has recorded another event. Send a new event under a key of its own",
  );
}

const amountOf = (event: LoanEvent): bigint | undefined =>
  "amountMinor" in event ? event.amountMinor : undefined;
const targetOf = (event: LoanEvent): string | undefined => ("of" in event ? event.of : undefined);
