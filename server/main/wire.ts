import { join } from "node:path";
import type pg from "pg";
import { type Clock, systemClock } from "../platform/clock.ts";
import { type Config, readConfig } from "../platform/config.ts";
import { type KeyRing, openKeyRing } from "../platform/crypto/keys.ts";
import { startEmbedded } from "../platform/db/embedded.ts";
import { migrate } from "../platform/db/migrate.ts";
import { createDb, createPool, type Db } from "../platform/db/pool.ts";
import { UserError } from "../platform/errors.ts";

/** What every command works with: opened once, handed down, closed once. */
export type Mora = {
  readonly config: Config;
  readonly clock: Clock;
  readonly ring: KeyRing;
  readonly pool: pg.Pool;
  readonly db: Db;
  /** Ends connections and leaves the embedded server. Safe to call more than once. */
  readonly close: () => Promise<void>;
};

/** Starts or finds the database, brings its schema up to date, and opens the keys. */
export async function openMora(config: Config = readConfig()): Promise<Mora> {
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ home: config.home });
  const url = config.databaseUrl ?? (embedded?.url as string);
  try {
    await migrate(url).catch(unreachable);
    const pool = createPool(url);
    return {
      config,
      clock: systemClock,
      ring: openKeyRing(join(config.home, "keys.json")),
      pool,
      db: createDb(pool),
      close: once(async () => {
        await pool.end();
        await embedded?.release();
      }),
    };
  } catch (error) {
    await embedded?.release();
    throw error;
  }
}

/** Errors of one's own database that the person who set DATABASE_URL can mend. */
function unreachable(error: unknown): never {
  const code = (error as { code?: string }).code ?? "";
  if (!["ECONNREFUSED", "ENOTFOUND", "28P01", "28000", "3D000"].includes(code)) throw error;
  const reason = error instanceof Error && error.message ? error.message : code;
  throw new UserError(
    "DATABASE_UNREACHABLE",
    `the database does not let Mora in: ${reason}. Check DATABASE_URL`,
  );
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}

/**
 * Opens Mora, does `work`, and closes it however the work ends. A signal closes too: the database
 * must not be left running, nor a command half done be taken for done.
 */
export async function withMora<T>(work: (mora: Mora) => Promise<T>): Promise<T> {
  const mora = await openMora();
  const onSignal = (signal: NodeJS.Signals): void => {
    void mora.close().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
  };
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  try {
    return await work(mora);
  } finally {
    await mora.close();
    process.removeListener("SIGINT", onSignal);
    process.removeListener("SIGTERM", onSignal);
  }
}
