import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { bundleFormat, type ColumnName, type FileKind } from "../intake/index.ts";

/** One row by column name; a column that is left out is an empty field. */
export type Row<K extends FileKind> = { readonly [C in ColumnName<K>]?: string | undefined };
export type AnyRow = Readonly<Record<string, string | undefined>>;

const columnsByKind = Object.fromEntries(
  Object.entries(bundleFormat).map(([kind, columns]) => [kind, columns.map(({ name }) => name)]),
) as unknown as Readonly<Record<FileKind, readonly string[]>>;

export const headerOf = (kind: FileKind): string => `${columnsByKind[kind].join(",")}\n`;

/** The CSV line of a row, columns in the order of the bundle format, quoted as RFC 4180 asks. */
export function lineOf<K extends FileKind>(kind: K, row: Row<K>): string {
  const fields: AnyRow = row;
  let line = "";
  let comma = "";
  for (const column of columnsByKind[kind]) {
    const value = fields[column];
    line += value === undefined ? comma : comma + quoted(value);
    comma = ",";
  }
  return `${line}\n`;
}

const NEEDS_QUOTES = /[",\r\n]/;
const quoted = (value: string): string =>
  NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Splits a line of {@link lineOf} into its fields: the inverse, for measuring what was generated. */
export function fieldsOf(line: string): string[] {
  const text = line.endsWith("\n") ? line.slice(0, -1) : line;
  if (!text.includes('"')) return text.split(",");
  const fields: string[] = [];
  const pattern = /("(?:[^"]|"")*"|[^,]*)(,|$)/gy;
  for (;;) {
    const match = pattern.exec(text);
    if (!match) return fields;
    fields.push(unquoted(match[1] ?? ""));
    if (match[2] === "") return fields;
  }
}

const unquoted = (field: string): string =>
  field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;

const isoByDay: string[] = [];

/** `YYYY-MM-DD`, remembered: the same few thousand dates occur in every file. */
export function iso(on: DayNumber): string {
  const known = isoByDay[on];
  if (known !== undefined) return known;
  const text = isoFromDay(on);
  isoByDay[on] = text;
  return text;
}

/** The plain decimal of a non-negative amount in cents. */
export function yuan(cents: number): string {
  const fraction = cents % 100;
  return `${(cents - fraction) / 100}.${fraction < 10 ? "0" : ""}${fraction}`;
}

/** A file as lines, header first, made anew each time somebody reads it. */
export function fileOf<K extends FileKind>(
  kind: K,
  rows: () => Iterable<Row<K>>,
): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      yield headerOf(kind);
      for (const row of rows()) yield lineOf(kind, row);
    },
  };
}

/** A reader of a kind's fields by column name. */
export function readerOf<K extends FileKind>(
  kind: K,
): (fields: readonly string[], column: ColumnName<K>) => string {
  const index = new Map(columnsByKind[kind].map((name, i) => [name, i]));
  return (fields, column) => fields[index.get(column) ?? -1] ?? "";
}

/** Cents of a plain decimal that {@link yuan} wrote. */
export const centsOf = (decimal: string): number =>
  decimal === "" ? 0 : Number(decimal.slice(0, -3)) * 100 + Number(decimal.slice(-2));
