import { assert } from "./assert.ts";
import { currencyExponent, isCurrency } from "./currency.ts";
import { ok, type Refusal, type Result, refuse } from "./result.ts";

/**
 * An amount in minor units (cents, fen) of one ISO 4217 currency. Never a float, never mixed:
 * every operation on two amounts asserts that their currencies agree.
 */
export type Money = { readonly minor: bigint; readonly currency: string };

export type MoneyRefusal = Refusal<"AMOUNT_MALFORMED" | "AMOUNT_TOO_PRECISE" | "CURRENCY_UNKNOWN">;

export const money = (minor: bigint, currency: string): Money => ({ minor, currency });
export const zero = (currency: string): Money => money(0n, currency);

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/**
 * Parses a plain decimal such as `1234.50` — a dot for the fraction, no thousands separators — into
 * minor units. More decimals than the currency has are refused unless they are zeros: rounding
 * somebody's debt is not a parser's business.
 */
export function parseMoney(text: string, currency: string): Result<Money, MoneyRefusal> {
  if (!isCurrency(currency))
    return refuse("CURRENCY_UNKNOWN", `"${currency}" is not an ISO 4217 currency code`);
  const match = DECIMAL.exec(text);
  if (!match) return refuse("AMOUNT_MALFORMED", `"${text}" is not an amount such as 1234.50`);
  const exponent = currencyExponent(currency);
  const fraction = match[3] ?? "";
  if (/[1-9]/.test(fraction.slice(exponent)))
    return refuse(
      "AMOUNT_TOO_PRECISE",
      `"${text}" has more than ${exponent} decimals (${currency})`,
    );
  const digits = match[2] + fraction.slice(0, exponent).padEnd(exponent, "0");
  return ok(money(BigInt(match[1] === "-" ? `-${digits}` : digits), currency));
}

/** The plain decimal of an amount, with exactly the currency's decimals: `-0.05`, `1200`, `1.500`. */
export function formatMoney({ minor, currency }: Money): string {
  const exponent = currencyExponent(currency);
  const sign = minor < 0n ? "-" : "";
  const digits = String(minor < 0n ? -minor : minor).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  return exponent === 0 ? `${sign}${digits}` : `${sign}${whole}.${digits.slice(-exponent)}`;
}

export function add(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

export function subtract(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

/**
 * Splits an amount by non-negative integer weights. The parts sum to the whole exactly: each gets
 * the floor of its share, and the units left over go one each to the largest remainders, earlier
 * parts first (Hamilton's method). The only way to divide money here besides a named rounding.
 */
export const allocate = (whole: Money, weights: readonly bigint[]): Money[] =>
  allocateMinor(whole.minor, weights).map((part) => money(part, whole.currency));

/** {@link allocate} for minor units whose currency the caller keeps. */
export function allocateMinor(whole: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  assert(total > 0n && weights.every((w) => w >= 0n), "allocate needs a positive total weight");
  const sign = whole < 0n ? -1n : 1n;
  const amount = whole * sign;
  const parts = weights.map((weight) => (amount * weight) / total);
  const left = amount - parts.reduce((sum, part) => sum + part, 0n);
  for (const index of byRemainder(weights, amount, total).slice(0, Number(left)))
    parts[index] = (parts[index] ?? 0n) + 1n;
  return parts.map((part) => part * sign);
}

function byRemainder(weights: readonly bigint[], amount: bigint, total: bigint): number[] {
  const remainders = weights.map((weight) => (amount * weight) % total);
  const larger = (a: bigint, b: bigint): number => (a === b ? 0 : a > b ? -1 : 1);
  return remainders
    .map((remainder, index) => ({ remainder, index }))
    .sort((a, b) => larger(a.remainder, b.remainder) || a.index - b.index)
    .map(({ index }) => index);
}

export type Rounding = "half_up" | "half_even" | "down" | "up";

/** `numerator ÷ denominator` as an integer, rounded as named; halves and `up` go away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: Rounding): bigint {
  assert(denominator !== 0n, "division by zero");
  const negative = numerator < 0n !== denominator < 0n;
  const [n, d] = [abs(numerator), abs(denominator)];
  const floor = n / d;
  const remainder = n - floor * d;
  const rounded = roundsAway(mode, { floor, remainder, d }) ? floor + 1n : floor;
  return negative ? -rounded : rounded;
}

type Division = { readonly floor: bigint; readonly remainder: bigint; readonly d: bigint };

function roundsAway(mode: Rounding, { floor, remainder, d }: Division): boolean {
  if (remainder === 0n || mode === "down") return false;
  if (mode === "up") return true;
  if (remainder * 2n !== d) return remainder * 2n > d;
  return mode === "half_up" || floor % 2n === 1n;
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
export const minOf = (a: bigint, b: bigint): bigint => (a < b ? a : b);

function assertSameCurrency(a: Money, b: Money): void {
  assert(a.currency === b.currency, `currencies differ: ${a.currency} and ${b.currency}`);
}
