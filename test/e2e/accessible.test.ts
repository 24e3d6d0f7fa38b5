import { AxeBuilder } from "@axe-core/playwright";
import type { AccountDetail, BankLines, WorkItems } from "@mora/contract";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { VIEWPORTS } from "../../testkit/browser.ts";
import { LANGS, useWorld } from "./world.ts";

const world = useWorld();
const viewports = Object.keys(VIEWPORTS) as (keyof typeof VIEWPORTS)[];
const cases = LANGS.flatMap((lang) => viewports.map((viewport) => ({ lang, viewport })));

/** What axe finds by any of its rules, one line a rule and element. */
async function violationsOf(page: Page): Promise<string[]> {
  // Legacy mode opens no second page for frames: ours have none.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
  );
}

async function firstAccount(book: string): Promise<string> {
  const list = await world.api<WorkItems>(`/api/v1/work-items?book=${book}`);
  return `/accounts/${list.items[0]?.accountId}?at=0`;
}

async function waitingLine(): Promise<string> {
  const { lines } = await world.api<BankLines>("/api/v1/bank/lines");
  return `/suspense?line=${lines.find(({ candidates }) => candidates > 0)?.lineId}`;
}

/** An account that bears penalty interest. */
async function lateCharged(): Promise<string> {
  const list = await world.api<WorkItems>("/api/v1/work-items?book=LOAN&limit=200");
  for (const { accountId } of list.items) {
    const account = await world.api<AccountDetail>(`/api/v1/accounts/${accountId}`);
    if (account.accruals.length > 0) return `/accounts/${accountId}`;
  }
  throw new Error("no account of the synthetic lender bears penalty interest");
}

/** Each page, and what shows that it is all there. */
const pages = async (): Promise<[path: string, ready: string][]> => [
  ["/portfolio?scope=all", ".roll-charts svg"],
  ["/today", ".work a.person"],
  ["/today?q=nobody", ".state"],
  [await firstAccount("LOAN"), ".schedule-strip"],
  ["/suspense", ".lines"],
  [await waitingLine(), ".candidates"],
  ["/suspense?state=applied", ".state"],
  ["/suspense?aside=zero", ".aside-table"],
  ["/accounts/00000000-0000-7000-8000-000000000000", ".state-error"],
];

test.each(cases)("axe finds nothing on any page in $lang on a $viewport", async (at) => {
  const page = await world.open({ ...at, expected: /404/ });
  const found: string[] = [];
  for (const [path, ready] of await pages()) {
    await page.goto(path);
    await page.locator(ready).first().waitFor();
    found.push(...(await violationsOf(page)).map((violation) => `${path} ${violation}`));
  }
  expect(found).toEqual([]);
});

const unfolded = [
  { lang: "zh", viewport: "desktop" },
  { lang: "en", viewport: "phone" },
] as const;

describe.each(unfolded)("axe finds nothing in $lang on a $viewport", (at) => {
  test("with reasons and protections unfolded", async () => {
    const page = await world.open(at);
    await page.goto("/today");
    await page.locator(".work a.person").first().waitFor();
    await page.keyboard.press("e");
    await page.locator(".withheld summary").click();
    expect(await violationsOf(page)).toEqual([]);
  });

  test("with a row of the schedule unfolded, late charges and all", async () => {
    const page = await world.open(at);
    await page.goto(await lateCharged());
    const buttons = page.locator(".unfold");
    await buttons.first().waitFor();
    for (const button of await buttons.all()) await button.click();
    await page.locator(".growth").first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  test("with a line to be marked as not ours, and nobody's name yet", async () => {
    const page = await world.open(at);
    await page.goto("/suspense");
    await page.locator(".lines a").first().click();
    await page.locator(".line-actions button").first().click();
    await page.locator(".reason-field").fill("not a payment");
    await page.keyboard.press("Enter");
    await page.locator(".note-bar.is-asking").waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  test("with a figure's arithmetic and the list of keys open", async () => {
    const page = await world.open(at);
    await page.goto("/portfolio");
    await page.locator("button.figure").nth(1).click();
    await page.getByRole("tooltip").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });
});
