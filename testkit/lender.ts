import { type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { runDays } from "@mora/server/day-cycle/run";
import type { FileReject } from "@mora/server/modules/intake/index";
import {
  csvSource,
  type FileKind,
  type ImportSummary,
  importBook,
  type Mapping,
  parseMapping,
} from "@mora/server/modules/intake/index";
import { fixedClock } from "@mora/server/platform/clock";
import { keyRingFromSeed } from "@mora/server/platform/crypto/keys";
import type { TestDatabase } from "./database.ts";

export const testRing = keyRingFromSeed("test");

/** A mapping for a small serviced book in Shanghai; override what a test is about. */
export const testMapping = (over: Record<string, unknown> = {}): Mapping =>
  parseMapping(
    JSON.stringify({
      creditor: { code: "TEST", name: "Test Lender" },
      book: {
        code: "LOANS",
        name: "Loans",
        kind: "serviced",
        zone: "Asia/Shanghai",
        currency: "CNY",
      },
      ...over,
    }),
    "mora-mapping.json",
  );

/** CSV text by kind of file, header included. */
export type Files = Partial<Record<FileKind, string>>;

let ticks = 0;

/** Imports CSV texts as of a date; every import is recorded a second after the one before. */
export async function importFiles(
  { pool }: TestDatabase,
  files: Files,
  {
    asOf,
    mapping = testMapping(),
    dryRun = false,
  }: { asOf: string; mapping?: Mapping; dryRun?: boolean },
): Promise<ImportSummary & { rejects: FileReject[] }> {
  const rejects: FileReject[] = [];
  const inputs = new Map(
    Object.entries(files).map(([kind, text]) => [
      kind as FileKind,
      { name: `${kind}.csv`, endsInNewline: text.endsWith("\n"), text: () => [text] },
    ]),
  );
  const clock = fixedClock(new Date(Date.parse(`${asOf}T06:00:00+08:00`) + ++ticks * 1_000));
  const summary = await importBook(
    pool,
    { ring: testRing, clock },
    {
      mapping,
      source: csvSource(inputs, mapping),
      asOf,
      dryRun,
      onRejects: async (rows) => {
        for await (const reject of rows) rejects.push(reject);
      },
    },
  );
  return { ...summary, rejects };
}

/** Runs the days of a zone up to a date, at six in the morning of it. */
export async function runTo(
  { pool }: TestDatabase,
  date: string,
  zone = "Asia/Shanghai",
): ReturnType<typeof runDays> {
  const clock = fixedClock(new Date(`${date}T06:00:00+08:00`));
  return runDays(pool, clock, { zone, through: dayFromTrustedIso(date) as DayNumber });
}

/** Events of a date as "account kind detail", in a fixed order: what a scenario asserts whole. */
export async function eventsOn({ pool }: TestDatabase, date: string): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select e.key || ' ' || v.kind || coalesce(' ' || (
         select string_agg(value, ' ' order by key) from jsonb_each_text(v.payload)), '') as line
     from account_event v join external_ref e on e.target_id = v.account_id
     where v.on_date = $1 and v.kind not in ('account_imported', 'account_changed') order by 1`,
    [date],
  );
  return rows.map(({ line }) => line);
}

/** A CSV text from a header and rows. */
export const csv = (header: string, ...rows: string[]): string =>
  `${[header, ...rows].join("\n")}\n`;
