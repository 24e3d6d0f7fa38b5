import { paidOn, plainLoan } from "@mora/testkit/plain-loan";
import { describe, expect, test } from "vitest";
import { addDays, type DayNumber, dayFromIso } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import type { Groups } from "../ledger/groups.ts";
import type { Schedule } from "../ledger/schedule.ts";
import { metro2Bands } from "./bucket.ts";
import { exactly } from "./days-past-due.ts";
import { defaultArrearsPolicy } from "./policy.ts";
import {
  type Ageing,
  type HostBalance,
  hostPosition,
  type Position,
  servicedPosition,
} from "./position.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const parts = (principal: bigint, interest: bigint, fee: bigint): Groups => ({
  principal,
  interest,
  penalty: 0n,
  fee,
});
const positionOf = (schedule: Schedule, paid: bigint, ageing: Ageing): Position =>
  servicedPosition(plainLoan(schedule), paidOn(ageing.on, paid), ageing);
const policy = defaultArrearsPolicy;

/** Three instalments of 110 (100 principal, 8 interest, 2 fee) on the 10th of January to March. */
const loan: Schedule = {
  dueOn: [day("2026-01-10"), day("2026-02-10"), day("2026-03-10")],
  principalMinor: [100n, 100n, 100n],
  interestMinor: [8n, 8n, 8n],
  feeMinor: [2n, 2n, 2n],
};

describe("a serviced account, nothing paid", () => {
  test.each([
    ["2026-01-01", "C", 0, undefined, "2026-01-10"],
    ["2026-01-10", "C", 0, undefined, "2026-01-10"],
    ["2026-01-11", "M1", 1, "2026-01-10", "2026-02-10"],
    ["2026-02-09", "M1", 30, "2026-01-10", "2026-02-10"],
    ["2026-02-10", "M2", 31, "2026-01-10", "2026-02-10"],
    ["2026-03-11", "M2", 60, "2026-01-10", undefined],
    ["2026-03-12", "M3", 61, "2026-01-10", undefined],
    ["2026-07-10", "M6+", 181, "2026-01-10", undefined],
  ])("on %s: %s, %i days", (on, bucket, days, oldest, next) => {
    const position = positionOf(loan, 0n, { on: day(on), policy });
    expect(position).toMatchObject({ bucket, dpd: exactly(days) });
    expect(position.oldestUnpaidDueOn).toBe(oldest === undefined ? undefined : day(oldest));
    expect(position.oldestUnpaidNo).toBe(oldest === undefined ? undefined : 1);
    expect(position.nextDueOn).toBe(next === undefined ? undefined : day(next));
  });
});

describe("a serviced account on 1 March, two instalments due", () => {
  const on = day("2026-03-01");
  test.each([
    ["nothing paid", 0n, "M2", 50, 1, parts(200n, 16n, 4n), parts(300n, 24n, 6n), 110n],
    ["a fee and some interest", 5n, "M2", 50, 1, parts(200n, 13n, 2n), parts(300n, 21n, 4n), 110n],
    [
      "a cent short of the first",
      109n,
      "M2",
      50,
      1,
      parts(101n, 8n, 2n),
      parts(201n, 16n, 4n),
      110n,
    ],
    ["the first", 110n, "M1", 19, 2, parts(100n, 8n, 2n), parts(200n, 16n, 4n), 110n],
    ["both", 220n, "C", 0, undefined, parts(0n, 0n, 0n), parts(100n, 8n, 2n), 110n],
    ["part of the next", 225n, "C", 0, undefined, parts(0n, 0n, 0n), parts(100n, 5n, 0n), 105n],
    ["all", 330n, "C", 0, undefined, parts(0n, 0n, 0n), parts(0n, 0n, 0n), 0n],
    ["too much", 999n, "C", 0, undefined, parts(0n, 0n, 0n), parts(0n, 0n, 0n), 0n],
  ])("%s", (_, paid, bucket, days, no, pastDue, balance, nextDueMinor) => {
    expect(positionOf(loan, paid, { on, policy })).toMatchObject({
      bucket,
      dpd: exactly(days),
      oldestUnpaidNo: no,
      pastDue,
      balance,
      nextDueMinor,
    });
  });

  test("paid up in full, nothing is coming", () => {
    expect(positionOf(loan, 330n, { on, policy }).nextDueOn).toBeUndefined();
  });
});

describe("grace days keep an account current; the days themselves are told as they are", () => {
  const grace = { ...policy, graceDays: 3 };
  test.each([
    ["2026-01-13", "C", 3],
    ["2026-01-14", "M1", 4],
  ])("on %s with 3 days of grace: %s, %i days", (on, bucket, days) => {
    const position = positionOf(loan, 0n, { on: day(on), policy: grace });
    expect(position).toMatchObject({ bucket, dpd: exactly(days), oldestUnpaidNo: 1 });
  });

  test("grace is over once and for all: a late account skips no band because of it", () => {
    const position = positionOf(loan, 0n, { on: day("2026-02-10"), policy: grace });
    expect(position.bucket).toBe("M2");
  });
});

describe("a tolerated amount keeps an account current", () => {
  const on = day("2026-01-20");
  test.each([
    [9n, 101n, "C", "9 past due"],
    [9n, 100n, "M1", "10 past due"],
    [10n, 100n, "C", "the limit itself is tolerated"],
    [0n, 109n, "M1", "1 past due, nothing tolerated"],
  ])("tolerating %s, paid %s: %s (%s)", (toleranceMinor, paid, bucket) => {
    const tolerant = { ...policy, toleranceMinor };
    expect(positionOf(loan, paid, { on, policy: tolerant }).bucket).toBe(bucket);
  });
});

test("under Metro 2 an account is current until 30 days", () => {
  const metro2 = { ...policy, bands: metro2Bands };
  const bucketAfter = (days: number): string =>
    positionOf(loan, 0n, { on: addDays(day("2026-01-10"), days), policy: metro2 }).bucket;
  expect([29, 30, 59, 60, 180].map(bucketAfter)).toEqual(["C", "M1", "M1", "M2", "M6+"]);
});

test("an instalment that asks for nothing is neither late nor coming", () => {
  const holiday: Schedule = {
    dueOn: [day("2026-01-10"), day("2026-02-10"), day("2026-03-10")],
    principalMinor: [100n, 0n, 100n],
    interestMinor: [0n, 0n, 0n],
    feeMinor: [0n, 0n, 0n],
  };
  const position = positionOf(holiday, 0n, { on: day("2026-01-20"), policy });
  expect(position.oldestUnpaidDueOn).toBe(day("2026-01-10"));
  expect([position.nextDueOn, position.nextDueMinor]).toEqual([day("2026-03-10"), 100n]);
});

test("an empty schedule asks for nothing", () => {
  const empty: Schedule = { dueOn: [], principalMinor: [], interestMinor: [], feeMinor: [] };
  expect(positionOf(empty, 0n, { on: day("2026-01-20"), policy })).toMatchObject({
    bucket: "C",
    dpd: exactly(0),
    nextDueOn: undefined,
    nextDueMinor: 0n,
  });
});

const host: HostBalance = {
  asOf: day("2026-03-01"),
  balance: parts(900n, 0n, 0n),
  pastDue: parts(0n, 0n, 0n),
  oldestUnpaidDueOn: undefined,
  dpd: undefined,
  cyclesMissed: undefined,
  nextDueOn: undefined,
  nextDueMinor: 0n,
};

describe("a host-fed account on 1 March is as late as the host says", () => {
  const on = day("2026-03-01");
  const owes = parts(50n, 0n, 0n);
  const band = { kind: "band", from: 30, to: 59 } as const;
  test.each<[string, Partial<HostBalance>, string, object]>([
    ["nothing said, nothing past due", {}, "C", exactly(0)],
    ["a due date", { pastDue: owes, oldestUnpaidDueOn: day("2026-01-10") }, "M2", exactly(50)],
    ["a due date today", { pastDue: owes, oldestUnpaidDueOn: on }, "C", exactly(0)],
    ["a day count", { pastDue: owes, dpd: exactly(95) }, "M4", exactly(95)],
    ["a day count of 0", { dpd: exactly(0) }, "C", exactly(0)],
    ["a band: its lower edge", { pastDue: owes, dpd: band }, "M1", band],
    ["days but no amount: believed", { dpd: exactly(12) }, "M1", exactly(12)],
    ["an amount but no days", { pastDue: owes }, "M1", { kind: "unknown" }],
    ["a card, three cycles missed", { pastDue: owes, cyclesMissed: 3 }, "M3", { kind: "unknown" }],
    ["a card, none missed", { cyclesMissed: 0 }, "C", exactly(0)],
    [
      "a card: cycles and not days make the bucket",
      { pastDue: owes, cyclesMissed: 1, oldestUnpaidDueOn: day("2026-01-10") },
      "M1",
      exactly(50),
    ],
  ])("%s", (_, says, bucket, dpd) => {
    expect(hostPosition({ ...host, ...says }, { on, policy })).toMatchObject({ bucket, dpd });
  });
});

describe("grace and tolerance hold for a host-fed account too", () => {
  const on = day("2026-03-01");
  const lenient = { ...policy, graceDays: 5, toleranceMinor: 10n };
  test.each<[string, Partial<HostBalance>, string]>([
    ["within grace", { pastDue: parts(50n, 0n, 0n), dpd: exactly(5) }, "C"],
    ["after grace", { pastDue: parts(50n, 0n, 0n), dpd: exactly(6) }, "M1"],
    ["a small amount", { pastDue: parts(10n, 0n, 0n), dpd: exactly(40) }, "C"],
    ["a larger amount", { pastDue: parts(11n, 0n, 0n), dpd: exactly(40) }, "M2"],
    ["silence on the amount is not tolerance", { dpd: exactly(40) }, "M2"],
    ["late by an unknown number of days: the mildest", { pastDue: parts(50n, 0n, 0n) }, "C"],
  ])("%s", (_, says, bucket) => {
    expect(hostPosition({ ...host, ...says }, { on, policy: lenient }).bucket).toBe(bucket);
  });
});

describe("what a host says is coming", () => {
  const coming = { ...host, nextDueOn: day("2026-03-10"), nextDueMinor: 70n };
  test.each([
    ["2026-03-01", day("2026-03-10"), 70n],
    ["2026-03-10", day("2026-03-10"), 70n],
    ["2026-03-11", undefined, 0n],
  ])("on %s", (on, nextDueOn, nextDueMinor) => {
    const position = hostPosition(coming, { on: day(on), policy });
    expect([position.nextDueOn, position.nextDueMinor]).toEqual([nextDueOn, nextDueMinor]);
  });
});
