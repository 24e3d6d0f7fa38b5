import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type DayNumber, dayFromCivil } from "../kernel/business-date.ts";
import { divideRounded, type Rounding } from "../kernel/money.ts";
import { RATE_ONE, type Rate } from "../kernel/rate.ts";
import { unwrap } from "../kernel/result.ts";
import { dueDates } from "./due-dates.ts";
import { planSchedule } from "./plan-schedule.ts";
import type { Disbursement, PlanKind, PlanTerms } from "./plan-terms.ts";
import { type RateStep, rateOn } from "./rate-path.ts";
import type { Schedule } from "./schedule.ts";

const sum = (column: readonly bigint[]): bigint => column.reduce((a, b) => a + b, 0n);
const start = dayFromCivil(2026, 1, 31);

const rounding = fc.constantFrom<Rounding>("half_up", "half_even", "down", "up");
const minor = fc.oneof(
  fc.bigInt({ min: 1n, max: 2_000n }),
  fc.bigInt({ min: 1n, max: 10n ** 9n }),
  fc.bigInt({ min: 1n, max: 10n ** 15n }),
);
/** 0 % to 1,000 % a year. */
const rate = fc
  .oneof(
    fc.constantFrom(0n, RATE_ONE * 10n, 43_500_000_000n),
    fc.bigInt({ min: 0n, max: RATE_ONE }),
  )
  .map((r) => r as Rate);
const dates = fc
  .record({
    count: fc.integer({ min: 1, max: 24 }),
    unit: fc.constantFrom("day" as const, "week" as const, "month" as const),
    every: fc.integer({ min: 1, max: 3 }),
    first: fc.integer({ min: 1, max: 70 }),
    hasStub: fc.boolean(),
  })
  .map(({ count, unit, every, first, hasStub }) => ({
    startOn: start,
    count,
    period: { unit, every },
    nonWorking: "none" as const,
    ...(hasStub ? { firstDueOn: addDays(start, first) } : {}),
  }));

type Parts = {
  kind: PlanKind;
  minor: bigint;
  dates: PlanTerms["dates"];
  rate: Rate;
  later: { after: number; minor: bigint }[];
  steps: { after: number; rate: Rate }[];
  graces: [number, number];
  mode: PlanTerms["interestGrace"]["mode"];
  roundTo: bigint;
  rounding: Rounding;
};

/** Strictly ascending days, as many as the numbers differ. */
function ascending<T extends { after: number }>(parts: readonly T[]): (T & { on: DayNumber })[] {
  const byDay = new Map(parts.map((part) => [part.after, part]));
  return [...byDay.values()]
    .sort((a, b) => a.after - b.after)
    .map((part) => ({ ...part, on: addDays(start, part.after) }));
}

function termsOf(parts: Parts): PlanTerms {
  const last = unwrap(dueDates(parts.dates)).dueOn.at(-1) as DayNumber;
  const later: Disbursement[] = ascending(parts.later).filter(({ on }) => on < last);
  const steps: RateStep[] = ascending(parts.steps).map((s) => ({ from: s.on, rate: s.rate }));
  const { count } = parts.dates;
  return {
    ...bare(parts),
    disbursements: [{ on: start, minor: parts.minor }, ...later],
    rates: [{ from: start, rate: parts.rate }, ...steps],
    principalGraceCount: Math.min(parts.graces[0], count - 1),
    interestGrace: { count: Math.min(parts.graces[1], count - 1), mode: parts.mode },
  };
}

const bare = (parts: Parts): PlanTerms => ({
  kind: parts.kind,
  disbursements: [{ on: start, minor: parts.minor }],
  downPaymentMinor: 0n,
  rates: [{ from: start, rate: parts.rate }],
  dayCount: "act_365f",
  interestPer: "days",
  dates: parts.dates,
  accrueTo: "rolled",
  principalGraceCount: 0,
  interestGrace: { count: 0, mode: "forgiven" },
  balloonMinor: parts.kind === "balloon" ? parts.minor / 3n : 0n,
  feeMinor: 7n,
  roundTo: parts.kind === "interest_only" || parts.kind === "bullet" ? 1n : parts.roundTo,
  rounding: parts.rounding,
});

const terms = fc
  .record<Parts>({
    kind: fc.constantFrom<PlanKind>(
      "annuity",
      "equal_principal",
      "interest_only",
      "bullet",
      "balloon",
    ),
    minor,
    dates,
    rate,
    later: fc.array(fc.record({ after: fc.integer({ min: 1, max: 300 }), minor }), {
      maxLength: 2,
    }),
    steps: fc.array(fc.record({ after: fc.integer({ min: 1, max: 300 }), rate }), { maxLength: 3 }),
    graces: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })),
    mode: fc.constantFrom("deferred" as const, "capitalised" as const, "forgiven" as const),
    roundTo: fc.constantFrom(1n, 1n, 100n),
    rounding,
  })
  .map(termsOf);

const YEAR = RATE_ONE * 365n;

/**
 * Walks a finished schedule one day at a time under Act/365: every day the principal outstanding that
 * morning earns a 365th of that day's rate. Returns what each instalment must ask for in interest, and
 * what is left at the end.
 */
function walk(plan: PlanTerms, dueOn: readonly DayNumber[], { principalMinor }: Schedule) {
  const interest: bigint[] = [];
  let [owed, earned, deferred, on] = [0n, 0n, 0n, start];
  const round = (value: bigint): bigint => divideRounded(value, YEAR, plan.rounding);
  for (const [i, due] of dueOn.entries()) {
    for (; on < due; on = addDays(on, 1)) {
      owed += sum(plan.disbursements.filter((d) => d.on === on).map((d) => d.minor));
      earned += owed * rateOn(plan.rates, on);
    }
    const mode = i < plan.interestGrace.count ? plan.interestGrace.mode : "due";
    if (mode === "capitalised") owed += round(earned);
    if (mode === "deferred") deferred += earned;
    interest.push(mode === "due" ? round(deferred + earned) : 0n);
    if (mode === "due") deferred = 0n;
    earned = 0n;
    owed -= principalMinor[i] as bigint;
  }
  return { interest, left: owed };
}

describe("whatever the terms", () => {
  test("interest is what the days earn, and the last instalment leaves nothing", () => {
    const law = (plan: PlanTerms): void => {
      fc.pre(plan.kind !== "bullet");
      const schedule = unwrap(planSchedule(plan));
      expect(schedule.dueOn.length).toBe(plan.dates.count);
      expect(walk(plan, schedule.dueOn, schedule)).toEqual({
        interest: schedule.interestMinor,
        left: 0n,
      });
    };
    fc.assert(fc.property(terms, law), { numRuns: 400 });
  });

  test("a bullet asks once for everything that all days have earned, rounded once", () => {
    const law = (any: PlanTerms): void => {
      const plan: PlanTerms = { ...any, kind: "bullet", balloonMinor: 0n, roundTo: 1n };
      fc.pre(plan.interestGrace.mode !== "capitalised");
      const schedule = unwrap(planSchedule(plan));
      const principalsMinor = [sum(plan.disbursements.map((d) => d.minor))];
      expect(schedule.principalMinor).toEqual(principalsMinor);
      // Without grace, the same walk over one single period.
      const free = { ...plan, interestGrace: { count: 0, mode: "forgiven" as const } };
      const ungraced = unwrap(planSchedule(free));
      expect(walk(free, ungraced.dueOn, ungraced).interest).toEqual(ungraced.interestMinor);
      expect((schedule.interestMinor[0] as bigint) <= (ungraced.interestMinor[0] as bigint)).toBe(
        true,
      );
    };
    fc.assert(fc.property(terms, law), { numRuns: 150 });
  });

  test("instalments are the multiple asked for, but for the last and where principal is all or nothing", () => {
    const kind = fc.constantFrom<PlanKind>("annuity", "equal_principal", "flat");
    const law = (any: PlanTerms, oneOf: PlanKind): void => {
      const plan: PlanTerms = {
        ...any,
        kind: oneOf,
        disbursements: any.disbursements.slice(0, 1),
        balloonMinor: 0n,
        interestGrace: { count: 0, mode: "forgiven" },
        roundTo: 100n,
      };
      const { principalMinor, interestMinor } = unwrap(planSchedule(plan));
      let left = sum(principalMinor);
      for (const [i, principal] of principalMinor.slice(0, -1).entries()) {
        left -= principal;
        if (principal === 0n || left === 0n) continue;
        expect((principal + (interestMinor[i] as bigint)) % 100n).toBe(0n);
      }
    };
    fc.assert(fc.property(terms, kind, law), { numRuns: 300 });
  });
});

type Rational = readonly [bigint, bigint];

/** The level instalment of a plain annuity, from its definition: discounted, instalments are the loan. */
function textbookLevel(plan: PlanTerms, dueOn: readonly DayNumber[]): Rational {
  const [{ rate: fixed }] = plan.rates as [RateStep];
  let discount: Rational = [1n, 1n];
  let worth: Rational = [0n, 1n];
  for (const [i, to] of dueOn.entries()) {
    const days = BigInt(to - (dueOn[i - 1] ?? start));
    discount = [discount[0] * YEAR, discount[1] * (YEAR + fixed * days)];
    worth = [worth[0] * discount[1] + discount[0] * worth[1], worth[1] * discount[1]];
  }
  const [loan] = plan.disbursements as [Disbursement];
  const [left, leftWorth] = [plan.balloonMinor * discount[0], discount[1]];
  return [(loan.minor * leftWorth - left) * worth[1], leftWorth * worth[0]];
}

test("an annuity's instalment is the textbook's exact one, rounded, until little is left", () => {
  const plain = fc
    .tuple(terms, fc.constantFrom<PlanKind>("annuity", "balloon"), fc.integer({ min: 2, max: 10 }))
    .map(([plan, kind, count]): PlanTerms => {
      const [loan] = plan.disbursements as [Disbursement];
      return {
        ...plan,
        kind,
        disbursements: [loan],
        rates: plan.rates.slice(0, 1),
        dates: { ...plan.dates, count },
        principalGraceCount: 0,
        interestGrace: { count: 0, mode: "forgiven" },
        balloonMinor: kind === "balloon" ? loan.minor / 3n : 0n,
        roundTo: 1n,
      };
    });
  const law = (plan: PlanTerms): void => {
    const { dueOn, principalMinor, interestMinor } = unwrap(planSchedule(plan));
    const level = divideRounded(...textbookLevel(plan, dueOn), plan.rounding);
    let left = sum(principalMinor);
    for (const [i, principal] of principalMinor.slice(0, -1).entries()) {
      const interest = interestMinor[i] as bigint;
      const wanted = level - interest;
      expect(principal).toBe(wanted < 0n ? 0n : wanted > left ? left : wanted);
      left -= principal;
    }
  };
  fc.assert(fc.property(plain, law), { numRuns: 300 });
});

test("flat interest: on the whole loan for the whole term, in parts that differ by one unit at most", () => {
  const law = (any: PlanTerms): void => {
    const [loan] = any.disbursements as [Disbursement];
    const plan: PlanTerms = {
      ...any,
      kind: "flat",
      disbursements: [loan],
      balloonMinor: 0n,
      interestGrace: { count: 0, mode: "forgiven" },
    };
    const { dueOn, interestMinor, principalMinor } = unwrap(planSchedule(plan));
    let earned = 0n;
    for (let on = start; on < (dueOn.at(-1) as DayNumber); on = addDays(on, 1))
      earned += loan.minor * rateOn(plan.rates, on);
    expect(sum(interestMinor)).toBe(divideRounded(earned, YEAR, plan.rounding));
    const [most, least] = [interestMinor[0] as bigint, interestMinor.at(-1) as bigint];
    expect(most - least <= 1n && most >= least).toBe(true);
    expect(sum(principalMinor)).toBe(loan.minor);
  };
  fc.assert(fc.property(terms, law), { numRuns: 200 });
});
