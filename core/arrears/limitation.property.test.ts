import fc from "fast-check";
import { expect, test } from "vitest";
import { addMonths, type DayNumber, dayFromCivil } from "../kernel/business-date.ts";
import { type LimitationEvent, limitation, type Suspension } from "./limitation.ts";
import { chinaLimitation, type InterruptionKind } from "./limitation-terms.ts";

const due = dayFromCivil(2000, 3, 10);
const span = 9_000; // days: beyond the twenty years

const kinds: InterruptionKind[] = ["demand", "part_payment", "promise", "suit"];
const anyDay = fc.nat(span).map((offset) => (due - 400 + offset) as DayNumber);

const anyEvent: fc.Arbitrary<LimitationEvent> = fc.record({
  on: anyDay,
  kind: fc.constantFrom(...kinds),
  proof: fc.constantFrom("DOC", "DOC", undefined),
  against: fc.constantFrom("this" as const, "joint" as const),
});

/** At most one, so that a clerk can follow it on a calendar. */
const anyObstacle: fc.Arbitrary<Suspension[]> = fc.array(
  fc.record({ from: anyDay, days: fc.nat(400) }).map(({ from, days }) => ({
    from,
    until: (from + days) as DayNumber,
    ground: "force_majeure",
    proof: "DOC",
  })),
  { maxLength: 1 },
);

const facts = (events: LimitationEvent[], suspensions: Suspension[]) => ({
  dueOn: [due],
  events,
  suspensions,
  alarmDays: 60,
});

/** The slow model: a clerk who turns the calendar and keeps the last day on a slip of paper. */
function clerk(events: LimitationEvent[], obstacles: Suspension[]): number {
  const stopOf = (origin: DayNumber): number => addMonths(origin, 240);
  let [origin, start, end] = [due, due, addMonths(due, 36) as number];
  const begun = (on: number): Suspension | undefined => obstacles.find(({ from }) => from <= on);
  const open = new Set<Suspension>();
  const slip = (on: number): void => {
    end = addMonths(start, 36);
    const obstacle = begun(on);
    if (obstacle && open.has(obstacle) && obstacle.from <= end) {
      const until = obstacle.until as DayNumber;
      if (until > addMonths(end as DayNumber, -6)) end = Math.max(end, addMonths(until, 6));
    }
    end = Math.min(end, stopOf(origin));
  };
  for (let on = due - 400; on <= due - 400 + span; on++) {
    const obstacle = obstacles.find(({ from }) => from === on);
    if (obstacle && on <= end) open.add(obstacle);
    slip(on);
    for (const { on: day, kind, proof } of events) {
      if (day !== on || proof === undefined || on < origin) continue;
      const late = on > end;
      if (late && kind !== "promise") continue;
      if (late) origin = on as DayNumber;
      start = on as DayNumber;
      slip(on);
    }
  }
  return end;
}

test("the fold ends on the day a clerk with a calendar ends on", () => {
  const law = (events: LimitationEvent[], obstacles: Suspension[]): void => {
    expect(limitation(chinaLimitation, facts(events, obstacles)).expiresOn).toBe(
      clerk(events, obstacles),
    );
  };
  fc.assert(fc.property(fc.array(anyEvent, { maxLength: 8 }), anyObstacle, law), { numRuns: 300 });
});

test("events may be told in any order of dates", () => {
  const law = (events: LimitationEvent[]): void => {
    const once = [...new Map(events.map((event) => [event.on, event])).values()];
    const [there, back] = [facts(once, []), facts([...once].reverse(), [])];
    expect(limitation(chinaLimitation, back)).toEqual(limitation(chinaLimitation, there));
  };
  fc.assert(fc.property(fc.array(anyEvent, { maxLength: 8 }), law), { numRuns: 200 });
});

test("a step that does not count moves nothing, and every event has its line", () => {
  const law = (events: LimitationEvent[], obstacles: Suspension[]): void => {
    const { steps, expiresOn } = limitation(chinaLimitation, facts(events, obstacles));
    expect(steps).toHaveLength(1 + events.length + obstacles.length);
    steps.forEach(({ counted, newExpiryOn }, i) => {
      if (!counted) expect(newExpiryOn).toBe(steps[i - 1]?.newExpiryOn);
    });
    expect(steps.at(-1)?.newExpiryOn).toBe(expiresOn);
  };
  fc.assert(fc.property(fc.array(anyEvent, { maxLength: 8 }), anyObstacle, law), { numRuns: 200 });
});
