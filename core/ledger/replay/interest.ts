import { divideRounded, minOf } from "../../kernel/money.ts";
import { columnOf } from "../components.ts";
import { dayCounter, type TickCounter } from "../day-count.ts";
import { countCharge, duplumRoom } from "./caps.ts";
import { postable } from "./growth.ts";
import { ask, askedAt, becomeDue, openAt, type Row, type Sheet } from "./sheet.ts";

const { principal, interest, fee, guarantee_fee } = columnOf;

/** Instalments whose day has come are due from now on. */
export function fallDue(sheet: Sheet): void {
  const { rows } = sheet;
  while (sheet.firstUndue < rows.length) {
    const row = rows[sheet.firstUndue] as Row;
    if (row.dueOn > sheet.day) return;
    if (isDaily(sheet)) restate(sheet, row);
    sheet.firstUndue++;
    becomeDue(row);
    if (sheet.caps && row.kind === "instalment") countDueInterest(sheet, row);
  }
}

export const isDaily = ({ loan }: Sheet): boolean => loan.policy.interestBasis === "daily_balance";

/** In default, in duplum cuts contract interest too; otherwise it only uses the caps' room. */
function countDueInterest(sheet: Sheet, row: Row): void {
  const fees = openAt(row, fee) + openAt(row, guarantee_fee);
  const interestMinor = openAt(row, interest);
  const asked = askedAt(row, interest) + askedAt(row, fee) + askedAt(row, guarantee_fee);
  if (sheet.caps?.duplum === undefined) {
    countCharge(sheet, asked);
    return;
  }
  const granted = minOf(interestMinor, duplumRoom(sheet.caps));
  ask(row, interest, granted - interestMinor);
  countCharge(sheet, asked - interestMinor + granted, granted + fees);
}

/** Interest by the day: grows on the principal really outstanding, up to today. */
export function accrue(sheet: Sheet): void {
  if (sheet.accruedTo >= sheet.day) return;
  if (isDaily(sheet))
    sheet.accruedNumerator +=
      sheet.sums.principalMinor * sheet.contractGrowth(sheet.accruedTo, sheet.day);
  sheet.accruedTo = sheet.day;
}

/** Where interest by the day is asked: whatever comes next and is no charge. */
export const nextBearing = ({ rows, firstUndue }: Sheet): Row | undefined =>
  rows.find((row, i) => i >= firstUndue && row.kind !== "charge");

/** Interest accrued by the day and not yet asked for, minor units. */
export const unposted = (sheet: Sheet): bigint =>
  postable(sheet.accruedNumerator, sheet.loan.policy.rounding) - sheet.accruedPostedMinor;

/** Asks for it in a row; returns how much it was. */
export function postAccrued(sheet: Sheet, row: Row): bigint {
  const minor = unposted(sheet);
  sheet.accruedPostedMinor += minor;
  ask(row, interest, minor);
  return minor;
}

/**
 * An instalment that falls due asks for the interest really accrued. A level instalment keeps its sum,
 * so that its principal takes the difference, which the last instalments give or get.
 */
function restate(sheet: Sheet, row: Row): void {
  if (row.kind === "charge") return;
  const minor = postAccrued(sheet, row);
  if (row.kind !== "instalment") {
    countCharge(sheet, minor);
    return;
  }
  const kind = sheet.loan.terms?.kind;
  if (kind !== "annuity" && kind !== "balloon") return;
  const later = sheet.rows
    .slice(sheet.firstUndue + 1)
    .filter((other) => other.kind === "instalment");
  const last = later.at(-1);
  if (!last) return;
  const asked = askedAt(row, principal);
  const taken = asked - openAt(row, principal);
  const left = row.plannedMinor - askedAt(row, interest);
  const wanted = left > taken ? left : taken;
  if (wanted < asked) {
    ask(row, principal, wanted - asked);
    ask(last, principal, asked - wanted);
    return;
  }
  let missing = wanted - asked;
  for (const other of later.reverse()) {
    const open = openAt(other, principal);
    const given = open < missing ? open : missing;
    ask(other, principal, -given);
    ask(row, principal, given);
    missing -= given;
  }
}

/** By the contract's day count, or day by day where every full period bears the same. */
function accrualClock({ loan, rows }: Sheet): TickCounter {
  if (loan.terms?.interestPer === "period") return (from, to) => to - from;
  const maturityOn = rows.findLast(({ kind }) => kind === "instalment")?.dueOn;
  return dayCounter(loan.terms?.dayCount ?? "act_365f", maturityOn);
}

/** Interest of the current period up to today that is not yet asked for and not paid ahead. */
export function accruedSoFar(sheet: Sheet): bigint {
  if (isDaily(sheet)) return unposted(sheet);
  const row = sheet.rows.find((r, i) => i >= sheet.firstUndue && r.kind === "instalment");
  if (!row || row.fromOn >= sheet.day) return 0n;
  const ticks = accrualClock(sheet);
  const whole = ticks(row.fromOn, row.dueOn);
  const asked = askedAt(row, interest);
  if (whole === 0) return 0n;
  const elapsed = BigInt(ticks(row.fromOn, sheet.day));
  const accrued = divideRounded(asked * elapsed, BigInt(whole), sheet.loan.policy.rounding);
  const settled = asked - openAt(row, interest);
  return accrued > settled ? accrued - settled : 0n;
}
