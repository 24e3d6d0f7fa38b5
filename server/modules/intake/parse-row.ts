import { dayFromIso } from "@mora/core/kernel/business-date";
import { isCurrency } from "@mora/core/kernel/currency";
import { parseMoney } from "@mora/core/kernel/money";
import { decimalOf, parseRate } from "@mora/core/kernel/rate";
import type { CopyValue } from "../../platform/db/copy.ts";
import { bundleFormat, type Column, type FileKind } from "./bundle-format.ts";
import type { Mapping } from "./mapping.ts";
import type { Reject } from "./source.ts";

/** A parsed value: text, minor units, an integer, a list; null where the source has none. */
export type Value = string | bigint | number | boolean | readonly string[] | null;

/** A checked row: values by column name. A class, since there are millions: the index is shared. */
export class Row {
  readonly line: number;
  readonly #values: readonly Value[];
  readonly #index: ReadonlyMap<string, number>;

  constructor(line: number, values: readonly Value[], index: ReadonlyMap<string, number>) {
    this.line = line;
    this.#values = values;
    this.#index = index;
  }

  get(column: string): Value {
    return this.#values[this.#index.get(column) as number] ?? null;
  }
}

export type RowParser = (line: number, values: readonly string[]) => Row | Reject;

/** Makes the parser of one kind: every column checked by its type, the first fault reported. */
export function rowParser(kind: FileKind, mapping: Mapping): RowParser {
  const columns: readonly Column[] = bundleFormat[kind];
  const index = new Map(columns.map(({ name }, i) => [name, i]));
  const valueMaps = columns.map(({ name }) => mapping.values[kind]?.[name]);
  const dates = new Map<string, string | Fault>();
  return (line, values) => {
    const parsed: Value[] = [];
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i] as Column;
      const raw = values[i] ?? "";
      const result = parseCell({ column, text: valueMaps[i]?.[raw] ?? raw, mapping, dates });
      if (isFault(result)) return { line, column: column.name, ...result };
      parsed.push(result);
    }
    return new Row(line, parsed, index);
  };
}

type Fault = { readonly code: string; readonly reason: string };
type Cell = {
  readonly column: Column;
  readonly text: string;
  readonly mapping: Mapping;
  /** Dates read so far: a file has millions of them and few different ones. */
  readonly dates: Map<string, string | Fault>;
};

function parseCell(cell: Cell): Value | Fault {
  if (cell.text !== "") return parsers[cell.column.type](cell);
  return cell.column.required
    ? { code: "VALUE_MISSING", reason: `${cell.column.name} must not be empty` }
    : null;
}

const isFault = (result: Value | Fault): result is Fault =>
  typeof result === "object" && result !== null && "code" in result;

const fault = (code: string, reason: string): Fault => ({ code, reason });
const text = ({ text }: Cell): string => text;

const parsers: Readonly<Record<Column["type"], (cell: Cell) => Value | Fault>> = {
  key: ({ text }) =>
    text.length <= 64
      ? text
      : fault(
          "KEY_TOO_LONG",
          `"${text.slice(0, 20)}…" has ${text.length} characters, at most 64 are taken`,
        ),
  text,
  name: text,
  national_id: text,
  phone: text,
  date: parseDate,
  instant: parseInstant,
  amount: (cell) => {
    const value = parseAmount(cell);
    return typeof value === "bigint" && value < 0n
      ? fault("AMOUNT_NEGATIVE", `${cell.column.name} is ${cell.text}; it must not be negative`)
      : value;
  },
  signed_amount: parseAmount,
  amount_list: parseAmounts,
  rate: ({ text, column }) => {
    const rate = parseRate(text);
    if (!rate.ok) return fault(rate.error.code, `${column.name}: ${rate.error.detail}`);
    return rate.value < 0n
      ? fault("RATE_NEGATIVE", `${column.name} is ${text}; it must not be negative`)
      : decimalOf(rate.value);
  },
  currency: parseCurrency,
  integer: ({ text, column }) =>
    /^-?\d{1,9}$/.test(text)
      ? Number(text)
      : fault("INTEGER_MALFORMED", `${column.name}: "${text}" is not a whole number`),
  boolean: ({ text, column }) =>
    booleanByText[text.toLowerCase()] ??
    fault("BOOLEAN_MALFORMED", `${column.name}: "${text}" is neither true nor false`),
  list: ({ text }) =>
    text
      .split("|")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  code: ({ text, column }) =>
    column.values?.includes(text)
      ? text
      : fault("CODE_UNKNOWN", `${column.name}: "${text}" is none of ${column.values?.join(", ")}`),
};

const booleanByText: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  "1": true,
  是: true,
  y: true,
  false: false,
  no: false,
  "0": false,
  否: false,
  n: false,
};

const datePattern: Readonly<Record<Mapping["dateFormat"], readonly [RegExp, string]>> = {
  "YYYY-MM-DD": [/^(\d{4})-(\d{2})-(\d{2})$/, "$1-$2-$3"],
  "YYYY/MM/DD": [/^(\d{4})\/(\d{2})\/(\d{2})$/, "$1-$2-$3"],
  YYYYMMDD: [/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"],
  "DD/MM/YYYY": [/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$2-$1"],
  "MM/DD/YYYY": [/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$1-$2"],
};

const DATES_REMEMBERED_MAX = 50_000;

function parseDate(cell: Cell): string | Fault {
  const { dates, text } = cell;
  const known = dates.get(text);
  if (typeof known === "string") return known;
  const read = readDate(cell);
  if (dates.size < DATES_REMEMBERED_MAX) dates.set(text, read);
  return read;
}

function readDate({ text, column, mapping }: Cell): string | Fault {
  const [pattern, iso] = datePattern[mapping.dateFormat];
  if (!pattern.test(text))
    return fault(
      "DATE_MALFORMED",
      `${column.name}: "${text}" is not a date of the form ${mapping.dateFormat}`,
    );
  const date = text.replace(pattern, iso);
  const checked = dayFromIso(date);
  return checked.ok ? date : fault(checked.error.code, `${column.name}: ${checked.error.detail}`);
}

function parseInstant({ text, column }: Cell): string | Fault {
  try {
    return Temporal.Instant.from(text).toString();
  } catch {
    return fault(
      "INSTANT_MALFORMED",
      `${column.name}: "${text}" is not an instant such as 2026-03-01T09:30:00+08:00`,
    );
  }
}

/** Amounts are in the book's currency: a lender with two currencies has two books. */
function parseAmount({ text, column, mapping }: Cell): bigint | Fault {
  const amount = parseMoney(text, mapping.book.currency);
  return amount.ok
    ? amount.value.minor
    : fault(amount.error.code, `${column.name}: ${amount.error.detail}`);
}

/** Amounts as texts of minor units, in the order of the cell. */
function parseAmounts(cell: Cell): readonly string[] | Fault {
  const minors: string[] = [];
  for (const text of cell.text.split("|")) {
    const minor = parseAmount({ ...cell, text: text.trim() });
    if (typeof minor !== "bigint") return minor;
    if (minor < 0n)
      return fault("AMOUNT_NEGATIVE", `${cell.column.name} holds ${text}; none may be negative`);
    minors.push(String(minor));
  }
  return minors;
}

function parseCurrency({ text, column, mapping }: Cell): string | Fault {
  if (!isCurrency(text))
    return fault("CURRENCY_UNKNOWN", `${column.name}: "${text}" is not an ISO 4217 currency code`);
  return text === mapping.book.currency
    ? text
    : fault(
        "CURRENCY_DIFFERS",
        `${column.name} is ${text}, the book is in ${mapping.book.currency}. Keep one book a currency`,
      );
}

/** A value as the database takes it. */
export const toCopy = (value: Value): CopyValue => value as CopyValue;
