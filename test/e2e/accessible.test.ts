import { AxeBuilder } from "@axe-core/playwright";
import type { WorkItems } from "@mora/contract";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { VIEWPORTS } from "../../testkit/browser.ts";
import { LANGS, useWorld } from "./world.ts";

const world = useWorld();
const viewports = Object.keys(VIEWPORTS) as (keyof typeof VIEWPORTS)[];
const cases = LANGS.flatMap((lang) => viewports.map((viewport) => ({ lang, viewport })));

/** What axe finds, one line a rule and element. */
async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
  );
}

async function firstAccount(book: string): Promise<string> {
  const list = await world.api<WorkItems>(`/api/v1/work-items?book=${book}`);
  return `/accounts/${list.items[0]?.accountId}?at=0`;
}

describe.each(cases)("axe finds nothing in $lang on a $viewport", (at) => {
  test("on any page", async () => {
    const page = await world.open({ ...at, expected: /404/ });
    const paths = [
      "/portfolio",
      "/portfolio?scope=all&measure=balance",
      "/today",
      "/today?q=nobody",
      await firstAccount("LOAN"),
      await firstAccount("CARD"),
      "/accounts/00000000-0000-7000-8000-000000000000",
    ];
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(path, { waitUntil: "networkidle" });
      found.push(...(await violationsOf(page)).map((violation) => `${path} ${violation}`));
    }
    expect(found).toEqual([]);
  });

  test("with everything unfolded", async () => {
    const page = await world.open(at);
    await page.goto("/today", { waitUntil: "networkidle" });
    await page.keyboard.press("e");
    await page.locator(".withheld summary").click();
    expect(await violationsOf(page)).toEqual([]);
    await page.goto("/portfolio", { waitUntil: "networkidle" });
    await page.locator("button.figure").nth(1).click();
    await page.getByRole("tooltip").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });
});
