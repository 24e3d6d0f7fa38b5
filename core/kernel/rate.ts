import { ok, type Refusal, type Result, refuse } from "./result.ts";

/**
 * A rate per year as an exact decimal, in units of 10⁻¹² of one (10¹² = 100 % a year). Twelve
 * decimals hold every published reference rate with a margin and a mark-up; a rate is never a float.
 * A rate by the day or month is quoted by its lender with a convention, and converted at the edge.
 */
export type Rate = bigint & { readonly __brand: "Rate" };

export type RateRefusal = Refusal<"RATE_MALFORMED" | "RATE_TOO_PRECISE">;

export const RATE_DECIMALS = 12;
export const RATE_ONE = 1_000_000_000_000n;
export const noRate = 0n as Rate;

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(%?)$/;

/** Parses `0.0435` or `4.35%`. More than twelve decimals are refused unless they are zeros. */
export function parseRate(text: string): Result<Rate, RateRefusal> {
  const match = DECIMAL.exec(text);
  if (!match) return refuse("RATE_MALFORMED", `"${text}" is not a rate such as 0.0435 or 4.35%`);
  const decimals = RATE_DECIMALS - (match[4] === "%" ? 2 : 0);
  const fraction = match[3] ?? "";
  if (/[1-9]/.test(fraction.slice(decimals)))
    return refuse("RATE_TOO_PRECISE", `"${text}" has more than ${RATE_DECIMALS} decimals`);
  const digits = BigInt(match[2] + fraction.slice(0, decimals).padEnd(decimals, "0"));
  return ok((match[1] === "-" ? -digits : digits) as Rate);
}

/** The rate as a percentage without needless zeros: `4.35%`, `0%`, `-0.5%`. */
export function formatRate(rate: Rate): string {
  const sign = rate < 0n ? "-" : "";
  const digits = String(rate < 0n ? -rate : rate).padStart(RATE_DECIMALS - 1, "0");
  const cut = digits.length - (RATE_DECIMALS - 2);
  const fraction = digits.slice(cut).replace(/0+$/, "");
  return `${sign}${digits.slice(0, cut)}${fraction && `.${fraction}`}%`;
}

/** The rate as a plain decimal with all its places: `0.043500000000`. */
export function decimalOf(rate: Rate): string {
  const digits = String(rate < 0n ? -rate : rate).padStart(RATE_DECIMALS + 1, "0");
  const cut = digits.length - RATE_DECIMALS;
  return `${rate < 0n ? "-" : ""}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}
