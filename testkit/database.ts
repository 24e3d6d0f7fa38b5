import { randomBytes } from "node:crypto";
import { createDb, createPool, type Db } from "@mora/server/platform/db/pool";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";

export type TestDatabase = { readonly url: string; readonly pool: pg.Pool; readonly db: Db };

/**
 * A database of its own for a test file: a clone of the migrated template on the run's real server.
 * Call at the top of a file; the value is filled before the first test.
 */
export function useDatabase(): TestDatabase {
  const made = {} as { url: string; pool: pg.Pool; db: Db };
  const name = `test_${randomBytes(6).toString("hex")}`;
  beforeAll(async () => {
    await admin(`create database ${name} template ${inject("templateName")}`);
    made.url = inject("adminUrl").replace(/\/postgres$/, `/${name}`);
    made.pool = createPool(made.url);
    made.db = createDb(made.pool);
  });
  afterAll(async () => {
    if (made.pool && !made.pool.ended) await made.pool.end();
    await admin(`drop database if exists ${name} with (force)`);
  });
  return made;
}

/** Runs one statement as the server's owner. */
export async function admin(statement: string, url = inject("adminUrl")): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
