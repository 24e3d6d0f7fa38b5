import { describe, expect, test } from "vitest";
import { currencyExponent, isCurrency } from "./currency.ts";

describe("decimals of a currency (ISO 4217)", () => {
  test.each([
    ["JPY", 0],
    ["KRW", 0],
    ["VND", 0],
    ["CNY", 2],
    ["USD", 2],
    ["EUR", 2],
    ["KWD", 3],
    ["BHD", 3],
    ["TND", 3],
  ])("%s has %i", (code, decimals) => {
    expect(currencyExponent(code)).toBe(decimals);
  });
});

describe("not a currency", () => {
  test.each([
    ["RMB", "a common name, not the code"],
    ["cny", "codes are capitals"],
    ["CNH", "the offshore yuan has no ISO code"],
    ["XAU", "gold has no minor unit"],
    ["XXX", "no currency"],
    ["", "empty"],
  ])("%s (%s)", (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => currencyExponent(code)).toThrow(RangeError);
  });
});

test("names inherited from objects are not currencies", () => {
  expect(isCurrency("constructor")).toBe(false);
});
