import type { DayNumber } from "../kernel/business-date.ts";
import { allocateMinor } from "../kernel/money.ts";
import { type Component, components } from "./components.ts";
import type { LoanEvent, OwnerShare } from "./events.ts";
import type { Entry, Part } from "./state.ts";

/** Cash for one owner out of one application. */
export type OwnerCash = {
  readonly owner: string;
  readonly component: Component;
  readonly minor: bigint;
};

const WHOLE_PPM = 1_000_000;

/** Who owns what on a day: the last change of shares or sale before or on it; the lender until then. */
export function sharesOn(
  events: readonly LoanEvent[],
  on: DayNumber,
  lender: string,
): readonly OwnerShare[] {
  const undone = new Set(
    events.flatMap((event) =>
      event.kind === "reversal" && event.effectiveOn <= on ? [event.of] : [],
    ),
  );
  const changes = events.filter(
    ({ id, kind, effectiveOn }) =>
      effectiveOn <= on && (kind === "owner_share" || kind === "sale") && !undone.has(id),
  );
  const last = changes
    .sort((a, b) => a.effectiveOn - b.effectiveOn || (a.id < b.id ? -1 : 1))
    .at(-1);
  if (last?.kind === "sale") return [{ owner: last.buyer, sharePpm: WHOLE_PPM }];
  return last?.kind === "owner_share" ? last.shares : [{ owner: lender, sharePpm: WHOLE_PPM }];
}

/**
 * Splits an application among the owners, component by component, to the cent. A component without
 * shares of its own follows the shares that name none.
 */
export function splitByOwners(parts: readonly Part[], shares: readonly OwnerShare[]): OwnerCash[] {
  return components.flatMap((component, column) => {
    const minor = parts.reduce(
      (sum, part) => (part.column === column ? sum + part.minor : sum),
      0n,
    );
    if (minor === 0n) return [];
    const own = shares.filter((share) => share.component === component);
    const owners = own.length > 0 ? own : shares.filter((share) => share.component === undefined);
    const split = allocateMinor(
      minor,
      owners.map(({ sharePpm }) => BigInt(sharePpm)),
    );
    return owners.map(({ owner }, i) => ({ owner, component, minor: split[i] ?? 0n }));
  });
}

/** A recourse debt that a guarantor acquired by paying (代偿; Civil Code of China, art. 700). */
export type RecourseDebt = {
  readonly guarantor: string;
  readonly eventId: string;
  readonly on: DayNumber;
  readonly amountMinor: bigint;
};

/** What each guarantor's payment really paid: nobody has recourse for what was overpaid. */
export function recourseDebts(
  events: readonly LoanEvent[],
  entries: readonly Entry[],
): RecourseDebt[] {
  return events.flatMap((event) => {
    if (event.kind !== "guarantor_payout") return [];
    const amountMinor = paidBy(entries, event.id);
    const { guarantor, id: eventId, effectiveOn: on } = event;
    return amountMinor > 0n ? [{ guarantor, eventId, on, amountMinor }] : [];
  });
}

const paidBy = (entries: readonly Entry[], eventId: string): bigint =>
  entries
    .flatMap((entry) => (entry.kind === "applied" && entry.eventId === eventId ? entry.parts : []))
    .reduce((sum, { minor }) => sum + minor, 0n);
