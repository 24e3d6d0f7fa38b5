import { dayFromIso } from "@mora/core/kernel/business-date";
import { formatMoney } from "@mora/core/kernel/money";
import { ok, type Result, refuse } from "@mora/core/kernel/result";
import { CsvError, type Info } from "csv-parse";
import { parse } from "csv-parse/sync";
import { UserError } from "../../platform/errors.ts";
import { type Column, type CsvMapping, columns, type DateFormat, headings } from "./csv-mapping.ts";
import { type Aside, accountKeyOf, type Draft, type Line, type Statement } from "./statement.ts";
import { readAmount } from "./values.ts";

/** Banks put titles, account and period above the headings. */
const PREAMBLE_LINES_MAX = 30;

type Row = { readonly record: readonly string[]; readonly info: Info };

/** A bank's CSV file: one statement. @throws UserError CSV_MALFORMED, COLUMN_MISSING */
export function openCsv(text: string, file: string, mapping: CsvMapping): Draft[] {
  const rows = parseRows(text, file, mapping);
  const layout = layoutOf(rows, file, mapping);
  const body = rows.slice(layout.headingAt + 1);
  return [
    {
      accountKey: mapping.account === undefined ? undefined : accountKeyOf(mapping.account),
      currency: mapping.currency,
      aboutOn: undefined,
      read: (book) => readStatement(body, layout, { mapping, currency: book.currency }),
    },
  ];
}

function parseRows(text: string, file: string, mapping: CsvMapping): Row[] {
  try {
    return parse(text, {
      bom: true,
      delimiter: mapping.delimiter ?? likelyDelimiter(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as unknown as { lines?: number }).lines ?? 0;
    throw new UserError(
      "CSV_MALFORMED",
      `${file}, line ${line}: ${error.message}. The file may have been cut off; get it from the bank again`,
    );
  }
}

function likelyDelimiter(text: string): string {
  const head = text.slice(0, 10_000);
  const count = (sign: string): number => head.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

type Layout = {
  readonly headingAt: number;
  readonly width: number;
  readonly positionByColumn: ReadonlyMap<Column, number>;
};

const normalHeading = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\(.*\)$/, "")
    .replace(/[_-]/g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** The first line that heads a date and an amount. */
function layoutOf(rows: readonly Row[], file: string, mapping: CsvMapping): Layout {
  for (const [headingAt, { record }] of rows.slice(0, PREAMBLE_LINES_MAX).entries()) {
    const positionByColumn = positionsOf(record, mapping);
    const has = (column: Column): boolean => positionByColumn.has(column);
    if (has("date") && (has("amount") || has("credit")))
      return { headingAt, width: record.length, positionByColumn };
  }
  throw new UserError(
    "COLUMN_MISSING",
    `${file}: no line in its first ${PREAMBLE_LINES_MAX} heads a date and an amount. Name the columns in a mapping file: {"columns": {"date": "…", "amount": "…"}} (see docs/bank-statements.md)`,
  );
}

function positionsOf(record: readonly string[], mapping: CsvMapping): Map<Column, number> {
  const names = record.map(normalHeading);
  const found = columns.flatMap((column) => {
    const own = mapping.columns[column];
    const wanted: readonly string[] = own === undefined ? headings[column] : [normalHeading(own)];
    // The earlier heading in the list is the better one, wherever it stands in the file.
    const at = wanted.map((name) => names.indexOf(name)).find((position) => position !== -1);
    return at === undefined ? [] : [[column, at] as const];
  });
  return new Map(found);
}

type Reading = { readonly mapping: CsvMapping; readonly currency: string };

function readStatement(rows: readonly Row[], layout: Layout, reading: Reading): Statement {
  const lines: Line[] = [];
  const aside: Aside[] = [];
  for (const row of rows) {
    const read = readRow(row, layout, reading);
    const path = `line ${row.info.lines}`;
    if (read.ok && read.value.amountMinor > 0n) lines.push({ ...read.value, path });
    else aside.push(asideOf(row, path, read));
  }
  const dates = lines.map((line) => line.bookedOn).sort();
  return {
    format: "csv",
    messageId: undefined,
    statementRef: undefined,
    fromOn: dates[0],
    toOn: dates.at(-1),
    openingMinor: undefined,
    closingMinor: undefined,
    lines,
    aside,
    warnings: [],
  };
}

const asideOf = (row: Row, path: string, read: Result<Omit<Line, "path">>): Aside => ({
  path,
  kind: read.ok ? "zero" : "rejected",
  code: read.ok ? "AMOUNT_ZERO" : read.error.code,
  detail: read.ok ? "nothing moved" : read.error.detail,
  amount: read.ok ? formatMoney({ minor: 0n, currency: read.value.currency }) : "?",
  entry: JSON.stringify(row.record),
});

function readRow(row: Row, layout: Layout, reading: Reading): Result<Omit<Line, "path">> {
  if (row.record.length !== layout.width)
    return refuse(
      "ROW_RAGGED",
      `the row has ${row.record.length} columns, the headings ${layout.width}`,
    );
  const get = (column: Column): string =>
    row.record[layout.positionByColumn.get(column) ?? -1] ?? "";
  const { dateFormat } = reading.mapping;
  const booked = readCsvDate(get("date"), dateFormat);
  if (!booked.ok) return booked;
  const value = get("value_date") === "" ? booked : readCsvDate(get("value_date"), dateFormat);
  if (!value.ok) return value;
  const currency = currencyOf(get("currency")) || reading.mapping.currency || reading.currency;
  const minor = readMovement(get, currency, reading.mapping);
  if (!minor.ok) return minor;
  return ok({
    direction: minor.value < 0n ? "debit" : "credit",
    isReversal: false,
    returnReason: undefined,
    amountMinor: minor.value < 0n ? -minor.value : minor.value,
    currency,
    bookedOn: booked.value,
    valueOn: value.value,
    details: detailsOf(get),
  });
}

function detailsOf(get: (column: Column) => string): Line["details"] {
  const optional = (column: Column): string | undefined => get(column) || undefined;
  const account = accountKeyOf(get("payer_account"));
  return {
    bankRefs: get("bank_reference") === "" ? [] : [get("bank_reference")],
    uetr: undefined,
    endToEndId: optional("end_to_end_id"),
    transactionId: undefined,
    instructionId: undefined,
    payerNames: get("payer_name") === "" ? [] : [get("payer_name")],
    payerAccount: account || undefined,
    remittance: get("reference"),
    creditorReferences: [],
    bankText: undefined,
  };
}

/** Chinese banks write the currency's name. */
const currencyOf = (text: string): string =>
  ["人民币", "人民币元", "RMB"].includes(text.trim()) ? "CNY" : text.trim().toUpperCase();

/** Credits above zero, debits below: from two columns, a direction, or the sign. */
function readMovement(
  get: (column: Column) => string,
  currency: string,
  mapping: CsvMapping,
): Result<bigint> {
  const read = (text: string): Result<bigint> => readCsvAmount(text, currency, mapping.decimal);
  if (get("amount") === "") {
    const [credit, debit] = [read(get("credit") || "0"), read(get("debit") || "0")];
    if (!credit.ok) return credit;
    if (!debit.ok) return debit;
    if (get("credit") === "" && get("debit") === "")
      return refuse("AMOUNT_MISSING", "the row has no amount");
    if (credit.value !== 0n && debit.value !== 0n)
      return refuse("DIRECTION_UNKNOWN", "the row has a credit and a debit amount");
    return ok(credit.value - debit.value);
  }
  const amount = read(get("amount"));
  if (!amount.ok) return amount;
  const word = get("direction").normalize("NFKC").toLowerCase();
  if (word === "" || amount.value < 0n) return amount;
  if (mapping.creditWords.includes(word)) return amount;
  if (mapping.debitWords.includes(word)) return ok(-amount.value);
  return refuse(
    "DIRECTION_UNKNOWN",
    `"${word}" is neither credit nor debit. Name it under creditWords or debitWords of the mapping`,
  );
}

const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;

/** A signed amount with thousands in groups, currency signs and full-width digits made plain. */
function readCsvAmount(text: string, currency: string, decimal: "." | ","): Result<bigint> {
  const plain = text.normalize("NFKC").replace(/[\s¥$€£]/g, "");
  const dotted = decimal === "," ? plain.replaceAll(".", "").replace(",", ".") : plain;
  const number = GROUPED.test(dotted) ? dotted.replaceAll(",", "") : dotted;
  const amount = readAmount(number.replace(/^-/, ""), currency);
  if (!amount.ok) return amount;
  return ok(number.startsWith("-") ? -amount.value.minor : amount.value.minor);
}

const shapes: Readonly<Record<Exclude<DateFormat, "auto">, RegExp>> = {
  "YYYY-MM-DD": /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})$/,
  "YYYY/MM/DD": /^(?<y>\d{4})\/(?<m>\d{1,2})\/(?<d>\d{1,2})$/,
  YYYYMMDD: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
  "DD/MM/YYYY": /^(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<y>\d{4})$/,
  "DD.MM.YYYY": /^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})$/,
  "MM/DD/YYYY": /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4})$/,
};
const certain = ["YYYY-MM-DD", "YYYY/MM/DD", "YYYYMMDD"] as const;
const CHINESE_DATE = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;

function readCsvDate(text: string, format: DateFormat): Result<string> {
  const day = text
    .normalize("NFKC")
    .trim()
    .replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/, "")
    .replace(CHINESE_DATE, "$1-$2-$3");
  const names = format === "auto" ? certain : [format];
  const parts = names.map((name) => shapes[name].exec(day)?.groups).find((groups) => groups);
  if (!parts)
    return refuse(
      "DATE_MALFORMED",
      `"${text}" is not a date whose order is sure. Name it in the mapping, such as {"dateFormat": "DD/MM/YYYY"}`,
    );
  const iso = `${parts.y}-${parts.m?.padStart(2, "0")}-${parts.d?.padStart(2, "0")}`;
  const checked = dayFromIso(iso);
  return checked.ok ? ok(iso) : checked;
}
