import type { AppliedSource, Part } from "../state.ts";
import { settle, settleAll } from "./late.ts";
import { openAt, pay, type Row, type Sheet } from "./sheet.ts";

export type Receipt = {
  readonly source: AppliedSource;
  readonly eventId: string | undefined;
  readonly amountMinor: bigint;
};

/**
 * Applies money to what is due; what nothing due takes is pooled, and placed at the end of the day
 * together with the rest of that day's receipts: two payments on one day are then the same as one.
 */
export function receive(sheet: Sheet, { source, eventId, amountMinor }: Receipt): void {
  const parts: Part[] = [];
  const left = applyToDue(sheet, amountMinor, parts);
  sheet.entries.push({
    kind: "applied",
    on: sheet.day,
    eventId,
    source,
    amountMinor,
    parts,
    creditedMinor: left,
  });
  sheet.pooledMinor += left;
  if (left > 0n) sheet.pooledBy = eventId;
}

/** Applies to due claims in the policy's order; returns what is left. */
export function applyToDue(sheet: Sheet, available: bigint, parts: Part[]): bigint {
  const { policy } = sheet.loan;
  const order = sheet.columns.due;
  const left =
    policy.applicationDirection === "horizontal"
      ? rowByRow(sheet, { order, available, parts })
      : columnByColumn(sheet, { order, available, parts });
  moveFirstOpen(sheet);
  return left;
}

type Applying = {
  readonly order: readonly number[];
  readonly available: bigint;
  readonly parts: Part[];
};

function rowByRow(sheet: Sheet, { order, available, parts }: Applying): bigint {
  let left = available;
  for (let i = sheet.firstOpen; i < sheet.firstUndue && left > 0n; i++)
    left = payRow(sheet, sheet.rows[i] as Row, { order, available: left, parts });
  return left;
}

function columnByColumn(sheet: Sheet, { order, available, parts }: Applying): bigint {
  settleAll(sheet);
  let left = available;
  for (const column of order)
    for (let i = sheet.firstOpen; i < sheet.firstUndue && left > 0n; i++)
      left -= pay(sheet, sheet.rows[i] as Row, { column, available: left, parts });
  return left;
}

function payRow(sheet: Sheet, row: Row, { order, available, parts }: Applying): bigint {
  let left = available;
  if (row.openMinor === 0n) return left;
  settle(sheet, row);
  for (const column of order) {
    if (openAt(row, column) === 0n) continue;
    if (left === 0n) break;
    left -= pay(sheet, row, { column, available: left, parts });
  }
  return left;
}

/** Applies to instalments that are not yet due, from the next or from the last; returns what is left. */
export function applyAhead(
  sheet: Sheet,
  available: bigint,
  { from, parts }: { readonly from: "next" | "last"; readonly parts: Part[] },
): bigint {
  const order = sheet.columns.notYetDue;
  const { rows, firstUndue } = sheet;
  let left = available;
  for (let step = 0; firstUndue + step < rows.length && left > 0n; step++) {
    const row = rows[from === "next" ? firstUndue + step : rows.length - 1 - step] as Row;
    left = payRow(sheet, row, { order, available: left, parts });
  }
  moveFirstOpen(sheet);
  return left;
}

export function moveFirstOpen(sheet: Sheet): void {
  const { rows } = sheet;
  let i = sheet.firstOpen;
  while (i < sheet.firstUndue && (rows[i] as Row).openMinor === 0n) i++;
  sheet.firstOpen = i;
}

/** Credit that is held pays what has fallen due. */
export function useCredit(sheet: Sheet): void {
  if (sheet.creditMinor === 0n || sheet.firstOpen >= sheet.firstUndue) return;
  const parts: Part[] = [];
  const left = applyToDue(sheet, sheet.creditMinor, parts);
  const amountMinor = sheet.creditMinor - left;
  if (amountMinor === 0n) return;
  sheet.creditMinor = left;
  sheet.entries.push({
    kind: "applied",
    on: sheet.day,
    eventId: undefined,
    source: "credit",
    amountMinor,
    parts,
    creditedMinor: 0n,
  });
}
