import { describe, expect, it } from "vitest";
import { decimalOf, formatRate, parseRate, type Rate } from "./rate.ts";

describe("a rate", () => {
  it.each([
    ["0.0435", 43_500_000_000n, "4.35%"],
    ["4.35%", 43_500_000_000n, "4.35%"],
    ["0", 0n, "0%"],
    ["1000%", 10_000_000_000_000n, "1000%"],
    ["-0.005", -5_000_000_000n, "-0.5%"],
    ["0.000000000001", 1n, "0.0000000001%"],
    ["0.0435000000000000", 43_500_000_000n, "4.35%"],
  ])("reads %s exactly", (text, units, shown) => {
    const rate = parseRate(text);
    expect(rate).toEqual({ ok: true, value: units });
    expect(formatRate(units as Rate)).toBe(shown);
    expect(parseRate(decimalOf(units as Rate))).toEqual(rate);
  });

  it.each([
    ["4,35%", "RATE_MALFORMED"],
    ["", "RATE_MALFORMED"],
    ["1e-3", "RATE_MALFORMED"],
    ["0.0000000000001", "RATE_TOO_PRECISE"],
    ["0.00000000001%", "RATE_TOO_PRECISE"],
  ])("refuses %s as %s", (text, code) => {
    expect(parseRate(text)).toMatchObject({ ok: false, error: { code } });
  });
});
