import { routes } from "@mora/contract";
import { describe, expect, test } from "vitest";
import { blockedBook, LANGS, useWorld } from "./world.ts";

const world = useWorld();
const words = {
  en: {
    state: "State of the system",
    loopback: /This machine only/,
    more: /loopback address only/,
    synthetic: "Synthetic data",
    blocked: `No contact yet: ${blockedBook.name}`,
    title: "Portfolio",
    retry: "Try again",
    stock: "Stock by bucket",
    code: "en",
    other: "中文",
  },
  zh: {
    state: "系统状态",
    loopback: /仅限本机访问/,
    more: /本机回环地址/,
    synthetic: "合成数据",
    blocked: `暂不可联系：${blockedBook.name}`,
    title: "组合总览",
    retry: "重试",
    stock: "各逾期阶段存量",
    code: "zh-CN",
    other: "EN",
  },
} as const;

describe.each(LANGS)("around every page in %s", (lang) => {
  const w = words[lang];

  test("the state of the system stands above everything", async () => {
    const page = await world.open({ lang });
    await page.goto("/today");
    const state = page.getByRole("region", { name: w.state });
    await state.getByText(w.synthetic).waitFor();
    await state.getByRole("button", { name: w.loopback }).click();
    await page.getByRole("tooltip").getByText(w.more).waitFor();
    await state.getByRole("button", { name: w.blocked }).click();
    await page.getByText(`mora book sign-suppression ${blockedBook.code}`).waitFor();
  });

  test("the language switches at once and stays after a reload", async () => {
    const page = await world.open({ lang });
    await page.goto("/portfolio");
    await page.getByRole("heading", { name: w.title, level: 1 }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe(w.code);
    const there = words[lang === "en" ? "zh" : "en"];
    await page.getByText(w.other, { exact: true }).click();
    await page.getByRole("heading", { name: there.title, level: 1 }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: there.title, level: 1 }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe(there.code);
  });

  test("an error of the API is shown with its code, and trying again works", async () => {
    const page = await world.open({ lang, expected: /500/ });
    const broken = { code: "INTERNAL", detail: "Mora failed here; the server's log says more" };
    const url = `**${routes.portfolio}*`;
    await page.route(url, (route) => route.fulfill({ status: 500, json: broken }));
    await page.goto("/portfolio");
    const alert = page.getByRole("alert");
    await alert.getByText(broken.detail).waitFor();
    await alert.getByText(broken.code).waitFor();
    await page.unroute(url);
    await alert.getByRole("button", { name: w.retry }).click();
    await page.getByRole("region", { name: w.stock }).waitFor();
  });

  test("an address without a page says so", async () => {
    const page = await world.open({ lang });
    await page.goto("/nowhere");
    await page.getByRole("heading", { name: "404" }).waitFor();
    await page.getByRole("main").getByRole("link", { name: w.title }).click();
    await page.getByRole("heading", { name: w.title, level: 1 }).waitFor();
  });
});

test("the API explorer shows the API and asks nobody outside this machine", async () => {
  const page = await world.open({ lang: "en" });
  await page.goto(routes.explorer);
  await page.getByRole("heading", { name: "Mora", level: 1 }).waitFor();
  await page.getByText("Books and their state").first().waitFor();
  await page.getByText(routes.meta).first().waitFor();
  await page.waitForLoadState("networkidle");
});
