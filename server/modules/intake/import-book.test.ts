import { describe, expect, test } from "vitest";
import { useDatabase } from "../../../testkit/database.ts";
import {
  csv,
  type Files,
  importFiles,
  runTo,
  testMapping,
  testRing,
} from "../../../testkit/lender.ts";
import { readNames } from "../portfolio/index.ts";

const persons = (...rows: string[]): string => csv("person_key,name,national_id,birth_on", ...rows);
const accounts = (...rows: string[]): string =>
  csv("account_key,person_key,product_code,product_kind,currency,principal", ...rows);
const instalments = (...rows: string[]): string =>
  csv("account_key,no,due_on,principal,interest", ...rows);
const payments = (...rows: string[]): string =>
  csv("payment_key,account_key,effective_on,amount,currency,reverses_key", ...rows);
const holds = (...rows: string[]): string => csv("hold_key,person_key,kind,from_on,to_on", ...rows);

const opening: Files = {
  persons: persons("P1,王小明,110101199001011234,1990-01-01", "P2,Ann Lee,,1985-05-05"),
  accounts: accounts(
    "A1,P1,PL,instalment_loan,CNY,3000.00",
    "A2,P2,PL,instalment_loan,CNY,1000.00",
  ),
  instalments: instalments(
    "A1,1,2026-01-10,1000.00,50.00",
    "A1,2,2026-02-10,1000.00,30.00",
    "A1,3,2026-03-10,1000.00,10.00",
    "A2,1,2026-01-15,1000.00,10.00",
  ),
  payments: payments("X1,A1,2026-01-10,1050.00,CNY,"),
  holds: holds(),
};
const asOf = "2026-01-31";

type Counts = Record<string, [isNew: number, changed: number, unchanged: number, rejected: number]>;
const countsOf = (summary: Awaited<ReturnType<typeof importFiles>>): Counts =>
  Object.fromEntries(
    summary.kinds.map((k) => [k.kind, [k.new, k.changed, k.unchanged, k.rejected]]),
  );

/** Everything borrowers depend on, to see that nothing was lost or changed. */
async function contents(store: ReturnType<typeof useDatabase>): Promise<unknown> {
  const { rows } = await store.pool.query(
    `select (select jsonb_agg(to_jsonb(s) order by s.account_id, s.recorded_at) from schedule s) as schedules,
            (select jsonb_agg(to_jsonb(p) order by p.payment_id, p.recorded_at) from payment p) as payments,
            (select jsonb_agg(to_jsonb(a) order by a.account_id) from account a) as accounts,
            (select jsonb_agg(to_jsonb(b) order by b.book_id) from book b) as books,
            (select count(*)::int from feed) as feeds`,
  );
  return rows[0];
}

describe("a bundle, again, and corrected", () => {
  const store = useDatabase();

  test("a dry run tells what would be new and writes nothing", async () => {
    const dry = await importFiles(store, opening, { asOf, dryRun: true });
    expect(countsOf(dry)).toMatchObject({
      persons: [2, 0, 0, 0],
      accounts: [2, 0, 0, 0],
      instalments: [4, 0, 0, 0],
    });
    expect((await store.pool.query("select 1 from book")).rows).toEqual([]);
  });

  test("the first import takes everything", async () => {
    expect(countsOf(await importFiles(store, opening, { asOf }))).toEqual({
      persons: [2, 0, 0, 0],
      accounts: [2, 0, 0, 0],
      instalments: [4, 0, 0, 0],
      payments: [1, 0, 0, 0],
      holds: [0, 0, 0, 0],
    });
  });

  test("the same files again change nothing at all", async () => {
    const before = (await contents(store)) as { feeds: number };
    expect(countsOf(await importFiles(store, opening, { asOf }))).toMatchObject({
      persons: [0, 0, 2, 0],
      accounts: [0, 0, 2, 0],
      instalments: [0, 0, 4, 0],
      payments: [0, 0, 1, 0],
    });
    expect(await contents(store)).toEqual({ ...before, feeds: before.feeds + 1 });
  });

  test("a corrected file updates only what changed, keeps the earlier version, and tells the day", async () => {
    await runTo(store, "2026-02-01");
    const corrected = {
      ...opening,
      persons: persons("P1,王晓明,110101199001011234,1990-01-01", "P2,Ann Lee,,1985-05-05"),
      payments: payments("X1,A1,2026-01-09,1050.00,CNY,"),
    };
    expect(countsOf(await importFiles(store, corrected, { asOf }))).toMatchObject({
      persons: [0, 1, 1, 0],
      instalments: [0, 0, 4, 0],
      payments: [0, 1, 0, 0],
    });
    const versions = await store.pool.query(
      "select effective_on, superseded_at is null as current from payment order by recorded_at",
    );
    expect(versions.rows).toEqual([
      { effective_on: "2026-01-10", current: false },
      { effective_on: "2026-01-09", current: true },
    ]);
    const news = await store.pool.query(
      "select news_no > seen_no as has_news from account order by 1",
    );
    expect(news.rows).toEqual([{ has_news: false }, { has_news: true }]);
  });

  test("names are sealed in the database and open with the key", async () => {
    const { rows } = await store.pool.query<{ party_id: string; name_sealed: Buffer }>(
      "select party_id, name_sealed from party_profile where superseded_at is null",
    );
    expect(rows.some(({ name_sealed }) => name_sealed.includes("Ann"))).toBe(false);
    const names = await readNames(
      store.db,
      testRing,
      rows.map((row) => row.party_id),
    );
    expect([...names.values()].sort()).toEqual(["Ann Lee", "王晓明"].sort());
  });
});

describe("rows that are wrong are left out with line, column, code and reason", () => {
  const store = useDatabase();
  const cases: [what: string, files: Files, reject: object][] = [
    [
      "a ragged row",
      { persons: "person_key,name\nP9,a,b,c\nP8,ok\n" },
      { kind: "persons", line: 2, code: "ROW_RAGGED" },
    ],
    [
      "an impossible date",
      { instalments: instalments("A1,1,2026-02-30,1.00,0") },
      { line: 2, column: "due_on", code: "DATE_IMPOSSIBLE" },
    ],
    [
      "a date of another form",
      { instalments: instalments("A1,1,10.02.2026,1.00,0") },
      { column: "due_on", code: "DATE_MALFORMED" },
    ],
    [
      "a negative instalment",
      { instalments: instalments("A1,1,2026-02-10,-1.00,0") },
      { column: "principal", code: "AMOUNT_NEGATIVE" },
    ],
    [
      "an amount with three decimals",
      { payments: payments("X9,A1,2026-01-12,1.005,CNY,") },
      { column: "amount", code: "AMOUNT_TOO_PRECISE" },
    ],
    [
      "an amount with separators",
      { payments: payments('X9,A1,2026-01-12,"1,000.00",CNY,') },
      { column: "amount", code: "AMOUNT_MALFORMED" },
    ],
    [
      "a duplicate id",
      { persons: persons("P7,a,,", "P7,b,,") },
      { line: 3, column: "person_key", code: "DUPLICATE_ID" },
    ],
    [
      "an unknown currency",
      { accounts: accounts("A9,P1,PL,instalment_loan,XXQ,1.00") },
      { column: "currency", code: "CURRENCY_UNKNOWN" },
    ],
    [
      "another currency than the book's",
      { accounts: accounts("A9,P1,PL,instalment_loan,USD,1.00") },
      { column: "currency", code: "CURRENCY_DIFFERS" },
    ],
    [
      "a payment for an unknown account",
      { payments: payments("X9,NONE,2026-01-12,1.00,CNY,") },
      { column: "account_key", code: "ACCOUNT_UNKNOWN" },
    ],
    [
      "an account of an unknown person",
      { accounts: accounts("A9,NONE,PL,instalment_loan,CNY,1.00") },
      { column: "person_key", code: "PERSON_UNKNOWN" },
    ],
    [
      "an account that moves to another person",
      { accounts: accounts("A1,P2,PL,instalment_loan,CNY,3000.00") },
      { column: "person_key", code: "ACCOUNT_MOVED" },
    ],
    [
      "a missing value",
      { accounts: accounts("A9,P1,,instalment_loan,CNY,1.00") },
      { column: "product_code", code: "VALUE_MISSING" },
    ],
    [
      "an unknown code",
      { accounts: accounts("A9,P1,PL,mystery,CNY,1.00") },
      { column: "product_kind", code: "CODE_UNKNOWN" },
    ],
    [
      "a reversal of a payment that is not there",
      { payments: payments("R1,A1,2026-01-12,1.00,CNY,NONE") },
      { column: "reverses_key", code: "REVERSAL_UNKNOWN" },
    ],
    [
      "a reversal of another amount",
      { payments: payments("R1,A1,2026-01-12,1.00,CNY,X1") },
      { column: "reverses_key", code: "REVERSAL_UNKNOWN" },
    ],
    [
      "a second reversal",
      { payments: payments("R1,A1,2026-01-12,1050.00,CNY,X1", "R2,A1,2026-01-13,1050.00,CNY,X1") },
      { line: 3, code: "REVERSAL_TWICE" },
    ],
    [
      "a contact point from an address book",
      {
        "contact-points": csv(
          "contact_key,person_key,kind,value,source",
          "C1,P1,mobile,13900000000,address_book",
        ),
      },
      { column: "source", code: "CONTACT_SOURCE_REFUSED" },
    ],
    [
      "a promise that ends before it begins",
      {
        promises: csv(
          "promise_key,account_key,amount,taken_on,promised_on",
          "Q1,A1,1.00,2026-01-20,2026-01-10",
        ),
      },
      { column: "promised_on", code: "PROMISE_BEFORE_TAKEN" },
    ],
    [
      "two holders at once",
      {
        custody: csv(
          "account_key,holder,holder_kind,from_on,to_on",
          "A1,Team 1,team,2026-01-01,2026-03-01",
          "A1,Team 2,team,2026-02-01,",
        ),
      },
      { line: 3, code: "CUSTODY_OVERLAPS" },
    ],
    [
      "due dates that go back",
      { instalments: instalments("A1,1,2026-02-10,1.00,0", "A1,2,2026-01-10,1.00,0") },
      { code: "SCHEDULE_INCOMPLETE" },
    ],
  ];

  test.each(cases)("%s", async (_what, files, reject) => {
    await importFiles(store, opening, { asOf });
    const before = await contents(store);
    const { rejects } = await importFiles(store, files, { asOf, dryRun: true });
    expect(rejects).toContainEqual(expect.objectContaining(reject));
    expect(rejects.every(({ line, reason }) => line >= 2 && reason.length > 10)).toBe(true);
    expect(await contents(store)).toEqual(before);
  });
});

describe("what a bad row must not do", () => {
  const store = useDatabase();

  test("one bad instalment leaves the account's earlier schedule whole", async () => {
    await importFiles(store, opening, { asOf });
    const { rejects } = await importFiles(
      store,
      {
        instalments: instalments(
          "A1,1,2026-01-10,900.00,0",
          "A1,2,2026-02-31,900.00,0",
          "A2,1,2026-01-15,1000.00,20.00",
        ),
      },
      { asOf },
    );
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [2, "SCHEDULE_INCOMPLETE"],
      [3, "DATE_IMPOSSIBLE"],
    ]);
    const { rows } = await store.pool.query(
      `select e.key, s.principal_minor::text as principal, s.interest_minor::text as interest
       from schedule s join external_ref e on e.target_id = s.account_id where s.superseded_at is null order by 1`,
    );
    expect(rows).toEqual([
      { key: "A1", principal: "{100000,100000,100000}", interest: "{5000,3000,1000}" },
      { key: "A2", principal: "{100000}", interest: "{2000}" },
    ]);
  });

  test("a rejected payment holds the account: it may be the one that makes it current", async () => {
    await importFiles(
      store,
      { payments: payments("X2,A1,2026-02-31,1030.00,CNY,") },
      { asOf: "2026-02-28" },
    );
    const held = (): Promise<unknown[]> =>
      store.pool
        .query("select kind from hold where superseded_at is null and kind = 'payment_rejected'")
        .then(({ rows }) => rows);
    expect(await held()).toEqual([{ kind: "payment_rejected" }]);
    await runTo(store, "2026-03-01");
    const items = await store.pool.query(
      "select 1 from work_item w join external_ref e on e.target_id = w.account_id where e.key = 'A1'",
    );
    expect(items.rows).toEqual([]);
    await importFiles(
      store,
      { payments: payments("X2,A1,2026-02-10,1030.00,CNY,") },
      { asOf: "2026-02-28" },
    );
    expect(await held()).toEqual([]);
  });
});

describe("a book is worked only when somebody vouches for its suppression list", () => {
  const store = useDatabase();
  const { holds: _none, ...withoutHolds } = opening;
  const suppression = async (): Promise<string | undefined> =>
    (await store.pool.query<{ suppression: string }>("select suppression from book")).rows[0]
      ?.suppression;

  test("without a suppression file the book is not contactable", async () => {
    await importFiles(store, withoutHolds, { asOf });
    expect(await suppression()).toBe("unknown");
  });

  test("a suppression file opens it, even an empty one", async () => {
    await importFiles(store, { holds: holds() }, { asOf });
    expect(await suppression()).toBe("loaded");
  });
});

describe("a mapping file fits foreign names", () => {
  const store = useDatabase();

  test("columns, values and dates of the creditor's own", async () => {
    const mapping = testMapping({
      dateFormat: "YYYY/MM/DD",
      columns: {
        persons: { person_key: "客户号", name: "姓名" },
        accounts: { account_key: "合同号", person_key: "客户号" },
      },
      values: { accounts: { product_kind: { 消费贷: "instalment_loan" } } },
    });
    const { rejects } = await importFiles(
      store,
      {
        persons: csv("客户号,姓名,备注", "K1,李雷,x"),
        accounts: csv(
          "合同号,客户号,product_code,product_kind,currency,opened_on",
          "H1,K1,PL,消费贷,CNY,2026/01/05",
        ),
      },
      { asOf, mapping },
    );
    expect(rejects).toEqual([]);
    expect((await store.pool.query("select opened_on from debt")).rows).toEqual([
      { opened_on: "2026-01-05" },
    ]);
  });

  test("a missing required column is named, with what the file has", async () => {
    await expect(importFiles(store, { persons: csv("id,name", "1,a") }, { asOf })).rejects.toThrow(
      /lacks the column person_key. It has: id, name/,
    );
  });

  test("a book cannot change what its amounts and dates mean", async () => {
    const mapping = testMapping({
      book: {
        code: "LOANS",
        name: "Loans",
        kind: "serviced",
        zone: "Asia/Shanghai",
        currency: "USD",
      },
    });
    await expect(importFiles(store, { persons: persons() }, { asOf, mapping })).rejects.toThrow(
      /another currency/,
    );
  });
});
