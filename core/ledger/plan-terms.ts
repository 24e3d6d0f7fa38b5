import type { DayNumber } from "../kernel/business-date.ts";
import type { Rounding } from "../kernel/money.ts";
import type { Refusal } from "../kernel/result.ts";
import type { DayCount } from "./day-count.ts";
import type { DueDateRefusal, DueDateRules, DueDates } from "./due-dates.ts";
import { isAscending, type RateStep } from "./rate-path.ts";

/**
 * - `annuity` 等额本息: level instalments of principal and interest.
 * - `equal_principal` 等额本金: level principal, interest on what is left.
 * - `flat` 等本等息: interest on the first principal for the whole term, spread evenly.
 * - `interest_only` 先息后本: interest in each instalment, principal in the last.
 * - `bullet` 一次性还本付息: one instalment, at the last due date, with all simple interest.
 * - `balloon` 气球贷: an annuity that leaves `balloonMinor`, paid with the last instalment.
 * - `irregular`: the principal of each instalment as agreed, interest on what is left.
 */
export type PlanKind =
  | "annuity"
  | "equal_principal"
  | "flat"
  | "interest_only"
  | "bullet"
  | "balloon"
  | "irregular";

export const planKinds: readonly PlanKind[] = [
  "annuity",
  "equal_principal",
  "flat",
  "interest_only",
  "bullet",
  "balloon",
  "irregular",
];

export type Disbursement = { readonly on: DayNumber; readonly minor: bigint };

/**
 * What becomes of the interest of the first `count` periods: `deferred` is collected, without
 * interest on it, on top of the first instalment after them; `capitalised` becomes principal on each
 * due date; `forgiven` is never owed.
 */
export type InterestGrace = {
  readonly count: number;
  readonly mode: "deferred" | "capitalised" | "forgiven";
};

/** All that a schedule follows from. Amounts in minor units of the loan's currency. */
export type PlanTerms = {
  readonly kind: PlanKind;
  /** Strictly ascending; the first on `dates.startOn`. Each bears interest from its own day. */
  readonly disbursements: readonly Disbursement[];
  /** Taken off the first disbursement and not financed (首付). */
  readonly downPaymentMinor: bigint;
  /** The contract rate; the first step on or before the start. */
  readonly rates: readonly RateStep[];
  readonly dayCount: DayCount;
  /**
   * `days`: interest by day count. `period`: every full period bears rate × period ÷ year exactly (a
   * month 1/12, n days n/365), stubs by day count.
   */
  readonly interestPer: "days" | "period";
  readonly dates: DueDateRules;
  /** Whether interest runs to the due date as rolled, or as it was before. */
  readonly accrueTo: "rolled" | "unrolled";
  /**
   * Beginning of the first period, where it lies before the start: a running loan that is planned anew in
   * the middle of a period bears, until its next due date, the rest of that period's share.
   */
  readonly periodFrom?: DayNumber | undefined;
  /** The first instalments that carry no principal. */
  readonly principalGraceCount: number;
  readonly interestGrace: InterestGrace;
  /** Kind `balloon`: principal that the level instalments leave; else 0. */
  readonly balloonMinor: bigint;
  /** Kind `irregular`: principal of each instalment; they sum to the financed amount. Capitalised interest joins the last. */
  readonly principalsMinor?: readonly bigint[] | undefined;
  /** Fee of each instalment. */
  readonly feeMinor: bigint;
  /**
   * Principal and interest of an instalment together are a multiple of this; 1 = no rounding beyond
   * the minor unit. The last instalment absorbs the rest. Only for kinds whose principal is ours to
   * choose: annuity, balloon (where deferred interest comes on top), equal_principal, flat.
   */
  readonly roundTo: bigint;
  readonly rounding: Rounding;
};

export type PlanRefusal =
  | DueDateRefusal
  | Refusal<
      | "PLAN_AMOUNT_NEGATIVE"
      | "PLAN_NOTHING_FINANCED"
      | "PLAN_START_MISMATCH"
      | "PLAN_DISBURSEMENTS_UNORDERED"
      | "PLAN_DISBURSEMENT_TOO_LATE"
      | "PLAN_RATE_MISSING"
      | "PLAN_RATES_UNORDERED"
      | "PLAN_RATE_NEGATIVE"
      | "PLAN_GRACE_OUT_OF_RANGE"
      | "PLAN_GRACE_NOT_FLAT"
      | "PLAN_BALLOON_OUT_OF_RANGE"
      | "PLAN_PRINCIPALS_MISMATCH"
      | "PLAN_ROUND_TO_OUT_OF_RANGE"
    >;

type Check = (terms: PlanTerms) => PlanRefusal | undefined;

/** What the borrower owes at first: all that is disbursed, less the down payment. */
export const financedMinor = ({ disbursements, downPaymentMinor }: PlanTerms): bigint =>
  disbursements.reduce((sum, { minor }) => sum + minor, -downPaymentMinor);

/** The first thing about the terms that no schedule can satisfy, dates apart. */
export function checkTerms(terms: PlanTerms): PlanRefusal | undefined {
  for (const check of checks) {
    const refusal = check(terms);
    if (refusal) return refusal;
  }
  return undefined;
}

const checkAmounts: Check = ({ disbursements, downPaymentMinor, feeMinor, balloonMinor }) => {
  if ([downPaymentMinor, feeMinor, balloonMinor].some((minor) => minor < 0n))
    return no("PLAN_AMOUNT_NEGATIVE", "down payment, fee and balloon cannot be negative");
  const [first] = disbursements;
  if (!first || first.minor <= downPaymentMinor || disbursements.some(({ minor }) => minor <= 0n))
    return no("PLAN_NOTHING_FINANCED", "every disbursement must leave something to repay");
  return undefined;
};

const checkDisbursementDays: Check = ({ disbursements, dates, periodFrom }) => {
  if (periodFrom !== undefined && periodFrom > dates.startOn)
    return no("PLAN_START_MISMATCH", "a period that is running began before the start");
  if (disbursements[0]?.on !== dates.startOn)
    return no("PLAN_START_MISMATCH", "the loan starts with its first disbursement");
  if (!isAscending(disbursements.map(({ on }) => on)))
    return no("PLAN_DISBURSEMENTS_UNORDERED", "disbursements do not ascend by day");
  return undefined;
};

const checkRates: Check = ({ rates, dates }) => {
  const [first] = rates;
  if (!first || first.from > dates.startOn)
    return no("PLAN_RATE_MISSING", "no rate is in force at the start");
  if (!isAscending(rates.map(({ from }) => from)))
    return no("PLAN_RATES_UNORDERED", "rate steps do not ascend by day");
  if (rates.some(({ rate }) => rate < 0n))
    return no("PLAN_RATE_NEGATIVE", "a borrower cannot be owed interest by a schedule");
  return undefined;
};

const checkGrace: Check = ({ principalGraceCount, interestGrace, dates, kind }) => {
  // Something must come after the grace to carry what it put off; forgiven interest is gone.
  const interestMax = interestGrace.mode === "forgiven" ? dates.count : dates.count - 1;
  if (!isCount(principalGraceCount, dates.count - 1) || !isCount(interestGrace.count, interestMax))
    return no("PLAN_GRACE_OUT_OF_RANGE", "grace must leave an instalment that pays");
  if (kind === "flat" && interestGrace.mode === "capitalised" && interestGrace.count > 0)
    return no(
      "PLAN_GRACE_NOT_FLAT",
      "flat interest is fixed at the start: none can be capitalised",
    );
  return undefined;
};

const checkBalloon: Check = (terms) => {
  const max = terms.kind === "balloon" ? financedMinor(terms) : 0n;
  if (terms.balloonMinor > max)
    return no("PLAN_BALLOON_OUT_OF_RANGE", `a balloon can be at most ${max} here`);
  return undefined;
};

const checkPrincipals: Check = (terms) => {
  const { kind, principalsMinor, dates, principalGraceCount } = terms;
  const isGiven = principalsMinor !== undefined;
  if (isGiven !== (kind === "irregular"))
    return no("PLAN_PRINCIPALS_MISMATCH", "principals are for irregular plans, and only for them");
  if (!isGiven) return undefined;
  if (principalsMinor.some((minor) => minor < 0n))
    return no("PLAN_AMOUNT_NEGATIVE", "an instalment's principal cannot be negative");
  const sum = principalsMinor.reduce((total, minor) => total + minor, 0n);
  if (principalsMinor.length !== dates.count || sum !== financedMinor(terms))
    return no("PLAN_PRINCIPALS_MISMATCH", `principals sum to ${sum}, not to what is financed`);
  if (principalsMinor.slice(0, principalGraceCount).some((minor) => minor > 0n))
    return no("PLAN_PRINCIPALS_MISMATCH", "an instalment in principal grace carries principal");
  return undefined;
};

const checkRoundTo: Check = ({ roundTo, kind }) => {
  const isOurs =
    kind === "annuity" || kind === "balloon" || kind === "equal_principal" || kind === "flat";
  if (roundTo < 1n || (roundTo > 1n && !isOurs))
    return no("PLAN_ROUND_TO_OUT_OF_RANGE", `a plan "${kind}" cannot round to ${roundTo}`);
  return undefined;
};

const checks: readonly Check[] = [
  checkAmounts,
  checkDisbursementDays,
  checkRates,
  checkGrace,
  checkBalloon,
  checkPrincipals,
  checkRoundTo,
];

/** Checks that need the due dates: money must be out before it is due back. */
export function checkAgainstDates(
  { disbursements, principalsMinor, downPaymentMinor }: PlanTerms,
  { dueOn, unrolledOn }: DueDates,
): PlanRefusal | undefined {
  const last = Math.min(dueOn.at(-1) as number, unrolledOn.at(-1) as number);
  if (disbursements.some(({ on }) => on >= last))
    return no("PLAN_DISBURSEMENT_TOO_LATE", "a disbursement is not before the last due date");
  let outstanding = -downPaymentMinor;
  let next = 0;
  for (const [i, principal] of (principalsMinor ?? []).entries()) {
    const on = Math.min(dueOn[i] as number, unrolledOn[i] as number);
    for (; (disbursements[next]?.on ?? on) < on; next++)
      outstanding += (disbursements[next] as Disbursement).minor;
    outstanding -= principal;
    if (outstanding < 0n)
      return no("PLAN_PRINCIPALS_MISMATCH", `instalment ${i + 1} repays more than was disbursed`);
  }
  return undefined;
}

const isCount = (value: number, max: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= max;

const no = <Code extends string>(code: Code, detail: string): Refusal<Code> => ({ code, detail });
