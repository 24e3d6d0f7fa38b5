import type { Meta } from "@mora/contract";
import { expect, test } from "vitest";
import { useWorld } from "./world.ts";

const world = useWorld();
test("x", async () => {
  const meta = await world.api<Meta>("/api/v1/meta");
  console.log(JSON.stringify(meta, null, 1));
  const page = await world.open({ lang: "en" });
  await page.goto("/");
  await page.getByRole("heading", { name: "Portfolio" }).waitFor();
  await page.getByText("Stock by bucket").waitFor();
  await page.screenshot({ path: "/tmp/xb/p.png" });
  expect(1).toBe(1);
});
