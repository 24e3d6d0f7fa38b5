import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type DayNumber, dayFromIso, isoFromDay } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import { bookDay, dataAgeHoursMax } from "./freshness.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const on = day("2026-06-15");

describe("on the morning of 15 June", () => {
  test.each([
    // data through, serviced aged to, host-fed aged to, pressure, age of the data at 08:00
    ["2026-06-15", "2026-06-15", "2026-06-15", true, "today's data: an evening run"],
    ["2026-06-14", "2026-06-15", "2026-06-14", true, "complete through last evening: 8 h"],
    ["2026-06-13", "2026-06-14", "2026-06-13", true, "one file missed: 32 h"],
    ["2026-06-12", "2026-06-13", "2026-06-12", false, "two missed: 56 h"],
    ["2026-06-01", "2026-06-02", "2026-06-01", false, "a fortnight of silence"],
    ["2026-06-20", "2026-06-15", "2026-06-15", true, "data ahead never ages ahead"],
  ])("data through %s: serviced to %s, host-fed to %s, pressure %s (%s)", (...row) => {
    const [through, serviced, hostFed, isPressureAllowed] = row;
    const dataThroughOn = day(through);
    const shown = (kind: "serviced" | "host_fed"): object => {
      const { ageOn, isPressureAllowed: allowed } = bookDay({ kind, dataThroughOn }, on);
      return { ageOn: isoFromDay(ageOn), isPressureAllowed: allowed };
    };
    expect(shown("serviced")).toEqual({ ageOn: serviced, isPressureAllowed });
    expect(shown("host_fed")).toEqual({ ageOn: hostFed, isPressureAllowed });
  });
});

test("the limit is 36 hours", () => {
  expect(dataAgeHoursMax).toBe(36);
});

test("no book is aged past the date or past its data, and waiting never frees pressure", () => {
  const law = (kind: "serviced" | "host_fed", lag: number): void => {
    const dataThroughOn = addDays(on, -lag);
    const today = bookDay({ kind, dataThroughOn }, on);
    const tomorrow = bookDay({ kind, dataThroughOn }, addDays(on, 1));
    expect(today.ageOn).toBeLessThanOrEqual(on);
    expect(today.ageOn).toBeLessThanOrEqual(dataThroughOn + (kind === "serviced" ? 1 : 0));
    expect(tomorrow.ageOn).toBeGreaterThanOrEqual(today.ageOn);
    if (!today.isPressureAllowed) expect(tomorrow.isPressureAllowed).toBe(false);
  };
  const anyKind = fc.constantFrom("serviced" as const, "host_fed" as const);
  fc.assert(fc.property(anyKind, fc.integer({ min: -5, max: 40 }), law), { numRuns: 300 });
});
