import { type DayNumber, dayFromCivil } from "@mora/core/kernel/business-date";
import type pg from "pg";

/**
 * Parsers for the one query that reads a million schedules: arrays straight to numbers, without a
 * string for every entry. Everywhere else the pool's general parsers do.
 */
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;
const ZERO = 48;
const COMMA = 44;
/** So many digits are exact as a double; a longer entry takes the general way. */
const EXACT_DIGITS = 15;

/** `{1,20,300}` as bigints; entries are never null here. */
export function parseInt8Array(text: string): bigint[] {
  const values: bigint[] = [];
  for (let at = 1; at < text.length - 1; at++) {
    const from = at;
    let value = 0;
    for (
      let code = text.charCodeAt(at);
      code >= ZERO && code !== COMMA;
      code = text.charCodeAt(++at)
    ) {
      if (code > 57) break;
      value = value * 10 + code - ZERO;
    }
    const isPlain = at > from && at - from <= EXACT_DIGITS;
    if (isPlain) values.push(value === 0 ? 0n : BigInt(value));
    else {
      const end = endOfEntry(text, from);
      values.push(BigInt(text.slice(from, end)));
      at = end;
    }
  }
  return values;
}

function endOfEntry(text: string, from: number): number {
  const comma = text.indexOf(",", from);
  return comma === -1 ? text.length - 1 : comma;
}

const digit = (text: string, at: number): number => text.charCodeAt(at) - ZERO;
const DATE_LENGTH = 11; // YYYY-MM-DD and its comma or brace

/** `{2026-01-31,…}` as day numbers. */
export function parseDateArray(text: string): DayNumber[] {
  const days: DayNumber[] = [];
  for (let at = 1; at + DATE_LENGTH <= text.length; at += DATE_LENGTH) {
    const year =
      digit(text, at) * 1000 +
      digit(text, at + 1) * 100 +
      digit(text, at + 2) * 10 +
      digit(text, at + 3);
    const month = digit(text, at + 5) * 10 + digit(text, at + 6);
    days.push(dayFromCivil(year, month, digit(text, at + 8) * 10 + digit(text, at + 9)));
  }
  return days;
}

/** The pool's parsers, with the two array types read fast. */
export const withFastArrays = (types: pg.CustomTypesConfig): pg.CustomTypesConfig => ({
  getTypeParser: ((oid: number, format: "text") => {
    if (oid === INT8_ARRAY) return parseInt8Array;
    return oid === DATE_ARRAY ? parseDateArray : types.getTypeParser(oid, format);
  }) as never,
});
