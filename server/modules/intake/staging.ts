import { Readable } from "node:stream";
import type pg from "pg";
import { type CopyValue, copyInto, copyLine, copyText } from "../../platform/db/copy.ts";
import { type FileKind, fileKinds } from "./bundle-format.ts";
import { type ImportContext, PartyKeys } from "./context.ts";
import type { Mapping } from "./mapping.ts";
import { createStage } from "./merge.ts";
import { stageAccount } from "./merge-accounts.ts";
import { stageInstalment } from "./merge-schedules.ts";
import { Row, rowParser } from "./parse-row.ts";
import { sealedTargets } from "./sealed-rows.ts";
import type { Reject, RowSource, SourceLine } from "./source.ts";
import { type Target, targets } from "./targets.ts";

export type ImportRequest = {
  readonly mapping: Mapping;
  readonly source: RowSource;
  /** ISO date for which the data is complete. */
  readonly asOf: string;
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Receives the rejected rows, in file and line order, before the import ends. */
  readonly onRejects?: (rejects: AsyncIterable<FileReject>) => Promise<void>;
};

export type ImportProgress = {
  readonly kind: FileKind;
  readonly bytes: number;
  readonly rows: number;
};
export type FileReject = Reject & { readonly kind: FileKind };

/** One import under way: its connection, what its rows share, and the files read ahead. */
export type Work = {
  readonly client: pg.ClientBase;
  readonly context: ImportContext;
  readonly keys: PartyKeys;
  readonly request: ImportRequest;
  readonly kinds: readonly FileKind[];
  /** Batches of a kind, perhaps already under way; starts the kind after it. */
  readonly aheadOf: (kind: FileKind) => AsyncIterable<unknown>;
  readonly close: () => void;
};

export function openWork(
  client: pg.ClientBase,
  context: ImportContext,
  request: ImportRequest,
): Work {
  const kinds = fileKinds.filter((kind) => request.source.kinds.includes(kind));
  const direct = kinds.filter((kind) => !(kind in sealedTargets));
  const started = new Map<FileKind, Readable>();
  const start = (kind: FileKind | undefined): void => {
    if (kind === undefined || started.has(kind)) return;
    const ahead = readAhead({ context, request }, kind);
    if (ahead) started.set(kind, ahead);
  };
  return {
    client,
    context,
    keys: new PartyKeys(context.ring),
    request,
    kinds,
    aheadOf: (kind) => {
      start(kind);
      start(direct[direct.indexOf(kind) + 1]);
      return started.get(kind) as Readable;
    },
    close: () => {
      for (const ahead of started.values()) ahead.destroy();
    },
  };
}

/** What a kind's rows become before the database sees them. */
export type BatchWriter = (rows: readonly Row[]) => Promise<(CopyValue[] | Reject)[]>;

/** A batch made ready for COPY, and what was refused of it. */
type StagedBatch = {
  readonly rows: number;
  readonly text: string;
  readonly refused: readonly Reject[];
  /** Accounts that a refused row casts doubt on. */
  readonly doubtful: readonly string[];
};

/** The pure half of staging: reads, checks and converts a kind's rows, a batch at a time. */
async function* prepare(
  request: ImportRequest,
  kind: FileKind,
  write: BatchWriter,
): AsyncGenerator<StagedBatch> {
  const parse = rowParser(kind, request.mapping);
  let rows = 0;
  let bytes = 0;
  const onBytes = (read: number): void => {
    bytes = read;
  };
  for await (const batch of request.source.rows(kind, onBytes)) {
    const parsed = batch.map((line) => (line.values ? parse(line.line, line.values) : line));
    const good = parsed.filter((row) => row instanceof Row);
    const written = await write(good);
    let text = "";
    written.forEach((values, i) => {
      if (!isReject(values)) text += copyLine([(good[i] as Row).line, ...values]);
    });
    const refused = [...parsed, ...written].filter(isReject);
    rows += batch.length;
    request.onProgress?.({ kind, bytes, rows });
    yield { rows: batch.length, text, refused, doubtful: doubtfulOf(kind, refused, batch) };
  }
}

/** Files of which a bad row casts doubt on its whole account, and where the account's key stands. */
const accountKeyAt: Partial<Record<FileKind, number>> = { instalments: 0, payments: 1 };

function doubtfulOf(
  kind: FileKind,
  refused: readonly Reject[],
  batch: readonly SourceLine[],
): string[] {
  const at = accountKeyAt[kind];
  if (at === undefined || refused.length === 0) return [];
  const lines = new Set(refused.map(({ line }) => line));
  return batch.flatMap(({ line, values }) =>
    lines.has(line) && values?.[at] ? [values[at] as string] : [],
  );
}

const isReject = (row: Row | Reject | CopyValue[] | SourceLine): row is Reject =>
  !Array.isArray(row) && !(row instanceof Row) && "code" in row;

/** Batches of the next file that may be made ready while the database is busy with this one. */
const BATCHES_AHEAD = 8;

/**
 * How a kind's rows are converted without asking the database; undefined for sealed kinds, which need
 * the keys of persons that must be in first.
 */
function directWriter(kind: FileKind, context: ImportContext): BatchWriter | undefined {
  if (kind in sealedTargets) return undefined;
  const toStage = stagerOf(kind, context);
  return async (rows) => rows.map(toStage);
}

function stagerOf(kind: FileKind, context: ImportContext): (row: Row) => CopyValue[] {
  if (kind === "accounts") return (row) => stageAccount(row, context);
  if (kind === "instalments") return stageInstalment;
  const target: Target = targets[kind as keyof typeof targets];
  return (row) => target.toStage(row, context);
}

/**
 * Starts reading a kind before its turn, so that this process reads while the database merges. An
 * error on the way is kept and thrown when the kind's turn comes.
 */
function readAhead(work: Pick<Work, "context" | "request">, kind: FileKind): Readable | undefined {
  const write = directWriter(kind, work.context);
  if (!write) return undefined;
  const ahead = Readable.from(prepare(work.request, kind, write), { highWaterMark: BATCHES_AHEAD });
  ahead.on("error", () => undefined);
  ahead.read(0);
  return ahead;
}

/** Stages the rows of one kind; returns how many the source has. */
export async function stageRows(
  work: Work,
  kind: FileKind,
  { stage, write }: { stage: Readonly<Record<string, string>>; write?: BatchWriter },
): Promise<number> {
  const { client, request } = work;
  const columns = await createStage(client, stage);
  const batches: AsyncIterable<StagedBatch> = write
    ? prepare(request, kind, write)
    : (work.aheadOf(kind) as AsyncIterable<StagedBatch>);
  let rows = 0;
  // While the database takes one batch, the next is read and checked.
  let writing: Promise<unknown> = Promise.resolve();
  for await (const batch of batches) {
    await writing;
    writing = copyText(client, { table: "stage", columns }, [batch.text]).then(() =>
      keepRejects(client, kind, batch),
    );
    writing.catch(() => undefined);
    rows += batch.rows;
  }
  await writing;
  // Without it the planner takes a handful of rows for a thousand, and reads whole tables for them.
  if (rows > 0) await client.query("analyze stage");
  return rows;
}

async function keepRejects(
  client: pg.ClientBase,
  kind: FileKind,
  { refused, doubtful }: StagedBatch,
): Promise<void> {
  if (refused.length === 0) return;
  const columns = ["kind", "line", '"column"', "code", "reason"];
  await copyInto(
    client,
    { table: "reject", columns },
    refused.map((r) => [kind, r.line, r.column, r.code, r.reason]),
  );
  await copyInto(
    client,
    { table: "doubtful", columns: ["kind", "account_key"] },
    [...new Set(doubtful)].map((key) => [kind, key]),
  );
}
