import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { UserError } from "../../platform/errors.ts";
import { bundleFormat, type Column, type FileKind, fileKinds } from "./bundle-format.ts";
import type { Mapping } from "./mapping.ts";
import type { RowSource, SourceLine } from "./source.ts";
import { inspectFile, readText, type TextFile } from "./text-file.ts";

const LINES_PER_BATCH = 2_000;
/** Longest line taken, in characters. Longer means a broken file, and must not fill the memory. */
const LINE_CHARACTERS_MAX = 1_000_000;

/** One CSV text of a bundle: a file, or lines that a program makes. */
export type CsvInput = {
  readonly name: string;
  readonly endsInNewline: boolean;
  readonly text: (onProgress: (bytes: number) => void) => AsyncIterable<string> | Iterable<string>;
};

/**
 * The CSV bundle in a folder. Every file is looked through before the first row is used, so that a
 * file that cannot be read stops the import before it begins. `only` limits it to some file names.
 *
 * @throws UserError FILE_MISSING, FILE_EMPTY, FILE_ENCODING, BUNDLE_EMPTY
 */
export async function openCsvBundle(
  folder: string,
  mapping: Mapping,
  only?: ReadonlySet<string>,
): Promise<RowSource> {
  const files: TextFile[] = [];
  const inputs = new Map<FileKind, CsvInput>();
  for (const kind of fileKinds) {
    const name = mapping.files[kind] ?? `${kind}.csv`;
    const path = join(folder, name);
    if (only ? !only.has(name) : mapping.files[kind] === undefined && !existsSync(path)) continue;
    const file = await inspectFile(path);
    files.push(file);
    const text = (onProgress: (bytes: number) => void) => readText(file, onProgress);
    inputs.set(kind, { name: basename(path), endsInNewline: file.endsInNewline, text });
  }
  if (inputs.size === 0)
    throw new UserError(
      "BUNDLE_EMPTY",
      `${folder} has none of the files of a bundle, such as accounts.csv (see docs/import.md)`,
    );
  return { ...csvSource(inputs, mapping), files };
}

/** A bundle of CSV texts, wherever they come from. */
export function csvSource(inputs: ReadonlyMap<FileKind, CsvInput>, mapping: Mapping): RowSource {
  return {
    kinds: fileKinds.filter((kind) => inputs.has(kind)),
    files: [],
    notes: [],
    rows: (kind, onProgress) =>
      readRows({ kind, file: inputs.get(kind) as CsvInput, mapping }, onProgress),
  };
}

type Reading = { readonly kind: FileKind; readonly file: CsvInput; readonly mapping: Mapping };

async function* readRows(
  reading: Reading,
  onProgress: (bytes: number) => void,
): AsyncGenerator<SourceLine[]> {
  const { file, mapping } = reading;
  const parser = Readable.from(file.text(onProgress)).compose(
    parse({
      bom: true,
      delimiter: mapping.delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LINE_CHARACTERS_MAX,
    }),
  ) as AsyncIterable<{ record: string[]; info: Info }>;
  let layout: Layout | undefined;
  let batch: SourceLine[] = [];
  let count = 0;
  try {
    for await (const { record, info } of parser) {
      if (!layout) {
        layout = layoutOf(record, reading);
        continue;
      }
      count++;
      batch.push(toLine(record, layout, info.lines));
      if (batch.length < LINES_PER_BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw explain(error, file);
  }
  refuseTruncated(reading, { count, last: batch.at(-1) });
  yield batch;
}

type Layout = {
  readonly width: number;
  readonly positions: readonly number[];
  readonly columns: readonly Column[];
};

/** Where each column of the format stands in this file. Unknown columns are ignored; missing ones not. */
function layoutOf(header: readonly string[], { kind, mapping, file }: Reading): Layout {
  const columns: readonly Column[] = bundleFormat[kind];
  const names = header.map((name) => name.trim());
  const positions = columns.map(({ name }) => names.indexOf(mapping.columns[kind]?.[name] ?? name));
  const missing = columns.filter((column, i) => column.required && positions[i] === -1);
  if (missing.length > 0)
    throw new UserError(
      "COLUMN_MISSING",
      `${file.name} lacks the column ${missing.map(({ name }) => name).join(", ")}. It has: ${names.join(", ")}. Name it in the mapping file under columns.${kind}`,
    );
  return { width: header.length, positions, columns };
}

function toLine(record: readonly string[], layout: Layout, line: number): SourceLine {
  if (record.length !== layout.width)
    return {
      line,
      column: "",
      code: "ROW_RAGGED",
      reason: `the row has ${record.length} columns, the header ${layout.width}`,
    };
  return {
    line,
    values: layout.positions.map((at) => (at === -1 ? "" : (record[at] ?? "").trim())),
  };
}

/** A file that was cut off must not pass for a complete one: what is missing may be a payment. */
function refuseTruncated(
  { kind, file, mapping }: Reading,
  end: { count: number; last: SourceLine | undefined },
): void {
  const isRagged = end.last !== undefined && end.last.values === undefined;
  const promised = mapping.rows[kind];
  if (!file.endsInNewline && isRagged) throw truncated(file, "its last line is incomplete");
  if (promised !== undefined && end.count < promised)
    throw truncated(file, `it has ${end.count} rows, the mapping file promises ${promised}`);
}

const truncated = (file: CsvInput, how: string): UserError =>
  new UserError(
    "FILE_TRUNCATED",
    `${file.name} was cut off: ${how}. Nothing was imported; send the whole file`,
  );

function explain(error: unknown, file: CsvInput): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = (error as unknown as { lines?: number }).lines ?? 0;
  if (error.code === "CSV_QUOTE_NOT_CLOSED")
    return truncated(file, `a quoted value that begins near line ${line} never ends`);
  if (error.code === "CSV_MAX_RECORD_SIZE")
    return new UserError(
      "LINE_TOO_LONG",
      `${file.name}, line ${line}: longer than ${LINE_CHARACTERS_MAX} characters. A quote may be missing, or this is no CSV file`,
    );
  return new UserError("CSV_MALFORMED", `${file.name}, line ${line}: ${error.message}`);
}
