import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { projectRoot } from "../server/platform/config.ts";
import { startEmbedded } from "../server/platform/db/embedded.ts";
import { migrate, readMigrations } from "../server/platform/db/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection to the test server's database `postgres`. */
    adminUrl: string;
    /** Name of the migrated database that test files clone. */
    templateName: string;
  }
}

/**
 * One embedded server for a whole test run, without fsync (nothing here outlives the run), and one
 * migrated template database that every test file clones.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const home = join(projectRoot, ".cache", "test-database");
  mkdirSync(home, { recursive: true });
  const server = await startEmbedded({
    home,
    settings: ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
  });
  const adminUrl = server.url.replace(/\/mora$/, "/postgres");
  const templateName = `template_${migrationsHash()}`;
  await createTemplate(adminUrl, templateName);
  provide("adminUrl", adminUrl);
  provide("templateName", templateName);
  return server.release;
}

const migrationsHash = (): string =>
  createHash("sha256")
    .update(
      readMigrations()
        .map(({ sql }) => sql)
        .join("\n"),
    )
    .digest("hex")
    .slice(0, 16);

async function createTemplate(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(1)");
    await dropLeftovers(client, name);
    const { rows } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rows.length > 0) return;
    await client.query(`create database ${name}_partial`);
    await migrate(adminUrl.replace(/\/postgres$/, `/${name}_partial`));
    await client.query(`alter database ${name}_partial rename to ${name}`);
  } finally {
    await client.end();
  }
}

/** Databases of earlier runs and of other migrations. */
async function dropLeftovers(client: pg.Client, keep: string): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database d where (datname like 'template\\_%' or datname like 'test\\_%') and datname <> $1
       and not exists (select 1 from pg_stat_activity a where a.datname = d.datname)`,
    [keep],
  );
  for (const { datname } of rows) await client.query(`drop database if exists ${datname}`);
}
