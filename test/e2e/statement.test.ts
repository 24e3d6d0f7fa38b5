import type { AccountDetail, Amounts, ScheduleLine, WorkItems } from "@mora/contract";
import { addDays, dayFromTrustedIso, isoFromDay } from "@mora/core/kernel/business-date";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { eventually, LANGS, minorOf, useWorld } from "./world.ts";

const world = useWorld();
const words = {
  en: {
    unfold: (no: number) => `How Instalment ${no} came about`,
    asked: "What it asked for",
    money: "The money behind “paid”",
    show: (no: number) => `Instalment ${no}`,
    growth: /^Penalty interest: base/,
    penalty: "Late charges",
    amounts: "Amounts on demand",
    ahead: "+7 days",
    name: "Your name",
    issue: "Issue a quote",
    issued: /Quote \S+, valid through 2026-\d\d-\d\d/,
    card: "Card",
    cycles: "Past due by statement cycle",
    host: /Figures of the host as of its file of/,
  },
  zh: {
    unfold: (no: number) => `第 ${no} 期的由来`,
    asked: "应还构成",
    money: "“已还”的来源",
    show: (no: number) => `第 ${no} 期`,
    growth: /^罚息：基数/,
    penalty: "罚息及违约金",
    amounts: "各项应还金额",
    ahead: "7 天后",
    name: "您的姓名",
    issue: "出具报价",
    issued: /报价 \S+，有效期至 2026-\d\d-\d\d/,
    card: "信用卡",
    cycles: "各账单期逾期金额",
    host: /主机 .+ 文件中的金额/,
  },
} as const;

/** The first account of a book's queue for which something holds. */
async function accountWith(
  book: string,
  holds: (account: AccountDetail) => boolean,
): Promise<AccountDetail> {
  const { items } = await world.api<WorkItems>(`/api/v1/work-items?book=${book}&limit=200`);
  for (const { accountId } of items) {
    const account = await world.api<AccountDetail>(`/api/v1/accounts/${accountId}`);
    if (holds(account)) return account;
  }
  throw new Error(`no account of ${book} is as the test needs it`);
}

const isInstalment = ({ kind }: ScheduleLine): boolean => kind === "instalment";
const paidLine = ({ schedule }: AccountDetail): ScheduleLine | undefined =>
  schedule.find((line) => isInstalment(line) && line.paid.totalMinor !== "0");

const CARD = {
  ...{ statementOn: "2026-10-03", dueOn: "2026-10-28", minimumDueMinor: "37196" },
  cyclesMissed: 2,
};

/** Cells of the rows of a table, without its head. */
const cellsOf = async (table: Locator): Promise<string[][]> =>
  (await table.locator("tbody").getByRole("row").allInnerTexts()).map((row) => row.split("\t"));

const lastMinor = (cells: readonly string[] | undefined): string => minorOf(cells?.at(-1) ?? "");

describe.each(LANGS)("a statement in %s", (lang) => {
  const w = words[lang];
  const openAccount = async ({ accountId, parties }: AccountDetail): Promise<Page> => {
    const page = await world.open({ lang });
    await page.goto(`/accounts/${accountId}`);
    const name = parties[0]?.name ?? "";
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    return page;
  };
  const block = (page: Page, no: number, title: string | RegExp): Locator =>
    page
      .getByRole("region", { name: w.unfold(no) })
      .locator("div", { has: page.locator("h3", { hasText: title }) })
      .last()
      .getByRole("table");

  test("opens a row by keyboard into what it asked for and the money behind it, and closes it", async () => {
    const account = await accountWith("LOAN", (one) => paidLine(one) !== undefined);
    const line = paidLine(account) as ScheduleLine;
    const page = await openAccount(account);
    const button = page.getByRole("button", { name: w.unfold(line.no), exact: true });
    expect(await button.getAttribute("aria-expanded")).toBe("false");
    await button.focus();
    await page.keyboard.press("Enter");
    expect(await button.getAttribute("aria-expanded")).toBe("true");

    const asked = await cellsOf(block(page, line.no, w.asked));
    const { due, paid } = line;
    expect(asked.at(-1)?.slice(1).map(minorOf)).toEqual([
      due.totalMinor,
      paid.totalMinor,
      line.openMinor,
    ]);
    const column = asked.slice(0, -1).map((row) => BigInt(minorOf(row[1] ?? "")));
    expect(String(column.reduce((sum, minor) => sum + minor, 0n))).toBe(due.totalMinor);
    expect(lastMinor((await cellsOf(block(page, line.no, w.money))).at(-1))).toBe(paid.totalMinor);

    await button.press("Space");
    expect(await button.getAttribute("aria-expanded")).toBe("false");
  });

  test("leads from the money of a row to its entry, and from the entry back to the row", async () => {
    const account = await accountWith("LOAN", (one) => paidLine(one) !== undefined);
    const line = paidLine(account) as ScheduleLine;
    const index = account.entries.findIndex(({ parts }) => parts.some(({ no }) => no === line.no));
    const page = await openAccount(account);
    await page.getByRole("button", { name: w.unfold(line.no), exact: true }).click();
    await block(page, line.no, w.money).getByRole("button").first().click();
    const entry = page.locator(`#entry-${index}`);
    await entry.and(page.locator(":focus")).waitFor();
    await entry.getByRole("button", { name: w.show(line.no), exact: true }).click();
    await eventually(() => page.locator(":focus").getAttribute("id")).toBe(`row-${line.no}`);
  });

  test("adds penalty interest up line by line, to what the row asks for", async () => {
    const account = await accountWith("LOAN", ({ accruals }) =>
      accruals.some(({ component }) => component === "penalty"),
    );
    const no = account.accruals.find(({ component }) => component === "penalty")?.no ?? 0;
    const own = account.accruals.filter((one) => one.no === no && one.component === "penalty");
    const line = account.schedule.find((one) => one.no === no) as ScheduleLine;
    const page = await openAccount(account);
    await page.getByRole("columnheader", { name: w.penalty }).first().waitFor();
    await page.getByRole("button", { name: w.unfold(no), exact: true }).click();
    const rows = await cellsOf(block(page, no, w.growth));
    expect(rows.length).toBe(own.length + 3);
    for (const { baseMinor, growthPercent, amount } of own) {
      // Both factors are cut, the product too: they agree to the cut.
      const growth = BigInt(growthPercent.replace(".", ""));
      const product = (BigInt(baseMinor) * growth) / 10n ** 8n;
      const shown = BigInt(amount.replace(".", ""));
      expect(shown - product <= BigInt(baseMinor) / 10n ** 8n + 1n && shown >= product).toBe(true);
    }
    const [exact, rest, asked] = rows.slice(-3).map(lastMinor);
    const lines = rows.slice(0, -3).map((row) => BigInt(lastMinor(row)));
    expect(String(lines.reduce((sum, minor) => sum + minor, 0n))).toBe(exact);
    expect(BigInt(exact ?? 0) + BigInt(rest ?? 0)).toBe(BigInt(asked ?? 0) * 10_000n);
    expect(asked).toBe(line.detail.asked.penalty);
  });

  test("tells what to pay for each goal on a day, and keeps it under a number", async () => {
    const account = await accountWith("LOAN", () => true);
    const page = await openAccount(account);
    const panel = page.getByRole("region", { name: w.amounts });
    const day = isoFromDay(addDays(dayFromTrustedIso(account.agedOn ?? ""), 7));
    const told = await world.api<Amounts>(
      `/api/v1/accounts/${account.accountId}/amounts?forOn=${day}`,
    );
    await panel.getByRole("button", { name: w.ahead }).click();
    await eventually(async () =>
      (await cellsOf(panel.getByRole("table"))).map((row) => minorOf(row[1] ?? "")),
    ).toEqual(told.goals.map(({ amountMinor }) => amountMinor ?? ""));
    await panel.getByRole("textbox", { name: w.name }).fill("Anna");
    await panel.getByRole("button", { name: w.issue }).click();
    await panel.getByRole("status").getByText(w.issued).waitFor();
  });

  test("of a card shows its cycles and no schedule, and whose figures the amounts are", async () => {
    const account = await accountWith("CARD", ({ card }) => card !== null);
    // The synthetic host sends no amounts by cycle: here is one that does.
    const byCycle = ["12000", "25196"];
    const page = await world.open({ lang });
    await page.route(`**/api/v1/accounts/${account.accountId}`, (route) =>
      route.fulfill({ json: { ...account, card: { ...CARD, pastDueByCycleMinor: byCycle } } }),
    );
    await page.goto(`/accounts/${account.accountId}`);
    const panel = page.getByRole("region", { name: w.card, exact: true });
    await panel.getByText(CARD.statementOn).waitFor();
    const cycles = await cellsOf(panel.getByRole("table", { name: w.cycles }));
    expect(cycles.map(lastMinor)).toEqual([...byCycle, "37196"]);
    expect(await page.locator(".schedule-strip").count()).toBe(0);
    await page.getByRole("region", { name: w.amounts }).getByText(w.host).waitFor();
  });
});
