import { describe, expect, test } from "vitest";
import {
  type Bucket,
  bucketOfCycles,
  bucketOfDays,
  buckets,
  isLate,
  metro2Bands,
  nextBandFrom,
  severity,
  thirtyDayBands,
} from "./bucket.ts";

describe("bucket by days past due", () => {
  test.each<[number, Bucket, Bucket]>([
    // days, M1 = 1–30, Metro 2
    [-1, "C", "C"],
    [0, "C", "C"],
    [1, "M1", "C"],
    [29, "M1", "C"],
    [30, "M1", "M1"],
    [31, "M2", "M1"],
    [59, "M2", "M1"],
    [60, "M2", "M2"],
    [61, "M3", "M2"],
    [90, "M3", "M3"],
    [91, "M4", "M3"],
    [120, "M4", "M4"],
    [121, "M5", "M4"],
    [150, "M5", "M5"],
    [151, "M6", "M5"],
    [179, "M6", "M5"],
    [180, "M6", "M6+"],
    [181, "M6+", "M6+"],
    [5_000, "M6+", "M6+"],
  ])("%i days: %s by thirty days, %s by Metro 2", (days, thirty, metro2) => {
    expect(bucketOfDays(days, thirtyDayBands)).toBe(thirty);
    expect(bucketOfDays(days, metro2Bands)).toBe(metro2);
  });
});

describe("the next worse band begins at", () => {
  test.each([
    [0, 1, 30],
    [1, 31, 30],
    [30, 31, 60],
    [31, 61, 60],
    [180, 181, undefined],
    [181, undefined, undefined],
  ])("from %i days: %s, Metro 2 %s", (days, thirty, metro2) => {
    expect(nextBandFrom(days, thirtyDayBands)).toBe(thirty);
    expect(nextBandFrom(days, metro2Bands)).toBe(metro2);
  });
});

describe("bucket of a card by statement cycles missed", () => {
  test.each<[number, Bucket]>([
    [-1, "C"],
    [0, "C"],
    [1, "M1"],
    [2, "M2"],
    [6, "M6"],
    [7, "M6+"],
    [24, "M6+"],
  ])("%i missed: %s", (cycles, bucket) => {
    expect(bucketOfCycles(cycles)).toBe(bucket);
  });
});

test("severity grows from C over the bands to charge-off; X is out of the comparison", () => {
  const bySeverity = buckets.toSorted((a, b) => severity(a) - severity(b));
  expect(bySeverity).toEqual(["X", "C", "M1", "M2", "M3", "M4", "M5", "M6", "M6+", "CO"]);
  expect(severity("X")).toBe(-1);
});

test("late is every band and charge-off, but neither C nor X", () => {
  expect(buckets.filter(isLate)).toEqual(["M1", "M2", "M3", "M4", "M5", "M6", "M6+", "CO"]);
});
