import { type DayNumber, dayFromIso } from "@mora/core/kernel/business-date";
import { isCurrency } from "@mora/core/kernel/currency";
import { parseMoney } from "@mora/core/kernel/money";
import { noRate, parseRate, type Rate } from "@mora/core/kernel/rate";
import { ok, type Refusal, type Result } from "@mora/core/kernel/result";
import { components } from "@mora/core/ledger/components";
import { dayCounts } from "@mora/core/ledger/day-count";
import { z } from "zod";

/** Amounts, rates, dates and times as loan policies, terms and stories write them. */

export const AmountText = z
  .string({ error: 'an amount is text: write it in quotes, such as "25.00"' })
  .regex(/^-?\d+(\.\d+)?$/, 'an amount is written like "1234.50"')
  .meta({
    id: "AmountText",
    description: 'A decimal amount in the currency of the loan, in quotes: "1234.50".',
  });

export const RateText = z
  .string({ error: 'a rate is text, such as 4.35% or "0.0435"' })
  .regex(/^-?\d+(\.\d+)?%?$/, 'a rate is written like 4.35% or "0.0435"')
  .meta({ id: "RateText", description: 'A rate a year: 4.35%, or the same as "0.0435".' });

export const DateText = z
  .string({ error: "a date is written YYYY-MM-DD" })
  .refine((text) => dayFromIso(text).ok, "this is no date of the calendar (YYYY-MM-DD)")
  .meta({
    id: "DateText",
    description: "A calendar date, YYYY-MM-DD.",
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
  });

export const TimeText = z
  .string({ error: 'a time is text: write it in quotes, such as "17:00"' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written like "17:00"')
  .meta({ id: "TimeText", description: 'A local time of day on 24 hours, in quotes: "17:00".' });

export const CurrencyCode = z
  .string({ error: "a currency is three letters of ISO 4217" })
  .refine(isCurrency, "this is no currency of ISO 4217")
  .meta({
    id: "CurrencyCode",
    description: "ISO 4217 code; it sets how many decimals amounts have.",
  });

export const ComponentName = z.enum(components).meta({
  id: "ComponentName",
  description: "What a claim is made of; docs/loan-engine.md explains each.",
});

export const DayCountName = z.enum(dayCounts).meta({
  id: "DayCountName",
  description:
    "How days become a share of a year (2006 ISDA Definitions §4.16 and market practice).",
});

export const RoundingName = z.enum(["half_up", "half_even", "down", "up"]).meta({
  id: "RoundingName",
  description: "How an exact amount becomes minor units; halves and `up` go away from zero.",
});

/**
 * Reads texts of one loan and remembers the first that cannot be read, so that a whole form is read in
 * one expression and refused once. What it returns after a refusal means nothing. Without a currency it
 * reads rates and dates, and refuses amounts.
 */
export type TextReader = {
  readonly amount: (text: string) => bigint;
  readonly rate: (text: string) => Rate;
  readonly day: (text: string) => DayNumber;
  /** The value, or the first refusal. */
  readonly result: <T>(value: T) => Result<T>;
};

const NO_CURRENCY = "none";

export function textReader(currency = NO_CURRENCY): TextReader {
  let refusal: Refusal | undefined;
  const read = <T>(result: Result<T>, otherwise: T): T => {
    if (result.ok) return result.value;
    refusal ??= result.error;
    return otherwise;
  };
  return {
    amount: (text) => read(parseMoney(text, currency), { minor: 0n, currency }).minor,
    rate: (text) => read(parseRate(text), noRate),
    day: (text) => read(dayFromIso(text), 0 as DayNumber),
    result: (value) => (refusal ? { ok: false, error: refusal } : ok(value)),
  };
}

/** Minutes after midnight of a {@link TimeText}. */
export const minuteOf = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
