import type pg from "pg";
import type { CopyValue } from "../../platform/db/copy.ts";
import type { ImportContext } from "./context.ts";
import { type MergeCount, mergeVersioned } from "./merge.ts";
import type { Row } from "./parse-row.ts";

/** Instalments become one schedule an account: a value that is replaced as a whole or not at all. */
export const instalmentStage = {
  account_key: "text",
  no: "integer",
  due_on: "date",
  principal: "bigint",
  interest: "bigint",
  fee: "bigint",
} as const;

export const stageInstalment = (row: Row): CopyValue[] => [
  row.get("account_key") as string,
  row.get("no") as number,
  row.get("due_on") as string,
  row.get("principal") as bigint,
  (row.get("interest") as bigint | null) ?? 0n,
  (row.get("fee") as bigint | null) ?? 0n,
];

/**
 * Groups the staged instalments by account and writes the schedules. A schedule with a bad row is
 * left out whole: half a schedule would show a debt that nobody agreed to. Counts are of instalments,
 * so that they add up with the rows of the file.
 */
export async function mergeSchedules(
  client: pg.ClientBase,
  context: ImportContext,
): Promise<MergeCount> {
  await client.query(
    `with bad as (
       select account_key from doubtful where kind = 'instalments'
       union
       select account_key from (
         select account_key, due_on, lag(due_on) over (partition by account_key order by no) as before from stage) s
       where due_on <= before),
     gone as (delete from stage s using bad b where b.account_key = s.account_key returning s.line)
     insert into reject select 'instalments', line, 'account_key', 'SCHEDULE_INCOMPLETE',
       'another row of this schedule was rejected, or its due dates do not ascend: the whole schedule waits' from gone`,
  );
  await client.query(
    `create temp table resolved on commit drop as
     with grouped as (
       select account_key, min(line) as line, array_agg(due_on order by no) as due_on, array_agg(principal order by no) as principal,
              array_agg(interest order by no) as interest, array_agg(fee order by no) as fee
       from stage group by account_key)
     select g.*, e.party_id, e.target_id as account_id
     from grouped g left join external_ref e on e.creditor_id = $1 and e.system = $2 and e.kind = 'account'
       and e.key = g.account_key and e.to_on is null`,
    [context.creditorId, context.mapping.system],
  );
  await client.query(
    `with gone as (delete from resolved where account_id is null returning line, account_key, cardinality(due_on) as n)
     insert into reject select 'instalments', s.line, 'account_key', 'ACCOUNT_UNKNOWN',
       'account ' || g.account_key || ' is in no accounts file so far. Send it first, or correct the key'
     from gone g join stage s using (account_key)`,
  );
  return inInstalments(client, () =>
    mergeVersioned(
      client,
      {
        table: "schedule",
        ids: { party_id: "r.party_id", account_id: "r.account_id" },
        data: {
          due_on: "r.due_on",
          principal_minor: "r.principal",
          interest_minor: "r.interest",
          fee_minor: "r.fee",
        },
      },
      context.recordedAt,
    ),
  );
}

/** Counts instalments of new and changed schedules rather than schedules. */
async function inInstalments(
  client: pg.ClientBase,
  merge: () => Promise<MergeCount>,
): Promise<MergeCount> {
  await client.query(
    `create temp table had on commit drop as
     select r.party_id, r.account_id, s.source_hash from resolved r
     join schedule s on s.party_id = r.party_id and s.account_id = r.account_id and s.superseded_at is null`,
  );
  await merge();
  const { rows } = await client.query<{ new: number; changed: number }>(
    `select coalesce(sum(cardinality(i.due_on)) filter (where h.account_id is null), 0)::int as new,
            coalesce(sum(cardinality(i.due_on)) filter (where h.source_hash <> i.source_hash), 0)::int as changed
     from incoming i left join had h on h.party_id = i.party_id and h.account_id = i.account_id`,
  );
  return rows[0] ?? { new: 0, changed: 0 };
}
