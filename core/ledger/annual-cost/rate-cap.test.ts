import { describe, expect, test } from "vitest";
import { type DayNumber, dayFromIso } from "../../kernel/business-date.ts";
import { parseRate, type Rate } from "../../kernel/rate.ts";
import { unwrap } from "../../kernel/result.ts";
import { type Cap, checkRateCap, fourTimesLpr } from "./rate-cap.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const rate = (text: string): Rate => unwrap(parseRate(text));

/** One-year LPR as published; the cap of 15.4 % of August 2020 is four times 3.85 %. */
const lpr = fourTimesLpr([
  { on: day("2020-07-20"), rate: rate("3.85%") },
  { on: day("2020-08-20"), rate: rate("3.85%") },
  { on: day("2022-01-20"), rate: rate("3.70%") },
]);

const check = (annualCost: string, cap: Cap, signedOn: string): unknown =>
  checkRateCap({ annualCost: rate(annualCost), cap, signedOn: day(signedOn) });

describe("four times the one-year LPR at signing", () => {
  test.each([
    ["15.4%", "2020-09-01", "within", "0%"],
    ["15.400000001%", "2020-09-01", "above", "0.000000001%"],
    ["24%", "2020-09-01", "above", "8.6%"],
    ["14.9%", "2022-01-19", "FIXING_STALE", ""],
    ["14.9%", "2022-01-20", "above", "0.1%"],
    ["14.8%", "2022-01-21", "within", "0%"],
    ["10%", "2020-07-19", "FIXING_MISSING", ""],
  ])("%s signed on %s: %s %s", (cost, signedOn, verdict, excess) => {
    expect(check(cost, lpr, signedOn)).toMatchObject(
      excess === ""
        ? { ok: false, error: { code: verdict } }
        : { ok: true, value: { verdict, excess: rate(excess) } },
    );
  });

  test("the arithmetic can be shown to a court", () => {
    expect(check("24%", lpr, "2020-09-01")).toMatchObject({
      value: {
        capRate: rate("15.4%"),
        reference: { on: day("2020-08-20"), rate: rate("3.85%") },
        arithmetic: [
          "LPR_1Y on 2020-09-01 = 3.85% (fixed 2020-08-20)",
          "cap = 4 × 3.85% = 15.4%",
          "24% − 15.4% = 8.6% above",
        ],
      },
    });
  });

  test("a table in any order gives the same fixing", () => {
    const shuffled = lpr.kind === "multiple" ? fourTimesLpr([...lpr.fixings].reverse()) : lpr;
    expect(check("24%", shuffled, "2020-09-01")).toEqual(check("24%", lpr, "2020-09-01"));
  });
});

describe("fixed caps and none", () => {
  test.each([
    ["24%", "24%", "within", "0%"],
    ["36.5%", "36%", "above", "0.5%"],
  ])("%s under %s is %s", (cost, cap, verdict, excess) => {
    expect(check(cost, { kind: "fixed", rate: rate(cap) }, "2026-01-01")).toMatchObject({
      value: { verdict, excess: rate(excess), capRate: rate(cap) },
    });
  });

  test("no cap says so, and is not the same as within", () => {
    expect(check("900%", { kind: "none" }, "2026-01-01")).toMatchObject({
      value: { verdict: "no_cap", capRate: undefined },
    });
  });
});
