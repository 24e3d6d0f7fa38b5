import type { Book } from "@mora/contract";
import { sql } from "kysely";
import type { Db } from "../../platform/db/pool.ts";
import { isFresh } from "../servicing/index.ts";

/** All books with what decides whether and how they may be worked. */
export async function listBooks(db: Db): Promise<Book[]> {
  const rows = await db
    .selectFrom("book as b")
    .innerJoin("creditor as c", "c.creditor_id", "b.creditor_id")
    .select([
      "b.book_id",
      "b.code",
      "b.name",
      "c.name as creditor",
      "b.kind",
      "b.zone",
      "b.currency",
      "b.data_through_on",
      "b.suppression",
      "b.is_synthetic",
    ])
    .select((eb) => [
      eb
        .selectFrom("account as a")
        .whereRef("a.book_id", "=", "b.book_id")
        .select(sql<number>`count(*)::int`.as("n"))
        .as("accounts"),
      lastDay(sql.ref("b.zone")).as("day_done_on"),
    ])
    .orderBy("b.code")
    .execute();
  return rows.map((row) => ({
    bookId: row.book_id,
    code: row.code,
    name: row.name,
    creditor: row.creditor,
    kind: row.kind as Book["kind"],
    zone: row.zone,
    currency: row.currency,
    accounts: row.accounts ?? 0,
    dayDoneOn: row.day_done_on,
    dataThroughOn: row.data_through_on,
    isFresh: isFresh({
      kind: row.kind as Book["kind"],
      dataThroughOn: row.data_through_on,
      dayDoneOn: row.day_done_on,
    }),
    suppression: row.suppression as Book["suppression"],
    isContactable: row.suppression !== "unknown",
    isSynthetic: row.is_synthetic,
  }));
}

/** The last business date that a zone completed. */
const lastDay = (zone: ReturnType<typeof sql.ref>) =>
  sql<
    string | null
  >`(select max(business_on) from day_run where zone = ${zone} and finished_at is not null)`;
