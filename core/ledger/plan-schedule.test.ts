import { describe, expect, it, test } from "vitest";
import { type DayNumber, dayFromIso, isoFromDay } from "../kernel/business-date.ts";
import { parseRate, type Rate } from "../kernel/rate.ts";
import { unwrap } from "../kernel/result.ts";
import { planOnDates, planSchedule } from "./plan-schedule.ts";
import { type PlanKind, type PlanTerms, planKinds } from "./plan-terms.ts";
import { fixedPath } from "./rate-path.ts";
import type { Schedule } from "./schedule.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const rate = (text: string): Rate => unwrap(parseRate(text));
const start = day("2026-01-15");

/** 100,000.00 at 4.35 % a year over twelve months. */
const loan: PlanTerms = {
  kind: "annuity",
  disbursements: [{ on: start, minor: 10_000_000n }],
  downPaymentMinor: 0n,
  rates: fixedPath(start, rate("4.35%")),
  dayCount: "act_365f",
  interestPer: "period",
  dates: {
    startOn: start,
    count: 12,
    period: { unit: "month", every: 1 },
    nonWorking: "none",
  },
  accrueTo: "rolled",
  principalGraceCount: 0,
  interestGrace: { count: 0, mode: "forgiven" },
  balloonMinor: 0n,
  feeMinor: 0n,
  roundTo: 1n,
  rounding: "half_up",
};
const onWorkingDays = {
  nonWorking: "following",
  calendar: { weekend: [6, 7], holidays: new Set<never>(), workingDays: new Set<never>() },
} as const;
const months = (count: number): PlanTerms["dates"] => ({ ...loan.dates, count });
const plan = (terms: Partial<PlanTerms>): Schedule => unwrap(planSchedule({ ...loan, ...terms }));
const instalments = ({ principalMinor, interestMinor }: Schedule): bigint[] =>
  principalMinor.map((minor, i) => minor + (interestMinor[i] as bigint));
const sum = (column: readonly bigint[]): bigint => column.reduce((a, b) => a + b, 0n);

describe("100,000 at 4.35 % over twelve months", () => {
  test("annuity: 8,530.99 a month, 2,371.90 of interest in all", () => {
    const schedule = plan({});
    expect(instalments(schedule)).toEqual([...Array(11).fill(853_099n), 853_101n]);
    expect(schedule.interestMinor.slice(0, 3)).toEqual([36_250n, 33_289n, 30_317n]);
    expect(sum(schedule.interestMinor)).toBe(237_190n);
    expect(sum(schedule.principalMinor)).toBe(10_000_000n);
    expect(schedule.dueOn.map(isoFromDay).slice(0, 2)).toEqual(["2026-02-15", "2026-03-15"]);
  });

  test("equal principal: 8,333.33 a month and interest that falls; the last takes the rest", () => {
    const schedule = plan({ kind: "equal_principal" });
    expect(schedule.principalMinor).toEqual([...Array(11).fill(833_333n), 833_337n]);
    expect(schedule.interestMinor.slice(0, 3)).toEqual([36_250n, 33_229n, 30_208n]);
    expect(sum(schedule.interestMinor)).toBe(235_626n);
  });

  test("flat: the first month's interest every month", () => {
    const schedule = plan({ kind: "flat" });
    expect(schedule.interestMinor).toEqual(Array(12).fill(36_250n));
    expect(schedule.principalMinor).toEqual([...Array(11).fill(833_333n), 833_337n]);
  });

  test("interest only: principal with the last", () => {
    const schedule = plan({ kind: "interest_only" });
    expect(schedule.interestMinor).toEqual(Array(12).fill(36_250n));
    expect(schedule.principalMinor).toEqual([...Array(11).fill(0n), 10_000_000n]);
  });

  test("bullet: one instalment, one fee, a year's simple interest", () => {
    expect(plan({ kind: "bullet", feeMinor: 500n })).toEqual({
      dueOn: [day("2027-01-15")],
      principalMinor: [10_000_000n],
      interestMinor: [435_000n],
      feeMinor: [500n],
    });
  });

  test("balloon: Excel's PMT(4.35%/12, 12, -100000, 40000) is 5,263.59, and 40,000 more at the end", () => {
    const asked = instalments(plan({ kind: "balloon", balloonMinor: 4_000_000n }));
    expect(new Set(asked.slice(0, -1))).toEqual(new Set([526_359n]));
    expect(asked.at(-1)).toBeGreaterThan(4_526_300n);
    expect(asked.at(-1)).toBeLessThan(4_526_420n);
  });

  test("irregular: principal as agreed, interest on what is left", () => {
    const principalsMinor = [6_000_000n, 0n, 4_000_000n];
    const schedule = plan({ kind: "irregular", dates: months(3), principalsMinor });
    expect(schedule.principalMinor).toEqual(principalsMinor);
    expect(schedule.interestMinor).toEqual([36_250n, 14_500n, 14_500n]);
  });

  test("a down payment is not financed, a fee comes with each instalment", () => {
    const schedule = plan({ downPaymentMinor: 3_000_000n, feeMinor: 1_000n });
    expect(sum(schedule.principalMinor)).toBe(7_000_000n);
    expect(schedule.feeMinor).toEqual(Array(12).fill(1_000n));
  });

  test("instalments in whole yuan, rounded up; the last is the smaller for it", () => {
    const asked = instalments(plan({ roundTo: 100n, rounding: "up" }));
    expect(asked.slice(0, -1)).toEqual(Array(11).fill(853_100n));
    expect(asked.at(-1)).toBeLessThan(853_100n);
    const equal = instalments(plan({ kind: "equal_principal", roundTo: 100n }));
    expect(equal.slice(0, -1).every((minor) => minor % 100n === 0n)).toBe(true);
  });
});

describe("time", () => {
  test("interest by days follows the months' lengths, a full period does not", () => {
    const byDays = plan({ kind: "interest_only", interestPer: "days" });
    // 10,000,000 × 4.35 % × 31, 28, 31, 30 ÷ 365
    expect(byDays.interestMinor.slice(0, 4)).toEqual([36_945n, 33_370n, 36_945n, 35_753n]);
  });

  test("a stub before full periods bears interest by its days", () => {
    const dates = { ...months(3), firstDueOn: day("2026-03-01") };
    const { interestMinor } = plan({ kind: "interest_only", dates });
    // 45 days of 365, then twelfths.
    expect(interestMinor).toEqual([53_630n, 36_250n, 36_250n]);
  });

  test("a week by the period is 7/365 of a year", () => {
    const dates = { ...months(4), period: { unit: "week", every: 1 } as const };
    const weekly = plan({ kind: "interest_only", dates, dayCount: "act_360" });
    expect(weekly.interestMinor).toEqual(Array(4).fill(8_342n));
  });

  test("interest runs to the due date as rolled, or as it was, as agreed", () => {
    const dates = { ...months(2), ...onWorkingDays };
    const terms = { kind: "interest_only", interestPer: "days", dates } as const;
    // Sunday 15 February is paid on Monday: 32 days and 27, or 31 and 28. 15 March is a Sunday too.
    const rolled = plan({ ...terms, accrueTo: "rolled" });
    const nominal = plan({ ...terms, accrueTo: "unrolled" });
    expect(rolled.dueOn.map(isoFromDay)).toEqual(["2026-02-16", "2026-03-16"]);
    expect(nominal.dueOn).toEqual(rolled.dueOn);
    expect(rolled.interestMinor).toEqual([38_137n, 33_370n]);
    expect(nominal.interestMinor).toEqual([36_945n, 33_370n]);
  });

  test("a leap day bears interest under Act/365, and none under NL/365", () => {
    const dates = { ...months(1), startOn: day("2028-02-15") };
    const terms = {
      kind: "bullet",
      interestPer: "days",
      dates,
      disbursements: [{ on: dates.startOn, minor: 36_500_000n }],
      rates: fixedPath(dates.startOn, rate("1%")),
    } as const;
    expect(plan({ ...terms, dayCount: "act_365f" }).interestMinor).toEqual([29_000n]);
    expect(plan({ ...terms, dayCount: "nl_365" }).interestMinor).toEqual([28_000n]);
  });
});

/** All instalments are the same, but for the roundings that the last absorbs: under a unit each. */
function expectLevel(asked: readonly bigint[]): void {
  expect(new Set(asked.slice(0, -1)).size).toBe(1);
  const off = Number((asked.at(-1) as bigint) - (asked[0] as bigint));
  expect(Math.abs(off)).toBeLessThan(asked.length);
}

describe("grace", () => {
  test("of principal: interest only, then level over the rest", () => {
    const schedule = plan({ principalGraceCount: 3 });
    expect(instalments(schedule).slice(0, 3)).toEqual([36_250n, 36_250n, 36_250n]);
    expectLevel(instalments(schedule).slice(3));
    expect(sum(schedule.principalMinor)).toBe(10_000_000n);
  });

  const both = (mode: PlanTerms["interestGrace"]["mode"], kind: PlanKind = "annuity"): Schedule =>
    plan({ kind, principalGraceCount: 2, interestGrace: { count: 2, mode } });

  test("forgiven interest is never asked for: as if the loan began two months later", () => {
    const schedule = both("forgiven");
    const later = plan({ dates: months(10) });
    expect(instalments(schedule)).toEqual([0n, 0n, ...instalments(later)]);
  });

  test("deferred interest comes on top of the first instalment after, without interest on it", () => {
    const [forgiven, deferred] = [both("forgiven"), both("deferred")];
    expect(deferred.principalMinor).toEqual(forgiven.principalMinor);
    expect(deferred.interestMinor[2]).toBe((forgiven.interestMinor[2] as bigint) + 72_500n);
    expect(deferred.interestMinor.slice(3)).toEqual(forgiven.interestMinor.slice(3));
  });

  test("capitalised interest becomes principal, with interest on it", () => {
    const schedule = both("capitalised", "equal_principal");
    // 36,250.00 and 36,381.41 fen become principal.
    expect(sum(schedule.principalMinor)).toBe(10_072_631n);
    expect(schedule.interestMinor.slice(0, 3)).toEqual([0n, 0n, 36_513n]);
    expect(schedule.principalMinor.slice(0, 3)).toEqual([0n, 0n, 1_007_263n]);
  });

  test.each(["forgiven", "capitalised"] as const)(
    "%s interest while principal is repaid keeps all instalments level",
    (mode) => {
      expectLevel(instalments(plan({ interestGrace: { count: 4, mode } })));
    },
  );

  test("deferred interest while principal is repaid comes on top of the level instalments", () => {
    const asked = instalments(plan({ interestGrace: { count: 4, mode: "deferred" } }));
    const forgiven = instalments(plan({ interestGrace: { count: 4, mode: "forgiven" } }));
    const [a, b, c, d] = [0n, 1n, 2n, 3n].map((paid) => 10_000_000n - paid * (asked[0] as bigint));
    const fourMonths = ((a as bigint) + (b as bigint) + (c as bigint) + (d as bigint)) * 435n;
    const onTop = (asked[4] as bigint) - (forgiven[4] as bigint);
    expect(Number(onTop) - Number(fourMonths) / 120_000).toBeLessThan(1);
    expect(Number(onTop) - Number(fourMonths) / 120_000).toBeGreaterThan(-1);
    expectLevel(asked.toSpliced(4, 1));
  });

  test("capitalised interest joins what equal principal still has to split", () => {
    const interestGrace = { count: 3, mode: "capitalised" } as const;
    const { principalMinor } = plan({ kind: "equal_principal", interestGrace });
    const [first, second, third] = principalMinor as [bigint, bigint, bigint];
    expect([first < second, second < third]).toEqual([true, true]);
    expectLevel(principalMinor.slice(2));
  });

  test("deferred flat interest is spread over the instalments that carry interest", () => {
    expect(both("deferred", "flat").interestMinor).toEqual([0n, 0n, ...Array(10).fill(43_500n)]);
    expect(both("forgiven", "flat").interestMinor).toEqual([0n, 0n, ...Array(10).fill(36_250n)]);
  });
});

describe("what was level is found anew", () => {
  const changed = [
    { from: start, rate: rate("4.35%") },
    { from: day("2026-07-15"), rate: rate("3.15%") },
  ];

  test("when the rate steps: as a new loan of what is left would be", () => {
    const schedule = plan({ rates: changed });
    const left = 10_000_000n - sum(schedule.principalMinor.slice(0, 6));
    const rest = plan({
      disbursements: [{ on: start, minor: left }],
      rates: fixedPath(start, rate("3.15%")),
      dates: months(6),
    });
    expect(instalments(schedule).slice(0, 6)).toEqual(instalments(plan({})).slice(0, 6));
    expect(instalments(schedule).slice(6)).toEqual(instalments(rest));
  });

  test("in the very period in which it steps, whose interest is part old, part new", () => {
    const rates = [changed[0] as never, { ...changed[1], from: day("2026-07-30") } as never];
    const schedule = plan({ rates });
    const [before, in7, after] = instalments(schedule).slice(5, 8);
    expect(in7).not.toBe(before);
    expect(in7).toBe(after);
    // 15 of the month's 31 days at the old rate.
    const owed = 10_000_000n - sum(schedule.principalMinor.slice(0, 6));
    const parts = owed * (435n * 15n + 315n * 16n);
    expect(schedule.interestMinor[6]).toBe((parts * 2n + 3_720_000n) / (2n * 3_720_000n));
  });

  test("when another sum is paid out, which bears interest from its own day", () => {
    const disbursements = [...loan.disbursements, { on: day("2026-03-25"), minor: 5_000_000n }];
    const schedule = plan({ disbursements, interestPer: "days" });
    const alone = plan({ interestPer: "days" });
    expect(instalments(schedule).slice(0, 2)).toEqual(instalments(alone).slice(0, 2));
    // 21 days to 15 April at 4.35 % on 50,000.00: 125.14.
    const extra = (schedule.interestMinor[2] as bigint) - (alone.interestMinor[2] as bigint);
    expect(extra).toBe(12_514n);
    expectLevel(instalments(schedule).slice(2));
    expect(sum(schedule.principalMinor)).toBe(15_000_000n);
  });

  test("from the next instalment on, where the rate steps or a sum is paid out on a due date", () => {
    const [first] = instalments(plan({}));
    const rates = [changed[0] as never, { ...changed[1], from: day("2026-02-15") } as never];
    const stepped = instalments(plan({ rates }));
    const disbursements = [...loan.disbursements, { on: day("2026-02-15"), minor: 5_000_000n }];
    const drawn = instalments(plan({ disbursements }));
    expect([stepped[0], drawn[0]]).toEqual([first, first]);
    expectLevel(stepped.slice(1));
    expectLevel(drawn.slice(1));
  });
});

describe("extremes", () => {
  const borrow = (minor: bigint): Pick<PlanTerms, "disbursements"> => ({
    disbursements: [{ on: start, minor }],
  });

  test.each(planKinds.filter((kind) => kind !== "irregular"))("%s without interest", (kind) => {
    const schedule = plan({ kind, rates: fixedPath(start, rate("0")) });
    expect(sum(schedule.interestMinor)).toBe(0n);
    expect(sum(schedule.principalMinor)).toBe(10_000_000n);
  });

  test("1,000 % a year: the level instalment is the textbook's", () => {
    const asked = instalments(plan({ rates: fixedPath(start, rate("1000%")) }));
    // 100,000 × (10/12) ÷ (1 − (22/12)^−12) = 83,391.17
    expect(asked[0]).toBe(8_339_117n);
    expect(asked.slice(0, -1).every((minor) => minor === asked[0])).toBe(true);
  });

  test("480 months of 10¹⁵ minor units: the last instalment is off by the residue only", () => {
    const asked = instalments(plan({ ...borrow(10n ** 15n), dates: months(480) }));
    const level = asked[0] as bigint;
    const last = asked.at(-1) as bigint;
    expect(asked.slice(0, -1).every((minor) => minor === level)).toBe(true);
    // Half a unit of level and of interest each month, at 4.35 % for forty years: under 1,500 units.
    expect(last - level).toBeLessThan(1_500n);
    expect(level - last).toBeLessThan(1_500n);
  });

  test("480 months at 1,000 %: principal is still repaid, and nothing is negative", () => {
    const schedule = plan({ rates: fixedPath(start, rate("1000%")), dates: months(480) });
    expect(sum(schedule.principalMinor)).toBe(10_000_000n);
  });

  test("a loan of a day, a loan of one minor unit", () => {
    const dates = { ...months(1), period: { unit: "day", every: 1 } as const };
    expect(plan({ dates })).toMatchObject({
      dueOn: [start + 1],
      principalMinor: [10_000_000n],
      interestMinor: [1_192n],
    });
    expect(plan(borrow(1n)).principalMinor).toEqual([...Array(11).fill(0n), 1n]);
  });
});

describe("refuses", () => {
  const later = (on: string) => [...loan.disbursements, { on: day(on), minor: 1n }];
  it.each<[string, Partial<PlanTerms>]>([
    ["DUE_COUNT_OUT_OF_RANGE", { dates: months(0) }],
    ["PLAN_AMOUNT_NEGATIVE", { feeMinor: -1n }],
    ["PLAN_AMOUNT_NEGATIVE", { downPaymentMinor: -1n }],
    ["PLAN_NOTHING_FINANCED", { disbursements: [] }],
    ["PLAN_NOTHING_FINANCED", { downPaymentMinor: 10_000_000n }],
    ["PLAN_START_MISMATCH", { dates: { ...loan.dates, startOn: day("2026-01-16") } }],
    ["PLAN_DISBURSEMENTS_UNORDERED", { disbursements: later("2026-01-15") }],
    ["PLAN_DISBURSEMENT_TOO_LATE", { disbursements: later("2027-01-15") }],
    // Sunday 15 March is the last due date although it may be paid on Monday.
    [
      "PLAN_DISBURSEMENT_TOO_LATE",
      { disbursements: later("2026-03-15"), dates: { ...months(2), ...onWorkingDays } },
    ],
    ["PLAN_RATE_MISSING", { rates: [] }],
    ["PLAN_RATE_MISSING", { rates: fixedPath(day("2026-01-16"), rate("1%")) }],
    ["PLAN_RATES_UNORDERED", { rates: [...loan.rates, ...loan.rates] }],
    ["PLAN_RATE_NEGATIVE", { rates: fixedPath(start, rate("-0.1%")) }],
    ["PLAN_GRACE_OUT_OF_RANGE", { principalGraceCount: 12 }],
    ["PLAN_GRACE_OUT_OF_RANGE", { interestGrace: { count: 12, mode: "deferred" } }],
    ["PLAN_GRACE_NOT_FLAT", { kind: "flat", interestGrace: { count: 1, mode: "capitalised" } }],
    ["PLAN_BALLOON_OUT_OF_RANGE", { balloonMinor: 1n }],
    ["PLAN_BALLOON_OUT_OF_RANGE", { kind: "balloon", balloonMinor: 10_000_001n }],
    ["PLAN_PRINCIPALS_MISMATCH", { kind: "irregular" }],
    ["PLAN_PRINCIPALS_MISMATCH", { principalsMinor: [10_000_000n] }],
    [
      "PLAN_PRINCIPALS_MISMATCH",
      { kind: "irregular", dates: months(2), principalsMinor: [5_000_000n, 4_999_999n] },
    ],
    [
      "PLAN_AMOUNT_NEGATIVE",
      { kind: "irregular", dates: months(2), principalsMinor: [10_000_001n, -1n] },
    ],
    [
      "PLAN_PRINCIPALS_MISMATCH",
      {
        kind: "irregular",
        dates: months(2),
        principalGraceCount: 1,
        principalsMinor: [1n, 9_999_999n],
      },
    ],
    [
      "PLAN_PRINCIPALS_MISMATCH",
      {
        kind: "irregular",
        dates: months(2),
        disbursements: later("2026-02-20"),
        principalsMinor: [10_000_001n, 0n],
      },
    ],
    ["PLAN_ROUND_TO_OUT_OF_RANGE", { roundTo: 0n }],
    ["PLAN_ROUND_TO_OUT_OF_RANGE", { kind: "interest_only", roundTo: 100n }],
  ])("%s", (code, terms) => {
    expect(planSchedule({ ...loan, ...terms })).toMatchObject({ ok: false, error: { code } });
  });
});

test("dates that are already known must be as many as the instalments", () => {
  expect(() => planOnDates(loan, { dueOn: [], unrolledOn: [] })).toThrow("as many dates");
});
