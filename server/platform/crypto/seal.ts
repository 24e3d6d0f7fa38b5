import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { UserError } from "../errors.ts";
import type { KeyRing } from "./keys.ts";

/**
 * Field encryption: AES-256-GCM under the party's own data key, which the master key wraps. What a
 * value belongs to (party and field) is authenticated with it, so that a sealed value copied to
 * another row or column does not open there. Layout: 1 byte format, 12 bytes nonce, ciphertext,
 * 16 bytes tag.
 */
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

export type PartyKey = { readonly partyId: string; readonly key: Buffer };

const pool = { bytes: randomBytes(1 << 16), at: 0 };

/** Fresh random bytes, each handed out once; one system call serves thousands of nonces and keys. */
function fresh(length: number): Buffer {
  if (pool.at + length > pool.bytes.length) {
    pool.bytes = randomBytes(pool.bytes.length);
    pool.at = 0;
  }
  pool.at += length;
  return pool.bytes.subarray(pool.at - length, pool.at);
}

function sealWith(key: Buffer, plain: Buffer | string, context: string): Buffer {
  const nonce = fresh(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
  return Buffer.concat([Buffer.of(FORMAT), nonce, body, cipher.final(), cipher.getAuthTag()]);
}

function openWith(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed[0] !== FORMAT) throw new Error(`sealed value has unknown format ${sealed[0]}`);
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const body = decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES));
  return Buffer.concat([body, decipher.final()]);
}

/** A new data key for a party, and the same key wrapped for the database. */
export function createPartyKey(ring: KeyRing, partyId: string): { key: PartyKey; wrapped: Buffer } {
  const key = fresh(KEY_BYTES);
  return { key: { partyId, key }, wrapped: wrap(ring, { partyId, key }) };
}

/** Wraps a data key under the current master key: at creation, and again when the master rotates. */
export const wrap = (ring: KeyRing, { partyId, key }: PartyKey): Buffer =>
  sealWith(masterKey(ring, ring.masterVersion), key, `key:${partyId}`);

/** The data key of a party. Throws KEY_MISSING where the key file lacks the master key it needs. */
export function unwrapPartyKey(
  ring: KeyRing,
  row: { partyId: string; wrapped: Buffer; masterVersion: number },
): PartyKey {
  const master = masterKey(ring, row.masterVersion);
  return { partyId: row.partyId, key: openWith(master, row.wrapped, `key:${row.partyId}`) };
}

function masterKey(ring: KeyRing, version: number): Buffer {
  const key = ring.masterByVersion.get(version);
  if (!key)
    throw new UserError(
      "KEY_MISSING",
      `the key file has no master key ${version}. Restore the key file that belongs to this database`,
    );
  return key;
}

export const sealField = (party: PartyKey, field: string, plain: string): Buffer =>
  sealWith(party.key, plain, `${party.partyId}:${field}`);

/** The plain text of a sealed field. Throws if it was altered or belongs to another row or column. */
export const openField = (party: PartyKey, field: string, sealed: Buffer): string =>
  openWith(party.key, sealed, `${party.partyId}:${field}`).toString("utf8");
