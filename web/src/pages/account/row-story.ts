import type { Accrual, ByComponent, LedgerEntry, ScheduleLine } from "@mora/contract";

/** How a row of the schedule came about: which entries touched it, and how its late charges grew. */

/** What one entry did to a row. */
export type RowEntry = {
  readonly entry: LedgerEntry;
  /** Its place among the account's entries: their only identity. */
  readonly index: number;
  readonly minor: bigint;
  readonly parts: ByComponent;
};

/** Entries with a part on a row, oldest first. */
export const entriesOf = (entries: readonly LedgerEntry[], no: number): RowEntry[] =>
  entries.flatMap((entry, index) => {
    const parts = entry.parts.filter((part) => part.no === no);
    if (parts.length === 0) return [];
    return [{ entry, index, minor: sumMinor(parts), parts: byComponent(parts) }];
  });

/** Rows that an entry touched, in its order, each with what it was. */
export function rowsOf(entry: LedgerEntry): { no: number; parts: ByComponent }[] {
  const byNo = Map.groupBy(entry.parts, ({ no }) => no);
  return [...byNo].map(([no, parts]) => ({ no, parts: byComponent(parts) }));
}

type Part = LedgerEntry["parts"][number];

export const sumMinor = (rows: readonly { readonly minor: string | bigint }[]): bigint =>
  rows.reduce((sum, { minor }) => sum + BigInt(minor), 0n);

function byComponent(parts: readonly Part[]): ByComponent {
  const sums: Record<string, string> = {};
  for (const { component, minor } of parts)
    sums[component] = String(BigInt(sums[component] ?? "0") + BigInt(minor));
  return sums;
}

/** Components that a row asked for, was paid or was forgiven, each once. */
export function componentsOf({ detail }: ScheduleLine): string[] {
  const named = new Set([detail.asked, detail.paid, detail.waived].flatMap(Object.keys));
  return inOrder([...named]);
}

/** What was agreed first, what lateness added next, everything on top last. */
export const inOrder = (names: readonly string[]): string[] =>
  names.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));

const ORDER = [
  ...["principal", "interest", "penalty", "compound", "damages", "judgment_interest"],
  ...["fee", "guarantee_fee", "costs", "tax"],
];

/** The stretches of one late charge of a row, their exact sum, and what of it was asked for. */
export type Growth = {
  readonly component: Accrual["component"];
  readonly stretches: readonly Accrual[];
  /** Minor units as an exact decimal with four places. */
  readonly exact: string;
  readonly askedMinor: string;
  /** Asked less exact, same form. */
  readonly rest: string;
  /** False where more than rounding lies between the two: a cap, a charge by hand, a move. */
  readonly isRounding: boolean;
};

export function growthOf(accruals: readonly Accrual[], line: ScheduleLine): Growth[] {
  const own = accruals.filter(({ no }) => no === line.no);
  return [...Map.groupBy(own, ({ component }) => component)].map(([component, stretches]) => {
    const exact = stretches.reduce((sum, { amount }) => sum + toPlaces(amount), 0n);
    const askedMinor = line.detail.asked[component] ?? "0";
    const rest = BigInt(askedMinor) * ONE - exact;
    // Every stretch was cut at four places: together they may lack that much of the true sum.
    const cut = BigInt(stretches.length);
    const isRounding = (rest < 0n ? -rest : rest) < ONE + cut;
    const shown = { exact: fromPlaces(exact), rest: fromPlaces(rest) };
    return { component, stretches, askedMinor, isRounding, ...shown };
  });
}

const PLACES = 4;
const ONE = 10n ** BigInt(PLACES);

function toPlaces(decimal: string): bigint {
  const [whole = "0", part = ""] = decimal.replace("-", "").split(".");
  const value = BigInt(whole) * ONE + BigInt(part.slice(0, PLACES).padEnd(PLACES, "0"));
  return decimal.startsWith("-") ? -value : value;
}

function fromPlaces(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(PLACES + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}
