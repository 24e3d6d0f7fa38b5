import type pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import { idFrom, type KeyRing } from "../../platform/crypto/keys.ts";
import { createPartyKey, type PartyKey, sealField } from "../../platform/crypto/seal.ts";
import { copyInto } from "../../platform/db/copy.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { type BankBook, bookOfDraft, lockAccount } from "./bank-accounts.ts";
import { openCamt } from "./camt.ts";
import { openCsv } from "./csv.ts";
import { type CsvMapping, defaultCsvMapping } from "./csv-mapping.ts";
import { lockLine, recordDecision } from "./decision.ts";
import { sealDetails } from "./keys.ts";
import type { BankFile } from "./read-file.ts";
import { type FreshLine, incomingOf, recognise, type SeenLine } from "./recognise.ts";
import type { Aside, Draft, Statement, Warning } from "./statement.ts";
import { withoutTotals } from "./totals.ts";

export type BankTools = { readonly ring: KeyRing; readonly clock: Clock };

export type BankImport = {
  readonly file: BankFile;
  readonly bookCode?: string | undefined;
  readonly mapping?: CsvMapping | undefined;
  readonly actor: string;
};

export type StatementSummary = {
  readonly statementId: string;
  readonly format: string;
  readonly book: string;
  readonly accountKey: string;
  readonly fromOn: string | undefined;
  readonly toOn: string | undefined;
  /** The file was taken in before: nothing was read again. */
  readonly isRepeat: boolean;
  readonly fresh: number;
  /** Lines that an earlier statement reported; `likely` ones by nothing but amount and date. */
  readonly known: number;
  readonly likely: readonly string[];
  readonly aside: readonly Aside[];
  readonly warnings: readonly Warning[];
};

/** Statements of a file, whatever its format. @throws UserError naming file, place and remedy */
export const openStatements = (file: BankFile, mapping = defaultCsvMapping): Draft[] =>
  /^\uFEFF?\s*</.test(file.text)
    ? openCamt(file.text, file.name)
    : openCsv(file.text, file.name, mapping);

/**
 * Takes a file in, in one transaction: all of its statements or none. The same file again changes
 * nothing, and money that another file reported is recognised. Nothing is applied here (match-lines.ts).
 *
 * @throws UserError for a file that cannot be used; nothing is written then
 */
export async function importStatements(
  pool: pg.Pool,
  tools: BankTools,
  request: BankImport,
): Promise<StatementSummary[]> {
  const drafts = openStatements(request.file, request.mapping);
  return inTransaction(pool, async ({ client }) => {
    const summaries: StatementSummary[] = [];
    for (const [i, draft] of drafts.entries()) {
      const { book, accountKey } = await bookOfDraft(client, draft, {
        bookCode: request.bookCode,
        clock: tools.clock,
      });
      await lockAccount(client, accountKey);
      const owner = { ...tools, client, request, book, accountKey, ordinal: i + 1 };
      summaries.push(await importOne(owner, draft.read(book)));
    }
    return summaries;
  });
}

type Owner = BankTools & {
  readonly client: pg.ClientBase;
  readonly request: BankImport;
  readonly book: BankBook;
  readonly accountKey: string;
  readonly ordinal: number;
};

async function importOne(owner: Owner, statement: Statement): Promise<StatementSummary> {
  const { client, ring, request, book, accountKey } = owner;
  const hash = request.file.hash.toString("hex");
  const statementId = idFrom(ring, ["bank_statement", hash, String(owner.ordinal)]);
  const head = {
    statementId,
    format: statement.format,
    book: book.code,
    accountKey,
    fromOn: statement.fromOn,
    toOn: statement.toOn,
    warnings: statement.warnings,
  };
  const { key, wrapped } = createPartyKey(ring, statementId);
  if (!(await insertStatement(owner, statement, { statementId, wrapped })))
    return { ...head, isRepeat: true, fresh: 0, known: 0, likely: [], aside: [] };
  const incoming = statement.lines.map((line) => incomingOf(ring, accountKey, line));
  const found = await recognise(client, { ring, accountKey }, incoming);
  const { fresh, seen, aside, replaced } = await withoutTotals(client, accountKey, found);
  const all = [...statement.aside, ...aside];
  await insertLines(owner, key, fresh);
  await insertSeen(owner, statementId, { fresh, seen });
  await insertAside(owner, key, all);
  for (const lineId of replaced) await replaceTotal(owner, lineId);
  return {
    ...head,
    isRepeat: false,
    fresh: fresh.length,
    known: seen.length,
    likely: seen.filter((s) => s.strength === "likely").map((s) => s.path),
    aside: all,
  };
}

/** False where the statement is in already. */
async function insertStatement(
  { client, request, book, accountKey, ordinal, clock, ring }: Owner,
  statement: Statement,
  { statementId, wrapped }: { statementId: string; wrapped: Buffer },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into bank_statement (statement_id, file_hash, ordinal, book_id, account_key, format, message_id,
       bank_statement_ref, from_on, to_on, opening_minor, closing_minor, warnings, data_key_wrapped,
       master_key_version, imported_at, imported_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict do nothing`,
    [
      ...[statementId, request.file.hash, ordinal, book.bookId, accountKey, statement.format],
      ...[statement.messageId, statement.statementRef, statement.fromOn, statement.toOn],
      ...[statement.openingMinor, statement.closingMinor, JSON.stringify(statement.warnings)],
      ...[wrapped, ring.masterVersion, clock.now().toISOString(), request.actor],
    ],
  );
  return rowCount === 1;
}

async function insertLines(
  { client, book, clock }: Owner,
  key: PartyKey,
  lines: readonly FreshLine[],
): Promise<void> {
  const at = clock.now().toISOString();
  await copyInto(
    client,
    {
      table: "bank_line",
      columns: [
        ...["line_id", "statement_id", "book_id", "same_key", "occurrence", "direction"],
        ...["is_reversal", "return_reason", "amount_minor", "currency", "booked_on", "value_on"],
        ...["bank_tokens", "uetr_token", "end_to_end_token", "transaction_token", "recorded_at"],
      ],
    },
    lines.map(({ lineId, sameKey, occurrence, line, tokens }) => [
      ...[lineId, key.partyId, book.bookId, Buffer.from(sameKey, "hex"), occurrence],
      ...[line.direction, line.isReversal, line.returnReason, line.amountMinor, line.currency],
      ...[line.bookedOn, line.valueOn, tokens.bank, tokens.uetr, tokens.endToEnd],
      ...[tokens.transaction, at],
    ]),
  );
  await copyInto(
    client,
    {
      table: "bank_line_state",
      columns: [
        ...["line_id", "state", "payer_token", "sealed_for", "details_sealed", "reasons"],
        "candidates",
      ],
    },
    lines.map(({ lineId, line, tokens }) => [
      ...[lineId, "unmatched", tokens.payer, key.partyId, sealDetails(key, lineId, line.details)],
      ...["[]", "[]"],
    ]),
  );
}

async function insertSeen(
  { client }: Owner,
  statementId: string,
  { fresh, seen }: { fresh: readonly FreshLine[]; seen: readonly SeenLine[] },
): Promise<void> {
  await copyInto(
    client,
    { table: "bank_line_seen", columns: ["line_id", "statement_id", "path", "strength"] },
    [
      ...fresh.map(({ lineId, line }) => [lineId, statementId, line.path, "first"]),
      ...seen.map(({ lineId, path, strength }) => [lineId, statementId, path, strength]),
    ],
  );
}

async function insertAside(
  { client }: Owner,
  key: PartyKey,
  aside: readonly Aside[],
): Promise<void> {
  await copyInto(
    client,
    {
      table: "bank_entry_aside",
      columns: ["statement_id", "path", "kind", "code", "detail", "amount", "entry_sealed"],
    },
    aside.map((one) => [
      ...[key.partyId, one.path, one.kind, one.code, one.detail, one.amount],
      sealField(key, `bank_entry:${one.path}`, one.entry),
    ]),
  );
}

/** The sum of a batch gives way to its parts. */
async function replaceTotal({ client, clock, request }: Owner, lineId: string): Promise<void> {
  const line = await lockLine(client, lineId);
  await recordDecision(client, line, {
    action: "ignore",
    state: "ignored",
    reason: "replaced_by_details",
    actor: request.actor,
    at: clock.now(),
  });
}
