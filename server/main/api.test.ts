import { AccountDetail, ApiError, Meta, Portfolio, WorkItems } from "@mora/contract";
import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useDatabase } from "../../testkit/database.ts";
import { testRing } from "../../testkit/lender.ts";
import { systemClock } from "../platform/clock.ts";
import { createServer } from "./commands/serve.ts";
import { seedDemo } from "./seed-demo.ts";

const store = useDatabase();
let app: FastifyInstance;

beforeAll(async () => {
  await seedDemo(
    { pool: store.pool, ring: testRing },
    { people: 300, months: 1, seed: 5, endOn: dayFromTrustedIso("2026-03-20") },
  );
  app = await createServer(
    { db: store.db, ring: testRing, clock: systemClock, pool: store.pool },
    "/nowhere",
  );
});
afterAll(() => app.close());

async function get(url: string): Promise<{ status: number; body: unknown }> {
  const reply = await app.inject({ url, headers: { host: "127.0.0.1" } });
  return { status: reply.statusCode, body: reply.json() };
}

test("the books, and how far each may be trusted", async () => {
  const { body } = await get("/api/v1/meta");
  const meta = Meta.parse(body);
  expect(meta).toMatchObject({ isLoopbackOnly: true, businessOn: "2026-03-20" });
  expect(
    meta.books.map((b) => [b.code, b.kind, b.isFresh, b.isContactable, b.isSynthetic]),
  ).toEqual([
    ["CARD", "host_fed", true, true, true],
    ["LOAN", "serviced", true, true, true],
  ]);
});

describe("the portfolio", () => {
  test("counts every account once, and its balance equals the accounts'", async () => {
    const portfolio = Portfolio.parse((await get("/api/v1/portfolio")).body);
    const { rows } = await store.pool.query(
      `select bucket, count(*)::int as accounts,
         sum(balance_principal_minor + balance_interest_minor + balance_penalty_minor + balance_fee_minor)::text as balance,
         sum(past_due_principal_minor + past_due_interest_minor + past_due_penalty_minor + past_due_fee_minor)::text as past_due
       from account group by bucket order by bucket`,
    );
    const stock = portfolio.stock
      .filter(({ accounts }) => accounts > 0)
      .map((s) => ({
        bucket: s.bucket,
        accounts: s.accounts,
        balance: s.balanceMinor,
        past_due: s.pastDueMinor,
      }))
      .sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
    expect(stock).toEqual(rows);
  });

  test("entries less exits are the accounts in collections", async () => {
    const portfolio = Portfolio.parse((await get("/api/v1/portfolio")).body);
    const net = portfolio.entryExit.reduce((sum, day) => sum + day.entered - day.exited, 0);
    const { rows } = await store.pool.query(
      "select count(*)::int as n from account where collections_since is not null",
    );
    expect(net).toBe((rows[0] as { n: number }).n);
  });

  test("of those that left a bucket, no more arrive than left", async () => {
    const { rollRates } = Portfolio.parse((await get("/api/v1/portfolio")).body);
    expect(rollRates.length).toBeGreaterThan(0);
    for (const { left, rolled, rolledBack, cured } of rollRates)
      expect(rolled + rolledBack + cured).toBeLessThanOrEqual(left);
  });
});

describe("the work list", () => {
  const page = async (query: string): Promise<WorkItems> =>
    WorkItems.parse((await get(`/api/v1/work-items${query}`)).body);

  test("is ranked, and every score is the sum of its reasons", async () => {
    const { items, total } = await page("?limit=200");
    expect(items.length).toBe(total);
    expect(total).toBeGreaterThan(5);
    expect(items.map(({ score }) => score)).toEqual(
      items.map(({ score }) => score).sort((a, b) => b - a),
    );
    for (const { score, reasons } of items)
      expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(score);
  });

  test("pages and filters fit together", async () => {
    const whole = await page("?limit=200");
    const second = await page("?limit=3&offset=3");
    expect(second.items.map(({ workItemId }) => workItemId)).toEqual(
      whole.items.slice(3, 6).map(({ workItemId }) => workItemId),
    );
    const bucket = whole.items[0]?.bucket ?? "M1";
    const filtered = await page(`?limit=200&bucket=${bucket}`);
    expect(filtered.total).toBe(whole.countByBucket[bucket]);
    expect(filtered.items.every((item) => item.bucket === bucket)).toBe(true);
  });

  test("a person is found by name, and somebody else is not", async () => {
    const [first] = (await page("?limit=1")).items;
    const found = await page(`?q=${encodeURIComponent(first?.name ?? "")}`);
    expect(found.items.map(({ partyId }) => partyId)).toContain(first?.partyId);
    expect((await page("?q=nobody-of-that-name")).total).toBe(0);
  });

  test("a hold that comes after the day protects at once", async () => {
    const [first] = (await page("?limit=1")).items;
    await store.pool.query(
      `insert into hold (party_id, hold_id, recorded_at, kind, purposes, from_on, source, source_hash)
       values ($1, gen_random_uuid(), now(), 'complaint', '{collection}', '2026-03-20', 'test', '\\x00')`,
      [first?.partyId],
    );
    const after = await page("?limit=200");
    expect(after.items.map(({ partyId }) => partyId)).not.toContain(first?.partyId);
    expect(after.withheld).toContainEqual(expect.objectContaining({ reason: "hold" }));
  });
});

describe("an account", () => {
  test("has arithmetic that adds up, component by component", async () => {
    const { rows } = await store.pool.query<{ account_id: string }>(
      "select account_id from account order by account_id limit 60",
    );
    for (const { account_id } of rows) {
      const account = AccountDetail.parse((await get(`/api/v1/accounts/${account_id}`)).body);
      const amount = (code: string): bigint =>
        BigInt(account.arithmetic.find((line) => line.code === code)?.amountMinor ?? "0");
      if (account.bookKind === "serviced") {
        expect(amount("schedule_due") - amount("payments_received")).toBe(amount("past_due"));
        expect(amount("past_due") + amount("not_yet_due")).toBe(amount("balance"));
        const open = account.schedule.reduce((sum, line) => sum + BigInt(line.openMinor), 0n);
        expect(open).toBe(amount("balance"));
      }
      expect(account.balance.totalMinor).toBe(String(amount("balance")));
    }
  });

  // Late charges grow by the day: what is stored of them is true for aged_on (test/scenarios/projection).
  test("what is shown equals what the day stored, and no phone is shown whole", async () => {
    const { rows } = await store.pool.query<{
      account_id: string;
      bucket: string;
      past_due: string;
    }>(
      `select account_id, bucket, (past_due_principal_minor + past_due_interest_minor + past_due_fee_minor)::text as past_due
       from account where collections_since is not null limit 20`,
    );
    for (const row of rows) {
      const { body } = await get(`/api/v1/accounts/${row.account_id}`);
      const account = AccountDetail.parse(body);
      const { totalMinor, penaltyMinor } = account.pastDue;
      const agreed = String(BigInt(totalMinor) - BigInt(penaltyMinor));
      expect([account.bucket, agreed]).toEqual([row.bucket, row.past_due]);
      expect(JSON.stringify(body)).not.toMatch(/\+86\d{11}/);
    }
  });

  test("an unknown id and a malformed one are errors with a code", async () => {
    const unknown = await get("/api/v1/accounts/0f8fad5b-d9cb-469f-a165-70867728950e");
    expect([unknown.status, ApiError.parse(unknown.body).code]).toEqual([404, "ACCOUNT_UNKNOWN"]);
    const malformed = await get("/api/v1/accounts/x");
    expect([malformed.status, ApiError.parse(malformed.body).code]).toEqual([
      400,
      "REQUEST_INVALID",
    ]);
    const path = await get("/api/v1/nothing");
    expect([path.status, ApiError.parse(path.body).code]).toEqual([404, "NOT_FOUND"]);
  });
});

test("the API describes itself, and answers to this machine's names only", async () => {
  const { body } = await get("/api/v1/openapi.json");
  expect(Object.keys((body as { paths: object }).paths).sort()).toEqual([
    "/api/v1/accounts/{accountId}",
    "/api/v1/accounts/{accountId}/amounts",
    "/api/v1/accounts/{accountId}/events",
    "/api/v1/accounts/{accountId}/quotes",
    "/api/v1/bank/aside",
    "/api/v1/bank/lines",
    "/api/v1/bank/lines/{lineId}",
    "/api/v1/bank/lines/{lineId}/apply",
    "/api/v1/bank/lines/{lineId}/ignore",
    "/api/v1/bank/lines/{lineId}/return",
    "/api/v1/bank/lines/{lineId}/undo",
    "/api/v1/meta",
    "/api/v1/portfolio",
    "/api/v1/work-items",
  ]);
  const foreign = await app.inject({ url: "/api/v1/meta", headers: { host: "evil.example" } });
  expect(foreign.statusCode).toBe(403);
});
