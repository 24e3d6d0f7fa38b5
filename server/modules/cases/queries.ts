import type { WorkItem, WorkItems, WorkItemsQuery } from "@mora/contract";
import { type SelectQueryBuilder, sql } from "kysely";
import type { z } from "zod";
import type { DB } from "../../../db/types.gen.ts";
import type { KeyRing } from "../../platform/crypto/keys.ts";
import type { Db } from "../../platform/db/pool.ts";
import { dpdOf, listBooks, partiesFound, readNames } from "../portfolio/index.ts";

type Query = z.infer<typeof WorkItemsQuery>;
type Book = Awaited<ReturnType<typeof listBooks>>[number];

/**
 * Today's work list: open items of books that may be worked, whose person nothing protects at this
 * moment. The day cycle already withdrew what it knew of; a hold that arrived since counts at once.
 */
export async function readWorkItems(db: Db, ring: KeyRing, query: Query): Promise<WorkItems> {
  const books = await listBooks(db);
  const asOf = books.reduce<string | null>(
    (last, b) => ((b.dayDoneOn ?? "") > (last ?? "") ? b.dayDoneOn : last),
    null,
  );
  const open = workable(db, books, asOf);
  const scoped = query.book ? open.where("b.code", "=", query.book) : open;
  const matching = filtered(scoped, ring, query);
  const [items, counts, withheld] = await Promise.all([
    readPage(db, ring, { matching, query, books }),
    countByBucket(filtered(scoped, ring, { ...query, bucket: undefined })),
    query.offset === 0 ? readWithheld(db, { books, asOf, book: query.book }) : [],
  ]);
  const buckets = bucketsOf(query);
  const total = counts
    .filter(({ bucket }) => buckets.length === 0 || buckets.includes(bucket))
    .reduce((sum, { n }) => sum + n, 0);
  return {
    asOf,
    total,
    countByBucket: Object.fromEntries(counts.map(({ bucket, n }) => [bucket, n])),
    withheld,
    items,
  };
}

type Open = SelectQueryBuilder<DB & { w: DB["work_item"]; b: DB["book"] }, "w" | "b", object>;

const bucketsOf = ({ bucket }: Query): string[] =>
  bucket === undefined ? [] : Array.isArray(bucket) ? bucket : [bucket];

/** Open items that may be worked now. */
function workable(db: Db, books: readonly Book[], asOf: string | null): Open {
  const usable = books.filter((book) => book.isContactable && book.isFresh).map((b) => b.bookId);
  return db
    .selectFrom("work_item as w")
    .innerJoin("book as b", "b.book_id", "w.book_id")
    .where("w.closed_on", "is", null)
    .where("w.book_id", "in", usable.length === 0 ? [sql<string>`null`] : usable)
    .where(sql<boolean>`not ${isProtected(asOf)}`) as unknown as Open;
}

/** Whether the item's person is protected on `asOf`: a hold, a running promise, a performing plan. */
const isProtected = (asOf: string | null) => sql<boolean>`(
  exists (select 1 from hold h join account a on a.party_id = w.party_id and a.account_id = w.account_id
    where h.party_id = w.party_id and h.superseded_at is null and 'collection' = any(h.purposes)
      and (h.debt_id is null or h.debt_id = a.debt_id)
      and h.from_on <= ${asOf}::date and (h.to_on is null or h.to_on > ${asOf}::date))
  or exists (select 1 from promise p where p.party_id = w.party_id and p.account_id = w.account_id and p.superseded_at is null
      and p.promised_on >= ${asOf}::date and not exists (
        select 1 from promise_judgement j where j.party_id = p.party_id and j.promise_id = p.promise_id))
  or exists (select 1 from payment_plan n where n.party_id = w.party_id and n.account_id = w.account_id and n.superseded_at is null
      and n.status = 'performing' and n.from_on <= ${asOf}::date and (n.to_on is null or n.to_on >= ${asOf}::date)))`;

function filtered(open: Open, ring: KeyRing, query: Query): Open {
  const buckets = bucketsOf(query);
  let items = open;
  if (buckets.length > 0) items = items.where("w.bucket", "in", buckets);
  if (query.step) items = items.where("w.step", "=", query.step);
  if (query.q?.trim()) items = items.where("w.party_id", "in", partiesFound(ring, query.q));
  return items;
}

async function countByBucket(items: Open): Promise<{ bucket: WorkItem["bucket"]; n: number }[]> {
  const rows = await items
    .select(["w.bucket", sql<number>`count(*)::int`.as("n")])
    .groupBy("w.bucket")
    .execute();
  return rows as { bucket: WorkItem["bucket"]; n: number }[];
}

async function readPage(
  db: Db,
  ring: KeyRing,
  { matching, query, books }: { matching: Open; query: Query; books: readonly Book[] },
): Promise<WorkItem[]> {
  const page = matching
    .select(["w.party_id", "w.work_item_id"])
    .orderBy("w.score", "desc")
    .orderBy("w.work_item_id")
    .limit(query.limit)
    .offset(query.offset);
  const rows = await db
    .with("page", () => page)
    .selectFrom("page")
    .innerJoin("work_item as w", (join) =>
      join
        .onRef("w.party_id", "=", "page.party_id")
        .onRef("w.work_item_id", "=", "page.work_item_id"),
    )
    .innerJoin("account as a", (join) =>
      join.onRef("a.party_id", "=", "w.party_id").onRef("a.account_id", "=", "w.account_id"),
    )
    .innerJoin("product as p", "p.product_id", "a.product_id")
    .innerJoin("external_ref as e", (join) =>
      join
        .onRef("e.party_id", "=", "a.party_id")
        .onRef("e.target_id", "=", "a.account_id")
        .on("e.kind", "=", "account")
        .on("e.to_on", "is", null),
    )
    .selectAll("w")
    .select([
      "p.name as product_name",
      "e.key",
      "a.oldest_unpaid_due_on",
      "a.dpd_band_from",
      "a.dpd_band_to",
    ])
    .orderBy("w.score", "desc")
    .orderBy("w.work_item_id")
    .execute();
  const names = await readNames(
    db,
    ring,
    rows.map((row) => row.party_id),
  );
  const bookById = new Map(books.map((book) => [book.bookId, book]));
  return rows.map((row, i) =>
    present(row, {
      rank: query.offset + i + 1,
      name: names.get(row.party_id) ?? null,
      book: bookById.get(row.book_id) as Book,
    }),
  );
}

type ItemRow = {
  party_id: string;
  work_item_id: string;
  account_id: string;
  key: string;
  product_name: string;
  currency: string;
  past_due_minor: bigint;
  balance_minor: bigint;
  accounts_late: number;
  bucket: string;
  step: string;
  opened_on: string;
  score: number;
  reasons: unknown;
  oldest_unpaid_due_on: string | null;
  dpd_band_from: number | null;
  dpd_band_to: number | null;
};

function present(
  row: ItemRow,
  { rank, name, book }: { rank: number; name: string | null; book: Book },
): WorkItem {
  return {
    workItemId: row.work_item_id,
    partyId: row.party_id,
    accountId: row.account_id,
    name,
    accountRef: row.key,
    book: book.code,
    productName: row.product_name,
    currency: row.currency,
    pastDueMinor: String(row.past_due_minor),
    balanceMinor: String(row.balance_minor),
    accountsLate: row.accounts_late,
    dpd: dpdOf(row, book),
    bucket: row.bucket as WorkItem["bucket"],
    step: row.step as WorkItem["step"],
    openedOn: row.opened_on,
    score: row.score,
    reasons: row.reasons as WorkItem["reasons"],
    rank,
  };
}

/** People who are late and are not on the list, by what protects them. */
async function readWithheld(
  db: Db,
  { books, asOf, book }: { books: readonly Book[]; asOf: string | null; book: string | undefined },
): Promise<WorkItems["withheld"]> {
  const inScope = books.filter(({ code }) => book === undefined || code === book);
  const blocked = inScope.filter((b) => !b.isContactable).map((b) => b.bookId);
  const stale = inScope.filter((b) => b.isContactable && !b.isFresh).map((b) => b.bookId);
  const ids = inScope.map((b) => b.bookId);
  const { rows } = await sql<{ reason: WorkItems["withheld"][number]["reason"]; people: number }>`
    with late as (
      select a.party_id, bool_or(a.book_id = any(${blocked}::uuid[])) as is_blocked,
             bool_or(a.book_id = any(${stale}::uuid[])) as is_stale
      from collection_case c join account a on a.party_id = c.party_id
      where c.exited_on is null and a.collections_since is not null and a.book_id = any(${ids}::uuid[])
      group by a.party_id)
    select case when l.is_blocked then 'book_not_contactable'
                when l.is_stale then 'data_too_old'
                when exists (select 1 from hold h where h.party_id = l.party_id and h.superseded_at is null
                  and 'collection' = any(h.purposes) and h.from_on <= ${asOf}::date
                  and (h.to_on is null or h.to_on > ${asOf}::date)) then 'hold'
                else 'promise_or_plan_running' end as reason,
           count(*)::int as people
    from late l
    where l.is_blocked or l.is_stale or not exists (
      select 1 from work_item w where w.party_id = l.party_id and w.closed_on is null and not ${isProtected(asOf)})
    group by 1 order by 1`.execute(db);
  return rows;
}
