import { describe, expect, it } from "vitest";
import { type DayNumber, dayFromIso, isoFromDay } from "../kernel/business-date.ts";
import { formatRate, parseRate, type Rate } from "../kernel/rate.ts";
import { unwrap } from "../kernel/result.ts";
import { type FloatingTerms, fixedPath, floatingPath, rateOn } from "./rate-path.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const rate = (text: string): Rate => unwrap(parseRate(text));

/** China's loan prime rate over five years, as the interbank funding centre published it. */
const lpr = [
  { on: day("2023-06-20"), rate: rate("4.2%") },
  { on: day("2024-02-20"), rate: rate("3.95%") },
  { on: day("2024-07-22"), rate: rate("3.85%") },
  { on: day("2024-10-21"), rate: rate("3.6%") },
];
const mortgage: FloatingTerms = {
  fixings: lpr,
  margin: rate("-0.3%"),
  startOn: day("2023-08-15"),
  resets: [day("2024-01-01"), day("2025-01-01"), day("2026-01-01")],
};
const shown = (terms: Partial<FloatingTerms>): string[] =>
  unwrap(floatingPath({ ...mortgage, ...terms })).map(
    ({ from, rate: r }) => `${isoFromDay(from)} ${formatRate(r)}`,
  );

describe("a floating rate", () => {
  it("follows the reference rate at resets only, and a reset that changes nothing is no step", () => {
    expect(shown({})).toEqual(["2023-08-15 3.9%", "2025-01-01 3.3%"]);
  });

  it("takes a rate published on the day of the reset itself", () => {
    expect(shown({ resets: [day("2024-02-19"), day("2024-02-20")] })).toEqual([
      "2023-08-15 3.9%",
      "2024-02-20 3.65%",
    ]);
  });

  it("stays between floor and cap", () => {
    expect(shown({ floor: rate("3.5%"), cap: rate("3.8%") })).toEqual([
      "2023-08-15 3.8%",
      "2025-01-01 3.5%",
    ]);
  });

  it.each<[string, Partial<FloatingTerms>]>([
    ["RATE_FIXING_MISSING", { startOn: day("2023-06-19") }],
    ["RATE_FIXINGS_UNORDERED", { fixings: [...lpr].reverse() }],
    ["RATE_RESETS_UNORDERED", { resets: [mortgage.startOn] }],
    ["RATE_FLOOR_ABOVE_CAP", { floor: rate("5%"), cap: rate("4%") }],
  ])("is refused: %s", (code, terms) => {
    expect(floatingPath({ ...mortgage, ...terms })).toMatchObject({ ok: false, error: { code } });
  });
});

describe("the rate on a day", () => {
  const path = unwrap(floatingPath(mortgage));
  it.each([
    ["2023-08-15", "3.9%"],
    ["2024-12-31", "3.9%"],
    ["2025-01-01", "3.3%"],
    ["2035-01-01", "3.3%"],
  ])("%s: %s", (on, expected) => {
    expect(formatRate(rateOn(path, day(on)))).toBe(expected);
  });

  it("is none before the first step", () => {
    const fixed = fixedPath(day("2026-01-01"), rate("4%"));
    expect(rateOn(fixed, day("2026-01-01"))).toBe(rate("4%"));
    expect(() => rateOn(fixed, day("2025-12-31"))).toThrow("starts after");
  });
});
