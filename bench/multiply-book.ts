import type pg from "pg";

/**
 * Makes a book `times` as large by copying its parties with new ids: the same mix of schedules,
 * payments and lateness, in a minute instead of an hour of import. Foreign keys are not checked
 * meanwhile; the copies satisfy them by construction.
 */
export async function multiplyBook(owner: pg.Pool, times: number): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("set session_replication_role = replica; set synchronous_commit = off");
    const indexes = await dropIndexes(client);
    for (let copy = 1; copy < times; copy++) await copyBook(client, copy);
    for (const definition of indexes) await client.query(definition);
    await client.query("set session_replication_role = origin");
    await client.query("vacuum analyze");
  } finally {
    client.release();
  }
}

const newId = (column: string): string => `md5(${column}::text || $1)::uuid`;

/** Columns that hold an id of the copy; every other column is copied as it is. */
const idsByTable: Readonly<Record<string, readonly string[]>> = {
  party: ["party_id"],
  debt: ["party_id", "debt_id"],
  account: ["party_id", "account_id", "debt_id"],
  schedule: ["party_id", "account_id"],
  payment: ["party_id", "account_id", "payment_id"],
  collection_case: ["party_id", "case_id"],
  work_item: ["party_id", "work_item_id", "case_id", "account_id"],
};

/** Drops the copied tables' indexes other than their keys; building them once at the end is faster. */
async function dropIndexes(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'public' and tablename = any($1) and indexname not like '%\\_pkey'`,
    [Object.keys(idsByTable)],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

async function copyBook(client: pg.PoolClient, copy: number): Promise<void> {
  for (const [table, ids] of Object.entries(idsByTable)) {
    const { rows } = await client.query<{ name: string }>(
      "select column_name as name from information_schema.columns where table_name = $1 and table_schema = 'public' order by ordinal_position",
      [table],
    );
    const columns = rows.map(({ name }) => name);
    const values = columns.map((name) => {
      if (ids.includes(name)) return newId(name);
      // The slot follows the person's id; the first zone's partitions are numbered from 0.
      return name === "partition_id" ? `get_byte(uuid_send(${newId("party_id")}), 0) & 63` : name;
    });
    await client.query(
      `insert into ${table} (${columns.join(", ")}) select ${values.join(", ")} from ${table}
       where party_id in (select party_id from external_ref)`,
      [String(copy)],
    );
  }
}
