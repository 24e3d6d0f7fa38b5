import { describe, expect, test } from "vitest";
import { addDays, addMonths, type DayNumber, dayFromIso } from "../../kernel/business-date.ts";
import { formatRate, type Rate } from "../../kernel/rate.ts";
import { unwrap } from "../../kernel/result.ts";
import { regulationZ } from "./regulation-z.ts";
import type { CreditFlows, DatedAmount } from "./root.ts";
import { type UnitPeriod, unitPeriodOf } from "./unit-period.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const cents = (amount: string): bigint => BigInt(amount.replace(".", ""));
const paid = (on: string, amount: string): DatedAmount => ({ on: day(on), minor: cents(amount) });

type Step = { months: number } | { days: number };
function series(count: number, amount: string, first: string, step: Step): DatedAmount[] {
  const from = day(first);
  const at = (i: number): DayNumber =>
    "months" in step ? addMonths(from, i * step.months) : addDays(from, i * step.days);
  return Array.from({ length: count }, (_, i) => ({ on: at(i), minor: cents(amount) }));
}

const loan = (advance: DatedAmount, ...payments: DatedAmount[][]): CreditFlows => ({
  advances: [advance],
  payments: payments.flat(),
});

/** The first and the sixteenth of every month from March 1978. */
const semimonthly = [
  ...series(12, "219.17", "1978-03-01", { months: 1 }),
  ...series(12, "219.17", "1978-03-16", { months: 1 }),
];

/** A percentage to two decimals, halves up, as the appendix prints it. */
const twoDecimals = (rate: Rate): string =>
  formatRate(((((rate as bigint) + 50_000_000n) / 100_000_000n) * 100_000_000n) as Rate);

type Example = [string, CreditFlows, UnitPeriod, string];

const month: UnitPeriod = { kind: "month", every: 1 };
const from10January = paid("1978-01-10", "5000.00");

/**
 * Inputs and answers of (c)(1) to (c)(5)(i) agree with another open implementation's table of the
 * appendix; (c)(5)(ii) to (iv) and (c)(6)(i) still want a look at the printed text.
 */
const examples: Example[] = [
  [
    "(c)(1)(i) monthly payments, regular first period",
    loan(from10January, series(24, "230.00", "1978-02-10", { months: 1 })),
    month,
    "9.69%",
  ],
  [
    "(c)(1)(ii) monthly payments, long first period",
    loan(paid("1978-02-10", "6000.00"), series(36, "200.00", "1978-04-01", { months: 1 })),
    month,
    "11.82%",
  ],
  [
    "(c)(1)(iii) semimonthly payments, short first period",
    loan(paid("1978-02-23", "5000.00"), semimonthly),
    { kind: "semimonth" },
    "10.34%",
  ],
  [
    "(c)(1)(iv) quarterly payments, long first period",
    loan(paid("1978-05-23", "10000.00"), series(40, "385.00", "1978-10-01", { months: 3 })),
    { kind: "month", every: 3 },
    "8.97%",
  ],
  [
    "(c)(1)(v) weekly payments, long first period",
    loan(paid("1978-03-20", "500.00"), series(30, "17.60", "1978-04-21", { days: 7 })),
    { kind: "week", every: 1 },
    "14.96%",
  ],
  [
    "(c)(2)(i) monthly payments, odd first payment",
    loan(
      from10January,
      [paid("1978-02-10", "250.00")],
      series(23, "230.00", "1978-03-10", { months: 1 }),
    ),
    month,
    "10.08%",
  ],
  [
    "(c)(2)(ii) every four weeks, long first period, odd first payment",
    loan(
      paid("1978-03-18", "400.00"),
      [paid("1978-04-20", "39.50")],
      series(11, "38.31", "1978-05-18", { days: 28 }),
    ),
    { kind: "week", every: 4 },
    "28.5%",
  ],
  [
    "(c)(3)(i) monthly payments, odd final payment",
    loan(from10January, series(23, "230.00", "1978-02-10", { months: 1 }), [
      paid("1980-01-10", "280.00"),
    ]),
    month,
    "10.5%",
  ],
  [
    "(c)(3)(ii) every two weeks, short first period, odd final payment",
    loan(paid("1978-04-03", "200.00"), series(19, "9.50", "1978-04-11", { days: 14 }), [
      paid("1979-01-02", "30.00"),
    ]),
    { kind: "week", every: 2 },
    "12.22%",
  ],
  [
    "(c)(4)(i) monthly payments, odd first and final payments",
    loan(
      from10January,
      [paid("1978-02-10", "250.00")],
      series(22, "230.00", "1978-03-10", { months: 1 }),
      [paid("1980-01-10", "280.00")],
    ),
    month,
    "10.9%",
  ],
  [
    "(c)(4)(ii) every two months, short first period, odd first and final payments",
    loan(
      paid("1978-01-10", "8000.00"),
      [paid("1978-03-01", "449.36")],
      series(18, "465.00", "1978-05-01", { months: 2 }),
      [paid("1981-05-01", "200.00")],
    ),
    { kind: "month", every: 2 },
    "7.3%",
  ],
  [
    "(c)(5)(i) one payment within a year, counted in days",
    loan(paid("1978-01-03", "1000.00"), [paid("1978-09-15", "1080.00")]),
    { kind: "term_days", days: 255 },
    "11.45%",
  ],
  [
    "(c)(5)(ii) one payment within a year, counted in months",
    loan(paid("1978-07-15", "1000.00"), [paid("1979-01-15", "1044.00")]),
    { kind: "term_months", months: 6 },
    "8.8%",
  ],
  [
    "(c)(5)(iii) one payment after a year and a half",
    loan(paid("1978-01-17", "1000.00"), [paid("1979-07-17", "1135.19")]),
    { kind: "year" },
    "8.76%",
  ],
  [
    "(c)(5)(iv) one payment after two years",
    loan(paid("1978-01-03", "1000.00"), [paid("1980-01-03", "1240.00")]),
    { kind: "year" },
    "11.36%",
  ],
  [
    "(c)(6)(i) every four weeks, a second payment in a month put off by two weeks",
    loan(paid("1978-01-25", "2135.00"), [
      ...series(9, "100.00", "1978-02-20", { days: 28 }),
      ...series(6, "100.00", "1978-11-13", { days: 28 }),
      ...series(6, "100.00", "1979-05-14", { days: 28 }),
      ...series(3, "100.00", "1979-11-12", { days: 28 }),
    ]),
    { kind: "week", every: 4 },
    "12%",
  ],
];

/** Worked with a spreadsheet by another open implementation of the appendix; not published law. */
const crossChecks: Example[] = [
  [
    "quarterly, a month shorter at first",
    loan(paid("1978-06-23", "10000.00"), series(40, "385.00", "1978-10-01", { months: 3 })),
    { kind: "month", every: 3 },
    "9.15%",
  ],
  [
    "quarterly, the first period shorter than a quarter",
    loan(paid("1978-07-23", "10000.00"), series(40, "385.00", "1978-10-01", { months: 3 })),
    { kind: "month", every: 3 },
    "9.32%",
  ],
  [
    "daily, after five weeks",
    loan(paid("2023-10-26", "1000.00"), series(5, "220.00", "2023-11-30", { days: 1 })),
    { kind: "day" },
    "94.15%",
  ],
  [
    "weekly, long first period",
    loan(paid("2023-10-28", "1000.00"), series(5, "250.00", "2023-11-30", { days: 7 })),
    { kind: "week", every: 1 },
    "176.52%",
  ],
  [
    "weekly, first period a day short",
    loan(paid("2023-11-24", "1000.00"), series(5, "250.00", "2023-11-30", { days: 7 })),
    { kind: "week", every: 1 },
    "434.3%",
  ],
  [
    "yearly, short first period counted in days over 365",
    loan(paid("2023-10-26", "1000.00"), series(5, "500.00", "2023-11-30", { months: 12 })),
    { kind: "year" },
    "78.34%",
  ],
];

describe.each([
  ["Appendix J (c), examples for the actuarial method", examples],
  ["cross-checks", crossChecks],
])("%s", (_title, table) => {
  test.each(table)("%s", (_, flows, unitPeriod, printed) => {
    const found = unwrap(regulationZ(flows));
    expect(twoDecimals(found.rate)).toBe(printed);
    expect(found.unitPeriod).toEqual(unitPeriod);
    expect(found.high - found.low).toBeLessThanOrEqual(1n);
  });
});

describe("the unit-period, (b)(4)", () => {
  test("a month's end that the next month lacks still makes months", () => {
    const flows = loan(
      paid("2026-01-31", "1200.00"),
      series(12, "110.00", "2026-02-28", { months: 1 }),
    );
    expect(unitPeriodOf(flows)).toEqual(month);
    const lastDays = [1, 2, 3, 4].map((i) => ({ on: addMonths(day("2026-01-31"), i), minor: 1n }));
    expect(unitPeriodOf(loan(paid("2026-01-31", "4.00"), lastDays))).toEqual(month);
  });

  test("of two equally frequent periods the shorter", () => {
    const weeks = ["2026-01-08", "2026-01-15", "2026-02-15", "2026-03-15"].map((on) =>
      paid(on, "1.00"),
    );
    expect(unitPeriodOf(loan(paid("2026-01-01", "3.00"), weeks))).toEqual({
      kind: "week",
      every: 1,
    });
  });

  test("no common period: the average interval, to the nearest standard one", () => {
    const odd = ["2026-01-21", "2026-02-24"].map((on) => paid(on, "1.00")); // 20 and 34 days: 27
    expect(unitPeriodOf(loan(paid("2026-01-01", "1.00"), odd))).toEqual({ kind: "week", every: 4 });
  });

  test("a fee paid at signing is no period: it makes the advance smaller", () => {
    const fee = loan(paid("2026-01-01", "1000.00"), [
      paid("2026-01-01", "50.00"),
      paid("2026-07-01", "1000.00"),
    ]);
    const less = loan(paid("2026-01-01", "950.00"), [paid("2026-07-01", "1000.00")]);
    expect(regulationZ(fee)).toEqual(regulationZ(less));
    expect(unwrap(regulationZ(fee)).unitPeriod).toEqual({ kind: "term_months", months: 6 });
  });

  test("a unit-period that is given is used: the same loan counted in weeks", () => {
    const flows = loan(
      paid("2026-01-01", "1000.00"),
      series(12, "90.00", "2026-02-01", { months: 1 }),
    );
    const [monthly, weekly] = [regulationZ(flows), regulationZ(flows, { kind: "week", every: 1 })];
    expect(unwrap(weekly).rate).not.toBe(unwrap(monthly).rate);
    expect(regulationZ(flows, { kind: "term_days", days: 30 })).toMatchObject({
      error: { code: "UNIT_PERIOD_UNFIT" },
    });
    expect(regulationZ(flows, { kind: "week", every: 0 })).toMatchObject({
      error: { code: "UNIT_PERIOD_UNFIT" },
    });
  });
});

describe("what has no rate is refused", () => {
  const once = [paid("2026-06-01", "100.00")];
  test.each<[string, CreditFlows, string]>([
    ["no advance", { advances: [], payments: once }, "ADVANCE_MISSING"],
    ["an advance after its payment", loan(paid("2026-07-01", "90.00"), once), "ADVANCE_MISSING"],
    ["no payment", loan(paid("2026-01-01", "100.00")), "PAYMENT_MISSING"],
    ["less paid than advanced", loan(paid("2026-01-01", "100.01"), once), "COST_NEGATIVE"],
    ["a negative advance", loan({ on: day("2026-01-01"), minor: -1n }, once), "AMOUNT_NEGATIVE"],
    [
      "more than 100,000,000 % a year",
      loan(paid("2026-01-01", "0.01"), [paid("2026-01-02", "1000000.00")]),
      "RATE_OUT_OF_RANGE",
    ],
    [
      "the lender owes in between: 0 % and 12,000 % both fit",
      {
        advances: [paid("2026-01-01", "1.00"), paid("2026-03-01", "11.00")],
        payments: [paid("2026-02-01", "12.00")],
      },
      "RATE_AMBIGUOUS",
    ],
  ])("%s", (_, flows, code) => {
    expect(regulationZ(flows)).toMatchObject({ ok: false, error: { code } });
  });
});

describe("extremes", () => {
  test("nothing charged is 0 %", () => {
    const flows = loan(
      paid("2026-01-01", "1200.00"),
      series(12, "100.00", "2026-02-01", { months: 1 }),
    );
    expect(unwrap(regulationZ(flows))).toMatchObject({ rate: 0n, low: 0n, high: 0n });
  });

  test("a month at 1,000 % a year", () => {
    const flows = loan(paid("2026-01-01", "1200.00"), [paid("2026-02-01", "2200.00")]);
    expect(formatRate(unwrap(regulationZ(flows)).rate)).toBe("1000%");
  });

  test("480 payments on ten trillion", () => {
    const payments = series(480, "83333333333.33", "2026-02-01", { months: 1 });
    const found = unwrap(regulationZ(loan(paid("2026-01-01", "10000000000000.00"), payments)));
    expect(twoDecimals(found.rate)).toBe("9.8%");
    expect(found.high - found.low).toBe(1n);
  });

  test("two advances: what is drawn later costs from then only", () => {
    const flows = {
      advances: [paid("2026-01-01", "1000.00"), paid("2026-07-01", "1000.00")],
      payments: [paid("2026-07-01", "60.00"), paid("2027-01-01", "2120.00")],
    };
    expect(unwrap(regulationZ(flows))).toMatchObject({ rate: 120_000_000_000n });
  });
});
