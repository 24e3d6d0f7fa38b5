import { describe, expect, test } from "vitest";
import { thirtyDayBands } from "../arrears/bucket.ts";
import { exactly } from "../arrears/days-past-due.ts";
import { addDays, type DayNumber, dayFromIso } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import type { PromiseToPay } from "../promises/judge.ts";
import {
  type Hold,
  isHeld,
  type OpenItem,
  type PartyDecision,
  type PartyFacts,
  type Plan,
  planPartyDay,
  type Standing,
  type WorkItemDraft,
} from "./plan-party-day.ts";

const on: DayNumber = unwrap(dayFromIso("2026-06-15"));

/** Account "a": 45 days late with 500.00 yuan, data of this morning. */
const late: Standing = {
  accountId: "a",
  bookId: "book",
  currency: "CNY",
  bucket: "M2",
  dpd: exactly(45),
  oldestUnpaidDueOn: addDays(on, -45),
  oldestUnpaidNo: 4,
  pastDueMinor: 50_000n,
  balanceMinor: 300_000n,
  collectionsSince: addDays(on, -44),
  timesInCollections: 1,
  bands: thirtyDayBands,
  agedOn: on,
  isPressureAllowed: true,
};
const paidUp: Standing = { ...late, bucket: "C", dpd: exactly(0), pastDueMinor: 0n };
const other = (change: Partial<Standing> = {}): Standing => ({
  ...late,
  accountId: "b",
  ...change,
});
const milder = other({ bucket: "M1", dpd: exactly(10), oldestUnpaidDueOn: addDays(on, -10) });

const nobody: PartyFacts = {
  standings: [late],
  holds: [],
  promises: [],
  plans: [],
  promiseBrokenOn: undefined,
  hasOpenCase: true,
  openItem: undefined,
};
const decide = (change: Partial<PartyFacts> = {}): PartyDecision =>
  planPartyDay({ ...nobody, ...change }, on);

/** The item that a decision opens or updates. */
function itemOf({ item }: PartyDecision): WorkItemDraft {
  if (item.kind === "open" || item.kind === "update") return item.item;
  throw new Error(`no item, but ${item.kind}`);
}

const openOnA: OpenItem = itemOf(decide());
const openOnB: OpenItem = { ...openOnA, accountId: "b" };

describe("a case: one per episode", () => {
  test.each([
    ["nobody late, none open", [paidUp], false, "keep"],
    ["somebody late, none open", [late], false, "open"],
    ["one of two late, none open", [paidUp, other()], false, "open"],
    ["still late, open", [late], true, "keep"],
    ["nobody late any more", [paidUp], true, "close"],
    ["closed accounts are not late", [{ ...late, bucket: "X" as const }], true, "close"],
    ["charged off is late", [{ ...late, bucket: "CO" as const }], false, "open"],
  ])("%s: %s", (_, standings, hasOpenCase, decided) => {
    expect(decide({ standings, hasOpenCase }).case).toBe(decided);
  });
});

describe("a work item: one a person, whatever the number of accounts", () => {
  test("opens for somebody late, with the step, the amounts and the reasons", () => {
    expect(decide().item).toEqual({
      kind: "open",
      item: {
        accountId: "a",
        bookId: "book",
        currency: "CNY",
        bucket: "M2",
        step: "negotiate",
        score: 390,
        reasons: [
          { code: "stage", points: 300, params: { bucket: "M2" } },
          { code: "amount", points: 90, params: { amountMajor: 500 } },
        ],
        pastDueMinor: 50_000n,
        balanceMinor: 300_000n,
        accountsLate: 1,
      },
    });
  });

  test("is kept while nothing changes", () => {
    expect(decide({ openItem: openOnA }).item).toEqual({ kind: "keep" });
  });

  test.each<[string, Partial<Standing>]>([
    ["a part is paid", { pastDueMinor: 10_000n }],
    ["the bucket worsens", { bucket: "M3", dpd: exactly(61), oldestUnpaidDueOn: addDays(on, -61) }],
    ["a worse bucket comes near", { dpd: exactly(57), oldestUnpaidDueOn: addDays(on, -57) }],
  ])("is brought up to date when %s", (_, change) => {
    expect(decide({ standings: [{ ...late, ...change }], openItem: openOnA }).item.kind).toBe(
      "update",
    );
  });

  test("goes when nobody is late", () => {
    expect(decide({ standings: [paidUp], openItem: openOnA }).item).toEqual({
      kind: "withdraw",
      reason: "no_longer_late",
    });
  });

  test("that is not there is not withdrawn", () => {
    expect(decide({ standings: [paidUp] }).item).toEqual({ kind: "keep" });
  });

  test.each<[string, Standing[], string]>([
    ["the worse bucket", [milder, late], "a"],
    ["then the more days", [late, other({ dpd: exactly(50) })], "b"],
    ["then the larger amount", [late, other({ pastDueMinor: 50_001n })], "b"],
    ["then the account id, so that it is always the same", [other(), late], "a"],
    ["charge-off stands above all bands", [late, other({ bucket: "CO" })], "b"],
  ])("leads with %s", (_, standings, lead) => {
    expect(itemOf(decide({ standings })).accountId).toBe(lead);
  });

  test("of two late accounts adds their amounts", () => {
    expect(itemOf(decide({ standings: [late, milder] }))).toMatchObject({
      accountsLate: 2,
      pastDueMinor: 100_000n,
      balanceMinor: 600_000n,
    });
  });

  test("of two currencies shows the lead's alone and counts both", () => {
    const yen = { ...milder, currency: "JPY", pastDueMinor: 9_000_000n };
    expect(itemOf(decide({ standings: [late, yen] }))).toMatchObject({
      currency: "CNY",
      accountsLate: 2,
      pastDueMinor: 50_000n,
      balanceMinor: 300_000n,
    });
  });

  test.each([
    ["CNY", 50_000n, 500],
    ["JPY", 50_000n, 50_000],
    ["KWD", 50_000n, 50],
  ])("ranks an amount in whole units: %s", (currency, pastDueMinor, amountMajor) => {
    const { reasons } = itemOf(decide({ standings: [{ ...late, currency, pastDueMinor }] }));
    expect(reasons.find(({ code }) => code === "amount")?.params).toEqual({ amountMajor });
  });

  test("ranks a charged-off claim by its whole balance", () => {
    const standings = [{ ...late, bucket: "CO" as const, pastDueMinor: 0n }];
    const { reasons, step } = itemOf(decide({ standings }));
    expect(reasons.find(({ code }) => code === "amount")?.params).toEqual({ amountMajor: 3_000 });
    expect(step).toBe("recovery");
  });
});

const hold: Hold = {
  accountId: undefined,
  purposes: ["collection", "survey"],
  fromOn: addDays(on, -2),
  toOn: addDays(on, 3),
};

describe("a hold", () => {
  test.each<[string, Partial<Hold>, boolean]>([
    ["on the person", {}, true],
    ["on this account", { accountId: "a" }, true],
    ["on another account", { accountId: "b" }, false],
    ["on another purpose", { purposes: ["pre_due_reminder"] }, false],
    ["from today", { fromOn: on }, true],
    ["from tomorrow", { fromOn: addDays(on, 1) }, false],
    ["that ends today", { toOn: on }, false],
    ["that ends tomorrow", { toOn: addDays(on, 1) }, true],
    ["without an end", { toOn: undefined }, true],
  ])("%s: stops collection on a: %s", (_, change, answer) => {
    const act = { purpose: "collection", accountId: "a", on };
    expect(isHeld([{ ...hold, ...change }], act)).toBe(answer);
  });

  test("on the person opens nothing, and takes what is open", () => {
    expect(decide({ holds: [hold] }).item).toEqual({ kind: "keep" });
    expect(decide({ holds: [hold], openItem: openOnA }).item).toEqual({
      kind: "withdraw",
      reason: "hold",
    });
  });

  test("on the worst account leaves the other to be worked, for its own amount", () => {
    const holds = [{ ...hold, accountId: "a" }];
    const item = itemOf(decide({ holds, standings: [late, milder], openItem: openOnA }));
    expect(item).toMatchObject({ accountId: "b", accountsLate: 1, pastDueMinor: 50_000n });
  });

  test("does not close the case", () => {
    expect(decide({ holds: [hold] }).case).toBe("keep");
  });

  test("is looked at again when it ends, or begins", () => {
    expect(decide({ holds: [hold] }).nextLookOn).toBe(addDays(on, 3));
    expect(decide({ holds: [{ ...hold, fromOn: addDays(on, 1) }] }).nextLookOn).toBe(
      addDays(on, 1),
    );
    expect(decide({ holds: [{ ...hold, toOn: undefined }] }).nextLookOn).toBeUndefined();
  });
});

const promise: PromiseToPay = {
  promiseId: "p",
  accountId: "a",
  amountMinor: 20_000n,
  promisedOn: addDays(on, 5),
  paidMinor: 0n,
};

describe("a promise", () => {
  test("that is open is the borrower's answer: the item goes, the date is waited for", () => {
    const decision = decide({ promises: [promise], openItem: openOnA });
    expect(decision).toMatchObject({
      item: { kind: "withdraw", reason: "promise_or_plan_running" },
      judgements: [],
      nextLookOn: addDays(on, 6),
    });
  });

  test("that is kept is said to be; what is still past due may be worked again", () => {
    const kept = { ...promise, paidMinor: 20_000n };
    const decision = decide({ promises: [kept] });
    expect(decision.judgements).toEqual([{ promise: kept, outcome: "kept" }]);
    expect(decision.item.kind).toBe("open");
  });

  test("that is broken moves its maker up the list", () => {
    const broken = { ...promise, promisedOn: addDays(on, -1) };
    const decision = decide({ promises: [broken] });
    expect(decision.judgements).toEqual([{ promise: broken, outcome: "broken" }]);
    expect(itemOf(decision).reasons).toContainEqual({
      code: "promise_broken",
      points: 120,
      params: { on: "2026-06-15" },
    });
  });

  test("whose day is over but whose payments are not in is neither: tomorrow again", () => {
    const due = { ...promise, promisedOn: addDays(on, -1) };
    const standings = [{ ...late, agedOn: addDays(on, -1) }];
    const decision = decide({ promises: [due], standings });
    expect(decision.judgements).toEqual([]);
    expect(decision.item).toEqual({ kind: "keep" });
    expect(decision.nextLookOn).toBe(addDays(on, 1));
  });

  test("on one account leaves the other to be worked", () => {
    const item = itemOf(decide({ promises: [promise], standings: [late, milder] }));
    expect(item).toMatchObject({ accountId: "b", accountsLate: 1 });
  });

  test("that was broken earlier is remembered in the rank", () => {
    const { reasons } = itemOf(decide({ promiseBrokenOn: addDays(on, -9) }));
    expect(reasons).toContainEqual({
      code: "promise_broken",
      points: 120,
      params: { on: "2026-06-06" },
    });
  });
});

const plan: Plan = { accountId: "a", fromOn: addDays(on, -9), toOn: addDays(on, 9) };

describe("a payment plan that performs", () => {
  test("is left alone, and looked at again the day after its last", () => {
    expect(decide({ plans: [plan], openItem: openOnA })).toMatchObject({
      item: { kind: "withdraw", reason: "promise_or_plan_running" },
      nextLookOn: addDays(on, 10),
    });
  });

  test.each<[string, Partial<Plan>, string]>([
    ["from today", { fromOn: on }, "keep"],
    ["from tomorrow", { fromOn: addDays(on, 1) }, "open"],
    ["to today", { toOn: on }, "keep"],
    ["to yesterday", { toOn: addDays(on, -1) }, "open"],
    ["without an end", { toOn: undefined }, "keep"],
    ["on another account", { accountId: "b" }, "open"],
  ])("%s", (_, change, kind) => {
    expect(decide({ plans: [{ ...plan, ...change }] }).item.kind).toBe(kind);
  });
});

describe("where the data is too old for pressure", () => {
  const stale = { ...late, isPressureAllowed: false };

  test("nothing is opened, and what is open stays as it is", () => {
    expect(decide({ standings: [stale] }).item).toEqual({ kind: "keep" });
    expect(decide({ standings: [stale], openItem: openOnA }).item).toEqual({ kind: "keep" });
  });

  test("the person is looked at again tomorrow: nobody else would ask when the data is fresh", () => {
    expect(decide({ standings: [stale] }).nextLookOn).toBe(addDays(on, 1));
  });

  test.each<[string, Partial<PartyFacts>]>([
    ["was paid", { standings: [stale, { ...paidUp, accountId: "b" }] }],
    ["is held", { standings: [stale, other()], holds: [{ ...hold, accountId: "b" }] }],
    ["is promised", { standings: [stale, other()], promises: [{ ...promise, accountId: "b" }] }],
    ["is on a plan", { standings: [stale, other()], plans: [{ ...plan, accountId: "b" }] }],
  ])("relief does not wait: an open item whose own account %s goes", (_, change) => {
    expect(decide({ ...change, openItem: openOnB }).item.kind).toBe("withdraw");
  });

  test("a case still closes for those who have paid", () => {
    const standings = [{ ...paidUp, isPressureAllowed: false }];
    expect(decide({ standings, openItem: openOnA })).toMatchObject({
      case: "close",
      item: { kind: "withdraw", reason: "no_longer_late" },
    });
  });
});
