import { expect, test } from "vitest";
import { useDatabase } from "../../testkit/database.ts";
import { csv, eventsOn, type Files, importFiles, runTo } from "../../testkit/lender.ts";

/**
 * One borrower from the first missed instalment back to current, day by day, every event asserted.
 *
 * Policy: M1 = 1–30 days past due, M2 from 31; reminder 3 days before; step "call" from day 4; a rank
 * of its own in the five days before a bucket edge. 1,000.00 due on 1 May, 1 June and 1 July 2026.
 * Points: stage M1 100 / M2 300, new 20, about to roll 150, amount 10 a doubling (1,000 → 100).
 */
const store = useDatabase();

const book: Files = {
  persons: csv("person_key,name", "P1,李雷"),
  accounts: csv(
    "account_key,person_key,product_code,product_kind,currency",
    "A1,P1,PL,instalment_loan,CNY",
  ),
  instalments: csv(
    "account_key,no,due_on,principal",
    "A1,1,2026-05-01,1000.00",
    "A1,2,2026-06-01,1000.00",
    "A1,3,2026-07-01,1000.00",
  ),
  payments: csv("payment_key,account_key,effective_on,amount"),
  holds: csv("hold_key,person_key,kind,from_on,to_on"),
};

/** Runs every day of a range with that day's files in, and collects the events by date. */
async function live(
  from: string,
  to: string,
  filesOn: Record<string, Files> = {},
): Promise<Record<string, string[]>> {
  const events: Record<string, string[]> = {};
  for (
    let day = Temporal.PlainDate.from(from);
    Temporal.PlainDate.compare(day, to) <= 0;
    day = day.add({ days: 1 })
  ) {
    const eve = day.subtract({ days: 1 }).toString();
    const noPayments = { payments: csv("payment_key,account_key,effective_on,amount") };
    await importFiles(store, { ...noPayments, ...filesOn[eve] }, { asOf: eve });
    await runTo(store, day.toString());
    const happened = await eventsOn(store, day.toString());
    if (happened.length > 0) events[day.toString()] = happened;
  }
  return events;
}

test("April: the reminder, three days ahead", async () => {
  await importFiles(store, book, { asOf: "2026-04-25" });
  expect(await live("2026-04-26", "2026-05-01")).toEqual({
    "2026-04-28": ["A1 reminder_planned 100000 2026-05-01"],
  });
});

test("May: late from the day after, a call from day 4, nearer the edge a higher rank", async () => {
  expect(await live("2026-05-02", "2026-05-31")).toEqual({
    "2026-05-02": [
      "A1 bucket_changed C M1",
      "A1 entered_collections past_due",
      "A1 work_item_opened M1 300 remind",
    ],
    "2026-05-05": ["A1 work_item_updated M1 280 call"],
    "2026-05-27": ["A1 work_item_updated M1 430 call"],
  });
});

test("June: the bucket edge; then a promise, and the person is left alone while it runs", async () => {
  const promise = csv(
    "promise_key,account_key,amount,taken_on,promised_on",
    "Q1,A1,500.00,2026-06-03,2026-06-06",
  );
  expect(await live("2026-06-01", "2026-06-06", { "2026-06-03": { promises: promise } })).toEqual({
    "2026-06-01": ["A1 bucket_changed M1 M2", "A1 work_item_updated M2 480 negotiate"],
    "2026-06-02": ["A1 work_item_updated M2 490 negotiate"],
    "2026-06-04": ["A1 work_item_withdrawn promise_or_plan_running"],
  });
});

test("the promise is broken only when the payments of its day are in", async () => {
  expect(await live("2026-06-07", "2026-06-08")).toEqual({
    "2026-06-07": ["A1 promise_broken 50000 2026-06-06", "A1 work_item_opened M2 610 negotiate"],
  });
});

test("a complaint withdraws the work at once; when it ends the work comes back", async () => {
  const open = csv("complaint_key,person_key,from_on,to_on", "K1,P1,2026-06-09,2026-06-12");
  expect(await live("2026-06-09", "2026-06-12", { "2026-06-09": { complaints: open } })).toEqual({
    "2026-06-10": ["A1 work_item_withdrawn hold"],
    "2026-06-12": ["A1 work_item_opened M2 610 negotiate"],
  });
});

test("a part payment lowers the bucket, the rest makes the loan current", async () => {
  const paid = (key: string, on: string, amount: string): Files => ({
    payments: csv("payment_key,account_key,effective_on,amount", `${key},A1,${on},${amount}`),
  });
  expect(
    await live("2026-06-13", "2026-06-16", {
      "2026-06-13": paid("X1", "2026-06-13", "1200.00"),
      "2026-06-15": paid("X2", "2026-06-15", "800.00"),
    }),
  ).toEqual({
    "2026-06-14": ["A1 bucket_changed M2 M1", "A1 work_item_updated M1 320 call"],
    "2026-06-16": [
      "A1 bucket_changed M1 C",
      "A1 exited_collections paid",
      "A1 work_item_withdrawn no_longer_late",
    ],
  });
});

test("a bounced payment brings it back as it was, counted from the same due date", async () => {
  const bounced = csv(
    "payment_key,account_key,effective_on,amount,reverses_key",
    "X3,A1,2026-06-18,800.00,X2",
  );
  expect(await live("2026-06-17", "2026-06-19", { "2026-06-18": { payments: bounced } })).toEqual({
    "2026-06-19": [
      "A1 bucket_changed C M1",
      "A1 entered_collections past_due",
      "A1 work_item_opened M1 380 call",
    ],
  });
});
