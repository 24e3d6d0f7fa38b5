import { describe, expect, it } from "vitest";
import { type DayNumber, dayFromIso } from "../kernel/business-date.ts";
import { parseRate, type Rate } from "../kernel/rate.ts";
import { unwrap } from "../kernel/result.ts";
import { dayCounter } from "./day-count.ts";
import {
  type AccrualBasis,
  dayClock,
  interestOver,
  periodClock,
  plusFraction,
  roundFraction,
} from "./plan-interest.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const rate = (text: string): Rate => unwrap(parseRate(text));
const span = (from: string, to: string) => ({ from: day(from), to: day(to) });

const stepped: AccrualBasis = {
  rates: [
    { from: day("2026-01-01"), rate: rate("3.6%") },
    { from: day("2026-02-01"), rate: rate("7.2%") },
  ],
  clock: dayClock(dayCounter("act_360")),
};
const minor = (principal: bigint, dates: [string, string], basis = stepped): bigint =>
  roundFraction(interestOver(principal, span(...dates), basis), "half_up");

describe("interest on 1,000,000.00 under Act/360 at 3.6 %, from February 7.2 %", () => {
  it.each<[[string, string], bigint]>([
    [["2026-01-10", "2026-01-10"], 0n],
    [["2026-01-10", "2026-01-20"], 100_000n],
    [["2026-01-22", "2026-02-01"], 100_000n],
    [["2026-02-01", "2026-02-11"], 200_000n],
    [["2026-01-22", "2026-02-11"], 300_000n],
  ])("%j: %i fen", (dates, expected) => {
    expect(minor(100_000_000n, dates)).toBe(expected);
  });
});

it("is rounded once, whatever happens inside the span", () => {
  // Ten days at 3.6 % are 1.2 fen, ten at 7.2 % 2.4: 3.6 together, where piecewise rounding says 1 + 2.
  expect(minor(1_200n, ["2026-01-22", "2026-02-01"])).toBe(1n);
  expect(minor(1_200n, ["2026-02-01", "2026-02-11"])).toBe(2n);
  expect(minor(1_200n, ["2026-01-22", "2026-02-11"])).toBe(4n);
});

it("a change of rate on the 31st does not change how many days a month of thirty has", () => {
  const clock = dayClock(dayCounter("30_360_isda"));
  const changed: AccrualBasis = {
    rates: [
      { from: day("2026-01-01"), rate: rate("3.6%") },
      { from: day("2026-01-31"), rate: rate("3.6%") },
    ],
    clock,
  };
  // 15 January to 15 February is a month: 30 days, cut 16 + 14 and not 16 + 15.
  expect(minor(100_000_000n, ["2026-01-15", "2026-02-15"], changed)).toBe(300_000n);
});

it("a full period bears its share of the year whatever its days, each day the same part of it", () => {
  const february = span("2026-02-01", "2026-03-01");
  const basis: AccrualBasis = {
    rates: [{ from: day("2026-01-01"), rate: rate("12%") }],
    clock: periodClock(february, { ticks: 1, ticksPerYear: 12 }),
  };
  expect(roundFraction(interestOver(2_800n, february, basis), "down")).toBe(28n);
  const week = span("2026-02-01", "2026-02-08");
  expect(roundFraction(interestOver(2_800n, week, basis), "down")).toBe(7n);
});

it("is refused before the first rate", () => {
  expect(() => minor(1n, ["2025-12-31", "2026-01-02"])).toThrow("before the first rate");
});

it("fractions add exactly", () => {
  const half = { numerator: 1n, denominator: 2n };
  const third = { numerator: 1n, denominator: 3n };
  const six = plusFraction(plusFraction(half, third), { numerator: 1n, denominator: 6n });
  expect(six.numerator).toBe(six.denominator);
  expect(plusFraction(half, { numerator: 0n, denominator: 7n })).toEqual(half);
  expect(plusFraction(half, half)).toEqual({ numerator: 2n, denominator: 2n });
});
