import type pg from "pg";
import { noteLatePayments } from "../servicing/index.ts";
import { purposes } from "./bundle-format.ts";
import type { ImportContext } from "./context.ts";
import type { KindSummary } from "./import-book.ts";
import type { RowSource } from "./source.ts";

/**
 * What follows from an import as a whole: protection that reaches beyond a single row, which accounts
 * the next day must look at, and how far the book's data now goes.
 */
export async function finishImport(
  client: pg.ClientBase,
  context: ImportContext,
  done: {
    readonly kinds: readonly KindSummary[];
    readonly source: RowSource;
    readonly feedId: string;
  },
): Promise<void> {
  await holdRejectedPayments(client, context);
  await protectCoObligors(client, context);
  await markTouched(client, context);
  await turnOverDecisions(client, context);
  await advanceBook(client, context, done.source);
  await client.query(
    "insert into feed (feed_id, book_id, data_as_of, recorded_at, files, counts) values ($1, $2, $3, $4, $5, $6)",
    [
      done.feedId,
      context.bookId,
      context.asOf,
      context.recordedAt,
      JSON.stringify(done.source.files.map(fileEntry)),
      JSON.stringify(done.kinds),
    ],
  );
}

const fileEntry = (file: RowSource["files"][number]): object => ({
  name: file.path.split("/").at(-1),
  bytes: file.bytes,
  sha256: file.sha256,
});

/**
 * A payment row that could not be read may be the very payment that makes somebody current. Until a
 * file brings the account's payments without a fault, nobody is pressed over that account.
 */
async function holdRejectedPayments(client: pg.ClientBase, context: ImportContext): Promise<void> {
  await client.query(
    `with doubt as (
       select distinct e.party_id, a.debt_id from doubtful d
       join external_ref e on e.creditor_id = $1 and e.system = $2 and e.kind = 'account' and e.key = d.account_key and e.to_on is null
       join account a on a.party_id = e.party_id and a.account_id = e.target_id
       where d.kind = 'payments'),
     held as (
       insert into hold (party_id, hold_id, recorded_at, kind, debt_id, purposes, from_on, source, evidence, source_hash)
       select party_id, md5('payment_rejected' || debt_id)::uuid, $3, 'payment_rejected', debt_id, $4, $5, 'import:payments',
              'a payment row of this account was rejected', '\\x00' from doubt
       where not exists (select 1 from hold h where h.party_id = doubt.party_id
         and h.hold_id = md5('payment_rejected' || doubt.debt_id)::uuid and h.superseded_at is null)
       returning party_id)
     insert into touched (party_id) select party_id from held`,
    [context.creditorId, context.mapping.system, context.recordedAt, purposes, context.asOf],
  );
  // A later file with an accepted payment for the account, and no rejected one, answers the doubt.
  await client.query(
    `update hold h set superseded_at = $1
     from touched t join account a on a.party_id = t.party_id and a.account_id = t.account_id
     where h.kind = 'payment_rejected' and h.party_id = t.party_id and h.debt_id = a.debt_id
       and h.superseded_at is null and h.recorded_at < $1
       and not exists (
         select 1 from doubtful d join external_ref e on e.kind = 'account' and e.key = d.account_key and e.to_on is null
         where d.kind = 'payments' and e.party_id = t.party_id and e.target_id = t.account_id)`,
    [context.recordedAt],
  );
}

/**
 * A petition under chapter 12 or 13 also stays collection from everybody who owes with the debtor
 * (11 USC 1201, 1301). The holds are derived: those that no petition supports any more are closed.
 */
async function protectCoObligors(client: pg.ClientBase, context: ImportContext): Promise<void> {
  const derived = `
    select distinct o.party_id, o.debt_id from hold h
    join liability l on l.party_id = h.party_id and l.is_liable and l.superseded_at is null
    join liability o on o.debt_party_id = l.debt_party_id and o.debt_id = l.debt_id and o.superseded_at is null
      and o.is_liable and o.party_id <> h.party_id
    join debt d on d.party_id = o.debt_party_id and d.debt_id = o.debt_id and d.creditor_id = $2
    where h.kind in ('bankruptcy_12', 'bankruptcy_13') and h.superseded_at is null
      and (h.to_on is null or h.to_on > h.from_on)`;
  await client.query(
    `with derived as (${derived}),
     placed as (
       insert into hold (party_id, hold_id, recorded_at, kind, debt_id, purposes, from_on, source, source_hash)
       select party_id, md5('codebtor_stay' || party_id || debt_id)::uuid, $1, 'codebtor_stay', debt_id, $3, $4, 'derived', '\\x00'
       from derived d
       where not exists (select 1 from hold h where h.party_id = d.party_id
         and h.hold_id = md5('codebtor_stay' || d.party_id || d.debt_id)::uuid and h.superseded_at is null)
       returning party_id),
     lifted as (
       update hold h set superseded_at = $1
       from party p
       where p.party_id = h.party_id and p.creditor_id = $2 and h.kind = 'codebtor_stay' and h.superseded_at is null
         and not exists (select 1 from derived d where d.party_id = h.party_id and d.debt_id = h.debt_id)
       returning h.party_id)
     insert into touched (party_id) select party_id from placed union select party_id from lifted`,
    [context.recordedAt, context.creditorId, purposes, context.asOf],
  );
}

/** Accounts with news are due at once; a touched person means all their accounts. */
async function markTouched(client: pg.ClientBase, context: ImportContext): Promise<void> {
  await client.query("analyze touched; analyze created");
  await client.query(
    `update account a set news_no = news_no + 1, next_event_on = least(next_event_on, $1)
     from (select distinct party_id, account_id from touched where account_id is not null) t
     where a.party_id = t.party_id and a.account_id = t.account_id and a.book_id = $2
       and not exists (select 1 from created c where c.account_id = a.account_id)`,
    [context.asOf, context.bookId],
  );
  await client.query(
    `update account a set news_no = news_no + 1, next_event_on = least(next_event_on, $1)
     from (select distinct party_id from touched where account_id is null) t
     where a.party_id = t.party_id
       and not exists (select 1 from created c where c.account_id = a.account_id)`,
    [context.asOf],
  );
}

/** Payments that came late may turn over what was decided without them: broken promises, late charges. */
async function turnOverDecisions(client: pg.ClientBase, context: ImportContext): Promise<void> {
  const { rows } = await client.query<{ party_id: string; account_id: string }>(
    `select distinct t.party_id, t.account_id from touched t
     where t.account_id is not null and (
       exists (select 1 from loan_event v where v.party_id = t.party_id and v.account_id = t.account_id)
       or exists (select 1 from promise p join promise_judgement j on j.party_id = p.party_id and j.promise_id = p.promise_id
         where p.party_id = t.party_id and p.account_id = t.account_id and j.outcome = 'broken'))`,
  );
  await noteLatePayments(client, {
    at: new Date(context.recordedAt),
    accounts: rows.map(({ party_id, account_id }) => ({
      partyId: party_id,
      accountId: account_id,
    })),
  });
}

/** Only a file that carries payments (or balances) extends what is known; it never shrinks. */
async function advanceBook(
  client: pg.ClientBase,
  context: ImportContext,
  source: RowSource,
): Promise<void> {
  const carrier = context.mapping.book.kind === "serviced" ? "payments" : "balances";
  if (source.kinds.includes(carrier))
    await client.query(
      "update book set data_through_on = greatest(data_through_on, $2) where book_id = $1",
      [context.bookId, context.asOf],
    );
  if (source.kinds.includes("holds") && context.mapping.format === "csv")
    await client.query("update book set suppression = 'loaded' where book_id = $1", [
      context.bookId,
    ]);
}
