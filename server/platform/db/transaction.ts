import { setTimeout as sleep } from "node:timers/promises";
import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import type { DB } from "../../../db/types.gen.ts";
import { reactionTo } from "../errors.ts";
import type { Db } from "./pool.ts";

/** One transaction: typed queries through `db`, COPY and set statements through `client`. */
export type Work = { readonly client: pg.PoolClient; readonly db: Db };

const ATTEMPTS_MAX = 5;

/**
 * Runs `work` in one transaction and commits; a throw rolls back. Serialisation failures and
 * deadlocks are tried again from the start, a bounded number of times: `work` must not keep state
 * from an earlier attempt.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (work: Work) => Promise<T>,
  end: "commit" | "rollback" = "commit",
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("begin");
      const value = await work({ client, db: dbOn(client) });
      await client.query(end);
      return value;
    } catch (error) {
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      if (reactionTo(error) !== "retry" || attempt === ATTEMPTS_MAX) throw error;
      await sleep(10 * attempt);
    } finally {
      client.release(broken);
    }
  }
}

/** Typed queries on one connection, inside whatever transaction it is in. */
function dbOn(client: pg.PoolClient): Db {
  const connection = { query: client.query.bind(client), release: () => undefined };
  const pool = { connect: async () => connection, end: async () => undefined };
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as never }) });
}
