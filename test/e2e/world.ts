import type { AddressInfo } from "node:net";
import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { createServer } from "@mora/server/main/commands/serve";
import { seedDemo } from "@mora/server/main/seed-demo";
import { fixedClock } from "@mora/server/platform/clock";
import type { FastifyInstance } from "fastify";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { launchBrowser, type OpenPage, openPage, type PageOptions } from "../../testkit/browser.ts";
import { type TestDatabase, useDatabase } from "../../testkit/database.ts";
import { csv, type Files, importFiles, runTo, testMapping, testRing } from "../../testkit/lender.ts";

/** The last business date of the world that the pages show. */
export const TODAY = "2026-10-31";

/** A book of another lender that sent no suppression file: late people whom nobody may contact. */
export const blockedBook = { code: "NOHOLDS", name: "Book without suppression file" };
export const blockedPeople = ["欧阳静怡", "Maximilian Featherstonehaugh"];

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

export type World = {
  /** Where the server listens. */
  readonly origin: string;
  /** Asks the API itself, past the pages. */
  readonly api: <T>(path: string) => Promise<T>;
  /** Opens a page whose every problem fails the test, apart from those it is told to expect. */
  readonly open: (
    options: Omit<PageOptions, "origin"> & { readonly expected?: RegExp },
  ) => Promise<OpenPage["page"]>;
};

/**
 * The synthetic lender and a blocked book behind a real server, and a browser. Once a file: pages
 * only read, so tests cannot disturb each other.
 */
export function useWorld(): World {
  const store = useDatabase();
  const world = {} as { origin: string };
  let app: FastifyInstance;
  let browser: Browser;
  const opened: (OpenPage & { readonly expected: RegExp | undefined })[] = [];

  beforeAll(async () => {
    await seed(store);
    app = await createServer({ ...store, ring: testRing, clock: clockOf(TODAY) });
    await app.listen({ host: "127.0.0.1", port: 0 });
    world.origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    browser = await launchBrowser(inject("browserFiles"));
  });
  afterEach(async () => {
    const problems: string[] = [];
    for (const { context, problems: found, expected } of opened.splice(0)) {
      await context.close();
      problems.push(...found.filter((problem) => !expected?.test(problem)));
    }
    expect(problems).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  return Object.assign(world, {
    api: async <T>(path: string): Promise<T> =>
      (await (await fetch(world.origin + path)).json()) as T,
    open: async ({ expected, ...options }: Parameters<World["open"]>[0]) => {
      const made = await openPage(browser, { ...options, origin: world.origin });
      opened.push({ ...made, expected });
      return made.page;
    },
  });
}

async function seed(store: TestDatabase): Promise<void> {
  await seedDemo(
    { pool: store.pool, ring: testRing },
    { people: 400, months: 2, seed: 3, endOn: dayFromTrustedIso(TODAY) },
  );
  const mapping = testMapping({
    book: { ...blockedBook, kind: "serviced", zone: "Asia/Shanghai", currency: "CNY" },
  });
  await importFiles(store, blockedFiles, { asOf: "2026-10-30", mapping });
  await runTo(store, TODAY);
}

const clockOf = (date: string) => fixedClock(new Date(`${date}T08:00:00+08:00`));
