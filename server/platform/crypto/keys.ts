import { createHmac, hkdfSync, randomBytes } from "node:crypto";
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
  readonly indexKey: Buffer;
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
    indexKey: index.get(indexVersion) as Buffer,
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
    indexKey: derive("index"),
    indexVersion: 1,
  };
}

/**
 * An id made from a source key: the same creditor, system and key give the same id on every machine
 * that has the index key, so that importing is idempotent without asking the database first. UUID
 * version 8 (RFC 9562, 5.8) over a keyed hash: nobody without the key can test a guess.
 */
export function idFrom(ring: KeyRing, parts: readonly string[]): string {
  const hash = createHmac("sha256", ring.indexKey).update(parts.join("\u001f")).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex", 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Keyed hash of a source row, to see whether it changed; 16 bytes. */
export const rowHash = (ring: KeyRing, fields: readonly string[]): Buffer =>
  createHmac("sha256", ring.indexKey).update(fields.join("\u001f")).digest().subarray(0, 16);
