import { once } from "node:events";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

/** The rows that a business date wrote, by table. */
const writtenOn: Readonly<Record<string, string>> = {
  // An account that was due has been moved beyond the date; aged_on says that this day did it.
  account: "select * from account where aged_on = $date and next_event_on > $date",
  account_event: "select * from account_event where on_date = $date",
  planned_reminder: "select * from planned_reminder where planned_on = $date",
  work_item: "select * from work_item where updated_on = $date or closed_on = $date",
  collection_case: "select * from collection_case where entered_on = $date or exited_on = $date",
  bucket_flow: "select * from bucket_flow where on_date = $date",
};

/**
 * Wall time of a bare COPY of the same rows into tables with the same columns, constraints and
 * indexes, in one transaction on one connection, from memory: the least that writing them can cost.
 */
export async function bareCopyOf(
  owner: pg.Pool,
  date: string,
): Promise<{ rows: number; ms: number }> {
  const client = await owner.connect();
  try {
    const chunksByTable = new Map<string, Buffer[]>();
    for (const [table, query] of Object.entries(writtenOn)) {
      const stream = client.query(
        copyTo(`copy (${query.replaceAll("$date", `'${date}'`)}) to stdout`),
      );
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      chunksByTable.set(table, chunks);
      await client.query(`create table bare_${table} (like ${table} including all)`);
    }
    await client.query("checkpoint");
    const from = performance.now();
    const rows = await copyAll(client, chunksByTable);
    const ms = performance.now() - from;
    for (const table of chunksByTable.keys()) await client.query(`drop table bare_${table}`);
    return { rows, ms };
  } finally {
    client.release();
  }
}

async function copyAll(
  client: pg.PoolClient,
  chunksByTable: Map<string, Buffer[]>,
): Promise<number> {
  let rows = 0;
  await client.query("begin");
  for (const [table, chunks] of chunksByTable) {
    const stream = client.query(copyFrom(`copy bare_${table} from stdin`));
    for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, "drain");
    stream.end();
    await once(stream, "finish");
    rows += stream.rowCount ?? 0;
  }
  await client.query("commit");
  return rows;
}
