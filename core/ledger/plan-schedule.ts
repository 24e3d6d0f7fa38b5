import { assert } from "../kernel/assert.ts";
import type { DayNumber } from "../kernel/business-date.ts";
import { allocateMinor, minOf } from "../kernel/money.ts";
import { ok, type Result } from "../kernel/result.ts";
import { type DueDates, dueDates } from "./due-dates.ts";
import {
  type AccrualBasis,
  type Fraction,
  interestOver,
  noFraction,
  plusFraction,
  roundFraction,
  roundToMultiple,
} from "./plan-interest.ts";
import { levelInstalment } from "./plan-level.ts";
import { type PlanPeriod, planPeriods } from "./plan-periods.ts";
import { checkAgainstDates, checkTerms, type PlanRefusal, type PlanTerms } from "./plan-terms.ts";
import { rateOn, stepIndexOn } from "./rate-path.ts";
import { assertSchedule, type Schedule } from "./schedule.ts";

/**
 * The payment schedule that terms ask for. Interest of each instalment is computed exactly on the
 * integer principal outstanding and rounded once; principal sums exactly to what is financed (plus
 * the interest that a grace capitalises); the last instalment absorbs every rounding. Refuses terms
 * that no schedule can satisfy.
 *
 * What was level is found anew, from the principal then left and the rate then in force, in the
 * period in which the rate steps or another disbursement is paid out: that is what a lender's reset
 * notice does, and it never needs to know a rate that is not yet published.
 */
export function planSchedule(terms: PlanTerms): Result<Schedule, PlanRefusal> {
  const dates = dueDates(terms.dates);
  return dates.ok ? planOnDates(terms, dates.value) : dates;
}

/** {@link planSchedule} on due dates that are already known, `terms.dates.count` of them. */
export function planOnDates(terms: PlanTerms, dates: DueDates): Result<Schedule, PlanRefusal> {
  assert(dates.dueOn.length === terms.dates.count, "a plan has as many dates as instalments");
  const refusal = checkTerms(terms) ?? checkAgainstDates(terms, dates);
  if (refusal) return { ok: false, error: refusal };
  const schedule = layOut(terms, dates.dueOn, planPeriods(terms, dates));
  assertSchedule(schedule);
  return ok(schedule);
}

/** A plan half made: the periods to come read it, each instalment moves it on. */
type Plan = {
  readonly terms: PlanTerms;
  readonly periods: readonly PlanPeriod[];
  /** Kind `flat`: the interest of each instalment, fixed at the start. */
  readonly flatInterest: readonly bigint[];
  /** Principal left. */
  balance: bigint;
  /** Interest put off and not yet asked for, unrounded. */
  deferred: Fraction;
  /** What the kind keeps level: the instalment, or for `equal_principal` and `flat` its principal. */
  level: bigint;
};

/** What one period has brought by its due date. */
type Accrual = {
  readonly index: number;
  /** Interest of this period that adds to what is owed on its due date; none if free or put off. */
  readonly own: Fraction;
  readonly ownMinor: bigint;
  /** Interest that this instalment asks for. */
  readonly interest: bigint;
  /** Whether principal came in other ways than by the plan: paid out, or capitalised. */
  readonly hasDrawn: boolean;
  readonly hasCapitalised: boolean;
};

function layOut(
  terms: PlanTerms,
  dueOn: readonly DayNumber[],
  periods: readonly PlanPeriod[],
): Schedule {
  const flatInterest = terms.kind === "flat" ? spreadFlat(terms, periods) : [];
  const plan: Plan = { terms, periods, flatInterest, balance: 0n, deferred: noFraction, level: 0n };
  const principalMinor: bigint[] = [];
  const interestMinor: bigint[] = [];
  for (let index = 0; index < periods.length; index++) {
    const accrual = accrue(plan, index);
    const principal = principalOf(plan, accrual);
    plan.balance -= principal;
    principalMinor.push(principal);
    interestMinor.push(accrual.interest);
  }
  // A bullet's periods are there to count time; it has one due date.
  const first = terms.kind === "bullet" ? periods.length - 1 : 0;
  return {
    dueOn: dueOn.slice(first),
    principalMinor: principalMinor.slice(first),
    interestMinor: interestMinor.slice(first),
    feeMinor: dueOn.slice(first).map(() => terms.feeMinor),
  };
}

/** Brings the plan to the due date of a period: what is paid out, and the interest of both. */
function accrue(plan: Plan, index: number): Accrual {
  const { terms, periods, flatInterest } = plan;
  const period = periods[index] as PlanPeriod;
  const exact = terms.kind === "flat" ? noFraction : periodInterest(plan, period);
  const hasDrawn = period.drawn.length > 0;
  for (const { minor } of period.drawn) plan.balance += minor;
  const treatment = treatmentOf(terms, index);
  const none = {
    index,
    own: noFraction,
    ownMinor: 0n,
    interest: 0n,
    hasDrawn,
    hasCapitalised: false,
  };
  if (terms.kind === "flat") return { ...none, interest: flatInterest[index] ?? 0n };
  if (treatment === "forgiven") return none;
  if (treatment === "deferred") {
    plan.deferred = plusFraction(plan.deferred, exact);
    return none;
  }
  if (treatment === "capitalised") {
    plan.balance += roundFraction(exact, terms.rounding);
    return { ...none, hasCapitalised: true };
  }
  const ownMinor = roundFraction(exact, terms.rounding);
  const { deferred } = plan;
  plan.deferred = noFraction;
  const interest =
    deferred.numerator === 0n
      ? ownMinor
      : roundFraction(plusFraction(deferred, exact), terms.rounding);
  return { ...none, own: exact, ownMinor, interest };
}

/** Interest on what was owed when the period began, and on each sum paid out in it. */
function periodInterest({ terms, balance }: Plan, period: PlanPeriod): Fraction {
  const basis: AccrualBasis = { rates: terms.rates, clock: period.clock };
  return period.drawn.reduce(
    (sum, { on, minor }) =>
      plusFraction(sum, interestOver(minor, { from: on, to: period.to }, basis)),
    interestOver(balance, period, basis),
  );
}

function treatmentOf(
  { interestGrace, kind, dates }: PlanTerms,
  index: number,
): "due" | "deferred" | "capitalised" | "forgiven" {
  if (index < interestGrace.count) return interestGrace.mode;
  return kind === "bullet" && index < dates.count - 1 ? "deferred" : "due";
}

function principalOf(plan: Plan, accrual: Accrual): bigint {
  const { terms, periods, balance } = plan;
  const { index } = accrual;
  if (index === periods.length - 1) return balance;
  if (index < terms.principalGraceCount) return 0n;
  const wanted = wantedPrincipal(plan, accrual);
  return wanted < 0n ? 0n : minOf(wanted, balance);
}

/** The principal that a kind asks for, before it is kept between nothing and all that is left. */
function wantedPrincipal(plan: Plan, accrual: Accrual): bigint {
  const { terms } = plan;
  const { index, interest, ownMinor } = accrual;
  if (isFoundAnew(plan, accrual)) plan.level = findLevel(plan, accrual);
  switch (terms.kind) {
    case "annuity":
    case "balloon":
      // Deferred interest comes on top of the level instalment, so that it does not stretch the loan.
      return plan.level - ownMinor;
    case "flat":
    case "equal_principal":
      return roundedInstalment(plan.level + interest, terms) - interest;
    case "irregular":
      return terms.principalsMinor?.[index] ?? 0n;
    default:
      return 0n;
  }
}

function isFoundAnew({ terms, periods }: Plan, accrual: Accrual): boolean {
  const { index, hasDrawn, hasCapitalised } = accrual;
  if (index === terms.principalGraceCount || hasDrawn) return true;
  const isByPrincipal = terms.kind === "equal_principal" || terms.kind === "flat";
  return isByPrincipal ? hasCapitalised : hasStepIn(terms, periods[index] as PlanPeriod);
}

/** Whether the rate changes on a day of the period, its first included. */
const hasStepIn = ({ rates }: PlanTerms, { from, to }: PlanPeriod): boolean =>
  stepIndexOn(rates, (to - 1) as DayNumber) !== stepIndexOn(rates, (from - 1) as DayNumber);

function findLevel(plan: Plan, accrual: Accrual): bigint {
  const { terms, periods, balance } = plan;
  const { index, own } = accrual;
  const left = BigInt(periods.length - index);
  const rules = { step: terms.roundTo, rounding: terms.rounding };
  switch (terms.kind) {
    case "annuity":
    case "balloon":
      return roundToMultiple(exactLevel(plan, { index, own }), rules);
    case "flat":
    case "equal_principal":
      return roundFraction({ numerator: balance, denominator: left }, terms.rounding);
    default:
      return 0n;
  }
}

function exactLevel(
  { terms, periods, balance }: Plan,
  { index, own }: Pick<Accrual, "index" | "own">,
): Fraction {
  const { to } = periods[index] as PlanPeriod;
  const { count, mode } = terms.interestGrace;
  return levelInstalment({
    owed: plusFraction({ numerator: balance, denominator: 1n }, own),
    // The rate known when the instalment falls due; a step on that very day belongs to the next one.
    rate: rateOn(terms.rates, (to - 1) as DayNumber),
    later: periods.slice(index + 1),
    freeCount: mode === "capitalised" ? 0 : Math.max(0, count - index - 1),
    leaveMinor: minOf(terms.balloonMinor, balance),
  });
}

const roundedInstalment = (minor: bigint, { roundTo, rounding }: PlanTerms): bigint =>
  roundToMultiple({ numerator: minor, denominator: 1n }, { step: roundTo, rounding });

/**
 * Interest of a flat loan: on each disbursement at its full amount to the end of the term, spread
 * evenly over the instalments after it that carry interest.
 */
function spreadFlat(terms: PlanTerms, periods: readonly PlanPeriod[]): bigint[] {
  const { count, mode } = terms.interestGrace;
  const columns = periods.map(() => 0n);
  for (const [drawnIn, { drawn }] of periods.entries())
    for (const { on, minor } of drawn) {
      const bearing = periods.slice(mode === "forgiven" ? Math.max(count, drawnIn) : drawnIn);
      const exact = bearing.reduce((sum, { from, to, clock }) => {
        const span = { from: from < on ? on : from, to };
        return plusFraction(sum, interestOver(minor, span, { rates: terms.rates, clock }));
      }, noFraction);
      const first = Math.max(count, drawnIn);
      const parts = spreadEvenly(roundFraction(exact, terms.rounding), periods.length - first);
      for (const [i, part] of parts.entries())
        columns[first + i] = (columns[first + i] ?? 0n) + part;
    }
  return columns;
}

/** Parts that differ by at most one unit, the larger ones first. */
const spreadEvenly = (minor: bigint, count: number): bigint[] =>
  count === 0 ? [] : allocateMinor(minor, Array(count).fill(1n));
