import { ApiError } from "@mora/contract";
import { BankAside, BankLineDetail, BankLineResult, BankLines } from "@mora/contract/banking";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { camt, type EntryText, entryXml, IBAN } from "../../../testkit/bank.ts";
import { useDatabase } from "../../../testkit/database.ts";
import { csv, importFiles, testRing } from "../../../testkit/lender.ts";
import { fixedClock } from "../../platform/clock.ts";
import { createApi } from "../../platform/http/api.ts";
import { addBankAccount, bankFile, bankRoutes, importBankFile } from "./index.ts";

const store = useDatabase();
const clock = fixedClock(new Date("2026-03-10T02:00:00Z"));
let app: FastifyInstance;

beforeAll(async () => {
  await importFiles(
    store,
    {
      persons: csv("person_key,name", "P1,王小明"),
      accounts: csv(
        "account_key,person_key,product_code,product_kind,currency,principal",
        "LN-000001,P1,PL,instalment_loan,CNY,1000.00",
      ),
      instalments: csv(
        "account_key,no,due_on,principal,interest",
        "LN-000001,1,2026-02-10,1000.00,50.00",
      ),
    },
    { asOf: "2026-03-05" },
  );
  const tools = { ring: testRing, clock };
  await addBankAccount(store.pool, clock, {
    ...{ account: IBAN, bookCode: "LOANS", currency: "CNY", actor: "Ann" },
  });
  const entries: EntryText[] = [
    { amount: "50.00", name: "王小明", bankRef: "A" },
    { amount: "60.00", text: "LN-000001", bankRef: "B" },
    { amount: "0.00", bankRef: "C" },
  ];
  const text = camt("053", "S", entries.map(entryXml).join(""));
  await importBankFile(store.pool, tools, {
    file: bankFile("s.xml", Buffer.from(text)),
    actor: "Ann",
  });
  app = await createApi({
    ...{ version: "test", plugins: [bankRoutes(store.pool)], webRoot: undefined },
    ...{ tools: { db: store.db, ring: testRing, clock }, openapiPath: "/o", explorerPath: "/d" },
  });
});
afterAll(() => app.close());

async function ask(url: string, payload?: object): Promise<{ status: number; body: unknown }> {
  const reply = await app.inject({
    ...{ url, headers: { host: "127.0.0.1" } },
    ...(payload ? { method: "POST", payload } : {}),
  });
  return { status: reply.statusCode, body: reply.json() };
}
const waiting = async (): Promise<BankLines> =>
  BankLines.parse((await ask("/api/v1/bank/lines")).body);

test("the suspense list, a line with its candidate, and the way through apply and undo", async () => {
  const { lines, countByState } = await waiting();
  expect(countByState).toEqual({ suspense: 1, applied: 1 });
  const url = `/api/v1/bank/lines/${lines[0]?.lineId}`;
  const line = BankLineDetail.parse((await ask(url)).body);
  expect(line).toMatchObject({
    payerName: "王小明",
    candidates: [{ accountRef: "LN-000001", name: "王小明" }],
  });
  expect(line.seenIn).toMatchObject([{ format: "camt.053.001.08", strength: "first" }]);
  const accountId = line.candidates[0]?.accountId;
  const applied = BankLineResult.parse(
    (await ask(`${url}/apply`, { accountId, actor: "Ann" })).body,
  );
  expect(applied).toMatchObject({ state: "applied", isChanged: true });
  expect((await waiting()).total).toBe(0);
  const undone = await ask(`${url}/undo`, { actor: "Ann", seenDecisionNo: applied.decisionNo });
  expect(BankLineResult.parse(undone.body)).toMatchObject({ state: "suspense" });
  const ignored = await ask(`${url}/ignore`, { actor: "Ann", reason: "test money" });
  expect(BankLineResult.parse(ignored.body)).toMatchObject({ state: "ignored" });
});

test("errors have a code; a command says who acts and why", async () => {
  const unknown = await ask("/api/v1/bank/lines/0f8fad5b-d9cb-469f-a165-70867728950e");
  expect(ApiError.parse(unknown.body).code).toBe("LINE_UNKNOWN");
  const nobody = await ask("/api/v1/bank/lines/0f8fad5b-d9cb-469f-a165-70867728950e/ignore", {
    reason: "x",
  });
  expect([nobody.status, ApiError.parse(nobody.body).code]).toEqual([400, "REQUEST_INVALID"]);
});

test("what is no money is listed", async () => {
  const aside = BankAside.parse((await ask("/api/v1/bank/aside?kind=zero")).body);
  expect(aside.entries).toMatchObject([{ code: "AMOUNT_ZERO", amount: "0.00 CNY" }]);
});
