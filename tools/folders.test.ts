import { expect, test } from "vitest";
import { projectRoot } from "../server/platform/config.ts";
import { importsOf, sourceFiles, violationOf } from "./folders.ts";

const files = sourceFiles(projectRoot);
const imports = files.flatMap((file) => importsOf(projectRoot, file));

test("every import goes in the direction that the folders allow", () => {
  expect(imports.map(violationOf).filter((violation) => violation !== undefined)).toEqual([]);
});

test("the test has seen the project: a reader that finds nothing proves nothing", () => {
  expect(files.length).toBeGreaterThan(120);
  expect(imports.length).toBeGreaterThan(350);
});

test("an import against the direction is found", () => {
  const wrong = [
    { from: "core/kernel/money.ts", to: "server/platform/config.ts" },
    { from: "core/ledger/schedule.ts", to: "core/day/plan-account-day.ts" },
    { from: "server/modules/cases/queries.ts", to: "server/modules/portfolio/queries.ts" },
    { from: "server/platform/clock.ts", to: "server/modules/cases/index.ts" },
    { from: "web/src/main.tsx", to: "server/main/cli.ts" },
  ];
  expect(wrong.map((each) => violationOf(each)?.why)).not.toContain(undefined);
});

test("core imports nothing but itself", () => {
  const foreign = files
    .filter((file) => file.includes("/core/"))
    .flatMap((file) => importsOf(projectRoot, file))
    .filter(({ to }) => !to.startsWith("core/"));
  expect(foreign).toEqual([]);
});
