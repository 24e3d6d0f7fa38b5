import { dayFromIso } from "@mora/core/kernel/business-date";
import { type Money, parseMoney } from "@mora/core/kernel/money";
import { ok, type Result, refuse } from "@mora/core/kernel/result";

const DECIMAL = /^\+?(\d*)\.?(\d*)$/;
/** Most decimals an ISO 20022 amount may have. */
const DECIMALS_MAX = 5;
/** ISO 20022 allows 18 digits; the database holds a little more, so that sums fit too. */
const MINOR_MAX = 10n ** 18n;

/**
 * An amount of a statement: digits, a dot, up to five decimals, no sign. Zeros beyond the currency's
 * decimals are nothing; anything else there is money that the currency cannot hold, and is refused.
 */
export function readAmount(text: string, currency: string): Result<Money> {
  const match = DECIMAL.exec(text);
  if (!match || `${match[1]}${match[2]}` === "")
    return refuse("AMOUNT_MALFORMED", `"${text}" is not an amount such as 1234.50`);
  const decimals = match[2] ?? "";
  if (decimals.length > DECIMALS_MAX)
    return refuse("AMOUNT_MALFORMED", `"${text}" has more than ${DECIMALS_MAX} decimals`);
  const amount = parseMoney(`${match[1] || "0"}${decimals && `.${decimals}`}`, currency);
  if (amount.ok && amount.value.minor >= MINOR_MAX)
    return refuse("AMOUNT_TOO_LARGE", `"${text}" has more than 18 digits`);
  return amount;
}

const DATE = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/;
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?$/;

/**
 * The calendar date of an ISO date or date and time. A time with an offset is an instant: its date is
 * the one of the book's zone. A time without is the bank's own clock, and its date is as written.
 */
export function readDate(text: string, zone: string): Result<string> {
  const plain = DATE.exec(text);
  const timed = DATE_TIME.exec(text);
  const written = plain?.[1] ?? timed?.[1];
  if (written === undefined)
    return refuse("DATE_MALFORMED", `"${text}" is not a date such as 2026-03-31`);
  const day = dayFromIso(written);
  if (!day.ok) return day;
  if (timed?.[3] === undefined) return ok(written);
  try {
    return ok(Temporal.Instant.from(text).toZonedDateTimeISO(zone).toPlainDate().toString());
  } catch {
    return refuse("DATE_MALFORMED", `"${text}" is not a time of any day`);
  }
}
