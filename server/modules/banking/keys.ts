import { type KeyRing, keyedHash } from "../../platform/crypto/keys.ts";
import { openField, type PartyKey, sealField } from "../../platform/crypto/seal.ts";
import type { Details } from "./statement.ts";

/**
 * Keyed token of a reference or account number, 64 bits: equal values are found, none can be read or
 * guessed without the key. Written forms that differ only in case or space are the same reference.
 */
export const bankToken = (ring: KeyRing, kind: string, value: string): bigint => {
  const plain = value.normalize("NFKC").toUpperCase().replace(/\s+/g, "");
  return BigInt.asIntN(
    64,
    BigInt(`0x${keyedHash(ring, `bank_${kind}\u001f${plain}`).slice(0, 16)}`),
  );
};

const tokenOf = (ring: KeyRing, kind: string, value: string | undefined): bigint | null =>
  value === undefined ? null : bankToken(ring, kind, value);

/** Tokens of everything that names a transfer; null where the bank does not say. */
export const tokensOf = (ring: KeyRing, details: Details) => ({
  bank: details.bankRefs.map((ref) => bankToken(ring, "ref", ref)),
  uetr: tokenOf(ring, "uetr", details.uetr),
  endToEnd: tokenOf(ring, "end_to_end", details.endToEndId),
  transaction: tokenOf(ring, "transaction", details.transactionId),
  payer: tokenOf(ring, "payer", details.payerAccount),
});
export type Tokens = ReturnType<typeof tokensOf>;

const fieldOf = (lineId: string): string => `bank_line:${lineId}`;

/** Seals what names the payer, for one line: sealed text of another line does not open here. */
export const sealDetails = (key: PartyKey, lineId: string, details: Details): Buffer =>
  sealField(key, fieldOf(lineId), JSON.stringify(details));

export const openDetails = (key: PartyKey, lineId: string, sealed: Buffer): Details =>
  JSON.parse(openField(key, fieldOf(lineId), sealed)) as Details;
