import { describe, expect, test } from "vitest";
import { useDatabase } from "../../testkit/database.ts";
import { csv, eventsOn, type Files, importFiles, runTo } from "../../testkit/lender.ts";

/**
 * A late feed never becomes pressure.
 *
 * Policy: M1 = 1–30 days past due, no grace, reminder 3 days before. One borrower, 1,000.00 due on the
 * 10th of every month, who pays the March instalment on the day it is due. The lender's payment file
 * for 10 March arrives two days late.
 */
const book: Files = {
  persons: csv("person_key,name", "P1,王小明"),
  accounts: csv(
    "account_key,person_key,product_code,product_kind,currency,opened_on",
    "A1,P1,PL,instalment_loan,CNY,2026-01-10",
  ),
  instalments: csv(
    "account_key,no,due_on,principal,interest",
    "A1,1,2026-02-10,900.00,100.00",
    "A1,2,2026-03-10,900.00,100.00",
    "A1,3,2026-04-10,900.00,100.00",
  ),
  holds: csv("hold_key,person_key,kind,from_on"),
};
const payment = (key: string, on: string): Files => ({
  payments: csv("payment_key,account_key,effective_on,amount", `${key},A1,${on},1000.00`),
});
const noPayments: Files = { payments: csv("payment_key,account_key,effective_on,amount") };

describe("the payment file of the due date comes two days late", () => {
  const store = useDatabase();
  const state = async (): Promise<string> => {
    const { rows } = await store.pool.query<{ line: string }>(
      `select bucket || ' aged ' || aged_on || ' past due ' ||
         (past_due_principal_minor + past_due_interest_minor + past_due_fee_minor) || coalesce(' since ' || collections_since, '') as line
       from account`,
    );
    return rows[0]?.line ?? "";
  };

  test("1–7 March: everything is in, the reminder is planned three days ahead", async () => {
    await importFiles(store, { ...book, ...payment("PAY1", "2026-02-10") }, { asOf: "2026-02-28" });
    await runTo(store, "2026-03-01");
    for (const day of ["01", "02", "03", "04", "05", "06"]) {
      await importFiles(store, noPayments, { asOf: `2026-03-${day}` });
      await runTo(store, `2026-03-0${Number(day) + 1}`);
    }
    expect(await eventsOn(store, "2026-03-07")).toEqual(["A1 reminder_planned 100000 2026-03-10"]);
    expect(await state()).toBe("C aged 2026-03-07 past due 0");
  });

  test("8–10 March: the due date comes, nothing else happens", async () => {
    for (const day of ["07", "08", "09"]) {
      await importFiles(store, noPayments, { asOf: `2026-03-${day}` });
      await runTo(store, `2026-03-${String(Number(day) + 1).padStart(2, "0")}`);
    }
    expect(await eventsOn(store, "2026-03-08")).toEqual([]);
    expect(await eventsOn(store, "2026-03-09")).toEqual([]);
    expect(await eventsOn(store, "2026-03-10")).toEqual([]);
  });

  test("11 and 12 March: no file, so the account is not aged and nobody is pressed", async () => {
    await runTo(store, "2026-03-11");
    await runTo(store, "2026-03-12");
    expect(await eventsOn(store, "2026-03-11")).toEqual([]);
    expect(await eventsOn(store, "2026-03-12")).toEqual([]);
    expect(await state()).toBe("C aged 2026-03-10 past due 0");
  });

  test("13 March: both days' files are in; the payment counts from the day it was made", async () => {
    await importFiles(store, payment("PAY2", "2026-03-10"), { asOf: "2026-03-10" });
    await importFiles(store, noPayments, { asOf: "2026-03-11" });
    await importFiles(store, noPayments, { asOf: "2026-03-12" });
    await runTo(store, "2026-03-13");
    expect(await eventsOn(store, "2026-03-13")).toEqual([]);
    expect(await state()).toBe("C aged 2026-03-13 past due 0");
  });

  test("the borrower ends as if the file had been on time: no arrears, no case, no work, no fee", async () => {
    const { rows } = await store.pool.query(
      `select (select count(*)::int from collection_case) as cases, (select count(*)::int from work_item) as items,
              (select count(*)::int from account_event where kind in ('entered_collections', 'bucket_changed')) as worse`,
    );
    expect(rows).toEqual([{ cases: 0, items: 0, worse: 0 }]);
  });
});

describe("the payment file is late and the payment is truly missing", () => {
  const store = useDatabase();

  test("collections begin only when the file that proves it is in, and count from the due date", async () => {
    await importFiles(store, { ...book, ...payment("PAY1", "2026-02-10") }, { asOf: "2026-03-09" });
    await runTo(store, "2026-03-12");
    expect(await eventsOn(store, "2026-03-11")).toEqual([]);
    await importFiles(store, noPayments, { asOf: "2026-03-12" });
    await runTo(store, "2026-03-13");
    expect(await eventsOn(store, "2026-03-13")).toEqual([
      "A1 bucket_changed C M1",
      "A1 entered_collections past_due",
      "A1 work_item_opened M1 220 remind",
    ]);
  });
});
