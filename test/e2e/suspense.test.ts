import type { AccountDetail, BankLine, BankLines } from "@mora/contract";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { blockedBook, blockedPeople, eventually, LANGS, minorOf, useWorld } from "./world.ts";

const world = useWorld();
const words = {
  en: {
    title: "Suspense",
    list: "Bank lines, oldest money first",
    detail: "Bank line",
    name: "Your name",
    missing: /enter your name/,
    apply: (account: string) => `Apply to ${account}`,
    applied: (account: string) => `Applied to ${account}`,
    undone: "Undone: the line waits again",
    undo: /^Undo/,
    notOurs: "Not ours",
    why: "In your words, why",
    ignored: "Marked as not ours",
    faster: /^Berta was faster: marked as not ours/,
    waiting: "Why it waits",
    nothingExact: "Nothing exact points at one account",
    aside: "Set aside on import",
    zero: "Zero",
    zeroText: "The amount is zero",
  },
  zh: {
    title: "暂记款",
    list: "银行流水，最早的在前",
    detail: "银行流水",
    name: "您的姓名",
    missing: /请先填写您的姓名/,
    apply: (account: string) => `入账到 ${account}`,
    applied: (account: string) => `已入账到 ${account}`,
    undone: "已撤销，流水恢复待处理",
    undo: /^撤销/,
    notOurs: "非我方款项",
    why: "请写明原因",
    ignored: "已标为非我方款项",
    faster: /^Berta 已先行处理：标为非我方款项/,
    waiting: "待处理原因",
    nothingExact: "没有确切指向某一账户的依据",
    aside: "导入时搁置",
    zero: "零金额",
    zeroText: "金额为零",
  },
} as const;

const linesIn = (state = "suspense"): Promise<BankLines> =>
  world.api<BankLines>(`/api/v1/bank/lines?state=${state}&book=${blockedBook.code}`);

/** The line of a payer, as it waits. */
async function waitingFrom(payer: string): Promise<BankLine> {
  const { lines } = await linesIn();
  const line = lines.find(({ payerName }) => payerName === payer);
  if (!line) throw new Error(`no line of ${payer} waits: a test has not taken its decision back`);
  return line;
}

const post = (line: BankLine, verb: string, body: object): Promise<Response> =>
  fetch(`${world.origin}/api/v1/bank/lines/${line.lineId}/${verb}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const [payer = "", secondPayer = ""] = blockedPeople;

describe.each(LANGS)("suspense in %s", (lang) => {
  const w = words[lang];
  const openDesk = async (query = ""): Promise<{ page: Page; list: Locator; detail: Locator }> => {
    const page = await world.open({ lang, expected: /409/ });
    await page.goto(`/suspense${query}`);
    await page.getByRole("heading", { name: w.title, level: 1 }).waitFor();
    return {
      page,
      list: page.getByRole("list", { name: w.list }),
      detail: page.getByRole("region", { name: w.detail }),
    };
  };
  const signAs = (page: Page, name: string): Promise<void> =>
    page.getByRole("textbox", { name: w.name }).fill(name);

  test("shows the lines of the API with amount and first reason, and whose they may be", async () => {
    const { lines } = await linesIn();
    const { list, detail } = await openDesk();
    await eventually(() => list.getByRole("link").allInnerTexts()).toEqual(
      lines.map(({ payerName }) => payerName),
    );
    const first = await list.getByRole("listitem").first().innerText();
    expect(first).toContain(w.nothingExact);
    expect(minorOf(/[\d,]+\.\d\d/.exec(first)?.[0] ?? "")).toBe(lines[0]?.amountMinor);
    await detail.getByRole("region", { name: w.waiting }).getByText(w.nothingExact).waitFor();
    await detail.getByRole("link", { name: "NH-0" }).waitFor();
  });

  test("applies a line by keyboard alone, and takes it back", async () => {
    const line = await waitingFrom(payer);
    const { page, list } = await openDesk();
    await signAs(page, "Anna");
    await page.keyboard.press("Tab");
    await list.getByRole("link", { name: payer }).waitFor();
    await page.getByRole("button", { name: w.apply("NH-0") }).waitFor();
    await page.keyboard.press("1");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText(w.applied("NH-0")).waitFor();
    const applied = (await linesIn("applied")).lines.find(({ lineId }) => lineId === line.lineId);
    expect(applied).toMatchObject({ accountRef: "NH-0", amountMinor: line.amountMinor });
    const account = await world.api<AccountDetail>(`/api/v1/accounts/${applied?.accountId}`);
    expect(account.balance.totalMinor).toBe("0");
    expect(
      account.entries.flatMap(({ kind, amountMinor }) => (kind === "applied" ? [amountMinor] : [])),
    ).toEqual([line.amountMinor]);

    await page.keyboard.press("z");
    await page.getByRole("status").getByText(w.undone).waitFor();
    expect((await waitingFrom(payer)).decisionNo).toBe(line.decisionNo + 2);
    const after = await world.api<AccountDetail>(`/api/v1/accounts/${applied?.accountId}`);
    expect(after.balance.totalMinor).toBe(line.amountMinor);
  });

  test("asks who acts before anything happens", async () => {
    const line = await waitingFrom(payer);
    const { page } = await openDesk();
    await page.getByRole("button", { name: w.apply("NH-0") }).click();
    await page.getByRole("status").getByText(w.missing).waitFor();
    expect(await waitingFrom(payer)).toEqual(line);
    await page.getByRole("textbox", { name: w.name }).and(page.locator(":focus")).waitFor();
  });

  test("marks a line as not ours with a reason, and the line itself offers the way back", async () => {
    const line = await waitingFrom("李生客");
    const { page, detail } = await openDesk(`?line=${line.lineId}`);
    await signAs(page, "Anna");
    await detail.getByRole("button", { name: w.notOurs }).click();
    await page.getByRole("textbox", { name: w.why }).fill("an invoice of another firm");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText(w.ignored).waitFor();
    await page.goto(`/suspense?state=ignored&line=${line.lineId}`);
    await detail.getByText("an invoice of another firm").first().waitFor();
    await detail.getByRole("button", { name: w.undo }).click();
    await page.getByRole("status").getByText(w.undone).waitFor();
    expect((await waitingFrom("李生客")).decisionNo).toBe(line.decisionNo + 2);
  });

  test("never overwrites a faster colleague: says who and what, and shows the line anew", async () => {
    const line = await waitingFrom(secondPayer);
    const { page } = await openDesk(`?line=${line.lineId}`);
    await signAs(page, "Anna");
    await page.getByRole("button", { name: w.apply("NH-1") }).waitFor();
    await post(line, "ignore", { actor: "Berta", reason: "belongs to somebody else" });
    await page.getByRole("button", { name: w.apply("NH-1") }).click();
    await page.getByRole("status").getByText(w.faster).waitFor();
    expect((await linesIn("applied")).lines).toEqual([]);
    await post(line, "undo", { actor: "Berta" });
    expect((await waitingFrom(secondPayer)).state).toBe("suspense");
  });

  test("lists what imports set aside, with the reason in words", async () => {
    const { page } = await openDesk();
    await page.getByRole("link", { name: w.aside }).click();
    await page.getByRole("link", { name: w.zero }).click();
    await page.getByRole("cell", { name: w.zeroText }).waitFor();
  });
});
