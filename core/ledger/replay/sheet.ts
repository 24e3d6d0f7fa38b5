import type { DayNumber } from "../../kernel/business-date.ts";
import { type Columns, type Component, columnOf, noColumns } from "../components.ts";
import type { LoanEvent } from "../events.ts";
import type { EventOf, Pause } from "../history.ts";
import type { Loan } from "../loan.ts";
import type { Accrual, ArrearsSpan, ClaimKind, Entry, Part } from "../state.ts";
import type { Growth } from "./growth.ts";
import type { PolicyColumns } from "./policy-columns.ts";
import type { Tallies, Tally } from "./tally.ts";

/**
 * The working sheet of one replay: mutable while it runs, never seen outside. Functions of this folder
 * write on it; `replay` hands out what came of it.
 */
export type Sheet = {
  readonly loan: Loan;
  readonly columns: PolicyColumns;
  readonly pauses: readonly Pause[];
  /** Events that change the contract rate. */
  readonly rateEvents: readonly LoanEvent[];
  /** Of penalty interest, and of contract interest. */
  readonly penaltyGrowth: Growth;
  readonly tallies: Tallies;
  readonly contractGrowth: Growth;
  readonly rows: Row[];
  day: DayNumber;
  /** Index of the first row that may still be open; of the first not yet due; of the first not yet judged late. */
  firstOpen: number;
  firstUndue: number;
  firstUnjudged: number;
  /** Late rows that still bear penalty interest. */
  lateRows: Row[];
  /** Interest accrued on the balance (`daily_balance`), exact, and what of it has been posted. */
  accruedNumerator: bigint;
  accruedPostedMinor: bigint;
  accruedTo: DayNumber;
  readonly sums: Sums;
  creditMinor: bigint;
  /** Today's receipts that nothing due has taken; placed at the end of the day. */
  pooledMinor: bigint;
  pooledBy: string | undefined;
  receivedMinor: bigint;
  refundedMinor: bigint;
  lastNo: number;
  lastChargeNo: number;
  chargedOffOn: DayNumber | undefined;
  releasedOn: DayNumber | undefined;
  paidOffOn: DayNumber | undefined;
  settlement: Settlement | undefined;
  caps: Caps | undefined;
  readonly entries: Entry[];
  /** Undefined unless stretches of accrual are to be written down. */
  readonly accruals: Accrual[] | undefined;
  readonly spans: ArrearsSpan[];
};

/** Kept by the rows themselves whenever something open changes. */
export type Sums = {
  /** Principal owed, due or not. */
  principalMinor: bigint;
  /** Open in due rows, of what makes an account late. */
  pastDueMinor: bigint;
};

export type Settlement = {
  readonly event: EventOf<"settlement_discount">;
  receivedMinor: bigint;
};

export type Caps = {
  /** Total-cost cap: what charges may come to so far, exact, and what they do. */
  limitNumerator: bigint;
  limitTo: DayNumber;
  chargedMinor: bigint;
  /** In duplum: the principal at default and what has been charged since; undefined while not in default. */
  duplum: { readonly principalMinor: bigint; chargedMinor: bigint } | undefined;
};

/** Penalty and compound interest of a late row. */
export type Late = {
  /** The day up to which both have grown. */
  on: DayNumber;
  readonly penalty: Tally;
  /** Undefined where interest bears none. */
  readonly compound: Tally | undefined;
};

export type RowHead = Pick<Row, "no" | "kind" | "eventId" | "dueOn" | "fromOn" | "plannedMinor">;

const NOTHING: Columns = noColumns();
const NEVER_AGEING: readonly boolean[] = NOTHING.map(() => false);

/**
 * One thing that is asked for: an instalment, or a charge on top. Amounts by component. What is open is
 * what changes; what was asked is open, paid and waived together. A class, for what follows from others.
 */
export class Row {
  /** Instalments from 1; what events added counts down from −1. */
  readonly no: number;
  readonly kind: ClaimKind;
  /** The event that added it; undefined for instalments and prepayments. */
  readonly eventId: string | undefined;
  dueOn: DayNumber;
  /** Beginning of the period that its interest is for. */
  fromOn: DayNumber;
  readonly open: Columns = noColumns();
  readonly paid: Columns = noColumns();
  /** The same empty columns for all rows until something is waived: hardly anything ever is. */
  waived: Columns = NOTHING;
  /** By column, whether what is open makes an account late. */
  readonly isAgeing: readonly boolean[];
  isDue = false;
  readonly sums: Sums;
  /** Principal and interest as planned: a level instalment keeps its sum when interest is by the day. */
  plannedMinor: bigint;
  /** Interest asked for time after maturity: it bears nothing itself, or looking would compound it. */
  afterMaturityMinor = 0n;
  late: Late | undefined = undefined;

  constructor({ loan, columns, sums }: Sheet, head: RowHead) {
    const isNever = head.kind === "charge" && !loan.policy.ageing.charges;
    this.no = head.no;
    this.kind = head.kind;
    this.eventId = head.eventId;
    this.dueOn = head.dueOn;
    this.fromOn = head.fromOn;
    this.plannedMinor = head.plannedMinor;
    this.isAgeing = isNever ? NEVER_AGEING : columns.isAgeing;
    this.sums = sums;
  }

  /** Everything ever asked for. */
  get asked(): Columns {
    return this.open.map((_, column) => askedAt(this, column));
  }

  get openMinor(): bigint {
    return this.open.reduce((sum, minor) => (minor === 0n ? sum : sum + minor), 0n);
  }

  get isClosed(): boolean {
    const { open } = this;
    for (let column = 0; column < open.length; column++) if (open[column] !== 0n) return false;
    return true;
  }

  /** Whether anything is open that makes an account late. */
  get isAged(): boolean {
    const { open, isAgeing } = this;
    for (let column = 0; column < open.length; column++)
      if (isAgeing[column] && open[column] !== 0n) return true;
    return false;
  }
}

export const newRow = (sheet: Sheet, head: RowHead): Row => new Row(sheet, head);

const PRINCIPAL = columnOf.principal;

export const openAt = (row: Row, column: number): bigint => row.open[column] as bigint;

export const openOf = (row: Row, component: Component): bigint => openAt(row, columnOf[component]);

/** Every change of what is open goes through here, so that no sum can stray from its columns. */
function changeOpen(row: Row, column: number, minor: bigint): void {
  row.open[column] = (row.open[column] as bigint) + minor;
  if (column === PRINCIPAL) row.sums.principalMinor += minor;
  if (row.isDue && row.isAgeing[column]) row.sums.pastDueMinor += minor;
}

/** All that was ever asked of a component. */
export const askedAt = (row: Row, column: number): bigint =>
  openAt(row, column) + (row.paid[column] as bigint) + (row.waived[column] as bigint);

/** Takes back what was paid of a component, and no longer asks for it. */
export function unpay(row: Row, column: number): void {
  row.paid[column] = 0n;
}

/** Asks for more (or, negative, for less) of a component. */
export function ask(row: Row, column: number, minor: bigint): void {
  if (minor !== 0n) changeOpen(row, column, minor);
}

/** Money in hand, or what is to be given up: how much is left, and where the rest went. */
export type Purse = { leftMinor: bigint; readonly parts: Part[] };

export const purseOf = (leftMinor: bigint): Purse => ({ leftMinor, parts: [] });

/** Pays as much of a component as the purse allows. */
export function pay(row: Row, column: number, purse: Purse): void {
  const minor = takeFrom(row, column, purse);
  if (minor > 0n) row.paid[column] = (row.paid[column] as bigint) + minor;
}

/** Gives up as much of a component as the purse allows. */
export function waive(row: Row, column: number, purse: Purse): void {
  const minor = takeFrom(row, column, purse);
  if (minor === 0n) return;
  if (row.waived === NOTHING) row.waived = noColumns();
  row.waived[column] = (row.waived[column] as bigint) + minor;
}

/** Closes as much of a component as the purse allows; returns how much that was. */
function takeFrom(row: Row, column: number, purse: Purse): bigint {
  const open = openAt(row, column);
  const minor = open < purse.leftMinor ? open : purse.leftMinor;
  if (minor <= 0n) return 0n;
  purse.leftMinor -= minor;
  purse.parts.push({ no: row.no, column, minor });
  changeOpen(row, column, -minor);
  return minor;
}

/** A row's day has come. */
export function becomeDue(row: Row): void {
  row.isDue = true;
  for (let column = 0; column < row.open.length; column++)
    if (row.isAgeing[column] && row.open[column] !== 0n)
      row.sums.pastDueMinor += openAt(row, column);
}

/** Instalments stand before whatever else is due on their day; all else as it came. */
export const byDueDate = (a: Row, b: Row): number =>
  a.dueOn - b.dueOn || Number(a.kind !== "instalment") - Number(b.kind !== "instalment");

/** Puts a row in its place by due date; a row that is already due counts as due from now on. */
export function insertRow(sheet: Sheet, row: Row): void {
  const { rows, day } = sheet;
  let index = rows.length;
  while (index > 0 && byDueDate(row, rows[index - 1] as Row) < 0) index--;
  rows.splice(index, 0, row);
  if (row.dueOn <= day) {
    sheet.firstUndue++;
    becomeDue(row);
  }
  if (index < sheet.firstOpen) sheet.firstOpen = index;
  if (index < sheet.firstUnjudged) sheet.firstUnjudged++;
}
