import { once } from "node:events";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** A value of a COPY row. Dates and decimals come as text; `undefined` and `null` are NULL. */
export type CopyValue =
  | string
  | number
  | bigint
  | boolean
  | Buffer
  | null
  | undefined
  | readonly (string | bigint | number)[];

const SPECIAL = /[\\\n\r\t]/;
const CHUNK_CHARACTERS = 1 << 16;

/** One line of PostgreSQL's text COPY format (manual, "COPY", text format). */
export function copyLine(row: readonly CopyValue[]): string {
  let line = "";
  for (let i = 0; i < row.length; i++) line += (i === 0 ? "" : "\t") + copyField(row[i]);
  return `${line}\n`;
}

function copyField(value: CopyValue): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "string") return SPECIAL.test(value) ? escapeText(value) : value;
  if (typeof value === "boolean") return value ? "t" : "f";
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString("hex")}`;
  if (Array.isArray(value)) return escapeText(arrayLiteral(value));
  return String(value);
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
const escapeText = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (c) => escapes[c] ?? c) : text;

/** PostgreSQL array literal; only text elements are quoted. */
function arrayLiteral(values: readonly (string | bigint | number)[]): string {
  const quote = (v: string): string => `"${v.replace(/["\\]/g, "\\$&")}"`;
  return `{${values.map((v) => (typeof v === "string" ? quote(v) : String(v))).join(",")}}`;
}

/** A table and the columns that rows give, in their order. */
export type CopyTarget = { readonly table: string; readonly columns: readonly string[] };

/**
 * Streams rows into a table with COPY on a connection that is inside a transaction. Memory is bounded
 * by one chunk: it waits whenever the server is slower than the rows.
 *
 * @returns the number of rows written
 */
export async function copyInto(
  client: pg.ClientBase,
  target: CopyTarget,
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  return copyText(client, target, chunksOf(rows));
}

function* chunksOf(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = "";
  for (const row of rows) {
    chunk += copyLine(row);
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** Like {@link copyInto}, with lines that {@link copyLine} made earlier. */
export async function copyText(
  client: pg.ClientBase,
  { table, columns }: CopyTarget,
  chunks: Iterable<string>,
): Promise<number> {
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(", ")}) from stdin`));
  const finished = once(stream, "finish");
  finished.catch(() => undefined);
  for (const chunk of chunks)
    if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), finished]);
  stream.end();
  await finished;
  return stream.rowCount ?? 0;
}
