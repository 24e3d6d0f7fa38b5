import { hash, hkdfSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { UserError } from "../errors.ts";

/**
 * The keys that the database must never hold. Master keys wrap each party's data key and are
 * versioned, so that a new one can be added and old parties rewrapped; the index key makes search
 * tokens and ids and cannot be rotated without making the tokens anew.
 */
export type KeyRing = {
  readonly masterByVersion: ReadonlyMap<number, Buffer>;
  readonly masterVersion: number;
  /** 32 bytes as hexadecimal text. */
  readonly indexKey: string;
  readonly indexVersion: number;
};

type KeyFile = { master: Record<string, string>; index: Record<string, string> };

/**
 * Reads the key file, or makes one at first use. The file is the only way to read the personal data
 * back: it belongs in a backup of its own, away from the database's.
 */
export function openKeyRing(path: string): KeyRing {
  if (!existsSync(path)) createKeyFile(path);
  return parseKeyRing(readFileSync(path, "utf8"), path);
}

function createKeyFile(path: string): void {
  const key = (): string => randomBytes(32).toString("base64");
  const file: KeyFile = { master: { 1: key() }, index: { 1: key() } };
  try {
    writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    // Another process made it a moment earlier: its keys count.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

export function parseKeyRing(text: string, path: string): KeyRing {
  const file = JSON.parse(text) as Partial<KeyFile>;
  const master = keysOf(file.master, path);
  const index = keysOf(file.index, path);
  const indexVersion = Math.max(...index.keys());
  return {
    masterByVersion: master,
    masterVersion: Math.max(...master.keys()),
    indexKey: (index.get(indexVersion) as Buffer).toString("hex"),
    indexVersion,
  };
}

function keysOf(keys: Record<string, string> | undefined, path: string): Map<number, Buffer> {
  const entries = Object.entries(keys ?? {}).map(
    ([version, key]) => [Number(version), Buffer.from(key, "base64")] as const,
  );
  if (entries.length === 0 || entries.some(([, key]) => key.length !== 32))
    throw new UserError(
      "KEY_FILE_DAMAGED",
      `${path} does not hold 32-byte keys. Restore it from its backup`,
    );
  return new Map(entries);
}

/** A key ring made from a seed, for tests and the synthetic lender: never for real people. */
export function keyRingFromSeed(seed: string): KeyRing {
  const derive = (label: string): Buffer =>
    Buffer.from(hkdfSync("sha256", seed, "mora synthetic", label, 32));
  return {
    masterByVersion: new Map([[1, derive("master")]]),
    masterVersion: 1,
    indexKey: derive("index").toString("hex"),
    indexVersion: 1,
  };
}

/**
 * Keyed hash of a text, 64 hexadecimal digits: nobody without the index key can test a guess. SHA3-256
 * over key and text; a sponge needs no HMAC around it (NIST SP 800-185, KMAC), and an import makes
 * millions of these.
 */
export const keyedHash = (ring: KeyRing, text: string): string =>
  hash("sha3-256", ring.indexKey + text, "hex");

/**
 * An id made from a source key: the same creditor, system and key give the same id on every machine
 * that has the index key, so that importing is idempotent without asking the database first. UUID
 * version 8 (RFC 9562, 5.8).
 */
export function idFrom(ring: KeyRing, parts: readonly string[]): string {
  const hex = keyedHash(ring, parts.join("\u001f"));
  const tail = `${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${"89ab"[Number.parseInt(hex[16] as string, 16) & 3]}${tail}`;
}

/** Keyed hash of a source row, to see whether it changed; 16 bytes. */
export const rowHash = (ring: KeyRing, fields: readonly string[]): Buffer =>
  Buffer.from(keyedHash(ring, fields.join("\u001f")).slice(0, 32), "hex");
