import { join, resolve } from "node:path";

/** Root of the checkout: two folders above this file. */
export const projectRoot = resolve(import.meta.dirname, "../..");

export type Config = {
  /** Folder for what Mora keeps on disk: embedded database, keys, reject files. */
  readonly home: string;
  /** One's own PostgreSQL; undefined means the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly port: number;
  /** The listening address. Only loopback until sign-in exists. */
  readonly host: string;
};

/** Reads `MORA_HOME`, `DATABASE_URL` and `MORA_PORT`. Throws RangeError on a port that is none. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const home = resolve(env.MORA_HOME ?? join(projectRoot, ".mora"));
  return {
    home,
    databaseUrl: env.DATABASE_URL || undefined,
    port: portOf(env.MORA_PORT),
    host: "127.0.0.1",
  };
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === "") return 8080;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`MORA_PORT must be a port number (0–65535), not "${text}"`);
  return port;
}
