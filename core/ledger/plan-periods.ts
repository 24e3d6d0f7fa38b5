import { dayCounter, YEAR_TICKS } from "./day-count.ts";
import { type DueDates, daysOf, isFullPeriod, monthsOf, type Period } from "./due-dates.ts";
import { type Clock, dayClock, periodClock, type Span } from "./plan-interest.ts";
import type { Disbursement, PlanTerms } from "./plan-terms.ts";

/** The time that one instalment's interest is for: its first day (inclusive) to its last (exclusive). */
export type PlanPeriod = Span & {
  readonly clock: Clock;
  /** The whole period's share of a year, `ticks` of `ticksPerYear`, in lowest terms: 1 of 12. */
  readonly ticks: number;
  readonly ticksPerYear: number;
  /** What is paid out in this period, net of the down payment. */
  readonly drawn: readonly Disbursement[];
};

/** The periods of a plan, one an instalment, in order. A bullet has them too, before its one date. */
export function planPeriods(terms: PlanTerms, dates: DueDates): readonly PlanPeriod[] {
  const startOn = terms.periodFrom ?? terms.dates.startOn;
  const accruedTo = terms.accrueTo === "rolled" ? dates.dueOn : dates.unrolledOn;
  const byDays = dayClock(dayCounter(terms.dayCount, accruedTo.at(-1)));
  const draws = netDisbursements(terms);
  return accruedTo.map((to, i) => {
    const span = { from: accruedTo[i - 1] ?? startOn, to };
    // Whether a period is full is a question of the contract's dates, not of this year's holidays.
    const nominal = { from: dates.unrolledOn[i - 1] ?? startOn, to: dates.unrolledOn[i] ?? to };
    const drawn = draws.filter(({ on }) => on >= span.from && on < to);
    return { ...span, ...periodTime(terms, { span, nominal, byDays }), drawn };
  });
}

type Spans = { readonly span: Span; readonly nominal: Span; readonly byDays: Clock };
type PeriodTime = Pick<PlanPeriod, "clock" | "ticks" | "ticksPerYear">;

function periodTime(terms: PlanTerms, { span, nominal, byDays }: Spans): PeriodTime {
  if (!isWhole(terms, nominal))
    return { clock: byDays, ...lowest(byDays.ticks(span.from, span.to), byDays.ticksPerYear) };
  const share = lowest(periodTicks(terms.dates.period), YEAR_TICKS);
  return { clock: periodClock(span, share), ...share };
}

/** Small numbers keep the exact arithmetic of a long loan small. */
function lowest(ticks: number, ticksPerYear: number): Omit<PeriodTime, "clock"> {
  let [a, b] = [ticks, ticksPerYear];
  while (b !== 0) [a, b] = [b, a % b];
  return { ticks: ticks / a, ticksPerYear: ticksPerYear / a };
}

const isWhole = ({ interestPer, dates }: PlanTerms, { from, to }: Span): boolean =>
  interestPer === "period" && isFullPeriod(from, to, dates);

/** A full period's share of a year in ticks: a month is 1/12 of it, a day 1/365. */
export function periodTicks(period: Period): number {
  const days = daysOf(period);
  if (days !== undefined) return days * (YEAR_TICKS / 365);
  return monthsOf(period) * (YEAR_TICKS / 12);
}

const netDisbursements = ({ disbursements, downPaymentMinor }: PlanTerms): Disbursement[] =>
  disbursements.map(({ on, minor }, i) => ({
    on,
    minor: i === 0 ? minor - downPaymentMinor : minor,
  }));
