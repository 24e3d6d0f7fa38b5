import { type Standing, standingOn } from "@mora/testkit/slow-model/arrears";
import { drive, factsOn, newborn, priorAfter } from "@mora/testkit/slow-model/drive-account";
import {
  type Happening,
  type Life,
  liveThrough,
  throughByDay,
} from "@mora/testkit/slow-model/life";
import { heardWithData, lags, plainLife, wildLife } from "@mora/testkit/slow-model/lives";
import { sumOf } from "@mora/testkit/slow-model/pour";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { severity } from "../arrears/bucket.ts";
import type { DayNumber } from "../kernel/business-date.ts";
import { planAccountDay } from "./plan-account-day.ts";

const isReminder = ({ what }: Happening): boolean => what === "remind" || what === "unremind";
const withoutReminders = (all: readonly Happening[]): Happening[] =>
  all.filter((happening) => !isReminder(happening));

describe("LAW: a day touches only accounts with nextEventOn ≤ date, or with news", () => {
  test("looking only when due gives the same history as looking every day", () => {
    const seen = new Map<string, number>();
    let daily = 0;
    let lazy = 0;
    const law = (life: Life): void => {
      const everyDay = drive(life, "every_day");
      const whenDue = drive(life, "when_due");
      expect(whenDue.happenings).toEqual(everyDay.happenings);
      expect(whenDue.last).toEqual(everyDay.last);
      for (const { what } of everyDay.happenings) seen.set(what, (seen.get(what) ?? 0) + 1);
      daily += everyDay.looks.length;
      lazy += whenDue.looks.length;
    };
    fc.assert(fc.property(wildLife, law), { numRuns: 1_000 });
    // The law would be empty over lives in which nothing happens, or if every day were due.
    for (const what of ["bucket", "enter", "exit", "remind", "unremind"])
      expect(seen.get(what) ?? 0, what).toBeGreaterThan(20);
    expect(lazy).toBeLessThan(daily / 2);
  });

  test("on the days it looks, the position is what looking every day would have shown", () => {
    const law = (life: Life): void => {
      const everyDay = new Map(drive(life, "every_day").looks.map((l) => [l.on, l.decision]));
      for (const { on, decision } of drive(life, "when_due").looks)
        expect(decision).toEqual(everyDay.get(on));
    };
    fc.assert(fc.property(wildLife, law), { numRuns: 300 });
  });
});

describe("a book whose data is complete every evening", () => {
  test("has the buckets, entries and exits that the slow model has", () => {
    const law = (life: Life): void => {
      const { happenings } = drive(life, "when_due");
      expect(withoutReminders(happenings)).toEqual(withoutReminders(liveThrough(life)));
    };
    fc.assert(fc.property(plainLife, law), { numRuns: 300 });
  });

  test("plans and cancels the reminders that the slow model does", () => {
    const law = (life: Life): void => {
      const { happenings } = drive(life, "when_due");
      const kinds = new Set(["remind", "unremind"]);
      const reminders = (all: readonly Happening[]): Happening[] =>
        all.filter(({ what }) => kinds.has(what));
      expect(reminders(happenings)).toEqual(reminders(liveThrough(life)));
    };
    fc.assert(fc.property(plainLife, law), { numRuns: 300 });
  });
});

describe("every decision", () => {
  test("names a next date after its own", () => {
    const law = (life: Life): void => {
      const stuck = drive(life, "every_day").looks.filter((l) => l.decision.nextEventOn <= l.on);
      expect(stuck).toEqual([]);
    };
    fc.assert(fc.property(wildLife, law), { numRuns: 300 });
  });

  test("is the same for the same facts, and leaves the facts alone", () => {
    const law = (life: Life, offset: number): void => {
      const on = life.from + offset;
      const through = throughByDay(life).get(on) ?? on - 1;
      const facts = factsOn(life, { day: on, through }, newborn);
      const copy = structuredClone(facts);
      const first = planAccountDay(facts, on as DayNumber);
      expect(planAccountDay(facts, on as DayNumber)).toEqual(first);
      expect(facts).toEqual(copy);
      expect(planAccountDay(copy, on as DayNumber)).toEqual(first);
    };
    fc.assert(fc.property(wildLife, fc.nat(60), law), { numRuns: 500 });
  });

  test("made again the same day, from what it left behind, finds nothing to do", () => {
    const law = (life: Life): void => {
      const through = throughByDay(life);
      for (const { on, decision } of drive(life, "when_due").looks) {
        const days = { day: on, through: through.get(on) ?? on - 1 };
        const again = planAccountDay(factsOn(life, days, priorAfter(decision)), on as DayNumber);
        expect(again).toEqual({ ...decision, events: [] });
      }
    };
    fc.assert(fc.property(wildLife, law), { numRuns: 300 });
  });
});

const laggedLife = fc
  .tuple(plainLife, lags)
  .map(([life, lagging]): Life => heardWithData({ ...life, lags: lagging }));
const knownPerfectly = (life: Life): Life => heardWithData({ ...life, lags: [] });

/** The truth of a morning: everything paid through the evening before, whoever knows of it. */
const truthOn = (life: Life, on: number): Standing =>
  standingOn(
    life.bills,
    life.receipts.filter(({ effectiveOn }) => effectiveOn < on),
    { on, custom: life.custom },
  );

const isPaidOff = ({ balance }: Standing): boolean => sumOf(balance) === 0;

describe("LAW: a late feed never becomes pressure", () => {
  test("a bucket is what perfect knowledge has on the date aged to, and that is never later", () => {
    const law = (life: Life): void => {
      const untrue = drive(life, "every_day").looks.filter(({ on, decision }) => {
        const { agedOn, position } = decision;
        const truth = truthOn(life, agedOn);
        const isTrue =
          position.bucket === "X" ? isPaidOff(truth) : position.bucket === truth.bucket;
        return agedOn > on || !isTrue;
      });
      expect(untrue).toEqual([]);
    };
    fc.assert(fc.property(laggedLife, law), { numRuns: 300 });
  });

  test("no bucket worsens on a day on which perfect knowledge had it milder", () => {
    const law = (life: Life): void => {
      for (const { decision } of drive(life, "every_day").looks)
        for (const event of decision.events)
          if (event.kind === "bucket_changed" && severity(event.to) > severity(event.from))
            expect(severity(event.to)).toBeLessThanOrEqual(
              severity(truthOn(life, decision.agedOn).bucket),
            );
    };
    fc.assert(fc.property(laggedLife, law), { numRuns: 300 });
  });

  test("nobody looks worse than they are today, unless what they paid is not in yet", () => {
    const law = (life: Life): void => {
      const harmed = drive(life, "every_day").looks.filter(({ on, decision }) => {
        const { agedOn, position } = decision;
        const hasPaid = life.receipts.some((r) => r.effectiveOn >= agedOn && r.effectiveOn < on);
        if (hasPaid || position.bucket === "X") return false;
        return severity(position.bucket) > severity(truthOn(life, on).bucket);
      });
      expect(harmed).toEqual([]);
    };
    fc.assert(fc.property(laggedLife, law), { numRuns: 300 });
  });

  test("once everything is in, all stands as if nothing had ever been late", () => {
    const law = (life: Life): void => {
      const late = drive(life, "when_due");
      const prompt = drive(knownPerfectly(life), "every_day");
      expect(late.last.bucket).toBe(prompt.last.bucket);
      expect(late.last.collectionsSince === undefined).toBe(
        prompt.last.collectionsSince === undefined,
      );
      const lastDay = drive(life, "every_day").looks.at(-1)?.decision.position;
      expect(lastDay).toEqual(prompt.looks.at(-1)?.decision.position);
    };
    fc.assert(fc.property(laggedLife, law), { numRuns: 300 });
  });

  test("it never counts more episodes than prompt data would", () => {
    const law = (life: Life): void => {
      const late = drive(life, "when_due").last;
      const prompt = drive(knownPerfectly(life), "every_day").last;
      expect(late.timesInCollections).toBeLessThanOrEqual(prompt.timesInCollections);
    };
    fc.assert(fc.property(laggedLife, law), { numRuns: 300 });
  });
});

test("what is past due is never more than what is owed, and neither is negative", () => {
  const law = (life: Life): void => {
    for (const { decision } of drive(life, "when_due").looks) {
      const { pastDue, balance } = decision.position;
      for (const part of ["fee", "interest", "principal"] as const) {
        expect(pastDue[part] >= 0n).toBe(true);
        expect(balance[part] >= pastDue[part]).toBe(true);
      }
    }
  };
  fc.assert(fc.property(wildLife, law), { numRuns: 300 });
});
