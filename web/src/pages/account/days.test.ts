import { expect, test } from "vitest";
import { addDaysTo, daysBetween } from "./days.ts";

test("the last day of a stretch is the first that is not in it", () => {
  expect(daysBetween("2026-02-10", "2026-03-12")).toBe(30);
  expect(addDaysTo("2026-02-10", 30)).toBe("2026-03-12");
});
