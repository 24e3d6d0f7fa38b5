import { paidOn, plainLoan } from "@mora/testkit/plain-loan";
import { type Custom, type Standing, standingOn } from "@mora/testkit/slow-model/arrears";
import { policyOf, scheduleOf } from "@mora/testkit/slow-model/drive-account";
import { bills, custom, firstDay } from "@mora/testkit/slow-model/lives";
import type { Bill, Jar } from "@mora/testkit/slow-model/pour";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DayNumber } from "../kernel/business-date.ts";
import type { Groups } from "../ledger/groups.ts";
import { exactly } from "./days-past-due.ts";
import { type Position, servicedPosition } from "./position.ts";

const paid = fc.oneof(fc.nat(40), fc.nat(180));
const dayOffset = fc.integer({ min: -5, max: 450 });
type Case = { all: Bill[]; coins: number; on: number; terms: Custom };
const anyCase: fc.Arbitrary<Case> = fc.record({
  all: bills,
  coins: paid,
  on: dayOffset.map((offset) => firstDay + offset),
  terms: custom,
});

const position = ({ all, coins, on, terms }: Case): Position =>
  servicedPosition(plainLoan(scheduleOf(all)), paidOn(on as DayNumber, BigInt(coins)), {
    on: on as DayNumber,
    policy: policyOf(terms),
  });

const modelled = ({ all, coins, on, terms }: Case): Standing =>
  standingOn(all, [{ effectiveOn: on, recordedOn: on, amount: coins }], { on, custom: terms });

const inMinor = ({ fee, interest, principal }: Jar): Groups => ({
  penalty: 0n,
  fee: BigInt(fee),
  interest: BigInt(interest),
  principal: BigInt(principal),
});

test("a position is what walking the calendar a day at a time arrives at", () => {
  const law = (facts: Case): void => {
    const model = modelled(facts);
    expect(position(facts)).toMatchObject({
      bucket: model.bucket,
      dpd: exactly(model.days),
      oldestUnpaidDueOn: model.oldestDueOn,
      oldestUnpaidNo:
        model.oldestDueOn === undefined
          ? undefined
          : facts.all.findIndex(({ dueOn }) => dueOn === model.oldestDueOn) + 1,
      pastDue: inMinor(model.pastDue),
      balance: inMinor(model.balance),
      nextDueOn: model.next?.dueOn,
      nextDueMinor: BigInt(model.next?.amount ?? 0),
    });
  };
  fc.assert(fc.property(anyCase, law), { numRuns: 1_000 });
});

test("paying more never makes anything worse", () => {
  const law = (facts: Case, more: number): void => {
    const [before, after] = [position(facts), position({ ...facts, coins: facts.coins + more })];
    const days = ({ dpd }: Position): number => (dpd.kind === "exact" ? dpd.days : -1);
    expect(days(after)).toBeLessThanOrEqual(days(before));
    for (const part of ["fee", "interest", "principal"] as const)
      expect(after.balance[part] <= before.balance[part]).toBe(true);
  };
  fc.assert(fc.property(anyCase, fc.nat(50), law), { numRuns: 500 });
});

test("a day later, unpaid, an account is at most one day later", () => {
  const law = (facts: Case): void => {
    const [today, tomorrow] = [position(facts), position({ ...facts, on: facts.on + 1 })];
    if (today.dpd.kind !== "exact" || tomorrow.dpd.kind !== "exact") throw new Error("not exact");
    const step = tomorrow.dpd.days - today.dpd.days;
    expect(today.dpd.days > 0 ? [1] : [0, 1]).toContain(step);
    expect(tomorrow.balance).toEqual(today.balance);
  };
  fc.assert(fc.property(anyCase, law), { numRuns: 500 });
});
