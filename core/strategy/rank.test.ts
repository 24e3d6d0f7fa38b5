import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bucket, buckets, isLate, thirtyDayBands } from "../arrears/bucket.ts";
import { exactly } from "../arrears/days-past-due.ts";
import { addDays, dayFromIso } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import { type RankFacts, type RankReason, rankReasons, scoreOf } from "./rank.ts";

const on = unwrap(dayFromIso("2026-06-15"));

/** Late for 45 days, in collections for long, a small amount, nothing special. */
const plain: RankFacts = {
  bucket: "M2",
  dpd: exactly(45),
  oldestUnpaidDueOn: addDays(on, -45),
  oldestUnpaidNo: 5,
  bands: thirtyDayBands,
  amountMajor: 0,
  accountsLate: 1,
  timesInCollections: 1,
  collectionsSince: addDays(on, -40),
  promiseBrokenOn: undefined,
};

const reasonOf = (change: Partial<RankFacts>, code: string): RankReason | undefined =>
  rankReasons({ ...plain, ...change }).find((reason) => reason.code === code);

test("somebody plainly late has one reason: the stage", () => {
  expect(rankReasons(plain)).toEqual([{ code: "stage", points: 300, params: { bucket: "M2" } }]);
});

describe("points of a stage: the middle buckets lead", () => {
  test.each<[Bucket, number]>([
    ["M1", 100],
    ["M2", 300],
    ["M3", 320],
    ["M4", 260],
    ["M5", 240],
    ["M6", 220],
    ["M6+", 160],
    ["CO", 80],
  ])("%s: %i", (bucket, points) => {
    expect(reasonOf({ bucket }, "stage")?.points).toBe(points);
  });
});

describe("points of an amount: ten for each doubling", () => {
  test.each([
    [0, undefined],
    [1, 10],
    [2, 20],
    [3, 20],
    [4, 30],
    [1_000, 100],
    [2_000, 110],
    [32_767, 150],
    [32_768, 160],
    [50_000_000_000, 160],
  ])("%i whole units: %s", (amountMajor, points) => {
    expect(reasonOf({ amountMajor }, "amount")?.points).toBe(points);
  });
});

describe("other reasons", () => {
  test.each<[string, Partial<RankFacts>, RankReason]>([
    [
      "entered collections, while the first step lasts",
      { bucket: "M1", dpd: exactly(3), collectionsSince: addDays(on, -3) },
      { code: "entered_collections", points: 20, params: { on: "2026-06-12" } },
    ],
    [
      "rolls in five days: said as a date",
      { dpd: exactly(56), oldestUnpaidDueOn: addDays(on, -56) },
      { code: "rolls_soon", points: 150, params: { bucket: "M3", on: "2026-06-20" } },
    ],
    [
      "two accounts late",
      { accountsLate: 2 },
      { code: "several_accounts", points: 30, params: { accounts: 2 } },
    ],
    [
      "many accounts late: no more than sixty",
      { accountsLate: 9 },
      { code: "several_accounts", points: 60, params: { accounts: 9 } },
    ],
    [
      "broke a promise",
      { promiseBrokenOn: addDays(on, -2) },
      { code: "promise_broken", points: 120, params: { on: "2026-06-13" } },
    ],
    [
      "late again after a cure",
      { timesInCollections: 2 },
      { code: "re_default", points: 60, params: { times: 2 } },
    ],
    [
      "never paid the first instalment",
      { oldestUnpaidNo: 1 },
      { code: "first_payment_default", points: 80, params: {} },
    ],
  ])("%s", (_, change, reason) => {
    expect(reasonOf(change, reason.code)).toEqual(reason);
  });
});

describe("no reason", () => {
  test.each<[string, Partial<RankFacts>, string]>([
    ["the second step has begun", { bucket: "M1", dpd: exactly(4) }, "entered_collections"],
    [
      "six days before the edge",
      { dpd: exactly(55), oldestUnpaidDueOn: addDays(on, -55) },
      "rolls_soon",
    ],
    ["the last bucket", { dpd: exactly(300), oldestUnpaidDueOn: addDays(on, -300) }, "rolls_soon"],
    ["a band, not a day", { dpd: { kind: "band", from: 30, to: 59 } }, "rolls_soon"],
    ["days but no date", { dpd: exactly(29), oldestUnpaidDueOn: undefined }, "rolls_soon"],
    ["the first time in collections", { timesInCollections: 1 }, "re_default"],
    ["an unknown instalment", { oldestUnpaidNo: undefined }, "first_payment_default"],
  ])("%s", (_, change, code) => {
    expect(reasonOf(change, code)).toBeUndefined();
  });

  test("a claim that stands in a worse bucket than its days say does not roll into a milder one", () => {
    // A charged-off claim of 117 days will not roll into M5, nor a card in M3 by cycles into M2.
    const days = (n: number): Partial<RankFacts> => ({
      dpd: exactly(n),
      oldestUnpaidDueOn: addDays(on, -n),
    });
    expect(reasonOf({ ...days(117), bucket: "CO" }, "rolls_soon")).toBeUndefined();
    expect(reasonOf({ ...days(28), bucket: "M3" }, "rolls_soon")).toBeUndefined();
  });
});

describe("for any facts", () => {
  const anyFacts: fc.Arbitrary<RankFacts> = fc
    .record({
      bucket: fc.constantFrom(...buckets.filter(isLate)),
      days: fc.integer({ min: 1, max: 400 }),
      amountMajor: fc.oneof(fc.nat(5), fc.nat(10_000_000)),
      accountsLate: fc.integer({ min: 1, max: 5 }),
      timesInCollections: fc.integer({ min: 1, max: 4 }),
      since: fc.nat(30),
      oldestUnpaidNo: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      brokenDaysAgo: fc.option(fc.nat(20), { nil: undefined }),
    })
    .map(({ days, since, brokenDaysAgo, ...facts }) => ({
      ...plain,
      ...facts,
      dpd: exactly(days),
      oldestUnpaidDueOn: addDays(on, -days),
      collectionsSince: addDays(on, -since),
      promiseBrokenOn: brokenDaysAgo === undefined ? undefined : addDays(on, -brokenDaysAgo),
    }));

  test("the score is the sum of the reasons' points, most points first, each positive and once", () => {
    const law = (facts: RankFacts): void => {
      const reasons = rankReasons(facts);
      let sum = 0;
      for (const { points } of reasons) sum += points;
      expect(scoreOf(reasons)).toBe(sum);
      expect(reasons.every(({ points }) => points > 0)).toBe(true);
      const points = reasons.map((reason) => reason.points);
      expect(points).toEqual(points.toSorted((a, b) => b - a));
      expect(new Set(reasons.map(({ code }) => code)).size).toBe(reasons.length);
    };
    fc.assert(fc.property(anyFacts, law), { numRuns: 500 });
  });

  test("a broken promise, more accounts or a larger amount never lower the rank", () => {
    const law = (facts: RankFacts): void => {
      const score = (change: Partial<RankFacts>): number =>
        scoreOf(rankReasons({ ...facts, ...change }));
      expect(score({ promiseBrokenOn: on })).toBeGreaterThanOrEqual(score({}));
      expect(score({ accountsLate: facts.accountsLate + 1 })).toBeGreaterThanOrEqual(score({}));
      expect(score({ amountMajor: facts.amountMajor * 2 + 1 })).toBeGreaterThanOrEqual(score({}));
    };
    fc.assert(fc.property(anyFacts, law), { numRuns: 300 });
  });
});

test("no reasons, no points", () => {
  expect(scoreOf([])).toBe(0);
});
