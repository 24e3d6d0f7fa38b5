import { describe, expect, test } from "vitest";
import { type Bucket, buckets, isLate, metro2Bands, thirtyDayBands } from "../arrears/bucket.ts";
import { attentionDays, isWorse, type Step, stepFor, steps } from "./treatment.ts";

describe("the step grows with lateness", () => {
  test.each<[Bucket, number, Step]>([
    ["M1", 1, "remind"],
    ["M1", 3, "remind"],
    ["M1", 4, "call"],
    ["M1", 30, "call"],
    ["M2", 31, "negotiate"],
    ["M3", 61, "negotiate"],
    ["M4", 91, "visit_review"],
    ["M5", 121, "visit_review"],
    ["M6", 151, "legal_review"],
    ["M6+", 400, "legal_review"],
    ["CO", 400, "recovery"],
    ["M1", 0, "remind"],
    ["M3", 0, "negotiate"],
  ])("%s, %i days: %s", (bucket, days, step) => {
    expect(stepFor(bucket, days)).toBe(step);
  });

  test("and never falls as the bucket worsens", () => {
    const ranks = buckets.filter(isLate).map((bucket) => steps.indexOf(stepFor(bucket, 30)));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });
});

describe("days on which something changes by time alone", () => {
  test.each([
    ["M1 = 1–30", thirtyDayBands, [1, 4, 26, 31, 56, 61, 86, 91, 116, 121, 146, 151, 176, 181]],
    ["Metro 2", metro2Bands, [1, 4, 25, 30, 55, 60, 85, 90, 115, 120, 145, 150, 175, 180]],
  ])("%s: band edges, five days before each, and the first days' steps", (_, bands, days) => {
    expect(attentionDays(bands)).toEqual(days);
  });
});

describe("worse", () => {
  test.each<[Bucket, Bucket, boolean]>([
    ["M1", "C", true],
    ["M2", "M1", true],
    ["CO", "M6+", true],
    ["M1", "M1", false],
    ["C", "M3", false],
    ["X", "M3", false],
  ])("%s than %s: %s", (a, b, answer) => {
    expect(isWorse(a, b)).toBe(answer);
  });
});
