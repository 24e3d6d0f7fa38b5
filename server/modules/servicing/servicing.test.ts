import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { sumOf } from "@mora/core/ledger/components";
import { replay } from "@mora/core/ledger/replay/replay";
import { balanceOf } from "@mora/core/ledger/state-sums";
import { systemClock } from "@mora/server/platform/clock";
import { useDatabase } from "@mora/testkit/database";
import { csv, importFiles, runTo, testMapping, testRing } from "@mora/testkit/lender";
import { beforeAll, describe, expect, test } from "vitest";
import { readAmounts } from "./amounts.ts";
import { issueQuote, recordEvent } from "./commands.ts";
import { readLedgerAccount } from "./store.ts";

/** 1,000.00 at 24 % a year, penalty 1.5 times that: due 500.00 + 10.00 on 10 May and 10 June 2026. */
const store = useDatabase();
const tools = { clock: systemClock, ring: testRing };
let accountId = "";

beforeAll(async () => {
  const mapping = testMapping({
    products: { PL: { name: "PL", policy: { penalty: { rate: { timesContract: "1.5" } } } } },
  });
  const files = {
    persons: csv("person_key,name", "P1,李雷"),
    accounts: csv(
      "account_key,person_key,product_code,product_kind,currency,opened_on,annual_rate",
      "A1,P1,PL,instalment_loan,CNY,2026-04-10,24%",
    ),
    instalments: csv(
      "account_key,no,due_on,principal,interest",
      "A1,1,2026-05-10,500.00,10.00",
      "A1,2,2026-06-10,500.00,10.00",
    ),
    payments: csv("payment_key,account_key,effective_on,amount"),
    promises: csv(
      "promise_key,account_key,amount,taken_on,promised_on",
      "T1,A1,510.00,2026-05-12,2026-05-15",
    ),
    holds: csv("hold_key,person_key,kind,from_on,to_on"),
  };
  await importFiles(store, files, { asOf: "2026-05-19", mapping });
  await runTo(store, "2026-05-20");
  const { rows } = await store.pool.query<{ account_id: string }>("select account_id from account");
  accountId = rows[0]?.account_id ?? "";
});

describe("amounts on demand, ten days late", () => {
  test("today: the instalment and ten days of penalty interest, 500 × 36 % × 10 ÷ 365 = 4.93", async () => {
    const { goals, source } = await readAmounts(store.db, accountId, undefined);
    expect(source).toBe("ledger");
    expect(Object.fromEntries(goals.map(({ goal, amountMinor }) => [goal, amountMinor]))).toEqual({
      bring_current: "51493",
      // What is late is M1: paying what ages the loan is enough; the penalty in front of it too.
      fall_one_bucket: "51493",
      // The second period is 10 of 31 days old: 10.00 × 10 ÷ 31 = 3.23 of interest, 6.77 saved.
      pay_off: "101816",
    });
    expect(goals.find(({ goal }) => goal === "pay_off")?.savesMinor).toBe("677");
  });

  test("a week ahead it is a week more; beyond 30 days nothing is promised", async () => {
    const { goals } = await readAmounts(store.db, accountId, "2026-05-27");
    expect(goals[0]?.amountMinor).toBe("51838");
    await expect(readAmounts(store.db, accountId, "2026-06-20")).rejects.toMatchObject({
      code: "QUOTE_OUT_OF_RANGE",
    });
  });

  test("what is told is numbered, kept, and holds through its day", async () => {
    const told = await issueQuote(store.pool, tools, {
      accountId,
      forOn: "2026-05-27",
      actor: "lee",
    });
    expect(told.validThroughOn).toBe("2026-05-27");
    const { rows } = await store.pool.query("select quote_no, recorded_by from quote");
    expect(rows).toEqual([{ quote_no: told.quoteNo, recorded_by: "lee" }]);
  });
});

const balanceOn = async (date: string): Promise<bigint> => {
  const found = (await readLedgerAccount(store.db, accountId))?.loan;
  if (!found) throw new Error("no loan");
  return sumOf(balanceOf(replay(found.loan, found.events, { asOf: dayFromTrustedIso(date) })));
};

describe("recording an event", () => {
  const fee = {
    accountId,
    event: {
      kind: "fee" as const,
      on: "2026-05-18",
      amount: "20.00",
      becauseLate: "2026-05-10",
    },
    idempotencyKey: "fee-of-may",
    actor: "lee",
    dryRun: false,
  };

  test("a dry run says what would be and leaves nothing", async () => {
    const before = await balanceOn("2026-05-20");
    const result = await recordEvent(store.pool, tools, { ...fee, accountId, dryRun: true });
    expect([result.isRecorded, result.pastDueMinor]).toEqual([false, "53493"]);
    expect(await balanceOn("2026-05-20")).toBe(before);
  });

  test("the same key twice records once, from many hands at once too", async () => {
    const results = await Promise.all(
      Array.from({ length: 5 }, () => recordEvent(store.pool, tools, { ...fee, accountId })),
    );
    expect(results.filter(({ isRecorded }) => isRecorded).length).toBe(1);
    expect(new Set(results.map(({ eventId }) => eventId)).size).toBe(1);
    const { rows } = await store.pool.query("select kind from loan_event");
    expect(rows).toEqual([{ kind: "fee" }]);
  });

  test("the same key for another fact, and money of the future, are refused", async () => {
    const other = { ...fee, accountId, event: { ...fee.event, amount: "30.00" } };
    await expect(recordEvent(store.pool, tools, other)).rejects.toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
    });
    const early = { kind: "payment" as const, on: "2026-06-20", amount: "10.00" };
    const command = {
      accountId,
      event: early,
      idempotencyKey: "of-june",
      actor: "lee",
      dryRun: false,
    };
    await expect(recordEvent(store.pool, tools, command)).rejects.toMatchObject({
      code: "EVENT_IN_FUTURE",
    });
  });

  test("a chargeback takes a payment back where all money stands, and charges its fee", async () => {
    const paid = { kind: "payment" as const, on: "2026-05-19", amount: "100.00" };
    const of = (
      await recordEvent(store.pool, tools, {
        ...{ accountId, event: paid, idempotencyKey: "paid-in-may", actor: "lee", dryRun: false },
      })
    ).eventId;
    const before = await balanceOn("2026-05-20");
    const event = { kind: "chargeback" as const, on: "2026-05-20", of, fee: "15.00" };
    await recordEvent(store.pool, tools, {
      ...{ accountId, event, idempotencyKey: "back-in-may", actor: "lee", dryRun: false },
    });
    // 4.44 penalty, 10.00 interest and 85.56 principal come back; 85.56 bears 0.08 for that day.
    expect(await balanceOn("2026-05-20")).toBe(before + 10_000n + 1_500n + 8n);
    const { rows } = await store.pool.query(
      "select coalesce(sum(amount_minor), 0)::text as sum from payment",
    );
    expect(rows).toEqual([{ sum: "0" }]);
  });

  test("what cannot be is refused with its code and changes nothing", async () => {
    const waive = (amount: string): ReturnType<typeof recordEvent> =>
      recordEvent(store.pool, tools, {
        accountId,
        event: { kind: "waiver", on: "2026-05-20", component: "penalty", amount },
        idempotencyKey: `waiver-${amount}`,
        actor: "lee",
        dryRun: false,
      });
    await expect(waive("1000.00")).rejects.toMatchObject({ code: "WAIVER_ABOVE_BALANCE" });
    await expect(waive("0.001")).rejects.toMatchObject({ code: "AMOUNT_TOO_PRECISE" });
  });
});

test("a payment made on time and recorded late takes the fee back and turns the promise over", async () => {
  await runTo(store, "2026-05-21");
  const { consequences } = await recordEvent(store.pool, tools, {
    accountId,
    event: { kind: "payment", on: "2026-05-10", amount: "510.00" },
    idempotencyKey: "found-in-may",
    actor: "lee",
    dryRun: false,
  });
  expect(consequences.map(({ kind, remedy }) => [kind, remedy])).toEqual([
    ["late_charge", "automatic"],
    ["promise_broken", "rejudge"],
  ]);
  // As if it had come in time: the second instalment is left, and the fee of the chargeback.
  expect(await balanceOn("2026-05-21")).toBe(52_500n);
});

test("an event changes what the next day stores", async () => {
  await importFiles(
    store,
    {
      payments: csv("payment_key,account_key,effective_on,amount"),
      holds: csv("hold_key,person_key,kind,from_on,to_on"),
    },
    { asOf: "2026-05-21" },
  );
  await runTo(store, "2026-05-22");
  const { rows } = await store.pool.query("select bucket, aged_on from account");
  expect(rows).toEqual([{ bucket: "C", aged_on: "2026-05-22" }]);
});
