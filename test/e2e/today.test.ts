import type { WorkItem, WorkItems } from "@mora/contract";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { blockedPeople, countIn, eventually, LANGS, minorOf, useWorld } from "./world.ts";

const world = useWorld();
const words = {
  en: {
    title: "Today",
    table: "Work queue, best next person first",
    explain: "Explain the rank",
    score: "Score",
    step: "Next step",
    negotiate: "Negotiate",
    search: "Search",
    nobody: "Nobody matches these filters",
    clear: "Clear filters",
    withheld: /people late are protected|person late is protected/,
    back: "Back to the list",
  },
  zh: {
    title: "今日作业",
    table: "作业队列，最应先处理的排在最前",
    explain: "的排序理由",
    score: "得分",
    step: "下一步骤",
    negotiate: "协商",
    search: "搜索",
    nobody: "没有符合筛选条件的客户",
    clear: "清除筛选",
    withheld: "位逾期客户受保护，未列入队列",
    back: "返回列表",
  },
} as const;

const items = (query = ""): Promise<WorkItems> =>
  world.api<WorkItems>(`/api/v1/work-items?limit=200&${query}`);

/** The persons in sight, in their order: the list draws only rows near the screen. */
const namesShown = (table: Locator): Promise<string[]> =>
  table.getByRole("rowheader").getByRole("link").allInnerTexts();
const namesOf = (rows: readonly WorkItem[], count = rows.length): string[] =>
  rows.slice(0, count).map(({ name }) => name ?? "");

describe.each(LANGS)("today's list in %s", (lang) => {
  const w = words[lang];
  const openToday = async (query = ""): Promise<{ page: Page; table: Locator }> => {
    const page = await world.open({ lang });
    await page.goto(`/today${query}`);
    await page.getByRole("heading", { name: w.title, level: 1 }).waitFor();
    return { page, table: page.getByRole("table", { name: w.table }) };
  };

  test("ranks people by a score that is the sum of its reasons, all of it shown", async () => {
    const { items: all } = await items();
    for (const { score, reasons } of all)
      expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(score);
    expect(all.map(({ score }) => score)).toEqual(
      all.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    const { table } = await openToday();
    await table.getByRole("button", { name: w.explain }).first().click();
    expect(await namesShown(table)).toEqual(namesOf(all, (await namesShown(table)).length));
    const sums = table.locator("tbody table").getByRole("row");
    const points = (await sums.allInnerTexts()).map((text) => Number(text.split("\t").at(-1)));
    expect(points.length).toBe((all[0]?.reasons.length ?? 0) + 1);
    expect(points.slice(0, -1).reduce((sum, n) => sum + n, 0)).toBe(points.at(-1));
    expect(points.at(-1)).toBe(all[0]?.score);
  });

  test("filters by bucket and by next step, and clears both", async () => {
    const { page, table } = await openToday();
    const inBucket = await items("bucket=M2");
    await page.getByRole("button", { name: /^M2/ }).click();
    await eventually(() => namesShown(table)).toEqual(namesOf(inBucket.items));
    const buckets = await table
      .getByRole("row")
      .getByText(/^M\d\+?$/)
      .allInnerTexts();
    expect(new Set(buckets)).toEqual(new Set(["M2"]));

    await page.getByRole("combobox", { name: w.step }).click();
    await page.getByTitle(w.negotiate).click();
    const both = await items("bucket=M2&step=negotiate");
    await eventually(() => namesShown(table)).toEqual(namesOf(both.items));
    expect(new URL(page.url()).search).toBe("?bucket=M2&step=negotiate");

    await page.getByRole("button", { name: w.clear }).click();
    const { total } = await items();
    await eventually(async () => countIn(await page.locator(".lead").innerText())).toBe(total);
  });

  test("finds a person by name, and nobody by nonsense", async () => {
    const { items: all } = await items();
    const { name } = all.at(-1) as WorkItem;
    const found = await items(`q=${encodeURIComponent(name as string)}`);
    expect(found.items.length).toBeGreaterThan(0);
    const { page, table } = await openToday();
    const box = page.getByRole("textbox", { name: w.search });
    await box.fill(name as string);
    await eventually(() => namesShown(table)).toEqual(namesOf(found.items));
    expect(await namesShown(table)).toContain(name);
    await box.fill("zzzzzz");
    await page.getByText(w.nobody).waitFor();
  });

  test("is worked with j, k and Enter, and comes back to the same place with u", async () => {
    const { items: all } = await items();
    const { page, table } = await openToday();
    await table.getByRole("link").first().waitFor();
    for (const key of ["j", "j", "j", "k"]) await page.keyboard.press(key);
    const focused = (): Promise<string> => page.locator(":focus").innerText();
    await eventually(focused).toBe(all[2]?.name);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/accounts/${all[2]?.accountId}*`);
    await page.getByRole("heading", { name: all[2]?.name ?? "", level: 1 }).waitFor();
    await page.keyboard.press("j");
    await page.waitForURL(`**/accounts/${all[3]?.accountId}*`);
    await page.keyboard.press("u");
    await page.waitForURL("**/today");
    await eventually(focused).toBe(all[3]?.name);
  });

  test("says how many are left in peace, and why", async () => {
    const { withheld } = await items();
    const people = withheld.reduce((sum, one) => sum + one.people, 0);
    expect(withheld.find(({ reason }) => reason === "book_not_contactable")?.people).toBe(
      blockedPeople.length,
    );
    const { page } = await openToday();
    const line = page.getByRole("group").filter({ hasText: w.withheld });
    expect(countIn(await line.innerText())).toBe(people);
    await line.getByText(w.withheld).click();
    await eventually(() => line.getByRole("definition").count()).toBe(withheld.length);
  });

  test("never shows people of a book that nobody vouched for", async () => {
    const { items: all } = await items();
    for (const name of blockedPeople) {
      expect(namesOf(all)).not.toContain(name);
      const { page } = await openToday(`?q=${encodeURIComponent(name)}`);
      await page.getByText(w.nobody).waitFor();
    }
  });

  test("shows the amounts of the API", async () => {
    const [first] = (await items()).items;
    const { table } = await openToday();
    const row = table.getByRole("row").nth(1);
    const [pastDue = "", balance = ""] = (await row.getByRole("cell").nth(1).innerText()).split(
      "\n",
    );
    expect([minorOf(pastDue), minorOf(balance)]).toEqual([
      first?.pastDueMinor,
      first?.balanceMinor,
    ]);
  });
});
