import fc from "fast-check";
import type { Custom, Receipt } from "./arrears.ts";
import { type Life, throughByDay } from "./life.ts";
import { type Bill, sumOf } from "./pour.ts";

/** Random schedules, payments and lives. Days start at an arbitrary date; amounts are small. */

export const firstDay = 20_454; // 2026-01-01

const bill = fc.record({
  gap: fc.oneof(fc.integer({ min: 1, max: 45 }), fc.constantFrom(7, 30, 31)),
  fee: fc.integer({ min: 0, max: 2 }),
  interest: fc.integer({ min: 0, max: 4 }),
  principal: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })),
});

/** One to eight instalments in due order; some ask for nothing (a payment holiday), not all. */
export const bills: fc.Arbitrary<Bill[]> = fc
  .array(bill, { minLength: 1, maxLength: 8 })
  .map((parts) => {
    let dueOn = firstDay - 1;
    return parts.map(({ gap, ...amounts }) => {
      dueOn += gap;
      return { dueOn, ...amounts };
    });
  })
  .filter((all) => all.some((one) => sumOf(one) > 0));

export const custom: fc.Arbitrary<Custom> = fc.record({
  graceDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })),
  tolerance: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 })),
  scheme: fc.constantFrom("days_1_30", "days_1_30", "metro2"),
});

/** Payments near the due dates: early, late, in part, twice; heard of at once, later or ahead. */
const payment = fc.record({
  billIndex: fc.nat(7),
  daysLate: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -20, max: 120 })),
  share: fc.constantFrom(1, 1, 1, 0.5, 0.2, 3),
  delay: fc.oneof(fc.constant(0), fc.integer({ min: -6, max: 15 })),
});

const paymentsFor = (all: readonly Bill[], delays: "random" | "none"): fc.Arbitrary<Receipt[]> =>
  fc.array(payment, { maxLength: 9 }).map((parts) =>
    parts.map(({ billIndex, daysLate, share, delay }) => {
      const paid = all[billIndex % all.length] as Bill;
      const effectiveOn = paid.dueOn + daysLate;
      return {
        effectiveOn,
        recordedOn: effectiveOn + (delays === "none" ? 0 : delay),
        amount: Math.max(1, Math.round(sumOf(paid) * share)),
      };
    }),
  );

/** Some payments come back: on their own day or later, and are heard of after the payment was. */
const withReversals = (receipts: readonly Receipt[]): fc.Arbitrary<Receipt[]> =>
  fc
    .array(fc.record({ at: fc.nat(8), after: fc.nat(20), heard: fc.nat(10) }), { maxLength: 2 })
    .map((picks) => {
      const reversed = new Map(picks.map((pick) => [pick.at, pick] as const));
      const back = receipts.flatMap((receipt, i): Receipt[] => {
        const pick = reversed.get(i);
        if (!pick) return [];
        const effectiveOn = receipt.effectiveOn + pick.after;
        const recordedOn = Math.max(effectiveOn, receipt.recordedOn) + pick.heard;
        return [{ effectiveOn, recordedOn, amount: -receipt.amount }];
      });
      return [...receipts, ...back];
    });

const lag = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 25 }) },
);
export const lags = fc.array(lag, { minLength: 1, maxLength: 40 });

const base = fc.record({
  custom,
  reminderDaysBefore: fc.oneof(fc.constant(3), fc.integer({ min: 0, max: 14 })),
  length: fc.integer({ min: 60, max: 260 }),
});

/** A loan whose data is complete every evening and whose payments are heard of the same day. */
export const plainLife: fc.Arbitrary<Life> = fc
  .tuple(bills, base)
  .chain(([all, { length, ...terms }]) =>
    paymentsFor(all, "none").map((receipts) => ({
      ...terms,
      bills: all,
      receipts,
      from: firstDay,
      to: firstDay + length,
      lags: [],
      held: undefined,
      ends: undefined,
    })),
  );

const heldDays = fc.option(
  fc
    .tuple(fc.nat(150), fc.integer({ min: 1, max: 60 }))
    .map(([start, days]): [number, number] => [firstDay + start, firstDay + start + days]),
  { nil: undefined, freq: 3 },
);

const ending = fc.option(
  fc.record({
    on: fc.integer({ min: firstDay, max: firstDay + 200 }),
    status: fc.constantFrom("closed" as const, "charged_off" as const, "transferred" as const),
  }),
  { nil: undefined, freq: 3 },
);

/** Everything at once: delays, payments known ahead, reversals, lags, holds, closing. */
export const wildLife: fc.Arbitrary<Life> = fc
  .tuple(plainLife, lags, heldDays, ending)
  .chain(([life, lagging, held, ends]) =>
    paymentsFor(life.bills, "random")
      .chain(withReversals)
      .map((receipts) => ({ ...life, receipts, lags: lagging, held, ends })),
  );

/**
 * A life in which payments are heard of exactly when the data reaches them: at the earliest on the
 * morning after. With no lags this is a book that is known perfectly.
 */
export function heardWithData(life: Life): Life {
  const through = throughByDay(life);
  const heardOn = (effectiveOn: number): number => {
    for (const [day, reached] of through) if (reached >= effectiveOn) return day;
    return life.to + 1;
  };
  const receipts = life.receipts.map((r) => ({ ...r, recordedOn: heardOn(r.effectiveOn) }));
  return { ...life, receipts };
}
