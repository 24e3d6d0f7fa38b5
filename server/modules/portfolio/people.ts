import { sql } from "kysely";
import type { KeyRing } from "../../platform/crypto/keys.ts";
import { openField, type PartyKey, unwrapPartyKey } from "../../platform/crypto/seal.ts";
import { searchTokens } from "../../platform/crypto/search-token.ts";
import type { Db } from "../../platform/db/pool.ts";

/** Data keys of parties; a party whose key was erased (crypto-erasure) is missing in the result. */
export async function openPartyKeys(
  db: Db,
  ring: KeyRing,
  partyIds: readonly string[],
): Promise<Map<string, PartyKey>> {
  if (partyIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("party")
    .select(["party_id", "data_key_wrapped", "master_key_version"])
    .where("party_id", "in", [...new Set(partyIds)])
    .execute();
  return new Map(
    rows.flatMap((row) =>
      row.data_key_wrapped === null
        ? []
        : [
            [
              row.party_id,
              unwrapPartyKey(ring, {
                partyId: row.party_id,
                wrapped: row.data_key_wrapped,
                masterVersion: row.master_key_version,
              }),
            ] as const,
          ],
    ),
  );
}

/** Names for display; null where the source sent none or the person was erased. */
export async function readNames(
  db: Db,
  ring: KeyRing,
  partyIds: readonly string[],
): Promise<Map<string, string | null>> {
  const keys = await openPartyKeys(db, ring, partyIds);
  if (keys.size === 0) return new Map();
  const rows = await db
    .selectFrom("party_profile")
    .select(["party_id", "name_sealed"])
    .where("party_id", "in", [...keys.keys()])
    .where("superseded_at", "is", null)
    .execute();
  return new Map(
    rows.map(({ party_id, name_sealed }) => {
      const key = keys.get(party_id);
      return [party_id, key && name_sealed ? openField(key, "name", name_sealed) : null];
    }),
  );
}

/** Persons whom a search text may mean: by name, initials, phone, id or contract number. */
export const partiesFound = (ring: KeyRing, text: string) => {
  const tokens = searchTokens(ring, text);
  return sql<string>`(
    select party_id from party_profile where superseded_at is null and search_tokens && ${tokens}::bigint[]
    union select party_id from contact_point where superseded_at is null and search_tokens && ${tokens}::bigint[]
    union select party_id from debt where search_tokens && ${tokens}::bigint[])`;
};

/** What may be shown of a contact point without need: enough to recognise, too little to use. */
export function maskContact(kind: string, value: string): string {
  if (kind === "email") return value.replace(/^(.).*(@.*)$/, "$1•••$2");
  if (kind === "postal_address") return `${value.slice(0, 6)}…`;
  return `${value.slice(0, Math.max(0, Math.min(3, value.length - 7)))}••••${value.slice(-4)}`;
}
