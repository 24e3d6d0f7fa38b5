import type pg from "pg";
import { idFrom, type KeyRing } from "../../platform/crypto/keys.ts";
import { createPartyKey, type PartyKey, unwrapPartyKey } from "../../platform/crypto/seal.ts";
import type { Mapping } from "./mapping.ts";

/** What every row of an import shares. */
export type ImportContext = {
  readonly ring: KeyRing;
  readonly mapping: Mapping;
  readonly creditorId: string;
  readonly bookId: string;
  /** ISO date for which the file is complete. */
  readonly asOf: string;
  readonly recordedAt: string;
};

/** Ids of what the source calls by a key; see `idFrom`. */
export const sourceId = (context: ImportContext, kind: string, key: string): string =>
  idFrom(context.ring, [context.creditorId, context.mapping.system, kind, key]);

const CACHE_MAX = 100_000;

/** Data keys of parties, opened when first needed and kept within a bound. */
export class PartyKeys {
  readonly #keys = new Map<string, PartyKey>();
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  create(partyId: string): { key: PartyKey; wrapped: Buffer } {
    const made = createPartyKey(this.#ring, partyId);
    this.#remember(made.key);
    return made;
  }

  /** Keys of the parties that exist; a party that is missing in the result does not. */
  async load(client: pg.ClientBase, partyIds: readonly string[]): Promise<Map<string, PartyKey>> {
    const missing = [...new Set(partyIds)].filter((id) => !this.#keys.has(id));
    if (missing.length > 0) await this.#fetch(client, missing);
    return new Map(
      partyIds.flatMap((id) => {
        const key = this.#keys.get(id);
        return key ? [[id, key] as const] : [];
      }),
    );
  }

  async #fetch(client: pg.ClientBase, partyIds: readonly string[]): Promise<void> {
    const { rows } = await client.query<{ party_id: string; wrapped: Buffer; version: number }>(
      `select party_id, data_key_wrapped as wrapped, master_key_version as version
       from party where party_id = any($1) and data_key_wrapped is not null`,
      [partyIds],
    );
    for (const row of rows) {
      const sealed = { partyId: row.party_id, wrapped: row.wrapped, masterVersion: row.version };
      this.#remember(unwrapPartyKey(this.#ring, sealed));
    }
  }

  #remember(key: PartyKey): void {
    if (this.#keys.size >= CACHE_MAX) this.#keys.clear();
    this.#keys.set(key.partyId, key);
  }
}
