import { expect, test } from "vitest";
import { metro2Bands, thirtyDayBands } from "./bucket.ts";
import { bandsByScheme, defaultArrearsPolicy } from "./policy.ts";

test("by default there is no grace, no tolerance, and M1 is 1–30 days", () => {
  expect(defaultArrearsPolicy).toEqual({
    dueDateIs: 0,
    level: "instalment",
    graceDays: 0,
    toleranceMinor: 0n,
    bands: thirtyDayBands,
  });
});

test("terms name their bands", () => {
  expect(bandsByScheme).toEqual({ days_1_30: thirtyDayBands, metro2: metro2Bands });
});

test("every scheme's bands begin after day 0 and ascend", () => {
  for (const bands of Object.values(bandsByScheme))
    expect(bands.every(({ from }, i) => from > (bands[i - 1]?.from ?? 0))).toBe(true);
});
