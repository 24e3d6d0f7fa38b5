import { paidOn, plainLoan } from "@mora/testkit/plain-loan";
import { describe, expect, test } from "vitest";
import { exactly } from "../arrears/days-past-due.ts";
import { defaultArrearsPolicy } from "../arrears/policy.ts";
import type { HostBalance } from "../arrears/position.ts";
import { InvariantError } from "../kernel/assert.ts";
import { addDays, type DayNumber, dayFromIso, isoFromDay } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import { noGroups } from "../ledger/groups.ts";
import type { Schedule } from "../ledger/schedule.ts";
import {
  type AccountDecision,
  type AccountFacts,
  never,
  type Prior,
  planAccountDay,
} from "./plan-account-day.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));

/** 100 due on the 10th of January, February and March. Reminders three days before. */
const loan: Schedule = {
  dueOn: [day("2026-01-10"), day("2026-02-10"), day("2026-03-10")],
  principalMinor: [100n, 100n, 100n],
  interestMinor: [0n, 0n, 0n],
  feeMinor: [0n, 0n, 0n],
};

const current: Prior = {
  bucket: "C",
  collectionsSince: undefined,
  timesInCollections: 0,
  remindedDueOn: undefined,
};

type Change = Omit<Partial<AccountFacts>, "source" | "prior"> & {
  readonly paid?: bigint;
  readonly schedule?: Schedule;
  readonly nextPaymentOn?: DayNumber;
  readonly agedOn?: string;
  readonly prior?: Partial<Prior>;
};

/** The loan's facts on a date, with complete data, and what differs. */
function factsFor(on: string, change: Change = {}): AccountFacts {
  const { paid, schedule, nextPaymentOn, agedOn, prior, ...rest } = change;
  const ageOn = day(agedOn ?? on);
  return {
    accountId: "a",
    status: "open",
    policy: defaultArrearsPolicy,
    reminderDaysBefore: 3,
    isReminderHeld: false,
    book: { ageOn, isPressureAllowed: true },
    source: {
      kind: "serviced",
      loan: plainLoan(schedule ?? loan),
      events: [
        ...paidOn(ageOn, paid ?? 0n),
        ...(nextPaymentOn === undefined ? [] : paidOn(nextPaymentOn, 1n)),
      ],
    },
    ...rest,
    prior: { ...current, ...prior },
  };
}

const decide = (on: string, change: Change = {}): AccountDecision =>
  planAccountDay(factsFor(on, change), day(on));

describe("the life of a loan that is never paid", () => {
  test.each([
    ["2026-01-06", {}, [], "2026-01-07"],
    ["2026-01-07", {}, ["reminder_planned"], "2026-01-11"],
    ["2026-01-11", {}, ["bucket_changed", "entered_collections"], "2026-01-14"],
    ["2026-01-14", { bucket: "M1" }, [], "2026-02-05"],
    ["2026-02-05", { bucket: "M1" }, [], "2026-02-07"],
    ["2026-02-10", { bucket: "M1" }, ["bucket_changed"], "2026-02-11"],
    ["2027-01-01", { bucket: "M6+" }, [], isoFromDay(never)],
  ] as const)("on %s", (on, prior, kinds, next) => {
    const isLateAlready = "bucket" in prior;
    const collectionsSince = isLateAlready ? day("2026-01-11") : undefined;
    const remindedDueOn = on >= "2026-01-11" ? day("2026-01-10") : undefined;
    const decision = decide(on, { prior: { ...prior, collectionsSince, remindedDueOn } });
    expect(decision.events.map(({ kind }) => kind)).toEqual(kinds);
    expect(isoFromDay(decision.nextEventOn)).toBe(next);
  });
});

describe("entering and leaving collections", () => {
  const late = {
    bucket: "M1",
    collectionsSince: day("2026-01-11"),
    timesInCollections: 1,
  } as const;

  test("the first day late opens an episode", () => {
    const decision = decide("2026-01-11");
    expect(decision.events).toEqual([
      { kind: "bucket_changed", from: "C", to: "M1" },
      { kind: "entered_collections", reason: "past_due" },
    ]);
    expect(decision).toMatchObject({ collectionsSince: day("2026-01-11"), timesInCollections: 1 });
  });

  test("an account that is late on its very first day enters without having changed bucket", () => {
    const decision = decide("2026-02-20", { prior: { bucket: undefined } });
    expect(decision.events).toEqual([{ kind: "entered_collections", reason: "past_due" }]);
  });

  test("a missed day is made up for: bands are crossed since the last look", () => {
    const decision = decide("2026-05-01", { prior: late });
    expect(decision.events).toEqual([{ kind: "bucket_changed", from: "M1", to: "M4" }]);
    expect(decision.collectionsSince).toBe(late.collectionsSince);
  });

  test("what is past due is paid: the episode ends", () => {
    const decision = decide("2026-01-20", { paid: 100n, prior: late });
    expect(decision.events).toEqual([
      { kind: "bucket_changed", from: "M1", to: "C" },
      { kind: "exited_collections", reason: "paid" },
    ]);
    expect(decision).toMatchObject({ collectionsSince: undefined, timesInCollections: 1 });
  });

  test("late again after a cure is the second time", () => {
    const decision = decide("2026-02-11", { paid: 100n, prior: { timesInCollections: 1 } });
    expect(decision).toMatchObject({ collectionsSince: day("2026-02-11"), timesInCollections: 2 });
  });

  test.each(["closed", "transferred", "released"] as const)("%s ends an episode", (status) => {
    const decision = decide("2026-01-20", { status, prior: late });
    expect(decision.position.bucket).toBe("X");
    expect(decision.events).toContainEqual({ kind: "exited_collections", reason: "closed" });
  });

  test("a charge-off is a stage of its own, whatever the days", () => {
    const decision = decide("2026-01-20", { status: "charged_off", prior: late });
    expect(decision.events).toEqual([{ kind: "bucket_changed", from: "M1", to: "CO" }]);
  });

  test("an account that comes charged off enters for that reason", () => {
    const decision = decide("2026-01-20", { status: "charged_off" });
    expect(decision.events).toContainEqual({ kind: "entered_collections", reason: "charged_off" });
  });

  test("a charge-off with nothing left to pay is over", () => {
    const decision = decide("2026-05-20", {
      status: "charged_off",
      paid: 300n,
      prior: { bucket: "CO" },
    });
    expect(decision.position.bucket).toBe("X");
  });

  test("paid off in full, an open loan is over", () => {
    const decision = decide("2026-01-20", { paid: 300n });
    expect(decision.events).toEqual([{ kind: "bucket_changed", from: "C", to: "X" }]);
    expect(decision.nextEventOn).toBe(never);
  });
});

describe("a pre-due reminder", () => {
  const dueOn = day("2026-01-10");

  test("is planned once, three days before, with what is still to pay", () => {
    const decision = decide("2026-01-07", { paid: 30n });
    expect(decision.events).toEqual([{ kind: "reminder_planned", dueOn, amountMinor: 70n }]);
    expect(decision.remindedDueOn).toBe(dueOn);
    expect(decide("2026-01-08", { prior: { remindedDueOn: dueOn } }).events).toEqual([]);
  });

  test("is planned late rather than not at all, on the due date still", () => {
    expect(decide("2026-01-10").events).toEqual([
      { kind: "reminder_planned", dueOn, amountMinor: 100n },
    ]);
  });

  test("dies when the instalment is paid meanwhile", () => {
    const decision = decide("2026-01-09", { paid: 100n, prior: { remindedDueOn: dueOn } });
    expect(decision.events).toEqual([{ kind: "reminder_cancelled", dueOn }]);
    expect(decision.remindedDueOn).toBeUndefined();
  });

  test("is planned again if that payment comes back", () => {
    expect(decide("2026-01-09").events).toHaveLength(1);
  });

  test("whose due date has passed is history and is not cancelled", () => {
    const decision = decide("2026-01-12", { paid: 100n, prior: { remindedDueOn: dueOn } });
    expect(decision.events).toEqual([]);
  });

  test("is not for those who are late: they have collections", () => {
    const prior = { bucket: "M1", collectionsSince: day("2026-01-11") } as const;
    expect(decide("2026-02-08", { prior }).events).toEqual([]);
  });

  test("is for those whose arrears are tolerated", () => {
    const policy = { ...defaultArrearsPolicy, toleranceMinor: 10n };
    const decision = decide("2026-02-08", { policy, paid: 95n });
    expect(decision.events.map(({ kind }) => kind)).toEqual(["reminder_planned"]);
  });

  test("is not planned under a hold", () => {
    expect(decide("2026-01-07", { isReminderHeld: true }).events).toEqual([]);
  });

  test.each(["closed", "transferred", "released", "charged_off"] as const)(
    "dies with the loan: %s",
    (status) => {
      // Its schedule still asks, but nobody is told to pay a debt that was released or sold.
      const decision = decide("2026-01-09", { status, prior: { remindedDueOn: dueOn } });
      expect(decision.events).toContainEqual({ kind: "reminder_cancelled", dueOn });
    },
  );

  test("overlapping windows: paying the first instalment cancels its reminder and plans the next", () => {
    const decision = decide("2026-01-09", {
      reminderDaysBefore: 40,
      paid: 100n,
      prior: { remindedDueOn: dueOn },
    });
    expect(decision.events).toEqual([
      { kind: "reminder_cancelled", dueOn },
      { kind: "reminder_planned", dueOn: day("2026-02-10"), amountMinor: 100n },
    ]);
  });
});

describe("the next date on which anything can change by itself", () => {
  const lateSince = { bucket: "M1", collectionsSince: day("2026-01-11") } as const;
  const reminded = { remindedDueOn: day("2026-01-10") };
  test.each<[string, string, Change, string]>([
    ["a reminder", "2026-01-01", {}, "2026-01-07"],
    ["the day after a due date", "2026-01-08", { prior: reminded }, "2026-01-11"],
    [
      "a payment that is known ahead",
      "2026-01-01",
      { nextPaymentOn: day("2026-01-03") },
      "2026-01-03",
    ],
    [
      "the end of grace",
      "2026-01-11",
      { policy: { ...defaultArrearsPolicy, graceDays: 1 } },
      "2026-01-12",
    ],
    ["a step", "2026-01-12", { prior: lateSince }, "2026-01-14"],
    ["five days before a worse bucket", "2026-01-15", { prior: lateSince }, "2026-02-05"],
    ["a loan paid off: never", "2026-01-15", { paid: 300n }, "9999-12-31"],
    [
      "data behind: tomorrow",
      "2026-01-20",
      { agedOn: "2026-01-10", prior: reminded },
      "2026-01-21",
    ],
    ["data behind, nothing between: as ever", "2026-01-05", { agedOn: "2026-01-01" }, "2026-01-07"],
  ])("%s", (_, on, change, next) => {
    expect(isoFromDay(decide(on, change).nextEventOn)).toBe(next);
  });

  test("a loan that is paid on time is looked at twice an instalment", () => {
    let looks = 0;
    let prior: Prior = { ...current, bucket: undefined };
    let dueOn = day("2026-01-01");
    for (let on = day("2026-01-01"); on <= day("2026-03-31"); on = addDays(on, 1)) {
      const paid = loan.dueOn.filter((due) => due - 1 <= on).length * 100;
      const hasNews = loan.dueOn.some((due) => due - 1 === on);
      if (on < dueOn && !hasNews) continue;
      const change = { paid: BigInt(paid), prior };
      const decision = decide(isoFromDay(on), change);
      prior = { ...decision, bucket: decision.position.bucket };
      dueOn = decision.nextEventOn;
      looks += 1;
    }
    expect(looks).toBe(1 + 2 * 3);
  });
});

describe("a late feed", () => {
  test("data that stops on the due date never makes a payer late", () => {
    const decision = decide("2026-01-25", { agedOn: "2026-01-10" });
    expect(decision.position).toMatchObject({ bucket: "C", dpd: exactly(0) });
    expect(decision).toMatchObject({ agedOn: day("2026-01-10"), events: [] });
  });

  test("an account that was late already stays as late as it was known to be", () => {
    const prior = { bucket: "M1", collectionsSince: day("2026-01-11") } as const;
    const decision = decide("2026-03-30", { agedOn: "2026-02-01", prior });
    expect(decision.position).toMatchObject({ bucket: "M1", dpd: exactly(22) });
    expect(decision.events).toEqual([]);
  });
});

const balance: HostBalance = {
  asOf: day("2026-01-20"),
  balance: { principal: 900n, interest: 0n, penalty: 0n, fee: 0n },
  pastDue: { principal: 50n, interest: 0n, penalty: 0n, fee: 0n },
  oldestUnpaidDueOn: day("2026-01-10"),
  dpd: undefined,
  cyclesMissed: undefined,
  nextDueOn: day("2026-02-10"),
  nextDueMinor: 50n,
};

describe("a host-fed account", () => {
  const host = (change: Partial<HostBalance>, rest: Partial<AccountFacts> = {}): AccountFacts => ({
    ...factsFor("2026-01-20"),
    source: { kind: "host_fed", balance: { ...balance, ...change } },
    ...rest,
  });
  const on = day("2026-01-20");

  test("is aged by its due date and looked at again on its days", () => {
    const decision = planAccountDay(host({}), on);
    expect(decision.position).toMatchObject({ bucket: "M1", dpd: exactly(10) });
    expect(isoFromDay(decision.nextEventOn)).toBe("2026-02-05");
  });

  test("with a band has no day inside it to wait for: its next due date is next", () => {
    const dpd = { kind: "band", from: 30, to: 59 } as const;
    const decision = planAccountDay(host({ oldestUnpaidDueOn: undefined, dpd }), on);
    expect(decision.position.dpd).toEqual(dpd);
    expect(isoFromDay(decision.nextEventOn)).toBe("2026-02-07");
  });

  test("that is current gets its reminder from the host's next due date", () => {
    const clean = {
      pastDue: noGroups,
      oldestUnpaidDueOn: undefined,
      nextDueOn: day("2026-01-22"),
    };
    expect(planAccountDay(host(clean), on).events).toEqual([
      { kind: "reminder_planned", dueOn: day("2026-01-22"), amountMinor: 50n },
    ]);
  });

  test("that is closed waits for nothing but news", () => {
    expect(planAccountDay(host({}, { status: "closed" }), on).nextEventOn).toBe(never);
  });

  test("with nothing owed is still open: a card may be used again", () => {
    const empty = { balance: noGroups, pastDue: noGroups, oldestUnpaidDueOn: undefined };
    expect(planAccountDay(host(empty), on).position.bucket).toBe("C");
  });

  test("whose file contradicts itself is refused", () => {
    const negative = { pastDue: { principal: -1n, interest: 0n, penalty: 0n, fee: 0n } };
    expect(() => planAccountDay(host(negative), on)).toThrow(InvariantError);
  });
});
