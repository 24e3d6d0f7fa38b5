import type { AppliedSource } from "../state.ts";
import { settle, settleAll } from "./late.ts";
import { openAt, type Purse, pay, purseOf, type Row, type Sheet } from "./sheet.ts";

export type Receipt = {
  readonly source: AppliedSource;
  readonly eventId: string | undefined;
  readonly amountMinor: bigint;
};

/**
 * Applies money to what is due; what nothing due takes is pooled, and placed at the end of the day
 * together with the rest of that day's receipts: two payments on one day are then the same as one. Only
 * `forDueMinor` of it may pay what is due.
 */
export function receive(sheet: Sheet, receipt: Receipt, forDueMinor = receipt.amountMinor): void {
  const { source, eventId, amountMinor } = receipt;
  const purse = purseOf(forDueMinor);
  applyToDue(sheet, purse);
  const { parts } = purse;
  const leftMinor = amountMinor - forDueMinor + purse.leftMinor;
  sheet.entries.push({
    kind: "applied",
    on: sheet.day,
    eventId,
    source,
    amountMinor,
    parts,
    creditedMinor: leftMinor,
  });
  if (leftMinor === 0n) return;
  sheet.pooledMinor += leftMinor;
  sheet.pooledBy = eventId;
}

/** Applies to due claims in the policy's order. */
export function applyToDue(sheet: Sheet, purse: Purse): void {
  if (sheet.loan.policy.applicationDirection === "horizontal") rowByRow(sheet, purse);
  else columnByColumn(sheet, purse);
  moveFirstOpen(sheet);
}

function rowByRow(sheet: Sheet, purse: Purse): void {
  const { rows, firstOpen, firstUndue, columns } = sheet;
  for (let i = firstOpen; i < firstUndue && purse.leftMinor > 0n; i++) {
    const row = rows[i] as Row;
    if (row.isClosed) continue;
    settle(sheet, row);
    payRow(row, columns.due, purse);
  }
}

function columnByColumn(sheet: Sheet, purse: Purse): void {
  const { rows, firstOpen, firstUndue, columns } = sheet;
  settleAll(sheet);
  for (const column of columns.due)
    for (let i = firstOpen; i < firstUndue && purse.leftMinor > 0n; i++)
      pay(rows[i] as Row, column, purse);
}

function payRow(row: Row, order: readonly number[], purse: Purse): void {
  for (const column of order) if (openAt(row, column) > 0n) pay(row, column, purse);
}

/** Applies to instalments that are not yet due, from the next or from the last. */
export function applyAhead(sheet: Sheet, purse: Purse, from: "next" | "last"): void {
  const { rows, firstUndue, columns } = sheet;
  for (let step = 0; firstUndue + step < rows.length && purse.leftMinor > 0n; step++) {
    const row = rows[from === "next" ? firstUndue + step : rows.length - 1 - step] as Row;
    payRow(row, columns.notYetDue, purse);
  }
  moveFirstOpen(sheet);
}

export function moveFirstOpen(sheet: Sheet): void {
  const { rows } = sheet;
  let i = sheet.firstOpen;
  while (i < sheet.firstUndue && (rows[i] as Row).isClosed) i++;
  sheet.firstOpen = i;
}

/** Credit that is held pays what has fallen due. */
export function useCredit(sheet: Sheet): void {
  if (sheet.creditMinor === 0n || sheet.firstOpen >= sheet.firstUndue) return;
  const purse = purseOf(sheet.creditMinor);
  applyToDue(sheet, purse);
  const amountMinor = sheet.creditMinor - purse.leftMinor;
  if (amountMinor === 0n) return;
  sheet.creditMinor = purse.leftMinor;
  sheet.entries.push({
    kind: "applied",
    on: sheet.day,
    eventId: undefined,
    source: "credit",
    amountMinor,
    parts: purse.parts,
    creditedMinor: 0n,
  });
}
