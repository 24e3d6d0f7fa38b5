import type { DaysPastDue } from "@mora/contract";
import { currencyExponent, isCurrency } from "@mora/core/kernel/currency";
import { formatMoney, money } from "@mora/core/kernel/money";
import i18next from "i18next";

const locale = (): string => (i18next.language === "zh" ? "zh-CN" : "en-GB");

/** Formatters are costly to build, and rows are many. */
const cache = new Map<string, Intl.NumberFormat>();

function formatter(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const full = `${locale()} ${key}`;
  const known = cache.get(full);
  if (known) return known;
  const made = new Intl.NumberFormat(locale(), options);
  cache.set(full, made);
  return made;
}

/** A count with thousands separators. */
export const formatCount = (count: number): string => formatter("count", {}).format(count);

/** A count shortened for an axis: `12k`, `1.2万`. */
export const formatCompact = (count: number): string =>
  formatter("compact", { notation: "compact", maximumFractionDigits: 1 }).format(count);

/** Three significant digits for the label of a bar; the table beside it is exact. */
export const formatRounded = (value: number): string =>
  formatter("rounded", { notation: "compact", maximumSignificantDigits: 3 }).format(value);

type AmountStyle = "full" | "bare" | "compact";

const OPTIONS: Readonly<Record<AmountStyle, Intl.NumberFormatOptions>> = {
  full: { style: "currency", currencyDisplay: "narrowSymbol" },
  bare: { style: "decimal" },
  compact: {
    style: "currency",
    currencyDisplay: "narrowSymbol",
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 2,
  },
};

/**
 * An amount in minor units as text: `full` with the currency's symbol, `bare` for a column whose
 * head names the currency, `compact` (rounded) for head figures and axes.
 */
export function formatAmount(minor: string | bigint, currency: string, as: AmountStyle): string {
  if (!isCurrency(currency)) return `${minor} ${currency}`;
  const decimal = formatMoney(money(BigInt(minor), currency)) as Intl.StringNumericLiteral;
  const decimals = (decimal.split(".")[1] ?? "").length;
  const fixed = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const options = { ...(as === "compact" ? {} : fixed), ...OPTIONS[as] };
  const withCurrency = as === "bare" ? options : { ...options, currency };
  return formatter(`${as} ${currency}`, withCurrency).format(decimal);
}

/**
 * Minor units with a fraction (`789.0411` cents) as major units, every place of them shown: for sums
 * that are rounded only at their end.
 */
export function formatExact(minor: string, currency: string): string {
  const places = isCurrency(currency) ? currencyExponent(currency) : 0;
  const [whole = "0", part = ""] = minor.replace("-", "").split(".");
  const digits = whole.padStart(places + 1, "0");
  const major = `${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}${part}`;
  const fixed = places + part.length;
  const decimal = `${minor.startsWith("-") ? "-" : ""}${major}` as Intl.StringNumericLiteral;
  const options = { minimumFractionDigits: fixed, maximumFractionDigits: fixed };
  return formatter(`exact ${fixed}`, options).format(decimal);
}

/** Whole major units with the currency's symbol: what a rank reason carries. */
export const formatMajor = (major: number, currency: string): string =>
  formatter(`major ${currency}`, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: 0,
  }).format(major);

/** Major units as a number, for drawing only: a chart may round, a figure may not. */
export function majorForDrawing(minor: string, currency: string): number {
  return isCurrency(currency) ? Number(formatMoney(money(BigInt(minor), currency))) : Number(minor);
}

/** `part ÷ whole` as a percentage with one decimal, two below one per cent; a dash without a whole. */
export function formatShare(part: number | bigint, whole: number | bigint): string {
  if (BigInt(whole) === 0n) return "–";
  const share = ratio(part, whole);
  const digits = share > 0 && share < 0.01 ? 2 : 1;
  return formatter(`share ${digits}`, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(share);
}

/** `part ÷ whole` with nine significant digits, for amounts beyond the exact range of numbers. */
export function ratio(part: number | bigint, whole: number | bigint): number {
  if (BigInt(whole) === 0n) return 0;
  return Number((BigInt(part) * 1_000_000_000n) / BigInt(whole)) / 1e9;
}

/** Change in percentage points with its sign: `+0.3`. */
export const formatPoints = (change: number): string =>
  formatter("points", {
    signDisplay: "exceptZero",
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(change * 100);

/** Days past due without a unit: `54`, `30–59`, `180+`; null when unknown. */
export function dpdText(dpd: DaysPastDue): string | null {
  if (dpd.kind === "exact") return formatCount(dpd.days);
  if (dpd.kind === "unknown") return null;
  return dpd.to === null ? `${dpd.from}+` : `${dpd.from}–${dpd.to}`;
}

/** An instant in UTC to the minute: `2026-11-23 08:12`. */
export const formatInstant = (instant: string): string => instant.slice(0, 16).replace("T", " ");

/** Parts of a list joined as the language does. */
export const formatList = (parts: readonly string[]): string =>
  new Intl.ListFormat(locale(), { style: "short", type: "conjunction" }).format(parts);
