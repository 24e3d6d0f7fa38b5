import { describe, expect, test } from "vitest";
import { type DayNumber, dayFromIso } from "../../kernel/business-date.ts";
import { formatRate, type Rate } from "../../kernel/rate.ts";
import { unwrap } from "../../kernel/result.ts";
import { type EqualPeriod, euApr, intervalBetween } from "./eu-apr.ts";
import type { DatedAmount } from "./root.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const paid = (on: string, minor: bigint): DatedAmount => ({ on: day(on), minor });

const twoDecimals = (rate: Rate): string =>
  formatRate((((rate + 50_000_000n) / 100_000_000n) * 100_000_000n) as Rate);

type Example = [string, EqualPeriod, bigint, DatedAmount[], string];

/**
 * Of ECU 1,000 on 1 January 1994. A1 is as printed in the proposal COM(1996) 79; the others still
 * want a look at the printed text.
 */
const examples: Example[] = [
  ["A1: 1,200 after 546 days", "year", 1000n, [paid("1995-07-01", 1200n)], "12.96%"],
  [
    "A3: 600 after one and after two years",
    "year",
    1000n,
    [paid("1995-01-01", 600n), paid("1996-01-01", 600n)],
    "13.07%",
  ],
  [
    "B1: 1,200 after a year and a half of equal months",
    "month",
    1000n,
    [paid("1995-07-01", 1200n)],
    "12.92%",
  ],
  ["B2: the same, 50 kept back for costs", "month", 950n, [paid("1995-07-01", 1200n)], "16.85%"],
  [
    "B4: 272 after three and six months, 544 after twelve",
    "month",
    1000n,
    [paid("1994-04-01", 272n), paid("1994-07-01", 272n), paid("1995-01-01", 544n)],
    "13.19%",
  ],
];

describe("the examples of calculation of Directive 98/7/EC, Annex III", () => {
  test.each(examples)("%s", (_, period, minor, payments, printed) => {
    const found = euApr({ advances: [paid("1994-01-01", minor)], payments }, period);
    expect(twoDecimals(unwrap(found).rate)).toBe(printed);
  });
});

describe("intervals, remark (c)", () => {
  test.each<[string, string, EqualPeriod, ReturnType<typeof intervalBetween>]>([
    ["2026-01-10", "2026-04-10", "month", { periods: 3, days: 0, dayBase: 365 }],
    ["2026-01-10", "2026-04-15", "month", { periods: 3, days: 5, dayBase: 365 }],
    ["2026-01-01", "2026-01-22", "week", { periods: 3, days: 0, dayBase: 365 }],
    ["2026-01-01", "2026-01-25", "week", { periods: 3, days: 3, dayBase: 365 }],
    ["1994-01-01", "1995-07-01", "year", { periods: 1, days: 181, dayBase: 365 }],
    ["2024-01-31", "2024-02-29", "month", { periods: 1, days: 0, dayBase: 365 }],
    ["2024-02-20", "2024-03-10", "month", { periods: 0, days: 19, dayBase: 366 }],
    ["2024-02-01", "2024-02-28", "month", { periods: 0, days: 27, dayBase: 365 }],
  ])("%s to %s by the %s", (from, to, period, interval) => {
    expect(intervalBetween(day(from), day(to), period)).toEqual(interval);
  });
});

test("ten per cent a month for a month is 213.84 % a year: the rate compounds", () => {
  const flows = { advances: [paid("2026-01-01", 1000n)], payments: [paid("2026-02-01", 1100n)] };
  expect(formatRate(unwrap(euApr(flows, "month")).rate)).toBe("213.8428376721%"); // 1.1^12 − 1
});

test("nothing charged is 0 %, and a loss to the lender is refused", () => {
  const flows = { advances: [paid("2026-01-01", 1000n)], payments: [paid("2026-03-07", 1000n)] };
  expect(unwrap(euApr(flows, "month")).rate).toBe(0n);
  const short = { ...flows, payments: [paid("2026-03-07", 999n)] };
  expect(euApr(short, "month")).toMatchObject({ error: { code: "COST_NEGATIVE" } });
});
