import type { Meta, Portfolio } from "@mora/contract";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { countIn, eventually, LANGS, minorOf, useWorld } from "./world.ts";

const world = useWorld();
const words = {
  en: {
    title: "Portfolio",
    stock: "Stock by bucket",
    open: /^Open accounts/,
    pastDue: /^Past due/,
    total: "Total",
    book: "Book",
  },
  zh: {
    title: "组合总览",
    stock: "各逾期阶段存量",
    open: /^在账户数/,
    pastDue: /^逾期金额/,
    total: "合计",
    book: "账册",
  },
} as const;

/** The stock table as the API gives it: bucket, accounts, balance and past due in minor units. */
async function stockShown(page: Page, title: string): Promise<string[][]> {
  const table = page.getByRole("region", { name: title }).getByRole("table");
  const rows = await table.getByRole("row").allInnerTexts();
  const cells = rows.slice(1, -1).map((row) => row.split("\t"));
  return cells.map(([bucket = "", accounts = "", , balance = "", pastDue = ""]) => [
    bucket.split(/\s/)[0] ?? "",
    accounts,
    minorOf(balance),
    minorOf(pastDue),
  ]);
}

const stockOf = ({ stock }: Portfolio): string[][] =>
  stock.map((row) => [row.bucket, String(row.accounts), row.balanceMinor, row.pastDueMinor]);
const inOrder = (rows: string[][]): string[][] => rows.toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1));

describe.each(LANGS)("the portfolio in %s", (lang) => {
  const w = words[lang];

  test("shows the API's figures, and every account in exactly one bucket", async () => {
    const [meta, portfolio] = await Promise.all([
      world.api<Meta>("/api/v1/meta"),
      world.api<Portfolio>("/api/v1/portfolio"),
    ]);
    const page = await world.open({ lang });
    await page.goto("/");
    await page.getByRole("heading", { name: w.title, level: 1 }).waitFor();
    await eventually(async () => inOrder(await stockShown(page, w.stock))).toEqual(
      inOrder(stockOf(portfolio)),
    );
    const shown = await stockShown(page, w.stock);
    const sum = (counts: number[]): number => counts.reduce((total, n) => total + n, 0);
    expect(sum(shown.map(([, accounts]) => Number(accounts)))).toBe(
      sum(meta.books.map(({ accounts }) => accounts)),
    );
  });

  test("opens a figure into its arithmetic", async () => {
    const { stock } = await world.api<Portfolio>("/api/v1/portfolio");
    const open = stock.filter(({ bucket }) => bucket !== "X" && bucket !== "CO");
    const page = await world.open({ lang });
    await page.goto("/portfolio");
    const figure = page.getByRole("button", { name: w.open });
    expect(countIn((await figure.innerText()).split("\n")[1] ?? "")).toBe(
      open.reduce((total, { accounts }) => total + accounts, 0),
    );
    await page.getByRole("button", { name: w.pastDue }).click();
    const result = page.getByRole("tooltip").getByRole("row", { name: w.total });
    const total = open.reduce((sum, { pastDueMinor }) => sum + BigInt(pastDueMinor), 0n);
    expect(minorOf(await result.innerText())).toBe(String(total));
  });

  test("narrows to one book", async () => {
    const portfolio = await world.api<Portfolio>("/api/v1/portfolio?book=CARD");
    const page = await world.open({ lang });
    await page.goto("/portfolio");
    await page.getByRole("combobox", { name: w.book }).click();
    await page
      .getByRole("option", { name: /CARD/ })
      .or(page.getByTitle(/CARD|信用卡/))
      .first()
      .click();
    await page.waitForURL(/book=CARD/);
    await eventually(async () => inOrder(await stockShown(page, w.stock))).toEqual(
      inOrder(stockOf(portfolio)),
    );
  });
});
