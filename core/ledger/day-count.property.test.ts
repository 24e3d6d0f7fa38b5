import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type DayNumber, isoFromDay } from "../kernel/business-date.ts";
import { type DayCount, dayCounter, dayCounts, YEAR_TICKS } from "./day-count.ts";

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((n) => n as DayNumber);
const span = fc
  .tuple(anyDay, fc.integer({ min: 0, max: 2_000 }))
  .map(([from, days]) => [from, (from + days) as DayNumber] as const);

/** Ticks of one day, told by the calendar that JavaScript itself has. */
const slowDay: Partial<Record<DayCount, (on: Temporal.PlainDate) => number>> = {
  act_365f: () => YEAR_TICKS / 365,
  act_360: () => YEAR_TICKS / 360,
  act_act_isda: (on) => YEAR_TICKS / on.daysInYear,
  // Interest to 29 February is interest to the 28th: the day left out is the one that ends on the 29th.
  nl_365: (on) => (isLeapDay(on.add({ days: 1 })) ? 0 : YEAR_TICKS / 365),
};
const isLeapDay = (on: Temporal.PlainDate): boolean => on.month === 2 && on.day === 29;

describe("actual days agree with counting one day after the other", () => {
  it.each(Object.entries(slowDay))("%s", (kind, ticksOf) => {
    const law = ([from, to]: readonly [DayNumber, DayNumber]): void => {
      let slow = 0;
      let on = Temporal.PlainDate.from(isoFromDay(from));
      for (let i = from as number; i < to; i++) {
        slow += ticksOf(on);
        on = on.add({ days: 1 });
      }
      expect(dayCounter(kind as DayCount)(from, to)).toBe(slow);
    };
    fc.assert(fc.property(span, law), { numRuns: 30 });
  });
});

test("actual days add up: a span counts as much as its two parts", () => {
  const kind = fc.constantFrom<DayCount>("act_365f", "act_360", "act_act_isda", "nl_365");
  const law = (convention: DayCount, days: DayNumber[]): void => {
    const [a, b, c] = days.sort((x, y) => x - y) as [DayNumber, DayNumber, DayNumber];
    const ticks = dayCounter(convention);
    expect(ticks(a, c)).toBe(ticks(a, b) + ticks(b, c));
  };
  fc.assert(fc.property(kind, fc.array(anyDay, { minLength: 3, maxLength: 3 }), law));
});

test("no convention counts less for a later end, or strays from the calendar by more than a fiftieth", () => {
  const law = (kind: DayCount, [from, to]: readonly [DayNumber, DayNumber]): void => {
    const ticks = dayCounter(kind);
    expect(ticks(from, to)).toBeGreaterThanOrEqual(0);
    expect(ticks(from, (to + 1) as DayNumber)).toBeGreaterThanOrEqual(ticks(from, to));
    const years = (to - from) / 365.25;
    expect(Math.abs(ticks(from, to) / YEAR_TICKS - years)).toBeLessThan(years * 0.02 + 0.02);
  };
  fc.assert(fc.property(fc.constantFrom(...dayCounts), span, law), { numRuns: 2_000 });
});

test("months of thirty agree with a calendar of thirty-day months where no month's end is near", () => {
  const kind = fc.constantFrom<DayCount>("30_360_us", "30_360_isda", "30e_360", "30e_plus_360");
  const part = fc.record({
    year: fc.integer({ min: 1970, max: 2100 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 27 }),
  });
  type Part = { year: number; month: number; day: number };
  const law = (convention: DayCount, a: Part, b: Part): void => {
    const on = (p: Part): DayNumber =>
      Temporal.PlainDate.from("1970-01-01").until(Temporal.PlainDate.from(p)).days as DayNumber;
    const [from, to] = on(a) <= on(b) ? [a, b] : [b, a];
    const since = ({ year, month, day }: Part): number => year * 360 + month * 30 + day;
    expect(dayCounter(convention)(on(from), on(to))).toBe(
      (since(to) - since(from)) * (YEAR_TICKS / 360),
    );
  };
  fc.assert(fc.property(kind, part, part, law), { numRuns: 500 });
});
