import { addMonths, type DayNumber } from "../../kernel/business-date.ts";
import type { CreditFlows, DatedAmount } from "./root.ts";

/**
 * The unit-period of Regulation Z, Appendix J (b)(3) to (b)(5). `term_…`: a single advance repaid
 * in a single payment within a year, whose unit-period is its whole term.
 */
export type UnitPeriod =
  | { readonly kind: "day" }
  | { readonly kind: "week"; readonly every: number }
  | { readonly kind: "semimonth" }
  | { readonly kind: "month"; readonly every: number }
  | { readonly kind: "year" }
  | { readonly kind: "term_months"; readonly months: number }
  | { readonly kind: "term_days"; readonly days: number };

/** Whole unit-periods from the start, and the rest as a fraction of one. */
export type Position = { readonly whole: number; readonly part: number; readonly of: number };

/** Unit-periods in a year, as the fraction `units` ÷ `per` (52 ÷ 4 for every four weeks). */
export function unitsPerYear(unit: UnitPeriod): { units: bigint; per: bigint } {
  switch (unit.kind) {
    case "day":
      return { units: 365n, per: 1n };
    case "week":
      return { units: 52n, per: BigInt(unit.every) };
    case "semimonth":
      return { units: 24n, per: 1n };
    case "month":
      return { units: 12n, per: BigInt(unit.every) };
    case "year":
      return { units: 1n, per: 1n };
    case "term_months":
      return { units: 12n, per: BigInt(unit.months) };
    case "term_days":
      return { units: 365n, per: BigInt(unit.days) };
  }
}

/**
 * Full months between two dates, measured back from the later one, and the days left over at the
 * front ((b)(5)(ii)). A later date that stands for a day its month lacks (31 January to
 * 28 February) is a full month, as (b)(3) has it.
 */
export function monthsBack(from: DayNumber, to: DayNumber): { months: number; days: number } {
  let months = Math.max(0, Math.ceil((to - from) / 28));
  for (; months > 0; months--) {
    if (addMonths(from, months) === to) return { months, days: 0 };
    if (addMonths(to, -months) >= from) break;
  }
  return { months, days: addMonths(to, -months) - from };
}

/** How many unit-periods lie between two dates ((b)(5)). */
export function positionOf(unit: UnitPeriod, from: DayNumber, to: DayNumber): Position {
  switch (unit.kind) {
    case "day":
      return { whole: to - from, part: 0, of: 1 };
    case "week":
      return divided(to - from, unit.every * 7);
    case "semimonth":
      return divided(thirtyDayMonths(from, to), 15);
    case "month":
      return unit.every === 1
        ? monthPosition(from, to)
        : divided(thirtyDayMonths(from, to), unit.every * 30);
    case "year":
      return yearPosition(from, to);
    case "term_months":
    case "term_days":
      return { whole: to > from ? 1 : 0, part: 0, of: 1 };
  }
}

const divided = (days: number, by: number): Position => ({
  whole: Math.floor(days / by),
  part: days % by,
  of: by,
});

function thirtyDayMonths(from: DayNumber, to: DayNumber): number {
  const { months, days } = monthsBack(from, to);
  return months * 30 + days;
}

function monthPosition(from: DayNumber, to: DayNumber): Position {
  const { months, days } = monthsBack(from, to);
  return { whole: months, part: days, of: 30 };
}

function yearPosition(from: DayNumber, to: DayNumber): Position {
  const { months, days } = monthsBack(from, to);
  const whole = Math.floor(months / 12);
  if (days === 0) return { whole, part: months % 12, of: 12 };
  return { whole, part: addMonths(to, -12 * whole) - from, of: 365 };
}

/**
 * The unit-period of a transaction ((b)(4)): the interval that occurs most often and more than
 * once, the shorter of two equally frequent; without one, the average interval rounded to the
 * nearest standard one. An interval that is no standard one (ten days) cannot be a unit-period
 * that (b)(5) can count in, so it goes by the average too.
 */
export function unitPeriodOf(flows: CreditFlows): UnitPeriod {
  const advances = datesOf(flows.advances);
  const payments = datesOf(flows.payments).filter((on) => on > (advances[0] ?? on)); // no fees at signing
  if (advances.length === 1 && payments.length === 1) return termUnit(advances, payments);
  const intervals = [...intervalsOf(advances), ...intervalsOf([advances[0], ...payments])];
  return commonUnit(intervals) ?? averageUnit(intervals);
}

const datesOf = (amounts: readonly DatedAmount[]): DayNumber[] =>
  [...new Set(amounts.filter(({ minor }) => minor > 0n).map(({ on }) => on))].sort((a, b) => a - b);

function termUnit([from]: DayNumber[], [to]: DayNumber[]): UnitPeriod {
  const { months, days } = monthsBack(from as DayNumber, to as DayNumber);
  if (months >= 12) return { kind: "year" };
  if (days === 0) return { kind: "term_months", months };
  return { kind: "term_days", days: (to as number) - (from as number) };
}

type Interval = { readonly from: DayNumber; readonly to: DayNumber; readonly halfMonth: boolean };

function intervalsOf(dates: readonly (DayNumber | undefined)[]): Interval[] {
  const at = (i: number): DayNumber => dates[i] as DayNumber;
  return dates.slice(1).map((_, i) => ({
    from: at(i),
    to: at(i + 1),
    halfMonth: isHalfMonth(dates, i),
  }));
}

/** Half of a month: 13 to 16 days that make a whole month with the interval before or after. */
function isHalfMonth(dates: readonly (DayNumber | undefined)[], i: number): boolean {
  const [before, from, to, after] = [dates[i - 1], dates[i], dates[i + 1], dates[i + 2]];
  if (from === undefined || to === undefined || to - from < 13 || to - from > 16) return false;
  const month = (a: DayNumber | undefined, b: DayNumber | undefined): boolean =>
    a !== undefined && b !== undefined && isMonths(a, b, 1);
  return month(before, to) || month(from, after);
}

/** Whether `to` is the same day `months` later, or either stands for a day its month lacks. */
const isMonths = (from: DayNumber, to: DayNumber, months: number): boolean =>
  addMonths(from, months) === to || addMonths(to, -months) === from;

/** Every standard interval of up to a year with its length in days, months counting as 30. */
const standardUnits: readonly { readonly unit: UnitPeriod; readonly days: number }[] = [
  { unit: { kind: "day" } as const, days: 1 },
  ...Array.from({ length: 52 }, (_, i) => ({
    unit: { kind: "week", every: i + 1 } as const,
    days: 7 * (i + 1),
  })),
  { unit: { kind: "semimonth" } as const, days: 15 },
  ...Array.from({ length: 11 }, (_, i) => ({
    unit: { kind: "month", every: i + 1 } as const,
    days: 30 * (i + 1),
  })),
  { unit: { kind: "year" } as const, days: 365 },
].sort((a, b) => a.days - b.days);

function matches(unit: UnitPeriod, { from, to, halfMonth }: Interval): boolean {
  if (unit.kind === "day") return to - from === 1;
  if (unit.kind === "week") return to - from === unit.every * 7;
  if (unit.kind === "semimonth") return halfMonth;
  return isMonths(from, to, unit.kind === "month" ? unit.every : 12);
}

function commonUnit(intervals: readonly Interval[]): UnitPeriod | undefined {
  let best: { unit: UnitPeriod; count: number } | undefined;
  for (const { unit } of standardUnits) {
    const count = intervals.filter((interval) => matches(unit, interval)).length;
    if (count > Math.max(1, best?.count ?? 0)) best = { unit, count };
  }
  return best?.unit;
}

function averageUnit(intervals: readonly Interval[]): UnitPeriod {
  const total = intervals.reduce((sum, { from, to }) => sum + (to - from), 0);
  const distance = (days: number): number => Math.abs(days * intervals.length - total);
  let best = standardUnits[0] as (typeof standardUnits)[number];
  for (const unit of standardUnits) if (distance(unit.days) < distance(best.days)) best = unit;
  return best.unit;
}
