import { describe, expect, test } from "vitest";
import { InvariantError } from "./assert.ts";
import {
  add,
  allocate,
  divideRounded,
  formatMoney,
  minOf,
  money,
  parseMoney,
  subtract,
  zero,
} from "./money.ts";
import { unwrap } from "./result.ts";

describe("parseMoney reads a plain decimal into minor units", () => {
  test.each([
    ["1234.50", "CNY", 123_450n],
    ["1234.5", "CNY", 123_450n],
    ["1234", "CNY", 123_400n],
    ["0.01", "USD", 1n],
    ["007", "USD", 700n],
    ["+3.20", "USD", 320n],
    ["-0.05", "USD", -5n],
    ["-0", "USD", 0n],
    ["1200", "JPY", 1_200n],
    ["1200.00", "JPY", 1_200n],
    ["1.5", "KWD", 1_500n],
    ["1.005", "KWD", 1_005n],
    ["1.50000", "CNY", 150n],
    ["99999999999999999999.99", "CNY", 9_999_999_999_999_999_999_999n],
  ])("%s %s is %s", (text, currency, minor) => {
    expect(unwrap(parseMoney(text, currency))).toEqual({ minor, currency });
  });
});

describe("parseMoney refuses", () => {
  test.each([
    ["1,234.50", "CNY", "AMOUNT_MALFORMED"],
    ["1 234", "CNY", "AMOUNT_MALFORMED"],
    ["1.234,50", "EUR", "AMOUNT_MALFORMED"],
    [".50", "CNY", "AMOUNT_MALFORMED"],
    ["5.", "CNY", "AMOUNT_MALFORMED"],
    ["1e3", "CNY", "AMOUNT_MALFORMED"],
    ["--1", "CNY", "AMOUNT_MALFORMED"],
    ["¥5", "CNY", "AMOUNT_MALFORMED"],
    ["(5.00)", "USD", "AMOUNT_MALFORMED"],
    ["１２", "CNY", "AMOUNT_MALFORMED"],
    ["5\n", "CNY", "AMOUNT_MALFORMED"],
    [" 5", "CNY", "AMOUNT_MALFORMED"],
    ["", "CNY", "AMOUNT_MALFORMED"],
    ["NaN", "CNY", "AMOUNT_MALFORMED"],
    ["0.001", "CNY", "AMOUNT_TOO_PRECISE"],
    ["1.5", "JPY", "AMOUNT_TOO_PRECISE"],
    ["1.0005", "KWD", "AMOUNT_TOO_PRECISE"],
    ["5.00", "RMB", "CURRENCY_UNKNOWN"],
  ])("%j %s: %s", (text, currency, code) => {
    expect(parseMoney(text, currency)).toMatchObject({ ok: false, error: { code } });
  });
});

describe("formatMoney writes exactly the currency's decimals", () => {
  test.each([
    [123_450n, "CNY", "1234.50"],
    [5n, "CNY", "0.05"],
    [-5n, "CNY", "-0.05"],
    [-12_345n, "USD", "-123.45"],
    [0n, "USD", "0.00"],
    [1_200n, "JPY", "1200"],
    [0n, "JPY", "0"],
    [-7n, "JPY", "-7"],
    [1_500n, "KWD", "1.500"],
    [-1n, "KWD", "-0.001"],
  ])("%s %s is %s", (minor, currency, text) => {
    expect(formatMoney(money(minor, currency))).toBe(text);
  });
});

describe("two amounts", () => {
  test("add and subtract", () => {
    expect(add(money(150n, "CNY"), money(50n, "CNY"))).toEqual(money(200n, "CNY"));
    expect(subtract(money(150n, "CNY"), money(200n, "CNY"))).toEqual(money(-50n, "CNY"));
    expect(add(zero("JPY"), money(3n, "JPY"))).toEqual(money(3n, "JPY"));
  });

  test("of different currencies never mix", () => {
    expect(() => add(money(1n, "CNY"), money(1n, "USD"))).toThrow(InvariantError);
    expect(() => subtract(money(1n, "CNY"), money(1n, "JPY"))).toThrow(
      "currencies differ: CNY and JPY",
    );
  });
});

describe("allocate splits by weights; units left over go to the largest remainders", () => {
  test.each([
    ["evenly", 90n, [1n, 1n, 1n], [30n, 30n, 30n]],
    ["a cent over: to the first", 100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    ["two cents over: to the first two", 101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    ["to the largest remainder, not the first", 10n, [1n, 2n], [3n, 7n]],
    ["a weight of nothing gets nothing", 7n, [0n, 3n, 0n, 2n], [0n, 4n, 0n, 3n]],
    ["one part takes all", 7n, [5n], [7n]],
    ["nothing to split", 0n, [2n, 3n], [0n, 0n]],
    ["fewer units than parts", 2n, [1n, 1n, 1n], [1n, 1n, 0n]],
    ["a negative amount mirrors a positive one", -100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
  ])("%s", (_, whole, weights, parts) => {
    expect(allocate(money(whole, "CNY"), weights).map(({ minor }) => minor)).toEqual(parts);
  });

  test("the parts keep the currency", () => {
    expect(allocate(money(3n, "KWD"), [1n, 2n]).every((p) => p.currency === "KWD")).toBe(true);
  });

  test.each([
    ["no weights", []],
    ["only zero weights", [0n, 0n]],
    ["a negative weight", [3n, -1n]],
  ])("breaks on %s", (_, weights) => {
    expect(() => allocate(money(1n, "CNY"), weights)).toThrow(InvariantError);
  });
});

describe("divideRounded", () => {
  test.each([
    // ÷       half_up half_even down  up
    [7n, 2n, 4n, 4n, 3n, 4n],
    [5n, 2n, 3n, 2n, 2n, 3n],
    [-5n, 2n, -3n, -2n, -2n, -3n],
    [5n, -2n, -3n, -2n, -2n, -3n],
    [-7n, -2n, 4n, 4n, 3n, 4n],
    [1n, 3n, 0n, 0n, 0n, 1n],
    [2n, 3n, 1n, 1n, 0n, 1n],
    [-1n, 3n, 0n, 0n, 0n, -1n],
    [6n, 3n, 2n, 2n, 2n, 2n],
    [0n, 5n, 0n, 0n, 0n, 0n],
  ])("%s ÷ %s: half up %s, half even %s, down %s, up %s", (n, d, halfUp, halfEven, down, up) => {
    expect(divideRounded(n, d, "half_up")).toBe(halfUp);
    expect(divideRounded(n, d, "half_even")).toBe(halfEven);
    expect(divideRounded(n, d, "down")).toBe(down);
    expect(divideRounded(n, d, "up")).toBe(up);
  });

  test("breaks on a division by zero", () => {
    expect(() => divideRounded(1n, 0n, "down")).toThrow("division by zero");
  });
});

test("minOf is the smaller of two", () => {
  expect([minOf(1n, 2n), minOf(2n, 1n), minOf(-1n, 0n)]).toEqual([1n, 1n, -1n]);
});
