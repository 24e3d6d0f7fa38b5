import { addDays, type DayNumber } from "../../kernel/business-date.ts";
import { type Component, columnOf } from "../components.ts";
import { isFrozen } from "../history.ts";
import { grant } from "./caps.ts";
import { ask, openAt, type Row, type Sheet } from "./sheet.ts";
import type { Tally } from "./tally.ts";

const { principal, interest, fee, guarantee_fee } = columnOf;

/** The day on which a row that is still unpaid becomes late: the day after its grace. */
export const lateOn = (sheet: Sheet, row: Row): DayNumber =>
  addDays(row.dueOn, sheet.loan.policy.penalty.graceDays + 1);

/**
 * Judges rows whose grace has passed. A late row is charged the flat amount once, and bears penalty
 * interest from its due date, or from the end of grace where grace is not charged; what was paid within
 * grace bears nothing.
 */
export function judgeLate(sheet: Sheet): void {
  const { rows, loan } = sheet;
  while (sheet.firstUnjudged < rows.length) {
    const row = rows[sheet.firstUnjudged] as Row;
    if (lateOn(sheet, row) > sheet.day) return;
    sheet.firstUnjudged++;
    if (row.kind === "charge" || claimOf(row) === 0n) continue;
    const { graceDays, isGraceCharged } = loan.policy.penalty;
    becomeLate(sheet, row, isGraceCharged ? row.dueOn : addDays(row.dueOn, graceDays));
  }
}

/** What a contract asked for and has not got: charges that lateness itself added do not count. */
const claimOf = (row: Row): bigint =>
  openAt(row, principal) + openAt(row, interest) + openAt(row, fee) + openAt(row, guarantee_fee);

function becomeLate(sheet: Sheet, row: Row, on: DayNumber): void {
  const { flatMinor, flatComponent, rate, isCompounding } = sheet.loan.policy.penalty;
  startDefault(sheet);
  if (flatMinor > 0n && !isFrozen(sheet.pauses, "charges", sheet.day))
    charge(sheet, row, { component: flatComponent, wantedMinor: flatMinor });
  if (rate.kind === "none") return;
  row.late = {
    on,
    penalty: sheet.tallies.open(),
    compound: isCompounding ? sheet.tallies.open() : undefined,
  };
  sheet.lateRows.push(row);
}

/** In duplum looks at the principal outstanding when default begins. */
function startDefault({ caps, sums, loan }: Sheet): void {
  if (!caps || !loan.policy.inDuplum || caps.duplum) return;
  caps.duplum = { principalMinor: sums.principalMinor, chargedMinor: 0n };
}

/** Asks for a charge as far as the caps allow, and writes down both. */
export function charge(
  sheet: Sheet,
  row: Row,
  wanted: {
    readonly component: Component;
    readonly wantedMinor: bigint;
    readonly eventId?: string;
  },
): void {
  const minor = grant(sheet, wanted.wantedMinor);
  ask(row, columnOf[wanted.component], minor);
  sheet.entries.push({
    kind: "charged",
    on: sheet.day,
    eventId: wanted.eventId,
    no: row.no,
    component: wanted.component,
    minor,
    cappedMinor: wanted.wantedMinor - minor,
  });
}

/**
 * Posts penalty interest on every late row up to today. What is posted is always the rounded whole
 * less what was posted before, so that looking at a loan more often never changes what it owes.
 */
export function settleAll(sheet: Sheet): void {
  const { lateRows } = sheet;
  if (lateRows.length === 0) return;
  for (const row of lateRows) settle(sheet, row);
  sheet.lateRows = lateRows.filter((row) => claimOf(row) > 0n);
}

/** The same for one row; must come before anything that changes what it owes. */
export function settle(sheet: Sheet, row: Row): void {
  const { late } = row;
  if (!late || late.on === sheet.day) return;
  const { base } = sheet.loan.policy.penalty;
  const span = { from: late.on, to: sheet.day };
  late.on = sheet.day;
  const borne =
    base === "principal"
      ? openAt(row, principal)
      : claimOf(row) - openAt(row, interest) + bearing(row);
  grow(sheet, row, { component: "penalty", tally: late.penalty, baseMinor: borne, span });
  if (late.compound)
    grow(sheet, row, {
      component: "compound",
      tally: late.compound,
      baseMinor: bearing(row),
      span,
    });
}

type Growing = {
  readonly component: "penalty" | "compound";
  readonly tally: Tally;
  readonly baseMinor: bigint;
  readonly span: { readonly from: DayNumber; readonly to: DayNumber };
};

function grow(sheet: Sheet, row: Row, { component, tally, baseMinor, span }: Growing): void {
  if (baseMinor === 0n) return;
  sheet.tallies.grow(tally, baseMinor, span);
  const minor = sheet.tallies.ask(tally);
  if (minor > 0n) ask(row, columnOf[component], grant(sheet, minor));
  if (!sheet.accruals) return;
  const growth = sheet.penaltyGrowth(span.from, span.to);
  if (growth > 0n) sheet.accruals.push({ no: row.no, component, ...span, baseMinor, growth });
}

/** Open interest that was asked for by the due date. */
function bearing(row: Row): bigint {
  const minor = openAt(row, interest) - row.afterMaturityMinor;
  return minor > 0n ? minor : 0n;
}
