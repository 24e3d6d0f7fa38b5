import { expect, test } from "vitest";
import { DayIndex } from "./days.ts";
import { Rng, streamOf, streams, weighted } from "./random.ts";

test("streams differ by seed, person and purpose, and nothing else", () => {
  const first = (seed: number, k: number, tag: number): number => streamOf(seed, k, tag).next();
  expect(first(1, 2, streams.card)).toBe(first(1, 2, streams.card));
  const others = [
    first(2, 2, streams.card),
    first(1, 3, streams.card),
    first(1, 2, streams.calls),
    first(1 + 2 ** 32, 2, streams.card),
  ];
  expect(new Set([first(1, 2, streams.card), ...others]).size).toBe(5);
});

test("draws are spread evenly and stay in their range", () => {
  const rng = new Rng(1);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) counts[rng.below(10)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  for (let i = 0; i < 1_000; i++) {
    const drawn = rng.range(3, 5);
    expect(drawn >= 3 && drawn <= 5).toBe(true);
  }
});

test("a weighted table gives each value its weight", () => {
  const table = weighted([
    ["rare", 1],
    ["often", 9],
  ]);
  const rng = new Rng(7);
  let rare = 0;
  for (let i = 0; i < 10_000; i++) if (rng.weighted(table) === "rare") rare++;
  expect(Math.abs(rare - 1_000)).toBeLessThan(120);
});

test("a day index returns each day's references in order, once, and ignores other days", () => {
  const index = new DayIndex(10, 3);
  for (let k = 0; k < 3_000; k++) index.add(10 + (k % 4), k);
  index.add(12, 7_777);
  index.add(12, 7_777);
  const expected = (rest: number): number[] => Array.from({ length: 750 }, (_, i) => i * 4 + rest);
  expect([...index.on(10)]).toEqual(expected(0));
  expect([...index.on(12)]).toEqual([...expected(2), 7_777]);
  expect([...index.on(13)]).toEqual([]);
  expect([...index.on(9)]).toEqual([]);
});
