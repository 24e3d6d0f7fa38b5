import { readLedgerAccount } from "@mora/server/modules/servicing/index";
import { expect, test } from "vitest";
import { useDatabase } from "../../testkit/database.ts";
import { csv, type Files, importFiles, runTo, testMapping } from "../../testkit/lender.ts";

/**
 * A lender raises its flat late fee from 10.00 to 25.00. Contracts signed before keep what they were
 * signed with; the day cycle and the page agree on it.
 */
const store = useDatabase();

const mappingWith = (flat: string) =>
  testMapping({ products: { PL: { name: "PL", policy: { penalty: { flat } } } } });

const loan = (key: string, openedOn: string, dueOn: string): Files => ({
  persons: csv("person_key,name", `P${key},李雷`),
  accounts: csv(
    "account_key,person_key,product_code,product_kind,currency,opened_on",
    `A${key},P${key},PL,instalment_loan,CNY,${openedOn}`,
  ),
  instalments: csv("account_key,no,due_on,principal", `A${key},1,${dueOn},1000.00`),
  payments: csv("payment_key,account_key,effective_on,amount"),
  holds: csv("hold_key,person_key,kind,from_on,to_on"),
});

test("a raised late fee is for contracts to come", async () => {
  await importFiles(store, loan("1", "2026-04-01", "2026-05-10"), {
    asOf: "2026-04-30",
    mapping: mappingWith("10.00"),
  });
  await importFiles(store, loan("2", "2026-05-05", "2026-05-20"), {
    asOf: "2026-05-05",
    mapping: mappingWith("25.00"),
  });
  const noPayments = { payments: csv("payment_key,account_key,effective_on,amount") };
  await importFiles(store, noPayments, { asOf: "2026-05-24", mapping: mappingWith("25.00") });
  await runTo(store, "2026-05-25");
  const { rows } = await store.pool.query<{ key: string; id: string; penalty: string }>(
    `select e.key, a.account_id as id, a.past_due_penalty_minor::text as penalty
     from account a join external_ref e on e.target_id = a.account_id and e.kind = 'account' order by 1`,
  );
  expect(rows.map(({ key, penalty }) => [key, penalty])).toEqual([
    ["A1", "1000"],
    ["A2", "2500"],
  ]);
  const flats = await Promise.all(
    rows.map(
      async ({ id }) =>
        (await readLedgerAccount(store.db, id))?.loan?.loan.policy.penalty.flatMinor,
    ),
  );
  expect(flats).toEqual([1_000n, 2_500n]);
});
