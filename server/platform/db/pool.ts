import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import type { DB } from "../../../db/types.gen.ts";

/**
 * Connections, with values that lose nothing: dates, instants and decimals come as text (the driver's
 * own date parsing shifts a day in eastern zones), int8 as bigint, and arrays of them alike.
 */
export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

const asText = (value: string): string => value;
const splitArray = (value: string): string[] =>
  value === "{}" ? [] : value.slice(1, -1).split(",");

const parserByOid: ReadonlyMap<number, (value: string) => unknown> = new Map<
  number,
  (value: string) => unknown
>([
  [1082, asText], // date
  [1114, asText], // timestamp
  [1184, asText], // timestamptz
  [1700, asText], // numeric
  [20, BigInt], // int8
  [1182, splitArray], // date[], never with null entries here
  [1185, splitArray], // timestamptz[]
  [1231, splitArray], // numeric[]
  [1016, (value) => splitArray(value).map(BigInt)], // int8[]
]);

export const poolTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    parserByOid.get(oid) ?? pg.types.getTypeParser(oid, format as "text")) as never,
};

export type PoolOptions = {
  readonly max?: number;
  /** The role to work as; migrations work as the owner. */
  readonly role?: "mora_app" | "owner";
};

/**
 * Our statements are many and short: compiling them, or starting helpers for them, costs more than it
 * saves. Disks have no seek time any more, so an index is worth what it is worth.
 */
const settings = [
  "timezone=UTC",
  "jit=off",
  "max_parallel_workers_per_gather=0",
  "random_page_cost=1.1",
  // An import stages its rows in temporary tables; the default holds a few thousand of them.
  "temp_buffers=64MB",
] as const;

/** A pool of connections that work as `mora_app`, which may add events but never change them. */
export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const role = options.role ?? "mora_app";
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 8,
    types: poolTypes,
    application_name: "mora",
    options: [...settings, ...(role === "mora_app" ? ["role=mora_app"] : [])]
      .map((setting) => `-c ${setting}`)
      .join(" "),
  });
  // An idle connection that dies (server restart) is replaced at the next query: not an event.
  pool.on("error", () => undefined);
  return pool;
}

export const createDb = (pool: pg.Pool): Db =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });

/** Runs a query given as text with `$1` parameters: for set statements whose shape is made by code. */
export async function queryText<Row>(
  db: Db | Tx,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]));
  return result.rows;
}
