import type pg from "pg";
import type { KeyRing } from "../../platform/crypto/keys.ts";
import { type PartyKey, unwrapPartyKey } from "../../platform/crypto/seal.ts";
import { type Db, queryText } from "../../platform/db/pool.ts";
import type { LockedLine } from "./decision.ts";
import { openDetails, sealDetails } from "./keys.ts";
import type { Details } from "./statement.ts";

type Sealed = Pick<LockedLine, "line_id" | "sealed_for" | "details_sealed">;

type KeyRow = { readonly id: string; readonly wrapped: Buffer; readonly version: number };

const STATEMENT_KEYS = `select statement_id as id, data_key_wrapped as wrapped, master_key_version as version
  from bank_statement where statement_id = any($1) and data_key_wrapped is not null`;

const opened = (ring: KeyRing, rows: readonly KeyRow[]): Map<string, PartyKey> =>
  new Map(
    rows.map(({ id, wrapped, version }) => [
      id,
      unwrapPartyKey(ring, { partyId: id, wrapped, masterVersion: version }),
    ]),
  );

/** Data keys of statements; an erased one is missing in the result. */
export const openStatementKeys = async (
  db: Db,
  ring: KeyRing,
  ids: readonly string[],
): Promise<Map<string, PartyKey>> =>
  opened(ring, await queryText<KeyRow>(db, STATEMENT_KEYS, [[...new Set(ids)]]));

/** The same, with those of parties: whoever a line is sealed for. */
async function openOwnerKeys(
  client: pg.ClientBase,
  ring: KeyRing,
  ownerIds: readonly string[],
): Promise<Map<string, PartyKey>> {
  const { rows } = await client.query<KeyRow>(
    `${STATEMENT_KEYS} union all
     select party_id, data_key_wrapped, master_key_version
     from party where party_id = any($1) and data_key_wrapped is not null`,
    [[...new Set(ownerIds)]],
  );
  return opened(ring, rows);
}

/** What names the payer; undefined once it was erased. */
export async function readDetails(
  client: pg.ClientBase,
  ring: KeyRing,
  line: Sealed,
): Promise<Details | undefined> {
  const keys = await openOwnerKeys(client, ring, [line.sealed_for]);
  const key = keys.get(line.sealed_for);
  return key && line.details_sealed
    ? openDetails(key, line.line_id, line.details_sealed)
    : undefined;
}

/** The same details under another owner's key, so that they go when that owner is erased. */
export async function resealFor(
  client: pg.ClientBase,
  ring: KeyRing,
  { line, ownerId }: { line: Sealed; ownerId: string },
): Promise<{ sealedFor: string; sealed: Buffer | null }> {
  const keys = await openOwnerKeys(client, ring, [line.sealed_for, ownerId]);
  const [from, to] = [keys.get(line.sealed_for), keys.get(ownerId)];
  if (!from || !to || !line.details_sealed) return { sealedFor: ownerId, sealed: null };
  const details = openDetails(from, line.line_id, line.details_sealed);
  return { sealedFor: ownerId, sealed: sealDetails(to, line.line_id, details) };
}
