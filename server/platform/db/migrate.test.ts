import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterEach, expect, inject, test } from "vitest";
import { admin } from "../../../testkit/database.ts";
import { type Migration, migrate, readMigrations } from "./migrate.ts";

const made: string[] = [];

async function emptyDatabase(): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  made.push(name);
  await admin(`create database ${name}`);
  return inject("adminUrl").replace(/\/postgres$/, `/${name}`);
}

afterEach(async () => {
  for (const name of made.splice(0)) await admin(`drop database if exists ${name} with (force)`);
});

async function rowsOf(url: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(query);
  await client.end();
  return rows;
}

const first: Migration = { no: 1, name: "0001-one", sql: "create table one (id int)" };
const second: Migration = { no: 2, name: "0002-two", sql: "create table two (id int)" };

test("several processes that start at once migrate once", async () => {
  const url = await emptyDatabase();
  const results = await Promise.all(Array.from({ length: 5 }, () => migrate(url)));
  expect(results.flat()).toEqual(readMigrations().map(({ name }) => name));
});

test("an old program refuses a newer schema and leaves it alone", async () => {
  const url = await emptyDatabase();
  await migrate(url, [first, second]);
  await expect(migrate(url, [first])).rejects.toMatchObject({ code: "SCHEMA_NEWER" });
  expect(await rowsOf(url, "select no from schema_migration order by no")).toEqual([
    { no: 1 },
    { no: 2 },
  ]);
});

test("a migration whose text was changed after it ran is refused", async () => {
  const url = await emptyDatabase();
  await migrate(url, [first]);
  const changed = { ...first, sql: "create table one (id bigint)" };
  await expect(migrate(url, [changed, second])).rejects.toMatchObject({
    code: "MIGRATION_CHANGED",
  });
});

test("a migration that fails leaves nothing of itself and runs again when mended", async () => {
  const url = await emptyDatabase();
  const broken = { ...second, sql: "create table two (id int); select 1 / 0" };
  await expect(migrate(url, [first, broken])).rejects.toThrow(/division by zero/);
  expect(await rowsOf(url, "select to_regclass('two') as two")).toEqual([{ two: null }]);
  expect(await migrate(url, [first, second])).toEqual(["0002-two"]);
});
