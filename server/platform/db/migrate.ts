import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { projectRoot } from "../config.ts";
import { UserError } from "../errors.ts";

/** A numbered SQL migration: `db/migrations/0001-name/up.sql`. */
export type Migration = { readonly no: number; readonly name: string; readonly sql: string };

const FOLDER = join(projectRoot, "db/migrations");
const MIGRATE_LOCK = 0x6d6f_7262; // "morb"

export function readMigrations(folder = FOLDER): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));
  return names.sort().map((name) => ({
    no: Number(name.slice(0, 4)),
    name,
    sql: readFileSync(join(folder, name, "up.sql"), "utf8"),
  }));
}

/**
 * Brings the schema up to date. Safe when several processes start at once: they queue on a lock that
 * ends with the connection. Each migration and its record are one transaction. A schema newer than
 * this program, or a migration whose text has changed since it ran, is refused: going on could
 * misread what a newer program wrote.
 *
 * @returns the names of the migrations that ran now
 * @throws UserError SCHEMA_NEWER, MIGRATION_CHANGED
 */
export async function migrate(url: string, migrations = readMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: "mora-migrate" });
  await client.connect();
  try {
    await client.query("set client_min_messages = warning");
    await client.query("select pg_advisory_lock($1)", [MIGRATE_LOCK]);
    await client.query(`create table if not exists schema_migration (
      no integer primary key, name text not null, hash text not null,
      applied_at timestamptz not null default now())`);
    const done = await client.query<{ no: number; name: string; hash: string }>(
      "select no, name, hash from schema_migration order by no",
    );
    refuseUnknown(done.rows, migrations);
    const pending = migrations.filter(({ no }) => !done.rows.some((row) => row.no === no));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

function refuseUnknown(
  done: readonly { no: number; name: string; hash: string }[],
  migrations: readonly Migration[],
): void {
  for (const row of done) {
    const known = migrations.find(({ no }) => no === row.no);
    if (!known)
      throw new UserError(
        "SCHEMA_NEWER",
        `the database has migration ${row.name}, which this version of Mora does not know. Start the newer version, or restore a backup made before it`,
      );
    if (hashOf(known) !== row.hash)
      throw new UserError(
        "MIGRATION_CHANGED",
        `migration ${row.name} was changed after it ran here. Restore its text; a change belongs in a new migration`,
      );
  }
}

const hashOf = ({ sql }: Migration): string => createHash("sha256").update(sql).digest("hex");

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.sql);
    await client.query("insert into schema_migration (no, name, hash) values ($1, $2, $3)", [
      migration.no,
      migration.name,
      hashOf(migration),
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}
