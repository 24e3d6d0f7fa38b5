import { addDays, addMonths, type DayNumber } from "../../kernel/business-date.ts";
import type { Result } from "../../kernel/result.ts";
import {
  discountOfPart,
  type Fixed,
  fixedFromRate,
  ln,
  multiply,
  ONE,
  powersOf,
} from "./fixed-point.ts";
import {
  type AnnualCostRefusal,
  type CertifiedRate,
  type CreditFlows,
  type DiscountsAt,
  type NetFlow,
  netFlows,
  solveRate,
} from "./root.ts";
import { monthsBack } from "./unit-period.ts";

/**
 * The equal period in which intervals are counted; days are what is left over. `year` is the plain
 * calendar basis; take the period of the instalments (monthly: `month`) for regular credit.
 */
export type EqualPeriod = "year" | "month" | "week";

const periodsPerYear: Readonly<Record<EqualPeriod, number>> = { year: 1, month: 12, week: 52 };

/**
 * The EU annual percentage rate of charge X: Σ C ÷ (1 + X)^t = Σ D ÷ (1 + X)^s (Directive
 * 2008/48/EC, Annex I part I; Directive (EU) 2023/2225, Annex III part I; 2014/17/EU for homes).
 *
 * An interval is whole years, months (of 12 equal ones) or weeks (of 52), counted back from the
 * flow towards the first drawdown, and the days that remain over 365, or over 366 where the year
 * that ends with them holds a 29 February (remark (c)). X is effective: it compounds yearly.
 * Fractional powers are e^(−ln(1 + X) ÷ parts) in bigint fixed point, raised to whole powers.
 */
export function euApr(
  flows: CreditFlows,
  period: EqualPeriod,
): Result<CertifiedRate, AnnualCostRefusal> {
  const net = netFlows(flows);
  return net.ok ? solveRate(net.value, euDiscounts(net.value, period)) : net;
}

type Interval = { readonly periods: number; readonly days: number; readonly dayBase: 365 | 366 };

/** Discount factors 1 ÷ (1 + X)^s of each flow. */
export function euDiscounts(net: readonly NetFlow[], period: EqualPeriod): DiscountsAt {
  const start = net[0]?.on;
  const intervals = net.map(({ on }) => intervalBetween(start ?? on, on, period));
  const periods = intervals.map((interval) => interval.periods);
  const days = intervals.map((interval) => interval.days);
  return (rate) => {
    const growth = ln((ONE + fixedFromRate(rate)) as Fixed);
    const byPeriod = powersOf(discountOfPart(growth, periodsPerYear[period]), periods);
    const byDay = {
      365: powersOf(discountOfPart(growth, 365), days),
      366: powersOf(discountOfPart(growth, 366), days),
    };
    return intervals.map(({ dayBase }, i) =>
      multiply(byPeriod[i] ?? ONE, byDay[dayBase][i] ?? ONE),
    );
  };
}

export function intervalBetween(from: DayNumber, to: DayNumber, period: EqualPeriod): Interval {
  const { periods, days } = countBack(from, to, period);
  return { periods, days, dayBase: yearEnding(addDays(from, days)) };
}

function countBack(
  from: DayNumber,
  to: DayNumber,
  period: EqualPeriod,
): { periods: number; days: number } {
  if (period === "week") return { periods: Math.floor((to - from) / 7), days: (to - from) % 7 };
  const { months, days } = monthsBack(from, to);
  if (period === "month") return { periods: months, days };
  const years = Math.floor(months / 12);
  const whole = days === 0 && months % 12 === 0;
  return { periods: years, days: whole ? 0 : addMonths(to, -12 * years) - from };
}

/** Days of the complete year counted back from a date to the same day of the year before. */
const yearEnding = (on: DayNumber): 365 | 366 => (on - addMonths(on, -12) === 366 ? 366 : 365);
