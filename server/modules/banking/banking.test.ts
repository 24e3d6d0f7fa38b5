import { beforeAll, describe, expect, test } from "vitest";
import { bankDesk, camt, codeOf, type EntryText, entryXml, IBAN } from "../../../testkit/bank.ts";
import { useDatabase } from "../../../testkit/database.ts";
import { csv, importFiles, runTo, testMapping, testRing } from "../../../testkit/lender.ts";
import { fixedClock } from "../../platform/clock.ts";
import {
  addBankAccount,
  applyLine,
  bankFile,
  ignoreLine,
  importBankFile,
  readAside,
  readLines,
  returnLine,
  undoLine,
} from "./index.ts";

const store = useDatabase();
const tools = { ring: testRing, clock: fixedClock(new Date("2026-03-10T02:00:00Z")) };
const PEOPLE = 230;
const ref = (i: number): string => `LN-${String(i).padStart(6, "0")}`;
/** Names without a digit or a space, one a person. */
const nameOf = (i: number): string =>
  `王${String.fromCodePoint(0x4e00 + i)}${String.fromCodePoint(0x5e00 + i)}`;

beforeAll(async () => {
  const people = Array.from({ length: PEOPLE }, (_, i) => i + 1);
  await importFiles(
    store,
    {
      persons: csv("person_key,name", ...people.map((i) => `P${i},${nameOf(i)}`)),
      accounts: csv(
        "account_key,person_key,product_code,product_kind,currency,principal",
        ...people.map((i) => `${ref(i)},P${i},PL,instalment_loan,CNY,3000.00`),
      ),
      instalments: csv(
        "account_key,no,due_on,principal,interest",
        ...people.flatMap((i) => [
          `${ref(i)},1,2026-02-10,1000.00,50.00`,
          `${ref(i)},2,2026-03-10,1000.00,30.00`,
          `${ref(i)},3,2026-04-10,1000.00,10.00`,
        ]),
      ),
      payments: csv(
        "payment_key,account_key,effective_on,amount,currency",
        "X1,LN-000230,2026-03-03,77.77,CNY",
      ),
    },
    { asOf: "2026-03-05" },
  );
  await importFiles(
    store,
    {
      persons: csv("person_key,name", `H1,${nameOf(900)}`),
      accounts: csv(
        "account_key,person_key,product_code,product_kind,currency,principal",
        "HOST-0001,H1,PL,instalment_loan,CNY,3000.00",
      ),
    },
    {
      asOf: "2026-03-05",
      mapping: testMapping({
        creditor: { code: "HOSTED", name: "Hosted" },
        book: {
          code: "HOST",
          name: "Host",
          kind: "host_fed",
          zone: "Asia/Shanghai",
          currency: "CNY",
        },
      }),
    },
  );
  await runTo(store, "2026-03-06");
  await addBankAccount(store.pool, tools.clock, {
    ...{ account: IBAN, bookCode: "LOANS", currency: "CNY", actor: "Ann" },
  });
});

const { take, takeText, rowsOf, contents, accountId, paidBy, lineOf, look } = bankDesk(
  store,
  tools,
);

describe("a statement of 200 entries", () => {
  const entries = Array.from({ length: 200 }, (_, i): EntryText => {
    const base = {
      amount: "1050.00000",
      bankRef: `B${i}`,
      account: `6222${String(i).padStart(8, "0")}`,
    };
    if (i < 150) return { ...base, text: `还款${ref(i + 1)}谢谢` };
    if (i < 190) return { ...base, name: nameOf(i + 1) };
    return { ...base, text: "nothing telling" };
  });

  test("applies what names one account, and leaves the rest in suspense with reasons", async () => {
    const { statements, matched } = await take("053", "S1", entries);
    expect(statements).toMatchObject([
      { format: "camt.053.001.08", book: "LOANS", fresh: 200, known: 0 },
    ]);
    expect(matched).toEqual({ applied: 150, suspense: 50, ignored: 0 });
    const [sums] = await rowsOf(
      "select count(*)::int as n, sum(amount_minor)::text as minor from payment where amount_minor = 105000",
    );
    expect(sums).toEqual({ n: 150, minor: "15750000" });
    expect(await paidBy(ref(1))).toBe("105000");
    const page = await readLines(store.db, testRing, { state: "suspense", offset: 0, limit: 200 });
    expect([page.total, page.sums]).toEqual([
      50,
      [{ currency: "CNY", direction: "credit", amountMinor: "5250000" }],
    ]);
    const named = page.lines.filter((line) => line.candidates === 1);
    expect(named).toHaveLength(40);
    expect(new Set(named.map((line) => line.reasons[0]?.code))).toEqual(new Set(["nothing_exact"]));
  });

  test("pages and filters fit together", async () => {
    const query = { state: "suspense", reason: "no_candidate" } as const;
    const whole = await readLines(store.db, testRing, { ...query, offset: 0, limit: 200 });
    expect(whole.total).toBe(10);
    const page = await readLines(store.db, testRing, { ...query, offset: 4, limit: 3 });
    expect(page.lines).toEqual(whole.lines.slice(4, 7));
    const none = await readLines(store.db, testRing, {
      ...query,
      book: "HOST",
      offset: 0,
      limit: 9,
    });
    expect(none.total).toBe(0);
  });

  test("a candidate has its reasons, and names are readable here alone", async () => {
    const page = await readLines(store.db, testRing, {
      state: "suspense",
      reason: "nothing_exact",
      offset: 0,
      limit: 1,
    });
    const line = await look(page.lines[0]?.lineId as string);
    expect(line.candidates).toMatchObject([
      {
        name: line.payerName,
        pastDueMinor: "105000",
        points: 50,
        reasons: [{ code: "payer_name" }, { code: "amount_past_due" }],
      },
    ]);
    const stored = await rowsOf<{ text: string }>(
      "select to_jsonb(s)::text || to_jsonb(l)::text || to_jsonb(n)::text as text from bank_line_state s join bank_line l using (line_id) join bank_line_seen n using (line_id)",
    );
    const hex = Buffer.from(line.payerName as string).toString("hex");
    expect(
      stored.some(({ text }) => text.includes(line.payerName as string) || text.includes(hex)),
    ).toBe(false);
  });

  test("the next day takes the payments up", async () => {
    await runTo(store, "2026-03-07");
    const [row] = await rowsOf<{ past_due: string; seen: boolean }>(
      `select (past_due_principal_minor + past_due_interest_minor)::text as past_due, news_no = seen_no as seen
       from account where account_id = $1`,
      [await accountId(ref(1))],
    );
    expect(row).toEqual({ past_due: "0", seen: true });
  });

  test("the same file again changes nothing", async () => {
    const before = await contents();
    const { statements, matched } = await take("053", "S1", entries);
    expect(statements).toMatchObject([{ isRepeat: true, fresh: 0 }]);
    expect(matched).toEqual({ applied: 0, suspense: 0, ignored: 0 });
    expect(await contents()).toEqual(before);
  });

  test("the same entries in another message are recognised, each one", async () => {
    const before = (await contents()) as { payments: unknown; lines: bigint };
    const { statements } = await take("053", "S1 corrected", entries.toReversed());
    expect(statements).toMatchObject([{ isRepeat: false, fresh: 0, known: 200, likely: [] }]);
    const after = (await contents()) as { payments: unknown; lines: bigint };
    expect([after.payments, after.lines]).toEqual([before.payments, before.lines]);
  });
});

describe("overlapping statements", () => {
  test("reports of the day, then the statement: the same money once, two equal transfers twice", async () => {
    const equal: EntryText = { amount: "11.11", text: ref(151), on: "2026-03-06" };
    const told: EntryText = { amount: "12.12", text: ref(151), endToEnd: "E-77", on: "2026-03-06" };
    expect((await take("052", "R1", [equal, told])).statements).toMatchObject([{ fresh: 2 }]);
    expect((await take("052", "R2", [equal, equal, told])).statements).toMatchObject([
      { fresh: 1, known: 2 },
    ]);
    const final = await take("053", "S2", [
      ...[
        { ...equal, bankRef: "Q1" },
        { ...equal, bankRef: "Q2" },
      ],
      { ...told, bankRef: "Q3" },
    ]);
    expect(final.statements).toMatchObject([{ fresh: 0, known: 3 }]);
    expect(final.statements[0]?.likely).toHaveLength(2);
    expect(await paidBy(ref(151))).toBe(String(2 * 1_111 + 1_212));
  });

  test("a report without value date, then the statement with another one: shared references decide", async () => {
    const told: EntryText = { amount: "14.14", text: ref(154), bankRef: "V1", on: "2026-03-06" };
    await take("052", "V1", [{ ...told, value: null }]);
    const { statements } = await take("053", "V2", [{ ...told, value: "2026-03-09" }]);
    expect(statements).toMatchObject([{ fresh: 0, known: 1, likely: [] }]);
    expect(await paidBy(ref(154))).toBe("1414");
    const nextMonth = await take("053", "V3", [{ ...told, on: "2026-04-06" }]);
    expect(nextMonth.statements).toMatchObject([{ fresh: 1 }]);
  });

  test("a repeat among equal entries leaves no number for two to share", async () => {
    const told: EntryText = { amount: "15.15", text: ref(155), on: "2026-03-06" };
    const later = { ...told, value: "2026-03-09" };
    await take("052", "W1", [{ ...told, value: null, bankRef: "W1" }]);
    await take("053", "W2", [
      { ...later, bankRef: "W1" },
      { ...later, bankRef: "W2" },
    ]);
    await take("053", "W3", [{ ...later, bankRef: "W3" }]);
    expect(await paidBy(ref(155))).toBe(String(3 * 1_515));
  });

  test("a batch sum and its parts are the same money, whichever comes first", async () => {
    const part = (amount: string, text: string): string =>
      `<TxDtls><Amt Ccy="CNY">${amount}</Amt><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls>`;
    const batch = (bankRef: string, details: string): string =>
      `<Ntry><Amt Ccy="CNY">30.03</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><ValDt><Dt>2026-03-06</Dt></ValDt><AcctSvcrRef>${bankRef}</AcctSvcrRef>${details}</Ntry>`;
    const detailed = `<NtryDtls>${part("10.01", ref(152))}${part("20.02", ref(153))}</NtryDtls>`;
    const counts = async (kind: "053" | "054", id: string, text: string): Promise<unknown> => {
      const { statements, matched } = await takeText(camt(kind, id, text));
      return [statements[0]?.fresh, statements[0]?.known, matched.applied];
    };
    expect(await counts("054", "A1", batch("BT1", detailed))).toEqual([2, 0, 2]);
    expect(await counts("053", "A2", batch("BT1", ""))).toEqual([0, 2, 0]);
    expect(await counts("053", "A3", batch("BT2", ""))).toEqual([1, 0, 0]);
    expect(await counts("054", "A4", batch("BT2", detailed))).toEqual([2, 0, 2]);
    expect([await paidBy(ref(152)), await paidBy(ref(153))]).toEqual(["2002", "4004"]);
    const whole = await look(await lineOf(3_003n));
    expect([whole.state, whole.decisions.at(-1)?.reason]).toEqual([
      "ignored",
      "replaced_by_details",
    ]);
  });

  test("what a payment file brought already is not applied again without a person", async () => {
    await take("053", "S3", [{ amount: "77.77", text: ref(230), bankRef: "B77" }]);
    const line = await look(await lineOf(7_777n));
    expect([line.state, line.reasons[0]?.code]).toEqual(["suspense", "same_payment_known"]);
  });
});

describe("a person decides", () => {
  test("apply, apply again, undo, apply elsewhere: at every step the sum is right", async () => {
    await take("053", "D1", [{ amount: "21.21", name: "谁", bankRef: "D1" }]);
    const lineId = await lineOf(2_121n);
    const [a, b] = [await accountId(ref(160)), await accountId(ref(161))];
    const apply = (to: string) =>
      applyLine(store.pool, tools, { lineId, accountId: to, actor: "Ann" });
    const first = await apply(a);
    expect(first).toMatchObject({ state: "applied", isChanged: true, accountId: a });
    expect(await apply(a)).toEqual({ ...first, isChanged: false });
    expect(await codeOf(apply(b))).toBe("LINE_DECIDED");
    expect(await paidBy(ref(160))).toBe("2121");
    const undo = () =>
      undoLine(store.pool, tools, { lineId, actor: "Ann", reason: "wrong person" });
    expect(await undo()).toMatchObject({ state: "suspense", isChanged: true });
    expect(await undo()).toMatchObject({ state: "suspense", isChanged: false });
    expect(await apply(b)).toMatchObject({ state: "applied" });
    expect([await paidBy(ref(160)), await paidBy(ref(161))]).toEqual(["0", "2121"]);
    await undo();
    expect((await apply(a)).paymentId).not.toBe(first.paymentId);
    expect([await paidBy(ref(160)), await paidBy(ref(161))]).toEqual(["2121", "0"]);
    const line = await look(lineId);
    expect(line.decisions.map(({ no, action }) => `${no} ${action}`)).toEqual([
      ...["1 match", "2 apply", "3 undo", "4 apply", "5 undo", "6 apply"],
    ]);
    expect(line.payerName).toBe("谁");
  });

  test("once applied, the payer's name goes when the person is erased", async () => {
    const lineId = await lineOf(2_121n);
    const [row] = await rowsOf<{ party_id: string; sealed_for: string }>(
      "select party_id, sealed_for from bank_line_state where line_id = $1",
      [lineId],
    );
    expect(row?.sealed_for).toBe(row?.party_id);
    const key = await rowsOf<{ k: Buffer }>(
      "select data_key_wrapped as k from party where party_id = $1",
      [row?.party_id],
    );
    await store.pool.query("update party set data_key_wrapped = null where party_id = $1", [
      row?.party_id,
    ]);
    expect((await look(lineId)).payerName).toBeNull();
    await store.pool.query("update party set data_key_wrapped = $2 where party_id = $1", [
      row?.party_id,
      key[0]?.k,
    ]);
  });

  test("ignore and return are final until undone, and repeatable", async () => {
    await take("053", "D2", [{ amount: "22.22", bankRef: "D2" }]);
    const lineId = await lineOf(2_222n);
    const command = { lineId, actor: "Ann", reason: "not ours" };
    expect(await ignoreLine(store.pool, tools, command)).toMatchObject({
      state: "ignored",
      isChanged: true,
    });
    expect(await ignoreLine(store.pool, tools, command)).toMatchObject({ isChanged: false });
    expect(await codeOf(returnLine(store.pool, tools, command))).toBe("LINE_DECIDED");
    await undoLine(store.pool, tools, command);
    expect(await returnLine(store.pool, tools, command)).toMatchObject({ state: "to_return" });
  });

  test("who saw an older state is refused", async () => {
    await take("053", "D3", [{ amount: "23.23", bankRef: "D3" }]);
    const lineId = await lineOf(2_323n);
    const seen = { lineId, actor: "Bob", seenDecisionNo: 1 };
    await ignoreLine(store.pool, tools, { ...seen, reason: "fee" });
    await undoLine(store.pool, tools, { ...seen, seenDecisionNo: 2 });
    const late = applyLine(store.pool, tools, { ...seen, accountId: await accountId(ref(162)) });
    expect(await codeOf(late)).toBe("LINE_CHANGED");
    expect(await paidBy(ref(162))).toBe("0");
  });

  test("what cannot take money refuses it", async () => {
    await take("053", "D4", [
      { amount: "24.24", bankRef: "D4", currency: "USD" },
      { amount: "25.25", bankRef: "D5", sign: "DBIT" },
    ]);
    const to = async (minor: bigint, key: string, direction?: string): Promise<string> =>
      codeOf(
        applyLine(store.pool, tools, {
          ...{
            lineId: await lineOf(minor, direction),
            accountId: await accountId(key),
            actor: "Ann",
          },
        }),
      );
    expect(await to(2_424n, ref(162))).toBe("CURRENCY_DIFFERS");
    expect(await to(2_424n, "HOST-0001")).toBe("ACCOUNT_UNKNOWN");
    const outgoing = await look(await lineOf(2_525n, "debit"));
    expect([outgoing.state, outgoing.reasons[0]?.code]).toEqual(["ignored", "outgoing"]);
  });
});

test("money for a host-fed account is an instruction to the host, never a payment here", async () => {
  const text = camt(
    "053",
    "H1",
    entryXml({ amount: "31.31", text: "HOST-0001", bankRef: "H1" }),
    "CN99HOST",
  );
  await takeText(text, "HOST");
  const line = await look(await lineOf(3_131n));
  expect([line.state, line.reasons[0]?.code]).toEqual(["suspense", "host_fed_book"]);
  const applying = applyLine(store.pool, tools, {
    ...{ lineId: line.lineId, accountId: await accountId("HOST-0001"), actor: "Ann" },
  });
  expect(await codeOf(applying)).toBe("HOST_FED_BOOK");
});

test("a payer account that was applied once by a person applies by itself when the amount fits too", async () => {
  const from = { account: "62229999", bankRef: "K1" };
  await take("053", "K1", [{ ...from, amount: "41.41", name: "朋友" }]);
  await applyLine(store.pool, tools, {
    ...{ lineId: await lineOf(4_141n), accountId: await accountId(ref(170)), actor: "Ann" },
  });
  const { matched } = await take("053", "K2", [
    { ...from, bankRef: "K2", amount: "1030.00", name: "朋友", on: "2026-03-06" },
    { ...from, bankRef: "K3", amount: "5.05", name: "朋友", on: "2026-03-06" },
  ]);
  expect(matched).toEqual({ applied: 1, suspense: 1, ignored: 0 });
  expect((await look(await lineOf(505n))).reasons[0]?.code).toBe("payer_not_confirmed");
});

test("two lines for one account: the second is measured by what the first left", async () => {
  const { matched } = await take("053", "O1", [
    { amount: "3000.00", text: ref(171), bankRef: "O1" },
    { amount: "3001.00", text: ref(171), bankRef: "O2" },
  ]);
  expect(matched).toEqual({ applied: 1, suspense: 1, ignored: 0 });
  expect((await look(await lineOf(300_100n))).reasons[0]?.code).toBe("more_than_owed");
});

describe("returns", () => {
  const arrived: EntryText = { amount: "51.51", text: ref(180), endToEnd: "RET-1", bankRef: "R1" };
  const left: EntryText = {
    ...arrived,
    sign: "DBIT",
    returned: "AC04",
    bankRef: "R2",
    on: "2026-03-09",
  };

  test("a return proposes, a person agrees, the payment is reversed; undoing it restores it", async () => {
    await take("053", "T1", [arrived]);
    expect(await paidBy(ref(180))).toBe("5151");
    await take("053", "T2", [left]);
    const [credit, debit] = [await lineOf(5_151n), await lineOf(5_151n, "debit")];
    expect(await look(debit)).toMatchObject({
      ...{ state: "suspense", returnsLineId: credit, returnReason: "AC04" },
      reasons: [{ code: "returns_line", params: { reason: "AC04" } }],
    });
    const command = { lineId: debit, actor: "Ann" };
    const elsewhere = { ...command, accountId: await accountId(ref(181)) };
    expect(await codeOf(applyLine(store.pool, tools, elsewhere))).toBe("ACCOUNT_DIFFERS");
    await applyLine(store.pool, tools, command);
    expect(await applyLine(store.pool, tools, command)).toMatchObject({ isChanged: false });
    expect([await paidBy(ref(180)), (await look(credit)).state]).toEqual(["0", "returned"]);
    expect(await codeOf(undoLine(store.pool, tools, { lineId: credit, actor: "Ann" }))).toBe(
      "LINE_RETURNED",
    );
    await undoLine(store.pool, tools, { lineId: debit, actor: "Ann" });
    expect([await paidBy(ref(180)), (await look(credit)).state]).toEqual(["5151", "applied"]);
    await applyLine(store.pool, tools, command);
    expect(await paidBy(ref(180))).toBe("0");
  });

  test("a return before anybody applied the credit settles both without a payment", async () => {
    await take("053", "T3", [{ amount: "52.52", endToEnd: "RET-2", bankRef: "R3" }]);
    await take("053", "T4", [
      { amount: "52.52", endToEnd: "RET-2", bankRef: "R4", sign: "DBIT", returned: "MD06" },
    ]);
    const debit = await lineOf(5_252n, "debit");
    const before = await rowsOf("select count(*) from payment");
    await applyLine(store.pool, tools, {
      lineId: debit,
      accountId: await accountId(ref(181)),
      actor: "Ann",
    });
    expect((await look(await lineOf(5_252n))).state).toBe("returned");
    expect(await rowsOf("select count(*) from payment")).toEqual(before);
  });
});

describe("nothing is applied twice", () => {
  test("by two who apply at once, to one account or to two", async () => {
    await take("053", "C1", [
      { amount: "61.61", bankRef: "C1" },
      { amount: "62.62", bankRef: "C2" },
    ]);
    const [one, two] = [await lineOf(6_161n), await lineOf(6_262n)];
    const [a, b] = [await accountId(ref(190)), await accountId(ref(191))];
    const same = await Promise.all(
      Array.from({ length: 6 }, () =>
        applyLine(store.pool, tools, { lineId: one, accountId: a, actor: "Ann" }),
      ),
    );
    expect(same.filter(({ isChanged }) => isChanged)).toHaveLength(1);
    expect(await paidBy(ref(190))).toBe("6161");
    const codes = await Promise.all(
      [a, b, a, b].map((to) =>
        codeOf(applyLine(store.pool, tools, { lineId: two, accountId: to, actor: "Ann" })),
      ),
    );
    expect(codes.filter((code) => code === "LINE_DECIDED")).toHaveLength(2);
    const [row] = await rowsOf(
      "select sum(amount_minor)::text as paid from payment where amount_minor = 6262",
    );
    expect(row).toEqual({ paid: "6262" });
  });

  test("by two imports of overlapping files at once", async () => {
    const entries = Array.from(
      { length: 20 },
      (_, i): EntryText => ({ amount: "0.71", text: ref(195), bankRef: `CC${i}` }),
    );
    await Promise.all([
      take("052", "CC1", entries),
      take("053", "CC2", entries),
      take("053", "CC2", entries),
    ]);
    await take("054", "CC3", entries);
    expect(await paidBy(ref(195))).toBe(String(20 * 71));
  });

  test("by a run that dies between any two statements", async () => {
    await take("053", "X1", [{ amount: "81.81", bankRef: "X1" }]);
    const lineId = await lineOf(8_181n);
    const command = { lineId, accountId: await accountId(ref(196)), actor: "Ann" };
    const before = await contents();
    let deaths = 0;
    for (;;) {
      const result = await applyLine(dyingPool(deaths + 1), tools, command).catch(() => undefined);
      if (result) break;
      deaths++;
      expect(await contents()).toEqual(before);
    }
    expect(deaths).toBeGreaterThan(6);
    expect(await paidBy(ref(196))).toBe("8181");
  });

  test("the database itself refuses a second decision of one number and a change of what happened", async () => {
    const lineId = await lineOf(8_181n);
    const again = store.pool.query(
      `insert into bank_line_decision select * from bank_line_decision where line_id = $1 and decision_no = 2`,
      [lineId],
    );
    expect(await codeOf(again)).toBe("23505");
    expect(await codeOf(store.pool.query("delete from bank_line_decision"))).toBe("42501");
    expect(await codeOf(store.pool.query("update bank_line set amount_minor = 1"))).toBe("42501");
  });
});

/** The store's pool, whose connections fail at their n-th statement, as if the server had gone away. */
function dyingPool(nth: number): typeof store.pool {
  let count = 0;
  const connect = async () => {
    const client = await store.pool.connect();
    const query = (...args: unknown[]) => {
      if (++count === nth) return Promise.reject(new Error("connection lost"));
      return (client.query as (...a: unknown[]) => unknown)(...args);
    };
    return { query, release: () => client.release(true) };
  };
  return { connect } as unknown as typeof store.pool;
}

describe("what is no money here", () => {
  test("is listed, with everything the file said of it sealed", async () => {
    const pending = entryXml({
      amount: "91.91",
      text: ref(1),
      name: "张三",
      bankRef: "P1",
    }).replace("BOOK", "PDNG");
    const tooExact = entryXml({ amount: "91.911", text: ref(1), bankRef: "P2" });
    const { statements } = await takeText(camt("052", "P1", pending + tooExact));
    expect(statements[0]?.aside.map(({ code }) => code)).toEqual([
      "STATUS_PDNG",
      "AMOUNT_TOO_PRECISE",
    ]);
    const listed = await readAside(store.db, { kind: "pending", offset: 0, limit: 10 });
    expect(listed.entries).toMatchObject([
      { code: "STATUS_PDNG", amount: "91.91 CNY", book: "LOANS" },
    ]);
    expect(
      (await take("053", "P2", [{ amount: "91.91", text: ref(1), bankRef: "P1" }])).matched.applied,
    ).toBe(1);
  });

  test("a file of an account that no book has is refused, and nothing of it stays", async () => {
    const before = await contents();
    const text = camt("053", "U1", entryXml({ amount: "1", text: ref(1) }), "DE00UNKNOWN");
    expect(await codeOf(takeText(text))).toBe("BANK_ACCOUNT_UNKNOWN");
    expect(await codeOf(takeText(camt("053", "U2", ""), "HOST"))).toBe("BANK_ACCOUNT_ELSEWHERE");
    expect(await contents()).toEqual(before);
  });
});

test("a CSV file of the same account meets the same money", async () => {
  const rows = csv(
    "交易日期,收入金额,对方户名,对方账号,附言,交易流水号",
    `2026-03-05,1050.00,,622200000000,还款${ref(1)}谢谢,B0`,
    `2026-03-06,13.13,,,${ref(200)},V1`,
  );
  const file = bankFile("bank.csv", Buffer.from(rows));
  const { statements, matched } = await importBankFile(store.pool, tools, {
    file,
    bookCode: "LOANS",
    actor: "Ann",
  });
  expect(statements).toMatchObject([{ format: "csv", accountKey: IBAN, fresh: 1, known: 1 }]);
  expect(matched.applied).toBe(1);
  expect(await paidBy(ref(200))).toBe("1313");
});
