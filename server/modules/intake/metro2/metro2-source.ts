import { basename } from "node:path";
import { UserError } from "../../../platform/errors.ts";
import { bundleFormat, type FileKind } from "../bundle-format.ts";
import type { Mapping } from "../mapping.ts";
import type { RowSource, SourceLine } from "../source.ts";
import { inspectFile, readText, type TextFile } from "../text-file.ts";
import { headerActivityOn, read, readCode, trailerBaseRecords } from "./layout.ts";
import { type AccountRecord, parseRecord } from "./record.ts";
import { rowsOf } from "./rows.ts";

const kinds: readonly FileKind[] = [
  "persons",
  "accounts",
  "parties",
  "contact-points",
  "balances",
  "holds",
  "disputes",
  "bankruptcies",
  "deaths",
];

const LINES_PER_BATCH = 500;
/** The longest record that the format allows, with all its segments, is far shorter. */
const LINE_CHARACTERS_MAX = 100_000;

/**
 * A Metro 2 file (fixed width, 426-byte character format) as rows of bundle kinds. The file is read
 * once for every kind: reading is cheap, and nothing has to be kept. A record that cannot be read is
 * rejected once, with the accounts.
 *
 * @throws UserError FILE_MISSING, FILE_EMPTY, FILE_ENCODING, FILE_TRUNCATED, METRO2_HEADER, LINE_TOO_LONG
 */
export async function openMetro2(
  path: string,
  { mapping, asOf }: { mapping: Mapping; asOf: string },
): Promise<RowSource> {
  const file = await inspectFile(path);
  const frame = await readFrame(file);
  refuseFrame(file, frame, mapping);
  return {
    kinds,
    files: [file],
    notes: notesOn(file, frame, asOf),
    rows: (kind, onProgress) => readRows({ file, kind, asOf }, onProgress),
  };
}

type Frame = {
  readonly first: string;
  readonly trailer: string | undefined;
  readonly records: number;
};

const isHeader = (line: string): boolean => line.slice(4, 10) === "HEADER";
const isTrailer = (line: string): boolean => line.slice(4, 11) === "TRAILER";

async function readFrame(file: TextFile): Promise<Frame> {
  let first: string | undefined;
  let trailer: string | undefined;
  let records = 0;
  for await (const { text } of readLines(file, () => undefined)) {
    first ??= text;
    if (isTrailer(text)) trailer = text;
    else if (!isHeader(text)) records++;
  }
  return { first: first ?? "", trailer, records };
}

function refuseFrame(file: TextFile, frame: Frame, mapping: Mapping): void {
  const name = basename(file.path);
  if (!isHeader(frame.first))
    throw new UserError(
      "METRO2_HEADER",
      `${name} does not begin with a Metro 2 header record in character format`,
    );
  if (frame.trailer === undefined && !mapping.allowMissingTrailer)
    throw new UserError(
      "FILE_TRUNCATED",
      `${name} has no trailer record: it was cut off. Nothing was imported. If this sender never writes one, set allowMissingTrailer in the mapping file`,
    );
}

/** Differences that do not stop an import but that somebody should know about. */
function notesOn(file: TextFile, frame: Frame, asOf: string): string[] {
  const name = basename(file.path);
  const notes: string[] = [];
  const promised = Number(frame.trailer ? read(frame.trailer, trailerBaseRecords) : frame.records);
  if (promised !== frame.records)
    notes.push(
      `${name}: the trailer counts ${promised} base records, the file has ${frame.records}`,
    );
  const on = readCode(frame.first, headerActivityOn);
  const activity = `${on.slice(4)}-${on.slice(0, 2)}-${on.slice(2, 4)}`;
  if (/^\d{8}$/.test(on) && activity !== asOf)
    notes.push(`${name}: the header speaks for ${activity}, the import for ${asOf}`);
  return notes;
}

async function* readLines(
  file: TextFile,
  onProgress: (bytes: number) => void,
): AsyncGenerator<{ line: number; text: string }> {
  let line = 0;
  let rest = "";
  for await (const piece of readText(file, onProgress)) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LINE_CHARACTERS_MAX)
      throw new UserError(
        "LINE_TOO_LONG",
        `${basename(file.path)}, line ${line + lines.length + 1}: longer than ${LINE_CHARACTERS_MAX} characters; this is no Metro 2 file`,
      );
    for (const text of lines) yield { line: ++line, text: text.replace(/\r$/, "") };
  }
  if (rest.trim() !== "") yield { line: ++line, text: rest };
}

async function* readRows(
  { file, kind, asOf }: { file: TextFile; kind: FileKind; asOf: string },
  onProgress: (bytes: number) => void,
): AsyncGenerator<SourceLine[]> {
  let batch: SourceLine[] = [];
  for await (const { line, text } of readLines(file, onProgress)) {
    if (isHeader(text) || isTrailer(text) || text.trim() === "") continue;
    const record = parseRecord(text, line);
    if ("code" in record) {
      if (kind === "accounts") batch.push(record);
    } else batch.push(...linesOf(record, kind, asOf));
    if (batch.length < LINES_PER_BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function linesOf(record: AccountRecord, kind: FileKind, asOf: string): SourceLine[] {
  const columns = bundleFormat[kind].map(({ name }) => name as string);
  return rowsOf(record, kind, asOf).map((row) => ({
    line: record.line,
    values: columns.map((name) => row[name] ?? ""),
  }));
}
