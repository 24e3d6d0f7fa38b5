import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { AccountDetail, BankLines, WorkItems } from "../contract/index.ts";
import { dayFromTrustedIso } from "../core/kernel/business-date.ts";
import { createServer } from "../server/main/commands/serve.ts";
import { seedDemo } from "../server/main/seed-demo.ts";
import { fixedClock } from "../server/platform/clock.ts";
import { projectRoot } from "../server/platform/config.ts";
import { keyRingFromSeed } from "../server/platform/crypto/keys.ts";
import { startEmbedded } from "../server/platform/db/embedded.ts";
import { migrate } from "../server/platform/db/migrate.ts";
import { createDb, createPool, type Db } from "../server/platform/db/pool.ts";
import { type Transfer, takeTransfers } from "../testkit/bank-csv.ts";
import {
  type Lang,
  launchBrowser,
  openPage,
  unpackBrowser,
  type VIEWPORTS,
} from "../testkit/browser.ts";
import { buildPages } from "../testkit/global-browser.ts";

/**
 * Pictures of every page over a synthetic lender, in both languages, on a desk and on a phone.
 *
 *   npm run screenshots -- [folder]      all of them, into .cache/screenshots unless told otherwise
 *   npm run screenshots -- --docs        only those that the documentation shows
 *   npm run screenshots -- --only NAME   only those whose name begins so
 *   npm run screenshots -- --home FOLDER keeps the lender there for the next time
 *
 * The lender and its dates are fixed, so that a picture changes only where a page did.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    docs: { type: "boolean", default: false },
    home: { type: "string" },
    only: { type: "string" },
  },
});

const LENDER = { people: 1_500, months: 5, seed: 1, endOn: dayFromTrustedIso("2026-10-31") };
const LANGS: readonly Lang[] = ["zh", "en"];

/** Transfers of a day as they come: some name nobody, or too many. The same again changes nothing. */
async function transfersOf(origin: string): Promise<Transfer[]> {
  const answer = await fetch(`${origin}/api/v1/work-items?book=LOAN&limit=6`);
  const late = ((await answer.json()) as WorkItems).items;
  const nameOf = (at: number): string => late[at]?.name ?? "";
  const pastDueOf = (at: number): string => {
    const digits = (late[at]?.pastDueMinor ?? "0").padStart(3, "0");
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  const refOf = (at: number): string => late[at]?.accountRef ?? "";
  return [
    { on: "2026-10-28", amount: pastDueOf(0), payer: nameOf(0), text: "还款" },
    { on: "2026-10-29", amount: "2000.00", payer: nameOf(1), text: "先还一部分，余款月底前结清" },
    { on: "2026-10-29", amount: "50.00", payer: "王建国", text: `替 ${refOf(2)} ${refOf(3)} 还款` },
    { on: "2026-10-29", amount: "99000000.00", payer: nameOf(4), text: refOf(4) },
    { on: "2026-10-30", amount: "128.80", payer: "某某便利店有限公司", text: "货款" },
    { on: "2026-10-30", amount: "500.00", payer: nameOf(5), text: refOf(5) },
    { on: "2026-10-30", amount: "0.00", payer: nameOf(0), text: "测试" },
  ];
}

type Shot = {
  readonly name: string;
  readonly path: string;
  readonly keys?: readonly string[];
  /** What is clicked first, if it is there. */
  readonly clicks?: readonly string[];
};
type Camera = {
  readonly origin: string;
  readonly folder: string;
  readonly browser: Awaited<ReturnType<typeof launchBrowser>>;
};
type Frame = { lang: Lang; viewport: keyof typeof VIEWPORTS; isWhole: boolean; file: string };

async function main(): Promise<void> {
  const files = await unpackBrowser();
  const pages = await buildPages();
  const home = values.home ? resolve(values.home) : temporaryHome();
  const server = await startEmbedded({ home, settings: ["fsync=off", "synchronous_commit=off"] });
  const browser = await launchBrowser(files);
  try {
    await migrate(server.url);
    await photograph({ url: server.url, pages, browser });
  } finally {
    await browser.close();
    await server.release();
    if (!values.home) rmSync(home, { recursive: true, force: true });
  }
}

/** Open to others' passing through: as root, the database runs as another user. */
function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), "mora-screenshots-"));
  chmodSync(home, 0o755);
  return home;
}

type Studio = { url: string; pages: string; browser: Camera["browser"] };

async function photograph({ url, pages, browser }: Studio): Promise<void> {
  const pool = createPool(url);
  const tools = {
    db: createDb(pool),
    ring: keyRingFromSeed("screenshots"),
    clock: fixedClock(new Date("2026-10-31T08:00:00+08:00")),
    pool,
  };
  const app = await createServer(tools, pages);
  try {
    const { rows } = await pool.query("select 1 from book limit 1");
    if (rows.length === 0) await seedDemo(tools, LENDER);
    await app.listen({ host: "127.0.0.1", port: 0 });
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    await takeTransfers(
      tools,
      { book: "LOAN", currency: "CNY", account: "6222021234567890" },
      await transfersOf(origin),
    );
    await (values.docs ? shootForDocs({ origin, browser }) : shootAll({ origin, browser, tools }));
  } finally {
    await app.close();
    await pool.end();
  }
}

async function shootForDocs(at: Omit<Camera, "folder">): Promise<void> {
  const camera = { ...at, folder: join(projectRoot, "docs/images") };
  for (const lang of LANGS)
    for (const name of ["today", "portfolio"]) {
      const shot = { name, path: `/${name}` };
      const file = `${name}-${lang}.png`;
      await shoot(camera, shot, { lang, viewport: "desktop", isWhole: false, file });
    }
}

async function shootAll({
  tools,
  ...at
}: Omit<Camera, "folder"> & { tools: { db: Db } }): Promise<void> {
  const camera = {
    ...at,
    folder: resolve(positionals[0] ?? join(projectRoot, ".cache/screenshots")),
  };
  const shots = (await everyShot(at.origin, tools.db)).filter(({ name }) =>
    name.startsWith(values.only ?? ""),
  );
  for (const lang of LANGS)
    for (const viewport of ["desktop", "phone"] as const)
      for (const shot of shots) {
        const file = `${shot.name}-${lang}-${viewport}.png`;
        await shoot(camera, shot, { lang, viewport, isWhole: shot.name !== "today", file });
      }
}

async function everyShot(origin: string, db: Db): Promise<Shot[]> {
  const items = async (query: string): Promise<WorkItems["items"]> => {
    const answer = await fetch(`${origin}/api/v1/work-items?${query}`);
    return ((await answer.json()) as WorkItems).items;
  };
  const account = async (query: string): Promise<string> =>
    `/accounts/${(await items(query))[0]?.accountId}?at=0`;
  const { held, promised } = await protectedAccounts(db);
  return [
    { name: "portfolio", path: "/portfolio" },
    { name: "portfolio-all-balance", path: "/portfolio?scope=all&measure=balance" },
    { name: "today", path: "/today" },
    { name: "today-explained", path: "/today?bucket=M2&bucket=M3", keys: ["e"] },
    { name: "today-nobody", path: "/today?q=nobody" },
    { name: "account-loan", path: await account("book=LOAN") },
    {
      name: "account-unfolded",
      path: `/accounts/${await penalisedAccount(origin)}`,
      clicks: [".schedule-row.is-past-due .unfold"],
    },
    { name: "account-card", path: await account("book=CARD") },
    { name: "account-held", path: `/accounts/${held}` },
    { name: "account-promised", path: `/accounts/${promised}` },
    { name: "account-unknown", path: "/accounts/00000000-0000-7000-8000-000000000000" },
    { name: "suspense", path: "/suspense" },
    { name: "suspense-line", path: `/suspense?line=${await waitingLine(origin)}` },
    { name: "suspense-applied", path: "/suspense?state=applied" },
    { name: "suspense-aside", path: "/suspense?aside=zero" },
    { name: "explorer", path: "/docs" },
  ];
}

async function waitingLine(origin: string): Promise<string> {
  const answer = (await (await fetch(`${origin}/api/v1/bank/lines`)).json()) as BankLines;
  return answer.lines[0]?.lineId ?? "";
}

/** A loan with payments and penalty interest: every part of a statement. */
async function penalisedAccount(origin: string): Promise<string> {
  const ask = async <T>(path: string): Promise<T> =>
    (await (await fetch(origin + path)).json()) as T;
  const { items } = await ask<WorkItems>("/api/v1/work-items?book=LOAN&limit=200");
  for (const { accountId } of items) {
    const { accruals, entries } = await ask<AccountDetail>(`/api/v1/accounts/${accountId}`);
    if (accruals.length > 1 && entries.some(({ kind }) => kind === "applied")) return accountId;
  }
  throw new Error("no loan of the synthetic lender bears penalty interest");
}

/** Late accounts of somebody whom a hold protects, and of somebody who promised to pay. */
async function protectedAccounts(db: Db): Promise<{ held: string; promised: string }> {
  const late = db
    .selectFrom("account as a")
    .where("a.bucket", "not in", ["C", "X"])
    .orderBy("a.account_id")
    .select("a.account_id");
  const held = await late
    .innerJoin("hold as h", "h.party_id", "a.party_id")
    .where("h.superseded_at", "is", null)
    .where("h.to_on", "is", null)
    .executeTakeFirstOrThrow();
  const promised = await late
    .innerJoin("promise as p", "p.account_id", "a.account_id")
    .where("p.superseded_at", "is", null)
    .executeTakeFirstOrThrow();
  return { held: held.account_id, promised: promised.account_id };
}

async function shoot({ origin, folder, browser }: Camera, shot: Shot, frame: Frame): Promise<void> {
  const { lang, viewport } = frame;
  const { page, context, problems } = await openPage(browser, { origin, lang, viewport });
  await page.goto(shot.path, { waitUntil: "networkidle" });
  for (const target of shot.clicks ?? []) {
    const found = page.locator(target).first();
    if ((await found.count()) > 0) await found.click();
  }
  for (const key of shot.keys ?? []) await page.keyboard.press(key);
  // A whole page is pictured from its top, or what stays at the top would stand in its middle.
  await page.evaluate("window.scrollTo(0, 0)");
  await page.evaluate("document.fonts.ready");
  await page.waitForTimeout(350); // charts draw themselves in 200 ms
  // In a picture of a whole page the bar at the foot of the screen would stand in its middle.
  if (frame.isWhole)
    await page.evaluate(`document.querySelector(".tabs")?.style.setProperty("position", "static")`);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, frame.file), fullPage: frame.isWhole });
  await context.close();
  console.log(frame.file, ...problems);
}

await main();
