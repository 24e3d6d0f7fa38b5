import type { AccountDetail, WorkItems } from "@mora/contract";
import { openPartyKeys } from "@mora/server/modules/portfolio/people";
import { openField } from "@mora/server/platform/crypto/seal";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { testRing } from "../../testkit/lender.ts";
import { eventually, LANGS, minorOf, useWorld } from "./world.ts";

const world = useWorld();
const words = {
  en: {
    arithmetic: "How the figures come about",
    schedule: "Schedule",
    timeline: "Timeline",
    people: "People",
    queue: /Show \d+ changes? of the queue/,
    unknown: "This could not be loaded",
    retry: "Try again",
  },
  zh: {
    arithmetic: "数字的由来",
    schedule: "还款计划",
    timeline: "时间线",
    people: "相关人",
    queue: /显示 \d+ 条队列变动/,
    unknown: "加载失败",
    retry: "重试",
  },
} as const;

type Sums = readonly bigint[];
type Line = { readonly op: string; readonly amounts: Sums };

/** Lines of the statement that have amounts: sign, then each group of components, and the total. */
async function linesShown(page: Page, title: string): Promise<Line[]> {
  const region = page.getByRole("region", { name: title });
  const rows = await region.getByRole("row").allInnerTexts();
  const cells = rows.slice(1).map((row) => row.split("\t"));
  return cells
    .filter((row) => row.length >= 6)
    .map(([op = "", , ...amounts]) => ({
      op,
      amounts: amounts.map((text) => BigInt(minorOf(text))),
    }));
}

/** Late charges have a column only where there are any. */
function linesOf({ arithmetic }: AccountDetail): Line[] {
  const all = arithmetic.flatMap(({ op, components }) => (components ? [{ op, components }] : []));
  const isLate = all.some(({ components }) => components.penaltyMinor !== "0");
  return all.map(({ op, components: c }) => ({
    op: { start: "", plus: "+", minus: "−", equals: "=", note: "" }[op],
    amounts: [
      c.principalMinor,
      c.interestMinor,
      ...(isLate ? [c.penaltyMinor] : []),
      c.feeMinor,
      c.totalMinor,
    ].map(BigInt),
  }));
}

/** Adds up what is shown; every line after "=" must be the sum of those above it. */
function checkSum(lines: readonly Line[]): number {
  let sum: Sums = [];
  let results = 0;
  for (const { op, amounts } of lines) {
    if (op === "=") {
      expect(amounts).toEqual(sum);
      results++;
    } else if (op === "") sum = amounts;
    else sum = sum.map((value, i) => value + (op === "+" ? 1n : -1n) * (amounts[i] ?? 0n));
    expect(amounts.at(-1)).toBe(amounts.slice(0, -1).reduce((total, part) => total + part, 0n));
  }
  return results;
}

/** Every contact point of the people concerned, in full, as only the database holds it. */
async function secretsOf(account: AccountDetail): Promise<string[]> {
  const ids = account.parties.map(({ partyId }) => partyId);
  const keys = await openPartyKeys(world.db, testRing, ids);
  const rows = await world.db
    .selectFrom("contact_point")
    .select(["party_id", "value_sealed"])
    .where("party_id", "in", ids)
    .execute();
  return rows.map((row) => {
    const key = keys.get(row.party_id);
    if (!key) throw new Error("a party has lost its key");
    return openField(key, "contact_point", row.value_sealed);
  });
}

const firstOf = async (book: string): Promise<AccountDetail> => {
  const list = await world.api<WorkItems>(`/api/v1/work-items?book=${book}`);
  return world.api<AccountDetail>(`/api/v1/accounts/${list.items[0]?.accountId}`);
};

describe.each(LANGS)("an account in %s", (lang) => {
  const w = words[lang];
  const openAccount = async (account: AccountDetail): Promise<Page> => {
    const page = await world.open({ lang });
    await page.goto(`/accounts/${account.accountId}`);
    const name = account.parties[0]?.name ?? "";
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    return page;
  };

  test.each(["LOAN", "CARD"])("of book %s shows arithmetic that adds up", async (book) => {
    const account = await firstOf(book);
    const page = await openAccount(account);
    const shown = await linesShown(page, w.arithmetic);
    expect(shown).toEqual(linesOf(account));
    expect(checkSum(shown)).toBe(2);
    const results = shown
      .filter(({ op }) => op === "=")
      .map(({ amounts }) => String(amounts.at(-1)));
    expect(results).toEqual([account.pastDue.totalMinor, account.balance.totalMinor]);
  });

  test("shows the schedule, whose open instalments are the past due and the balance", async () => {
    const account = await firstOf("LOAN");
    const page = await openAccount(account);
    const table = page.getByRole("region", { name: w.schedule }).getByRole("table");
    expect(await table.getByRole("row").count()).toBe(account.schedule.length + 1);
    const open = (lines: AccountDetail["schedule"]): string =>
      String(lines.reduce((sum, { openMinor }) => sum + BigInt(openMinor), 0n));
    const late = account.schedule.filter(({ status }) => status === "past_due");
    expect([open(late), open(account.schedule)]).toEqual([
      account.pastDue.totalMinor,
      account.balance.totalMinor,
    ]);
  });

  test("shows the timeline, that of the queue on request", async () => {
    const account = await firstOf("LOAN");
    const page = await openAccount(account);
    const timeline = page.getByRole("region", { name: w.timeline });
    const main = account.timeline.filter(({ kind }) => !kind.startsWith("work_item_"));
    await eventually(() => timeline.getByRole("listitem").count()).toBe(Math.min(30, main.length));
    await timeline.getByRole("button", { name: w.queue }).click();
    await eventually(() => timeline.getByRole("listitem").count()).toBe(
      Math.min(30, account.timeline.length),
    );
    // A code without words is shown as code: there must be none.
    expect(await timeline.locator("code").count()).toBe(0);
    expect(await timeline.innerText()).not.toMatch(/[a-z]_[a-z]/);
  });

  test("names everybody concerned and nobody's number in full", async () => {
    const account = await firstOf("LOAN");
    const secrets = await secretsOf(account);
    expect(secrets.length).toBeGreaterThan(0);
    const page = await openAccount(account);
    const people = page.getByRole("region", { name: w.people });
    for (const { name } of account.parties)
      expect(await people.getByText(name ?? "", { exact: true }).count()).toBeGreaterThan(0);
    const everything = (await page.content()) + JSON.stringify(account);
    for (const secret of secrets) {
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(secret.replace(/^\+86/, ""));
    }
  });

  test("that does not exist says so, and what was looked for", async () => {
    const page = await world.open({ lang, expected: /404/ });
    await page.goto("/accounts/00000000-0000-7000-8000-000000000000");
    const alert = page.getByRole("alert").filter({ hasText: w.unknown });
    expect(await alert.innerText()).toMatch(/ACCOUNT_UNKNOWN/);
    expect(await alert.innerText()).toMatch(/00000000-0000-7000-8000-000000000000/);
    await alert.getByRole("button", { name: w.retry }).waitFor();
  });
});
