import type pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import { idFrom, type KeyRing } from "../../platform/crypto/keys.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { UserError } from "../../platform/errors.ts";

/** What a mapping file says about a book and its owner. */
export type BookDeclaration = {
  readonly creditor: { readonly code: string; readonly name: string };
  readonly creditorGroup?: { readonly code: string; readonly name: string } | undefined;
  readonly book: {
    readonly code: string;
    readonly name: string;
    readonly kind: "serviced" | "host_fed";
    readonly zone: string;
    readonly currency: string;
  };
  readonly synthetic: boolean;
};

/** Partitions a zone: the unit that workers of a day lock. A power of two; see `account.partition_id`. */
export const partitionsPerZone = 64;

/**
 * The book of a declaration, made if it is new. What a book is cannot change by sending another
 * mapping: kind, zone and currency decide what its amounts and dates mean.
 *
 * @throws UserError BOOK_DIFFERS
 */
export async function ensureBook(
  client: pg.ClientBase,
  declaration: BookDeclaration,
  ring: KeyRing,
): Promise<{ bookId: string; creditorId: string }> {
  const { creditor, book } = declaration;
  const group = declaration.creditorGroup ?? creditor;
  const groupId = idFrom(ring, ["creditor_group", group.code]);
  const creditorId = idFrom(ring, ["creditor", creditor.code]);
  const bookId = idFrom(ring, ["book", creditor.code, book.code]);
  await client.query(
    "insert into creditor_group values ($1, $2, $3) on conflict (creditor_group_id) do nothing",
    [groupId, group.code, group.name],
  );
  await client.query(
    "insert into creditor values ($1, $2, $3, $4) on conflict (creditor_id) do nothing",
    [creditorId, groupId, creditor.code, creditor.name],
  );
  await ensureZone(client, book.zone);
  await client.query(
    `insert into book (book_id, creditor_id, code, name, kind, zone, currency, is_synthetic)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (book_id) do nothing`,
    [
      bookId,
      creditorId,
      book.code,
      book.name,
      book.kind,
      book.zone,
      book.currency,
      declaration.synthetic,
    ],
  );
  await refuseDifferent(client, bookId, declaration);
  return { bookId, creditorId };
}

async function ensureZone(client: pg.ClientBase, zone: string): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtext('day_partition'))");
  await client.query(
    `insert into day_partition (partition_id, zone, slot)
     select (select coalesce(max(partition_id), -1) from day_partition) + 1 + slot, $1, slot
     from generate_series(0, $2 - 1) slot
     where not exists (select 1 from day_partition where zone = $1)`,
    [zone, partitionsPerZone],
  );
}

async function refuseDifferent(
  client: pg.ClientBase,
  bookId: string,
  { book, synthetic }: BookDeclaration,
): Promise<void> {
  const { rows } = await client.query<Record<string, unknown>>(
    "select kind, zone, currency, is_synthetic as synthetic from book where book_id = $1 for update",
    [bookId],
  );
  const wanted: Record<string, unknown> = {
    kind: book.kind,
    zone: book.zone,
    currency: book.currency,
    synthetic,
  };
  const different = Object.keys(wanted).filter((name) => rows[0]?.[name] !== wanted[name]);
  if (different.length > 0)
    throw new UserError(
      "BOOK_DIFFERS",
      `book ${book.code} exists with another ${different.join(", ")}. Use another book code, or correct the mapping file`,
    );
}

/** Two different people must have signed before a book without suppression file may be worked. */
export const signaturesNeeded = 2;

/**
 * Records that a person vouches for a book having no suppression file. The second signature, by
 * somebody else, makes the book contactable.
 *
 * @throws UserError BOOK_UNKNOWN, ALREADY_SIGNED, SUPPRESSION_LOADED
 */
export async function signNoSuppression(
  pool: pg.Pool,
  clock: Clock,
  { bookCode, signer }: { bookCode: string; signer: string },
): Promise<{ signatures: number; isContactable: boolean }> {
  return inTransaction(pool, async ({ client }) => {
    const book = await lockBook(client, bookCode);
    if (book.suppression === "loaded")
      throw new UserError(
        "SUPPRESSION_LOADED",
        `book ${bookCode} has its suppression file: nothing to sign`,
      );
    const name = signer.normalize("NFKC").trim();
    const earlier = await client.query(
      "select 1 from suppression_signature where book_id = $1 and lower(signer) = lower($2)",
      [book.book_id, name],
    );
    if (earlier.rows.length > 0)
      throw new UserError(
        "ALREADY_SIGNED",
        `${name} has already signed for book ${bookCode}: the other signature must be somebody else's`,
      );
    await client.query("insert into suppression_signature values ($1, $2, $3, $4)", [
      book.book_id,
      name,
      "no suppression file exists for this book",
      clock.now().toISOString(),
    ]);
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from suppression_signature where book_id = $1",
      [book.book_id],
    );
    const signatures = rows[0]?.n ?? 0;
    const isContactable = signatures >= signaturesNeeded;
    if (isContactable)
      await client.query("update book set suppression = 'signed_none' where book_id = $1", [
        book.book_id,
      ]);
    return { signatures, isContactable };
  });
}

async function lockBook(
  client: pg.ClientBase,
  code: string,
): Promise<{ book_id: string; suppression: string }> {
  const { rows } = await client.query<{ book_id: string; suppression: string }>(
    "select book_id, suppression from book where code = $1 for update",
    [code],
  );
  const book = rows[0];
  if (!book) throw new UserError("BOOK_UNKNOWN", `there is no book ${code}`);
  if (rows.length > 1)
    throw new UserError(
      "BOOK_AMBIGUOUS",
      `several creditors have a book ${code}: give each a code of its own`,
    );
  return book;
}
