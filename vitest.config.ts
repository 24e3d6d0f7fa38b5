import { defineConfig } from "vitest/config";

const slow = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "core/**/*.test.ts",
            "contract/**/*.test.ts",
            "server/modules/demo/**/*.test.ts",
            "server/**/*.unit.test.ts",
            "tools/**/*.test.ts",
            "web/src/**/*.test.ts",
          ],
          sequence: { groupOrder: 0 },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "store",
          include: [
            "server/**/*.test.ts",
            "test/scenarios/**/*.test.ts",
            "test/crash/**/*.test.ts",
          ],
          exclude: ["server/modules/demo/**", "server/**/*.unit.test.ts"],
          globalSetup: ["testkit/global-database.ts"],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          ...slow,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["testkit/global-database.ts", "testkit/global-browser.ts"],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          ...slow,
        },
      },
    ],
  },
});
