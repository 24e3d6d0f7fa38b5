import { assert } from "../../kernel/assert.ts";
import {
  addDays,
  addMonths,
  civilFromDay,
  type DayNumber,
  dayFromCivil,
  daysInMonth,
} from "../../kernel/business-date.ts";
import { ok, type Refusal, type Result, refuse } from "../../kernel/result.ts";
import { type Columns, columnOf, components, noColumns, toAmounts } from "../components.ts";
import { dayCounter } from "../day-count.ts";
import { type DueDateRules, type DueDates, dueDates } from "../due-dates.ts";
import type { EventOf } from "../history.ts";
import { planOnDates } from "../plan-schedule.ts";
import type { PlanTerms } from "../plan-terms.ts";
import { rateOn } from "../rate-path.ts";
import type { Schedule } from "../schedule.ts";
import type { EntryBody, Part } from "../state.ts";
import { moveFirstOpen } from "./apply.ts";
import { contractRates } from "./contract-rates.ts";
import { postable } from "./growth.ts";
import { accruedSoFar, isDaily, postAccrued, unposted } from "./interest.ts";
import {
  ask,
  askedAt,
  byDueDate,
  insertRow,
  newRow,
  openAt,
  type Purse,
  pay,
  type Row,
  type Sheet,
  unpay,
} from "./sheet.ts";

const { principal, interest, fee } = columnOf;

type Why = Extract<EntryBody, { kind: "replanned" }>["why"];

/** How the time to come is to be planned anew. */
export type Replan = {
  readonly why: Why;
  readonly eventId: string | undefined;
  /** Principal to be planned; what the open instalments ask for now plus or less what just changed. */
  readonly principalMinor: bigint;
  readonly count?: number | undefined;
  readonly firstDueOn?: DayNumber | undefined;
  /** Given instead of planned. */
  readonly schedule?: Schedule | undefined;
};

const instalmentsAhead = ({ rows, firstUndue }: Sheet): Row[] =>
  rows.filter((row, i) => i >= firstUndue && row.kind === "instalment");

/** The open principal of instalments that are not yet due; what was re-aged stands for itself. */
export const principalAhead = (sheet: Sheet): bigint =>
  instalmentsAhead(sheet).reduce((sum, row) => sum + openAt(row, principal), 0n);

/**
 * Replaces the instalments to come. Interest accrued so far is asked with the first new one; what was
 * paid ahead on an old one stays with it. Refused, and written down as such, where no plan is possible.
 */
export function replan(sheet: Sheet, change: Replan): boolean {
  const old = instalmentsAhead(sheet);
  const planned = change.schedule ? ok(change.schedule) : plan(sheet, old, change);
  if (!planned.ok) {
    const { code, detail } = planned.error;
    sheet.entries.push({ kind: "refused", on: sheet.day, eventId: change.eventId, code, detail });
    return false;
  }
  giveBackPaidAhead(sheet, old, change.eventId);
  const carried = isDaily(sheet) || change.schedule ? 0n : accruedSoFar(sheet);
  const before = takeOff(sheet, old);
  const isSettled = carried === 0n && (!isDaily(sheet) || unposted(sheet) === 0n);
  const firstNo = sheet.lastNo + 1;
  const after = putOn(sheet, withoutEmpty(planned.value, isSettled), carried);
  const next = sheet.rows.find((row) => row.no === firstNo);
  // Without principal nothing accrues any more: what has accrued is asked for now.
  if (isDaily(sheet) && change.principalMinor === 0n && next) postAccrued(sheet, next);
  sheet.entries.push({
    kind: "replanned",
    on: sheet.day,
    eventId: change.eventId,
    why: change.why,
    before: toAmounts(before),
    after: toAmounts(after),
    instalments: planned.value.dueOn.length,
  });
  return true;
}

function plan(sheet: Sheet, old: readonly Row[], change: Replan): Result<Schedule, Refusal> {
  const { terms } = sheet.loan;
  if (!terms) return refuse("TERMS_MISSING", "an imported schedule cannot be planned anew");
  if (change.principalMinor === 0n) return interestOnly(old);
  const dates = datesAhead(sheet, old, change);
  if (!dates.ok) return dates;
  const ahead = termsAhead(sheet, terms, { change, dates: dates.value });
  return planOnDates({ ...ahead, periodFrom: runningFrom(sheet, old, change) }, dates.value);
}

/** Where the period began that is running and goes on; a first date of its own begins another. */
function runningFrom(
  { day }: Sheet,
  [next]: readonly Row[],
  { firstDueOn }: Replan,
): DayNumber | undefined {
  return next && firstDueOn === undefined && next.fromOn < day ? next.fromOn : undefined;
}

/** Nothing is left to plan but interest that has accrued: one instalment, on the next date. */
function interestOnly([next]: readonly Row[]): Result<Schedule, Refusal> {
  if (!next) return refuse("NOTHING_TO_REPLAN", "nothing is left to be planned");
  return ok({
    dueOn: [next.dueOn],
    principalMinor: [0n],
    interestMinor: [0n],
    feeMinor: [0n],
  });
}

/** An instalment that would ask for nothing is none. */
const withoutEmpty = (schedule: Schedule, isSettled: boolean): Schedule =>
  isSettled && schedule.principalMinor.every((minor) => minor === 0n)
    ? { dueOn: [], principalMinor: [], interestMinor: [], feeMinor: [] }
    : schedule;

/** The contract's own dates, continued; fresh ones where the instalments to come have left them. */
function datesAhead(
  { loan, day }: Sheet,
  old: readonly Row[],
  { count, firstDueOn }: Replan,
): Result<DueDates, Refusal> {
  const rules = (loan.terms as PlanTerms).dates;
  const first = firstDueOn ?? old[0]?.dueOn;
  if (first === undefined)
    return refuse("NOTHING_TO_REPLAN", "no instalment is to come, and no first due date was given");
  const wanted = count ?? old.length;
  const known = firstDueOn === undefined ? contractDates(rules, first, wanted) : undefined;
  const dayOfMonth = firstDueOn === undefined ? dayOfMonthOf(rules) : undefined;
  return known
    ? ok(known)
    : dueDates({ ...rules, startOn: day, firstDueOn: first, count: wanted, dayOfMonth });
}

/** So many dates of the contract's own rhythm from one of them on; undefined where it is none of them. */
function contractDates(
  rules: DueDateRules,
  first: DayNumber,
  wanted: number,
): DueDates | undefined {
  for (let count = rules.count + wanted; ; count *= 2) {
    const dates = dueDates({ ...rules, count });
    if (!dates.ok) return undefined;
    const { dueOn, unrolledOn } = dates.value;
    if ((dueOn.at(-1) as DayNumber) < first) continue;
    const from = dueOn.indexOf(first);
    if (from < 0) return undefined;
    if (from + wanted > count) continue;
    return {
      dueOn: dueOn.slice(from, from + wanted),
      unrolledOn: unrolledOn.slice(from, from + wanted),
    };
  }
}

function dayOfMonthOf({
  dayOfMonth,
  period,
  firstDueOn,
  startOn,
}: DueDateRules): number | undefined {
  if (period.unit === "day" || period.unit === "week") return undefined;
  return dayOfMonth ?? civilFromDay(firstDueOn ?? startOn).day;
}

function termsAhead(
  sheet: Sheet,
  terms: PlanTerms,
  { change, dates }: { readonly change: Replan; readonly dates: DueDates },
): PlanTerms {
  const count = dates.dueOn.length;
  const passed = sheet.rows.filter(
    (row, i) => i < sheet.firstUndue && row.kind === "instalment",
  ).length;
  const graceLeft = (grace: number, most: number): number =>
    Math.max(0, Math.min(grace - passed, most));
  const { interestGrace, principalGraceCount } = terms;
  return {
    ...terms,
    // Principals agreed one by one cannot be scaled by rule: an irregular plan goes on as an annuity.
    kind: terms.kind === "irregular" ? "annuity" : terms.kind,
    principalsMinor: undefined,
    disbursements: [{ on: sheet.day, minor: change.principalMinor }],
    downPaymentMinor: 0n,
    // A later change of the rate is not known yet, whenever it was recorded.
    rates: contractRates(sheet.loan, sheet.rateEvents, sheet.day),
    dates: {
      ...terms.dates,
      startOn: sheet.day,
      firstDueOn: dates.unrolledOn[0],
      count,
      dayOfMonth: change.firstDueOn === undefined ? dayOfMonthOf(terms.dates) : undefined,
    },
    principalGraceCount: graceLeft(principalGraceCount, count - 1),
    interestGrace: { ...interestGrace, count: graceLeft(interestGrace.count, count - 1) },
    balloonMinor:
      terms.balloonMinor < change.principalMinor ? terms.balloonMinor : change.principalMinor,
  };
}

/** Old instalments keep what was paid or waived on them; those with neither go. */
function takeOff(sheet: Sheet, old: readonly Row[]): Columns {
  const gone = noColumns();
  for (const row of old)
    for (const column of components.keys()) {
      const open = openAt(row, column);
      gone[column] = (gone[column] as bigint) + open;
      ask(row, column, -open);
    }
  const empty = new Set(old.filter((row) => row.asked.every((minor) => minor === 0n)));
  const kept = sheet.rows.filter((row) => !empty.has(row));
  sheet.rows.splice(0, sheet.rows.length, ...kept);
  for (const row of old) row.plannedMinor = askedAt(row, principal) + askedAt(row, interest);
  sheet.lastNo = Math.max(0, ...kept.map((row) => row.no));
  return gone;
}

/** Interest and fees paid ahead, for time that is planned anew, stand to the payer's credit again. */
function giveBackPaidAhead(sheet: Sheet, old: readonly Row[], eventId: string | undefined): void {
  const parts: Part[] = [];
  for (const row of old)
    for (const column of components.keys()) {
      const minor = row.paid[column] as bigint;
      if (column === principal || minor === 0n) continue;
      unpay(row, column);
      parts.push({ no: row.no, column, minor });
    }
  if (parts.length === 0) return;
  const minor = parts.reduce((sum, part) => sum + part.minor, 0n);
  sheet.creditMinor += minor;
  sheet.entries.push({ kind: "unapplied", on: sheet.day, eventId, minor, parts });
}

function putOn(sheet: Sheet, schedule: Schedule, carriedMinor: bigint): Columns {
  const added = noColumns();
  for (let i = 0; i < schedule.dueOn.length; i++) {
    const row = instalmentRow(sheet, schedule, i);
    if (i === 0) ask(row, interest, carriedMinor);
    insertRow(sheet, row);
    for (const column of components.keys())
      added[column] = (added[column] as bigint) + (row.asked[column] as bigint);
  }
  return added;
}

function instalmentRow(sheet: Sheet, schedule: Schedule, i: number): Row {
  const principalMinor = schedule.principalMinor[i] as bigint;
  const interestMinor = schedule.interestMinor[i] as bigint;
  sheet.lastNo++;
  const row = newRow(sheet, {
    no: sheet.lastNo,
    kind: "instalment",
    eventId: undefined,
    dueOn: schedule.dueOn[i] as DayNumber,
    fromOn: schedule.dueOn[i - 1] ?? sheet.day,
    plannedMinor: principalMinor + interestMinor,
  });
  ask(row, principal, principalMinor);
  if (!isDaily(sheet)) ask(row, interest, interestMinor);
  ask(row, fee, schedule.feeMinor[i] as bigint);
  return row;
}

/** Instalments of the contract, before anything has happened. */
export function layOutContract(sheet: Sheet): void {
  const { schedule, startOn } = sheet.loan;
  for (let i = 0; i < schedule.dueOn.length; i++) {
    const row = instalmentRow(sheet, schedule, i);
    if (i === 0) row.fromOn = startOn;
    sheet.rows.push(row);
  }
}

/** Principal paid ahead shrinks the instalments to come. */
export function prepayPrincipal(sheet: Sheet, purse: Purse): void {
  const ahead = principalAhead(sheet);
  if (ahead === 0n) return;
  const minor = purse.leftMinor < ahead ? purse.leftMinor : ahead;
  const isDone = replan(sheet, {
    why: "prepayment",
    eventId: sheet.pooledBy,
    principalMinor: ahead - minor,
  });
  if (!isDone) return;
  const row = newRow(sheet, {
    no: --sheet.lastChargeNo,
    kind: "prepayment",
    // The day's receipts together: no one event brought it.
    eventId: undefined,
    dueOn: sheet.day,
    fromOn: sheet.day,
    plannedMinor: minor,
  });
  ask(row, principal, minor);
  insertRow(sheet, row);
  pay(row, principal, purse);
  moveFirstOpen(sheet);
}

/** Moves the remaining due dates; the added time bears interest, asked with the first, or does not. */
export function defer(sheet: Sheet, event: EventOf<"deferral">): void {
  const ahead = instalmentsAhead(sheet);
  const [first] = ahead;
  if (!first) return;
  const before = first.dueOn;
  const later = moverOf(sheet, before, event.months);
  let previous: DayNumber | undefined;
  for (const row of ahead) {
    row.dueOn = later(row.dueOn);
    row.fromOn = previous ?? row.fromOn;
    previous = row.dueOn;
  }
  sheet.rows.sort(byDueDate);
  const { fromOn, dueOn: after } = first;
  const added =
    event.bearsInterest && !isDaily(sheet)
      ? deferralInterest(sheet, { fromOn, before, after, principalMinor: principalAhead(sheet) })
      : 0n;
  ask(first, interest, added);
  sheet.entries.push({
    kind: "replanned",
    on: sheet.day,
    eventId: event.id,
    why: "deferral",
    before: {},
    after: { interest: added },
    instalments: ahead.length,
  });
}

const MONTH_DAYS_MIN = 28;

/**
 * Months later: the contract's day of the month where due dates come by the month, so that a 31st that
 * was the 30th for once is the 31st again; else all dates by as many days as the first.
 */
function moverOf(sheet: Sheet, first: DayNumber, months: number): (on: DayNumber) => DayNumber {
  const { dueOn } = sheet.loan.schedule;
  const isMonthly = dueOn.every(
    (on, i) => i === 0 || on - (dueOn[i - 1] as number) >= MONTH_DAYS_MIN,
  );
  if (!isMonthly) return (on) => addDays(on, addMonths(first, months) - first);
  const dates = [...dueOn, ...instalmentsAhead(sheet).map((row) => row.dueOn)];
  const wanted = Math.max(...dates.map((on) => civilFromDay(on).day));
  return (on) => {
    const { year, month, day } = civilFromDay(addMonths(on, months));
    const isLast = civilFromDay(addDays(on, 1)).day === 1;
    return dayFromCivil(year, month, isLast ? Math.min(wanted, daysInMonth(year, month)) : day);
  };
}

/** The added time at today's rate: what happens later has not happened yet. */
function deferralInterest({ loan, rateEvents, day, rows }: Sheet, added: Added): bigint {
  const { fromOn, before, after, principalMinor } = added;
  const maturityOn = rows.findLast(({ kind }) => kind === "instalment")?.dueOn;
  const ticks = dayCounter(loan.terms?.dayCount ?? "act_365f", maturityOn);
  // A restructuring of the same day comes after it, and so does its rate.
  const earlier = rateEvents.filter((e) => e.kind === "rate_change" || e.effectiveOn < day);
  const rate = rateOn(contractRates(loan, earlier, day), day);
  const time = BigInt(ticks(fromOn, after) - ticks(fromOn, before));
  return postable(principalMinor * rate * time, loan.policy.rounding);
}

/** The first due date moved from `before` to `after`; its period began on `fromOn`. */
type Added = {
  readonly fromOn: DayNumber;
  readonly before: DayNumber;
  readonly after: DayNumber;
  readonly principalMinor: bigint;
};

/** Past-due components become principal, and all principal is planned anew on new terms. */
export function restructure(sheet: Sheet, event: EventOf<"restructure">): void {
  const columns = event.capitalised.map((component) => columnOf[component]);
  const { parts, minor } = takeArrears(sheet, columns);
  const isDone = replan(sheet, {
    why: "restructure",
    eventId: event.id,
    principalMinor: principalAhead(sheet) + minor,
    count: event.count,
    firstDueOn: event.firstDueOn,
  });
  if (!isDone || parts.length === 0) return;
  for (const part of parts) ask(rowOf(sheet, part.no), part.column, -part.minor);
  moveFirstOpen(sheet);
  const toNo = instalmentsAhead(sheet)[0]?.no ?? sheet.lastNo;
  sheet.entries.push({
    kind: "moved",
    on: sheet.day,
    eventId: event.id,
    why: "capitalised",
    from: parts,
    toNo,
  });
}

function takeArrears(
  { rows, firstOpen, firstUndue }: Sheet,
  columns: readonly number[],
): { parts: Part[]; minor: bigint } {
  const parts: Part[] = [];
  for (let i = firstOpen; i < firstUndue; i++) {
    const row = rows[i] as Row;
    for (const column of columns) {
      const minor = openAt(row, column);
      if (minor > 0n) parts.push({ no: row.no, column, minor });
    }
  }
  return { parts, minor: parts.reduce((sum, part) => sum + part.minor, 0n) };
}

const rowOf = ({ rows }: Sheet, no: number): Row => {
  const row = rows.find((candidate) => candidate.no === no);
  assert(row, `there is no claim ${no}`);
  return row;
};

/** What is past due is asked for anew, at once, on another day. */
export function reAge(sheet: Sheet, event: EventOf<"re_age">): void {
  const { parts } = takeArrears(sheet, [...components.keys()]);
  if (parts.length === 0) return;
  const row = newRow(sheet, {
    no: --sheet.lastChargeNo,
    kind: "re_aged",
    eventId: event.id,
    dueOn: event.newDueOn,
    fromOn: sheet.day,
    plannedMinor: 0n,
  });
  for (const { no, column, minor } of parts) {
    ask(rowOf(sheet, no), column, -minor);
    ask(row, column, minor);
  }
  insertRow(sheet, row);
  moveFirstOpen(sheet);
  sheet.entries.push({
    kind: "moved",
    on: sheet.day,
    eventId: event.id,
    why: "re_age",
    from: parts,
    toNo: row.no,
  });
}
