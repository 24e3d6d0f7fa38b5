import { EventForm } from "@mora/contract/loan-terms";
import { assert } from "@mora/core/kernel/assert";
import type { LoanEvent } from "@mora/core/ledger/events";
import { toLoanEvent } from "../ledger/index.ts";

/** A row of loan_event; its body is the event as a story writes it, so that a person can read the table. */
export type StoredEvent = {
  readonly id: string;
  readonly on: string;
  readonly at: number;
  readonly body: unknown;
};

/** Throws InvariantError where a stored event cannot be read: it was checked when it was recorded. */
export const storedEvents = (stored: readonly StoredEvent[], currency: string): LoanEvent[] =>
  stored.map(({ id, on, at, body }) => {
    const form = EventForm.parse({ ...(body as object), on });
    const read = toLoanEvent(form, { id, place: 0, currency });
    assert(read.ok, `event ${id} cannot be read: ${read.ok ? "" : read.error.detail}`);
    return { ...read.value, recordedAt: at };
  });
