import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import type pg from "pg";

/**
 * Claims partitions that have accounts due, for this transaction: the row locks end with it, however
 * it ends. Another worker skips what is locked, so the work is shared and never done twice. Locks lie
 * on the few partition rows and not on accounts, so that the same statement works when the accounts
 * are spread over machines.
 */
export async function claimPartitions(
  client: pg.ClientBase,
  { zone, on, most }: { zone: string; on: DayNumber; most: number },
): Promise<number[]> {
  const { rows } = await client.query<{ partition_id: number }>(
    `select partition_id from day_partition p
     where p.zone = $1 and exists (
       select 1 from account a where a.partition_id = p.partition_id and a.next_event_on <= $2)
     order by p.slot limit $3 for update skip locked`,
    [zone, isoFromDay(on), most],
  );
  return rows.map((row) => row.partition_id);
}

/** How many accounts are due, in partitions free or locked. */
export async function countDue(
  client: pg.ClientBase | pg.Pool,
  { zone, on }: { zone: string; on: DayNumber },
): Promise<number> {
  const { rows } = await client.query<{ due: number }>(
    `select count(*)::int as due from account
     where partition_id = any(array(select partition_id from day_partition where zone = $1))
       and next_event_on <= $2`,
    [zone, isoFromDay(on)],
  );
  return rows[0]?.due ?? 0;
}
