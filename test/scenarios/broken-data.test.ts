import { expect, test } from "vitest";
import { admin, useDatabase } from "../../testkit/database.ts";
import { csv, eventsOn, importFiles, runTo } from "../../testkit/lender.ts";

/** An account whose data is broken is listed with the reason and skipped; it never stops the others. */
const store = useDatabase();

const failures = async (date: string): Promise<unknown[]> =>
  (
    await store.pool.query(
      `select e.key, f.code from day_failure f join external_ref e on e.target_id = f.account_id
       where f.business_on = $1 order by 1`,
      [date],
    )
  ).rows;

test("no schedule, and a row that the database refuses: listed, and everybody else is decided", async () => {
  const people = ["A1", "A2", "A3", "A4"];
  await importFiles(
    store,
    {
      persons: csv("person_key,name", ...people.map((key) => `P${key},n`)),
      accounts: csv(
        "account_key,person_key,product_code,product_kind,currency",
        ...people.map((key) => `${key},P${key},PL,instalment_loan,CNY`),
      ),
      instalments: csv(
        "account_key,no,due_on,principal",
        "A1,1,2026-03-01,10.00",
        "A3,1,2026-03-01,10.00",
        "A4,1,2026-03-01,10.00",
      ),
      payments: csv("payment_key,account_key,effective_on,amount"),
      holds: csv("hold_key,person_key,kind,from_on"),
    },
    { asOf: "2026-03-09" },
  );
  // A constraint that only account A3 violates stands for any row that the database refuses.
  const { rows } = await store.pool.query<{ target_id: string }>(
    "select target_id from external_ref where key = 'A3'",
  );
  await admin(
    `alter table account add constraint refuses_a3 check (account_id <> '${rows[0]?.target_id}' or bucket = 'C')`,
    store.url,
  );
  const [summary] = await runTo(store, "2026-03-10");
  expect(summary?.counts).toMatchObject({ entered_collections: 2, data_failed: 2 });
  expect(await failures("2026-03-10")).toEqual([
    { key: "A2", code: "NO_SCHEDULE" },
    { key: "A3", code: "DATA_REFUSED" },
  ]);
  expect((await eventsOn(store, "2026-03-10")).map((line) => line.slice(0, 2))).toEqual([
    "A1",
    "A1",
    "A4",
    "A4",
  ]);
});

test("when the data is mended the account is decided, from its true due date", async () => {
  await admin("alter table account drop constraint refuses_a3", store.url);
  await importFiles(
    store,
    {
      instalments: csv("account_key,no,due_on,principal", "A2,1,2026-03-05,10.00"),
      payments: csv("payment_key,account_key,effective_on,amount"),
    },
    { asOf: "2026-03-10" },
  );
  await runTo(store, "2026-03-11");
  expect(await failures("2026-03-11")).toEqual([]);
  const { rows } = await store.pool.query(
    "select e.key, a.bucket, a.oldest_unpaid_due_on as oldest from account a join external_ref e on e.target_id = a.account_id order by 1",
  );
  expect(rows).toEqual([
    { key: "A1", bucket: "M1", oldest: "2026-03-01" },
    { key: "A2", bucket: "M1", oldest: "2026-03-05" },
    { key: "A3", bucket: "M1", oldest: "2026-03-01" },
    { key: "A4", bucket: "M1", oldest: "2026-03-01" },
  ]);
});
