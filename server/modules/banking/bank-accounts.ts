import { dayFromIso, isoFromDay } from "@mora/core/kernel/business-date";
import { isCurrency } from "@mora/core/kernel/currency";
import type pg from "pg";
import { type Clock, dateInZone } from "../../platform/clock.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { UserError } from "../../platform/errors.ts";
import { accountKeyOf, type Draft } from "./statement.ts";

export type BankBook = {
  readonly bookId: string;
  readonly code: string;
  readonly kind: "serviced" | "host_fed";
  readonly zone: string;
  readonly currency: string;
};

const BOOK = 'b.book_id as "bookId", b.code, b.kind, b.zone, b.currency';

/** @throws UserError BOOK_UNKNOWN, BOOK_AMBIGUOUS */
export async function bookByCode(client: pg.ClientBase, code: string): Promise<BankBook> {
  const { rows } = await client.query<BankBook>(`select ${BOOK} from book b where b.code = $1`, [
    code,
  ]);
  if (!rows[0]) throw new UserError("BOOK_UNKNOWN", `there is no book ${code}`);
  if (rows.length > 1)
    throw new UserError(
      "BOOK_AMBIGUOUS",
      `several creditors have a book ${code}: give each a code of its own`,
    );
  return rows[0];
}

export type NewBankAccount = {
  readonly account: string;
  readonly bookCode: string;
  readonly currency: string;
  /** First date whose entries belong to the book; default: always. */
  readonly fromOn?: string | undefined;
  readonly actor: string;
};

/**
 * Says which book a bank account belongs to from a date on. The same again changes nothing; another
 * book for the same date is a correction, which keeps what was believed before.
 *
 * @throws UserError BOOK_UNKNOWN, CURRENCY_UNKNOWN, ACCOUNT_MISSING, DATE_MALFORMED
 */
export async function addBankAccount(
  pool: pg.Pool,
  clock: Clock,
  wanted: NewBankAccount,
): Promise<{ accountKey: string; isNew: boolean }> {
  const accountKey = accountKeyOf(wanted.account);
  if (accountKey === "") throw new UserError("ACCOUNT_MISSING", "the account number is empty");
  if (!isCurrency(wanted.currency))
    throw new UserError(
      "CURRENCY_UNKNOWN",
      `"${wanted.currency}" is not an ISO 4217 currency code`,
    );
  const fromOn = dayFromIso(wanted.fromOn ?? "1970-01-01");
  if (!fromOn.ok) throw UserError.from(fromOn.error);
  const on = isoFromDay(fromOn.value);
  return inTransaction(pool, async ({ client }) => {
    const { bookId } = await bookByCode(client, wanted.bookCode);
    await lockAccount(client, accountKey);
    const same = [accountKey, wanted.currency, on, bookId];
    const current = await client.query(
      `select 1 from bank_account where account_key = $1 and currency = $2 and from_on = $3
         and book_id = $4 and superseded_at is null`,
      same,
    );
    if (current.rows.length > 0) return { accountKey, isNew: false };
    const at = clock.now().toISOString();
    await client.query(
      `update bank_account set superseded_at = $4
       where account_key = $1 and currency = $2 and from_on = $3 and superseded_at is null`,
      [accountKey, wanted.currency, on, at],
    );
    await client.query(
      `insert into bank_account (account_key, currency, from_on, book_id, recorded_at, recorded_by)
       values ($1, $2, $3, $4, $5, $6)`,
      [...same, at, wanted.actor],
    );
    return { accountKey, isNew: true };
  });
}

/** Statements of one account are taken in one after the other, so that each sees what the last one knew. */
export const lockAccount = (client: pg.ClientBase, accountKey: string): Promise<unknown> =>
  client.query("select pg_advisory_xact_lock(hashtextextended('bank_account ' || $1, 0))", [
    accountKey,
  ]);

/**
 * The book and the account of a statement. `bookCode` serves accounts that nobody registered; it never
 * moves a registered account to another book.
 *
 * @throws UserError BANK_ACCOUNT_UNKNOWN, BANK_ACCOUNT_AMBIGUOUS, BANK_ACCOUNT_ELSEWHERE, BOOK_UNKNOWN
 */
export async function bookOfDraft(
  client: pg.ClientBase,
  draft: Draft,
  { bookCode, clock }: { bookCode: string | undefined; clock: Clock },
): Promise<{ book: BankBook; accountKey: string }> {
  const named = bookCode === undefined ? undefined : await bookByCode(client, bookCode);
  const accountKey = draft.accountKey ?? (await onlyAccountOf(client, named));
  const on = draft.aboutOn ?? isoFromDay(dateInZone(clock.now(), named?.zone ?? "UTC"));
  const { rows } = await client.query<BankBook>(
    `select distinct on (a.currency) ${BOOK} from bank_account a join book b on b.book_id = a.book_id
     where a.account_key = $1 and a.superseded_at is null and a.from_on <= $2
       and ($3::text is null or a.currency = $3)
     order by a.currency, a.from_on desc`,
    [accountKey, on, draft.currency ?? null],
  );
  const books = [...new Map(rows.map((row) => [row.bookId, row])).values()];
  const book =
    books.length === 0 ? named : (books.find((b) => b.bookId === named?.bookId) ?? books[0]);
  if (!book)
    throw new UserError(
      "BANK_ACCOUNT_UNKNOWN",
      `no book has the bank account ${accountKey} (${draft.currency ?? "any currency"}) on ${on}. Register it: mora bank account add ${accountKey} --book CODE --currency ${draft.currency ?? "CCY"}; or name the book with --book`,
    );
  if (named && book.bookId !== named.bookId)
    throw new UserError(
      "BANK_ACCOUNT_ELSEWHERE",
      `bank account ${accountKey} belongs to book ${book.code}, not ${named.code}. Leave --book out, or correct the account`,
    );
  if (!named && books.length > 1)
    throw new UserError(
      "BANK_ACCOUNT_AMBIGUOUS",
      `bank account ${accountKey} belongs to several books (${books.map((b) => b.code).join(", ")}): name one with --book`,
    );
  return { book, accountKey };
}

/** The account of a CSV file that names none: the book's only one, or one that stands for the book. */
async function onlyAccountOf(client: pg.ClientBase, book: BankBook | undefined): Promise<string> {
  if (!book)
    throw new UserError(
      "BANK_ACCOUNT_UNKNOWN",
      'a CSV file names no account: give --book, or {"account": "…"} in the mapping file',
    );
  const { rows } = await client.query<{ account_key: string }>(
    "select distinct account_key from bank_account where book_id = $1 and superseded_at is null",
    [book.bookId],
  );
  if (rows.length > 1)
    throw new UserError(
      "BANK_ACCOUNT_AMBIGUOUS",
      `book ${book.code} has several bank accounts: name the one this file is of as {"account": "…"} in the mapping file`,
    );
  return rows[0]?.account_key ?? accountKeyOf(`BOOK${book.code}`);
}
