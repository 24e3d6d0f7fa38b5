import type pg from "pg";
import type { ImportContext } from "./context.ts";
import type { Target, Versioned } from "./targets.ts";

/**
 * Turns staged rows into rows of a table, with the same few set statements for every kind: find
 * duplicates, resolve references, run the target's own checks, close what changed, insert what is
 * new or changed. Rejects and the accounts that were touched collect in temporary tables.
 */

/** Rows new and changed; unchanged ones are the rest. */
export type MergeCount = { readonly new: number; readonly changed: number };

export async function createWorkTables(client: pg.ClientBase): Promise<void> {
  await client.query(`
    -- Sorting and hashing a million staged rows in memory; for this transaction only.
    set local work_mem = '128MB';
    create temp table reject (
      kind text not null, line integer not null, "column" text not null, code text not null, reason text not null
    ) on commit drop;
    -- A bad row of a schedule or payment file casts doubt on the whole account.
    create temp table doubtful (kind text not null, account_key text not null) on commit drop;
    create temp table touched (party_id uuid not null, account_id uuid) on commit drop;
    -- Accounts that this import made are due anyway; nobody else can have seen them.
    create temp table created (account_id uuid not null) on commit drop`);
}

export async function createStage(
  client: pg.ClientBase,
  columns: Readonly<Record<string, string>>,
): Promise<string[]> {
  const names = Object.keys(columns);
  const list = names.map((name) => `${name} ${columns[name]}`).join(", ");
  await client.query(`drop table if exists stage, resolved, incoming`);
  await client.query(`create temp table stage (line integer not null, ${list}) on commit drop`);
  return ["line", ...names];
}

/** Moves every staged row whose key already stood on an earlier line to the rejects. */
export async function rejectDuplicates(
  client: pg.ClientBase,
  kind: string,
  key: readonly string[],
): Promise<void> {
  await client.query(
    `with twice as (
       select line, row_number() over (partition by ${key.join(", ")} order by line) as nth,
              min(line) over (partition by ${key.join(", ")}) as first
       from stage),
     gone as (delete from stage s using twice t where t.line = s.line and t.nth > 1 returning s.line, t.first)
     insert into reject select $1, line, $2, 'DUPLICATE_ID',
       'the same id already stood on line ' || first || '. Only that line counts' from gone`,
    [kind, key.filter((name) => name !== "party_id").join(", ")],
  );
}

/** Rejects rows whose person or account is unknown, and makes `resolved` of the others. */
export async function resolve(
  client: pg.ClientBase,
  target: Pick<Target, "refs" | "accountIsOptional">,
  { kind, context }: { kind: string; context: ImportContext },
): Promise<void> {
  const hasPerson = target.refs.includes("person");
  const hasAccount = target.refs.includes("account");
  const values = [context.creditorId, context.mapping.system];
  const join = (ref: "person" | "account", alias: string): string =>
    `left join external_ref ${alias} on ${alias}.creditor_id = $1 and ${alias}.system = $2
       and ${alias}.kind = '${ref}' and ${alias}.key = s.${ref}_key and ${alias}.to_on is null`;
  const columns = [hasPerson ? "p.party_id" : "a.party_id"];
  if (hasAccount)
    columns.push("a.party_id as debt_party_id", "a.target_id as account_id", "c.debt_id");
  // A row about a person as such; accounts stage a debt_id of their own.
  else if (kind !== "accounts") columns.push("null::uuid as debt_id");
  await client.query(
    `create temp table resolved on commit drop as
     select s.*, $1::uuid as creditor_id, ${columns.join(", ")}
     from stage s ${hasPerson ? join("person", "p") : ""} ${hasAccount ? join("account", "a") : ""}
     ${hasAccount ? "left join account c on c.party_id = a.party_id and c.account_id = a.target_id" : ""}
     where $2::text is not null`,
    values,
  );
  if (hasPerson) await rejectUnresolved(client, { kind, ref: "person", where: "party_id is null" });
  if (hasAccount) {
    const missing = target.accountIsOptional
      ? "account_key is not null and account_id is null"
      : "account_id is null";
    await rejectUnresolved(client, { kind, ref: "account", where: missing });
  }
}

async function rejectUnresolved(
  client: pg.ClientBase,
  { kind, ref, where }: { kind: string; ref: "person" | "account"; where: string },
): Promise<void> {
  await client.query(
    `with gone as (delete from resolved where ${where} returning line, ${ref}_key as key)
     insert into reject select $1, line, '${ref}_key', '${ref.toUpperCase()}_UNKNOWN',
       '${ref} ' || key || ' is in no ${ref}s file so far. Send it first, or correct the key' from gone`,
    [kind],
  );
}

/** Runs a target's own check over the resolved rows. */
export async function rejectChecked(
  client: pg.ClientBase,
  kind: string,
  check: string,
): Promise<void> {
  await client.query(
    `with bad as (${check}),
     gone as (delete from resolved r using bad b where b.line = r.line returning r.line)
     insert into reject select distinct on (b.line) $1, b.line, b."column", b.code, b.reason from bad b`,
    [kind],
  );
}

/** Writes `resolved` into a table that keeps versions. */
export async function mergeVersioned(
  client: pg.ClientBase,
  into: Versioned,
  recordedAt: string,
): Promise<MergeCount> {
  const ids = Object.keys(into.ids);
  const data = Object.keys(into.data);
  const hash = into.hash ?? `decode(md5(row(${Object.values(into.data).join(", ")})::text), 'hex')`;
  const expressions = [...Object.entries(into.ids), ...Object.entries(into.data)]
    .map(([name, expression]) => `${expression} as ${name}`)
    .join(", ");
  await client.query(
    `create temp table incoming on commit drop as
     select ${expressions}, ${hash} as source_hash from resolved r`,
  );
  const same = ids.map((name) => `t.${name} = i.${name}`).join(" and ");
  const closed = await client.query(
    `update ${into.table} t set superseded_at = $1 from incoming i
     where ${same} and t.superseded_at is null and t.source_hash <> i.source_hash`,
    [recordedAt],
  );
  const columns = [...ids, ...data, "source_hash"];
  const account = columns.includes("account_id") ? "account_id" : "null::uuid";
  const { rows } = await client.query<{ written: number }>(
    `with added as (
       insert into ${into.table} (${columns.join(", ")}, recorded_at)
       select ${columns.map((name) => `i.${name}`).join(", ")}, $1 from incoming i
       where not exists (select 1 from ${into.table} t where ${same} and t.superseded_at is null)
       returning party_id, ${account} as account_id),
     marked as (insert into touched select distinct party_id, account_id from added)
     select count(*)::int as written from added`,
    [recordedAt],
  );
  const changed = closed.rowCount ?? 0;
  return { new: (rows[0]?.written ?? 0) - changed, changed };
}
