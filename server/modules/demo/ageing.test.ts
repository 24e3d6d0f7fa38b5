import type { DayNumber } from "@mora/core/kernel/business-date";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { daysLate, lateStretches, type Series } from "./ageing.ts";

/** The slow, obvious model: days past due at the end of one day. */
function daysLateOn(due: Series, paid: Series, on: number): number {
  let left = paid.cents.reduce((sum, cents, i) => sum + ((paid.on[i] ?? 0) <= on ? cents : 0), 0);
  for (let i = 0; i < due.on.length; i++) {
    left -= due.cents[i] ?? 0;
    if (left < 0) return Math.max(0, on - (due.on[i] ?? 0));
  }
  return 0;
}

const amounts = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 5 });
const paying = fc.array(
  fc.record({ on: fc.integer({ min: 0, max: 120 }), cents: fc.integer({ min: -200, max: 600 }) }),
  { maxLength: 8 },
);

test("late stretches agree with the day-by-day model", () => {
  fc.assert(
    fc.property(amounts, paying, (asked, moves) => {
      const due = { on: asked.map((_, i) => 10 + 20 * i), cents: asked };
      const sorted = [...moves].sort((a, b) => a.on - b.on);
      const paid = { on: sorted.map((m) => m.on), cents: sorted.map((m) => m.cents) };
      const stretches = lateStretches(due, paid, 140 as DayNumber);
      for (let on = 0; on <= 140; on++)
        expect(daysLate(stretches, on)).toBe(daysLateOn(due, paid, on));
    }),
  );
});
