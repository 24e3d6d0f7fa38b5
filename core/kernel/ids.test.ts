import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DayNumber } from "./business-date.ts";
import { dailyId } from "./ids.ts";

const owner = "0190a5b2-7c3d-4e4f-9a1b-2c3d4e5f6071";
const on = 20_780 as DayNumber;

const version8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an id is a UUID of version 8", () => {
  const anyFacts = fc.tuple(
    fc.uuid(),
    fc.integer({ min: -719_468, max: 2_932_896 }),
    fc.integer({ min: 0, max: 1_023 }),
    fc.integer({ min: 0, max: 2_000_000 }),
  );
  const law = ([id, day, kind, ordinal]: [string, number, number, number]): void => {
    expect(dailyId(id, day as DayNumber, { kind, ordinal })).toMatch(version8);
  };
  fc.assert(fc.property(anyFacts, law), { numRuns: 1_000 });
});

test("the same facts give the same id, so that a second copy collides", () => {
  const make = (): string => dailyId(owner, on, { kind: 3, ordinal: 7 });
  expect(make()).toBe(make());
});

describe("any other fact gives another id", () => {
  const first = dailyId(owner, on, { kind: 3, ordinal: 7 });
  test.each([
    ["owner", dailyId("f190a5b2-7c3d-4e4f-9a1b-2c3d4e5f6071", on, { kind: 3, ordinal: 7 })],
    ["date", dailyId(owner, (on + 1) as DayNumber, { kind: 3, ordinal: 7 })],
    ["kind", dailyId(owner, on, { kind: 4, ordinal: 7 })],
    ["ordinal", dailyId(owner, on, { kind: 3, ordinal: 8 })],
  ])("%s", (_, other) => {
    expect(other).not.toBe(first);
  });
});

test("ids of a few owners over a year, all kinds and a run of news are all different", () => {
  const owners = Array.from({ length: 4 }, (_, i) => `${i}190a5b2${owner.slice(8)}`);
  const seen = new Set<string>();
  let made = 0;
  for (const id of owners)
    for (let day = on - 180; day < on + 185; day += 5)
      for (const kind of [0, 1, 2, 10, 100, 101, 1_023])
        for (let ordinal = 0; ordinal < 20; ordinal++) {
          seen.add(dailyId(id, day as DayNumber, { kind, ordinal }));
          made += 1;
        }
  expect(seen.size).toBe(made);
});

test("owners made in the same millisecond stay apart: time-ordered ids differ only at the end", () => {
  const tails = fc.sample(fc.uuid({ version: 4 }), 5_000).map((id) => id.slice(24));
  const made = tails.map((tail) =>
    dailyId(`${owner.slice(0, 24)}${tail}`, on, { kind: 1, ordinal: 0 }),
  );
  expect(new Set(made).size).toBe(new Set(tails).size);
});

test("random owners stay apart on the same date, kind and ordinal", () => {
  const ids = fc.sample(fc.uuid({ version: 4 }), 5_000);
  const made = new Set(ids.map((id) => dailyId(id, on, { kind: 1, ordinal: 0 })));
  expect(made.size).toBe(new Set(ids).size);
});
