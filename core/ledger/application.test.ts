import { scheduleOf } from "@mora/testkit/slow-model/drive-account";
import { bills } from "@mora/testkit/slow-model/lives";
import { pour } from "@mora/testkit/slow-model/pour";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DayNumber } from "../kernel/business-date.ts";
import { applyAll, applyTo, firstOpen } from "./application.ts";
import { type Components, dueOf, type Schedule, total } from "./schedule.ts";

const parts = (fee: bigint, interest: bigint, principal: bigint): Components => ({
  fee,
  interest,
  principal,
});

describe("inside an instalment of fee 2, interest 8, principal 100: fee first, principal last", () => {
  const due = parts(2n, 8n, 100n);
  test.each([
    [0n, parts(0n, 0n, 0n), 0n],
    [1n, parts(1n, 0n, 0n), 0n],
    [2n, parts(2n, 0n, 0n), 0n],
    [9n, parts(2n, 7n, 0n), 0n],
    [10n, parts(2n, 8n, 0n), 0n],
    [109n, parts(2n, 8n, 99n), 0n],
    [110n, parts(2n, 8n, 100n), 0n],
    [115n, parts(2n, 8n, 100n), 5n],
  ])("paying %s", (available, paid, left) => {
    expect(applyTo(due, available)).toEqual({ paid, left });
  });
});

const loan: Schedule = {
  dueOn: [10, 20, 30] as DayNumber[],
  principalMinor: [5n, 5n, 5n],
  interestMinor: [2n, 2n, 2n],
  feeMinor: [1n, 0n, 1n],
};

describe("across instalments: the oldest first, in full", () => {
  test.each([
    [0n, [0n, 0n, 0n], 0n],
    [7n, [7n, 0n, 0n], 0n],
    [8n, [8n, 0n, 0n], 0n],
    [9n, [8n, 1n, 0n], 0n],
    [23n, [8n, 7n, 8n], 0n],
    [30n, [8n, 7n, 8n], 7n],
  ])("paying %s", (paidMinor, each, overpaidMinor) => {
    const result = applyAll(loan, paidMinor);
    expect(result.paid.map(total)).toEqual(each);
    expect(result.overpaidMinor).toBe(overpaidMinor);
  });

  test.each([
    [0n, { index: 0, left: 0n }],
    [7n, { index: 0, left: 7n }],
    [8n, { index: 1, left: 0n }],
    [20n, { index: 2, left: 5n }],
    [23n, { index: 3, left: 0n }],
    [30n, { index: 3, left: 7n }],
  ])("after %s the first open instalment is", (paidMinor, open) => {
    expect(firstOpen(loan, paidMinor)).toEqual(open);
  });
});

describe("for any schedule and payment", () => {
  const paid = fc.oneof(fc.nat(40), fc.nat(200));

  test("each instalment has received what pouring coin by coin gives it", () => {
    fc.assert(
      fc.property(bills, paid, (all, coins) => {
        const model = pour(all, coins);
        const { paid: received, overpaidMinor } = applyAll(scheduleOf(all), BigInt(coins));
        const jars = model.jars.map((j) =>
          parts(BigInt(j.fee), BigInt(j.interest), BigInt(j.principal)),
        );
        expect(received).toEqual(jars);
        expect(overpaidMinor).toBe(BigInt(model.overpaid));
      }),
      { numRuns: 1_000 },
    );
  });

  test("no money is made or lost, and no component goes below nothing or above what it asks", () => {
    fc.assert(
      fc.property(bills, paid, (all, coins) => {
        const schedule = scheduleOf(all);
        const { paid: received, overpaidMinor } = applyAll(schedule, BigInt(coins));
        const sum = received.reduce((a, c) => a + total(c), overpaidMinor);
        expect(sum).toBe(BigInt(coins));
        for (const [i, got] of received.entries())
          for (const part of ["fee", "interest", "principal"] as const)
            expect(got[part] >= 0n && got[part] <= dueOf(schedule, i)[part]).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("the first open instalment is the first that has not received all it asks", () => {
    fc.assert(
      fc.property(bills, paid, (all, coins) => {
        const schedule = scheduleOf(all);
        const { paid: received } = applyAll(schedule, BigInt(coins));
        const index = received.findIndex((got, i) => total(got) < total(dueOf(schedule, i)));
        expect(firstOpen(schedule, BigInt(coins)).index).toBe(index < 0 ? all.length : index);
      }),
      { numRuns: 500 },
    );
  });
});
