import type { AddressInfo } from "node:net";
import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { createServer } from "@mora/server/main/commands/serve";
import { seedDemo } from "@mora/server/main/seed-demo";
import { fixedClock } from "@mora/server/platform/clock";
import { createDb, createPool, type Db } from "@mora/server/platform/db/pool";
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { type Transfer, takeTransfers } from "../../testkit/bank-csv.ts";
import {
  type Lang,
  launchBrowser,
  type OpenPage,
  openPage,
  type PageOptions,
} from "../../testkit/browser.ts";
import { admin } from "../../testkit/database.ts";
import {
  csv,
  type Files,
  importFiles,
  runTo,
  testMapping,
  testRing,
} from "../../testkit/lender.ts";

/** The last business date of the world that the pages show. */
export const TODAY = "2026-10-31";

export const LANGS: readonly Lang[] = ["zh", "en"];

/** A book of another lender that sent no suppression file: late people whom nobody may contact. */
export const blockedBook = { code: "NOHOLDS", name: "Book without suppression file" };
export const blockedPeople = ["欧阳静怡然", "Maximilian Featherstonehaugh"];

const blockedFiles: Files = {
  persons: csv("person_key,name", ...blockedPeople.map((name, i) => `N${i},${name}`)),
  accounts: csv(
    "account_key,person_key,product_code,product_kind,currency,opened_on",
    ...blockedPeople.map((_, i) => `NH-${i},N${i},LONG,instalment_loan,CNY,2026-01-10`),
  ),
  instalments: csv(
    "account_key,no,due_on,principal,interest",
    ...blockedPeople.map((_, i) => `NH-${i},1,2026-09-1${i},900.00,100.00`),
  ),
  payments: csv("payment_key,account_key,effective_on,amount"),
};

/** Transfers for that book: two whose payer owes there, one from a stranger, one of nothing. */
export const transfers: readonly Transfer[] = [
  { on: "2026-10-27", amount: "1000.00", payer: blockedPeople[0] ?? "", text: "还款" },
  { on: "2026-10-28", amount: "400.00", payer: blockedPeople[1] ?? "", text: "Part of my loan" },
  { on: "2026-10-29", amount: "55.55", payer: "李生客", text: "invoice 2026-77" },
  { on: "2026-10-30", amount: "0.00", payer: "李生客", text: "test" },
];

type Open = Omit<PageOptions, "origin"> & {
  /** Problems that the test brings about itself. */
  readonly expected?: RegExp;
};

export type World = {
  /** Where the server listens. */
  readonly origin: string;
  readonly db: Db;
  /** Asks the API itself, past the pages. */
  readonly api: <T>(path: string) => Promise<T>;
  /** Opens a page whose every unexpected problem fails the test. */
  readonly open: (options: Open) => Promise<OpenPage["page"]>;
};

/**
 * The synthetic lender and a blocked book behind a real server, and a browser. Every file of a run
 * looks at the same database: what a test decides, it takes back.
 */
export function useWorld(): World {
  const world = {} as { origin: string; db: Db };
  let app: FastifyInstance;
  let pool: pg.Pool;
  let browser: Browser;

  beforeAll(async () => {
    pool = createPool(await worldUrl());
    world.db = createDb(pool);
    const tools = { db: world.db, ring: testRing, clock: clockOf(TODAY), pool };
    app = await createServer(tools, inject("pagesFolder"));
    await app.listen({ host: "127.0.0.1", port: 0 });
    world.origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    browser = await launchBrowser(inject("browserFiles"));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await pool?.end();
  });
  const readers = useReaders((options) => openPage(browser, { ...options, origin: world.origin }));
  return Object.assign(world, {
    api: async <T>(path: string): Promise<T> =>
      (await (await fetch(world.origin + path)).json()) as T,
    open: readers,
  });
}

/**
 * One reader for each language and screen, who keeps fonts and programs from test to test but no
 * choices. After each test the pages close, and what went wrong in them fails it.
 */
function useReaders(make: (options: Open) => Promise<OpenPage>): World["open"] {
  const readerByKind = new Map<string, OpenPage>();
  const expected: RegExp[] = [];
  afterEach(async () => {
    const problems: string[] = [];
    for (const { context, problems: found } of readerByKind.values()) {
      for (const page of context.pages()) {
        await page.evaluate("globalThis.localStorage?.clear()").catch(() => undefined);
        await page.close();
      }
      problems.push(...found.splice(0));
    }
    const patterns = expected.splice(0);
    expect(problems.filter((one) => !patterns.some((it) => it.test(one)))).toEqual([]);
  });
  return async (options) => {
    if (options.expected) expected.push(options.expected);
    const kind = `${options.lang} ${options.viewport ?? "desktop"}`;
    const known = readerByKind.get(kind);
    if (known) return known.context.newPage();
    const made = await make(options);
    readerByKind.set(kind, made);
    return made.page;
  };
}

/** The world's database: made by the first file of a run, found by the others. */
async function worldUrl(): Promise<string> {
  const name = inject("worldName");
  const urlOf = (database: string): string => inject("adminUrl").replace(/postgres$/, database);
  const isThere = await admin("select 1", urlOf(name)).then(
    () => true,
    () => false,
  );
  if (isThere) return urlOf(name);
  await admin(`create database ${name}_partial template ${inject("templateName")}`);
  const pool = createPool(urlOf(`${name}_partial`));
  try {
    await seed(pool);
  } finally {
    await pool.end();
  }
  await admin(`alter database ${name}_partial rename to ${name}`);
  return urlOf(name);
}

async function seed(pool: pg.Pool): Promise<void> {
  await seedDemo(
    { pool, ring: testRing },
    { people: 400, months: 2, seed: 3, endOn: dayFromTrustedIso(TODAY) },
  );
  const mapping = testMapping({
    book: { ...blockedBook, kind: "serviced", zone: "Asia/Shanghai", currency: "CNY" },
  });
  const store = { pool, url: "", db: createDb(pool) };
  await importFiles(store, blockedFiles, { asOf: "2026-10-30", mapping });
  await runTo(store, TODAY);
  await takeTransfers(
    { pool, ring: testRing, clock: clockOf(TODAY) },
    { book: blockedBook.code, currency: "CNY", account: "6222021234567890" },
    transfers,
  );
}

const clockOf = (date: string) => fixedClock(new Date(`${date}T08:00:00+08:00`));

/** The digits of an amount as shown: its minor units, sign included. */
export const minorOf = (shown: string): string =>
  (/[-−]/.test(shown) ? "-" : "") + shown.replaceAll(/\D/g, "").replace(/^0+(?=\d)/, "");

/** Waits for a value of the page, patiently: the machine may be busy. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });

/** The first whole number in a text. */
export const countIn = (shown: string): number =>
  Number((/\d[\d,]*/.exec(shown)?.[0] ?? "NaN").replaceAll(",", ""));
