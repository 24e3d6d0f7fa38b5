import { expect, test } from "vitest";
import { inkOn } from "./bucket-scale.ts";
import {
  dpdText,
  formatAmount,
  formatExact,
  formatShare,
  majorForDrawing,
  ratio,
} from "./format.ts";

test("amounts keep every digit and have the decimals of their currency", () => {
  expect(formatAmount("900719925474099301", "CNY", "bare")).toBe("9,007,199,254,740,993.01");
  expect(formatAmount("-5", "CNY", "bare")).toBe("-0.05");
  expect(formatAmount("1500", "JPY", "bare")).toBe("1,500");
  expect(formatAmount("1500", "KWD", "bare")).toBe("1.500");
});

test("an exact sum keeps the places beyond the smallest coin", () => {
  expect(formatExact("123456.7801", "CNY")).toBe("1,234.567801");
  expect(formatExact("5.0411", "CNY")).toBe("0.050411");
  expect(formatExact("-1500.25", "JPY")).toBe("-1,500.25");
});

test("an unknown currency is shown as it came, not guessed at", () => {
  expect(formatAmount("1500", "ZZZ", "full")).toBe("1500 ZZZ");
  expect(majorForDrawing("1500", "ZZZ")).toBe(1500);
});

test("a share without a whole is a dash, a small one has two decimals", () => {
  expect(formatShare(1, 0)).toBe("–");
  expect(formatShare(1, 8)).toBe("12.5%");
  expect(formatShare(1, 400)).toBe("0.25%");
  expect(ratio(1n, 4n)).toBe(0.25);
});

test("days past due are exact, a band, open-ended, or not known", () => {
  expect(dpdText({ kind: "exact", days: 54 })).toBe("54");
  expect(dpdText({ kind: "band", from: 30, to: 59 })).toBe("30–59");
  expect(dpdText({ kind: "band", from: 180, to: null })).toBe("180+");
  expect(dpdText({ kind: "unknown" })).toBeNull();
});

test("text on a colour is dark on light and light on dark", () => {
  expect(inkOn("#f5d76e")).toBe("#15181c");
  expect(inkOn("#561c73")).toBe("#ffffff");
});
