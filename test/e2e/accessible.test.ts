import { AxeBuilder } from "@axe-core/playwright";
import type { WorkItems } from "@mora/contract";
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

/** Each page, and what shows that it is all there. */
const pages = async (): Promise<[path: string, ready: string][]> => [
  ["/portfolio?scope=all", ".roll-charts svg"],
  ["/today", ".work a.person"],
  ["/today?q=nobody", ".state"],
  [await firstAccount("LOAN"), ".schedule-strip"],
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
