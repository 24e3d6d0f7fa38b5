import type { Accrual, ByComponent, LedgerEntry } from "@mora/contract";
import { isoFromDay } from "@mora/core/kernel/business-date";
import { type Columns, type Component, components } from "@mora/core/ledger/components";
import type { LoanEvent } from "@mora/core/ledger/events";
import { GROWTH_ONE } from "@mora/core/ledger/replay/growth";
import type { Entry, LoanState, Part } from "@mora/core/ledger/state";

/** The engine's own record of how numbers came about, as the pages take it. */
export type LedgerLines = {
  readonly entries: LedgerEntry[];
  readonly accruals: Accrual[];
};

export const byComponent = (columns: Readonly<Columns>): ByComponent =>
  Object.fromEntries(
    components.flatMap((component, i) =>
      columns[i] === 0n ? [] : [[component, String(columns[i])]],
    ),
  );

const componentAt = (column: number): Component => components[column] as Component;

const partLine = ({ no, column, minor }: Part): LedgerEntry["parts"][number] => ({
  no,
  component: componentAt(column),
  minor: String(minor),
});

/** What happened, oldest first; an event that only took another back stands there too. */
export function entryLines(state: LoanState, events: readonly LoanEvent[]): LedgerEntry[] {
  const told = state.entries.map(entryLine);
  const silent = events.filter(
    ({ kind, effectiveOn }) => SILENT.has(kind) && effectiveOn <= state.asOf,
  );
  const others = silent.map(({ effectiveOn, kind, id }) =>
    withBody(isoFromDay(effectiveOn), id, { kind: "recorded", why: kind }),
  );
  return [...told, ...others].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** Events that change how the loan is read and write no entry of their own. */
const SILENT: ReadonlySet<LoanEvent["kind"]> = new Set([
  "reversal",
  "chargeback",
  "pause",
  "resume",
  "owner_share",
  "sale",
  "charge_off",
  "undo_charge_off",
]);

type Body = Pick<LedgerEntry, "kind"> & Partial<LedgerEntry>;

const withBody = (on: string, eventId: string | undefined, body: Body): LedgerEntry => ({
  on,
  eventId: eventId ?? null,
  why: null,
  amountMinor: null,
  creditedMinor: null,
  parts: [],
  ...body,
});

function entryLine(entry: Entry): LedgerEntry {
  const make = (body: Body): LedgerEntry => withBody(isoFromDay(entry.on), entry.eventId, body);
  const { kind } = entry;
  switch (kind) {
    case "applied":
      return make({
        kind,
        why: entry.source,
        amountMinor: String(entry.amountMinor),
        creditedMinor: String(entry.creditedMinor),
        parts: entry.parts.map(partLine),
      });
    case "charged":
      return make({
        kind,
        why: entry.component,
        amountMinor: String(entry.minor),
        parts: [{ no: entry.no, component: entry.component, minor: String(entry.minor) }],
      });
    case "waived":
      return make({
        kind,
        why: entry.why,
        amountMinor: String(entry.wantedMinor),
        parts: entry.parts.map(partLine),
      });
    case "unapplied":
      return make({
        kind,
        amountMinor: String(entry.minor),
        parts: entry.parts.map(partLine),
      });
    case "moved":
      return make({ kind, why: entry.why, parts: entry.from.map(partLine) });
    case "replanned":
      return make({ kind, why: entry.why });
    case "refunded":
    case "credited":
      return make({ kind, amountMinor: String(entry.minor) });
    case "settlement_lapsed":
      return make({ kind, amountMinor: String(entry.receivedMinor) });
    case "refused":
      return make({ kind, why: entry.code });
    case "status":
      return make({ kind, why: entry.to });
  }
}

/** Stretches of penalty and compound interest with their exact amounts. */
export const accrualLines = (state: LoanState): Accrual[] =>
  state.accruals.map(({ no, component, from, to, baseMinor, growth }) => ({
    no,
    component,
    from: isoFromDay(from),
    to: isoFromDay(to),
    baseMinor: String(baseMinor),
    growthPercent: decimalOf(growth * 100n, 10),
    amount: decimalOf(baseMinor * growth, 4),
  }));

/** `numerator` ÷ GROWTH_ONE as a decimal, cut (not rounded) at some places. */
function decimalOf(numerator: bigint, places: number): string {
  const digits = String((numerator * 10n ** BigInt(places)) / GROWTH_ONE).padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
