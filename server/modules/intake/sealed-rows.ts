import type pg from "pg";
import { rowHash } from "../../platform/crypto/keys.ts";
import { type PartyKey, sealField } from "../../platform/crypto/seal.ts";
import { digitsOf, nameTokens, numberTokens, token } from "../../platform/crypto/search-token.ts";
import type { CopyValue } from "../../platform/db/copy.ts";
import { type ImportContext, type PartyKeys, sourceId } from "./context.ts";
import type { Row, Value } from "./parse-row.ts";
import type { Reject } from "./source.ts";
import type { Versioned } from "./targets.ts";

/**
 * Kinds of row that carry personal data. They are sealed here, before they reach the database in any
 * form: not even a temporary table sees a name. A keyed hash of the plain row tells whether it
 * changed, since a value sealed twice never looks the same.
 */
export type SealedTarget = {
  readonly stage: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  readonly into: Versioned;
  /** Seals a batch; a row of an unknown person comes back as a reject. */
  readonly seal: (rows: readonly Row[], work: Sealing) => Promise<(CopyValue[] | Reject)[]>;
};

export type Sealing = {
  readonly client: pg.ClientBase;
  readonly context: ImportContext;
  readonly keys: PartyKeys;
};

const textOf = (row: Row, column: string): string => (row.get(column) ?? "") as string;

const hashOf = (context: ImportContext, row: Row, columns: readonly string[]): Buffer =>
  rowHash(
    context.ring,
    columns.map((column) => String(row.get(column) ?? "")),
  );

/** A band of ages, coarse enough not to name anybody, as of the import. */
export function ageBand(birthOn: Value, asOf: string): string | null {
  if (typeof birthOn !== "string") return null;
  const hadBirthday = asOf.slice(5) >= birthOn.slice(5);
  const years = Number(asOf.slice(0, 4)) - Number(birthOn.slice(0, 4)) - (hadBirthday ? 0 : 1);
  if (years < 18) return "<18";
  return years >= 70 ? "70+" : `${Math.floor(years / 10) * 10}s`;
}

const personColumns = [
  "kind",
  "name",
  "national_id",
  "birth_on",
  "language",
  "zone",
  "region_code",
  "occupation_code",
  "income_band",
] as const;

const persons: SealedTarget = {
  stage: {
    person_key: "text",
    party_id: "uuid",
    wrapped: "bytea",
    kind: "text",
    name_sealed: "bytea",
    national_id_sealed: "bytea",
    birth_on_sealed: "bytea",
    age_band: "text",
    region_code: "text",
    occupation_code: "text",
    income_band: "text",
    language: "text",
    zone: "text",
    tokens: "bigint[]",
    hash: "bytea",
  },
  key: ["person_key"],
  into: {
    table: "party_profile",
    ids: { party_id: "r.party_id" },
    data: {
      kind: "r.kind",
      name_sealed: "r.name_sealed",
      national_id_sealed: "r.national_id_sealed",
      birth_on_sealed: "r.birth_on_sealed",
      age_band: "r.age_band",
      region_code: "r.region_code",
      occupation_code: "r.occupation_code",
      income_band: "r.income_band",
      language: "r.language",
      zone: "r.zone",
      search_tokens: "r.tokens",
      search_key_version: "r.index_version",
    },
    hash: "r.hash",
  },
  seal: async (rows, work) => {
    const ids = rows.map((row) => sourceId(work.context, "person", textOf(row, "person_key")));
    const known = await work.keys.load(work.client, ids);
    const hashes = await currentHashes(work.client, ids);
    return rows.map((row, i) => {
      const partyId = ids[i] as string;
      return sealPerson(row, {
        ...work,
        partyId,
        key: known.get(partyId),
        was: hashes.get(partyId),
      });
    });
  },
};

async function currentHashes(
  client: pg.ClientBase,
  partyIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const { rows } = await client.query<{ party_id: string; source_hash: Buffer }>(
    `select party_id, source_hash from party_profile
     where party_id = any($1) and superseded_at is null`,
    [partyIds],
  );
  return new Map(rows.map((row) => [row.party_id, row.source_hash]));
}

type PersonSealing = Sealing & {
  readonly partyId: string;
  readonly key: PartyKey | undefined;
  readonly was: Buffer | undefined;
};

function sealPerson(row: Row, sealing: PersonSealing): CopyValue[] {
  const { context, partyId, was } = sealing;
  const hash = hashOf(context, row, personColumns);
  const head = [textOf(row, "person_key"), partyId];
  // Unchanged: nothing will be written, so nothing needs sealing.
  if (was?.equals(hash)) return [...head, null, "natural", ...Array(9).fill(null), [], hash];
  const made = sealing.key ? undefined : sealing.keys.create(partyId);
  const key = sealing.key ?? (made?.key as PartyKey);
  const sealed = (field: string, column: string): Buffer | null => {
    const value = row.get(column);
    return value === null ? null : sealField(key, field, value as string);
  };
  return [
    ...head,
    made?.wrapped ?? null,
    (row.get("kind") as string | null) ?? "natural",
    sealed("name", "name"),
    sealed("national_id", "national_id"),
    sealed("birth_on", "birth_on"),
    ageBand(row.get("birth_on"), context.asOf),
    ...["region_code", "occupation_code", "income_band", "language", "zone"].map(
      (column) => row.get(column) as string | null,
    ),
    [
      ...nameTokens(context.ring, textOf(row, "name")),
      ...numberTokens(context.ring, "id", textOf(row, "national_id")),
    ],
    hash,
  ];
}

/** Seals rows that belong to a person who must be known already. */
function ofKnownPerson(
  write: (row: Row, key: PartyKey, context: ImportContext) => CopyValue[] | Reject,
): SealedTarget["seal"] {
  return async (rows, { client, context, keys }) => {
    const ids = rows.map((row) => sourceId(context, "person", textOf(row, "person_key")));
    const known = await keys.load(client, ids);
    return rows.map((row, i) => {
      const key = known.get(ids[i] as string);
      return key ? write(row, key, context) : unknownPerson(row);
    });
  };
}

const unknownPerson = (row: Row): Reject => ({
  line: row.line,
  column: "person_key",
  code: "PERSON_UNKNOWN",
  reason: `person ${textOf(row, "person_key")} is in no persons file so far. Send the person first`,
});

const contactColumns = [
  "kind",
  "value",
  "relation",
  "source",
  "lawful_basis",
  "owner_checked_on",
  "last_result",
  "status",
  "synthetic",
] as const;

const contactPoints: SealedTarget = {
  stage: {
    contact_key: "text",
    party_id: "uuid",
    contact_point_id: "uuid",
    kind: "text",
    value_sealed: "bytea",
    relation: "text",
    source: "text",
    lawful_basis: "text",
    owner_checked_on: "date",
    last_result: "text",
    status: "text",
    is_synthetic: "boolean",
    tokens: "bigint[]",
    hash: "bytea",
  },
  key: ["party_id", "contact_key"],
  into: {
    table: "contact_point",
    ids: { party_id: "r.party_id", source_key: "r.contact_key" },
    data: {
      contact_point_id: "r.contact_point_id",
      kind: "r.kind",
      value_sealed: "r.value_sealed",
      relation: "coalesce(r.relation, 'self')",
      source: "r.source",
      lawful_basis: "r.lawful_basis",
      owner_checked_on: "r.owner_checked_on",
      last_result: "r.last_result",
      status: "coalesce(r.status, 'usable')",
      is_synthetic: "r.is_synthetic",
      search_tokens: "r.tokens",
      search_key_version: "r.index_version",
    },
    hash: "r.hash",
  },
  seal: ofKnownPerson((row, key, context) => {
    if (row.get("source") === "address_book") return fromAddressBook(row);
    const kind = textOf(row, "kind");
    const value = textOf(row, "value");
    const isNumber = kind !== "email" && kind !== "postal_address";
    const normal = isNumber ? digitsOf(value) : value.trim().toLowerCase();
    return [
      textOf(row, "contact_key"),
      key.partyId,
      // The same number is the same point, whoever has it: shared points show as such.
      sourceId(context, "contact_point", `${kind}/${normal}`),
      kind,
      sealField(key, "contact_point", value),
      ...["relation", "source", "lawful_basis", "owner_checked_on", "last_result", "status"].map(
        (column) => row.get(column) as string | null,
      ),
      row.get("synthetic") === true || context.mapping.synthetic,
      isNumber
        ? numberTokens(context.ring, "phone", value)
        : [token(context.ring, "phone", normal)],
      hashOf(context, row, contactColumns),
    ];
  }),
};

const fromAddressBook = (row: Row): Reject => ({
  line: row.line,
  column: "source",
  code: "CONTACT_SOURCE_REFUSED",
  reason:
    "a contact taken from an address book has no lawful source and is refused. Leave it out; nothing else is affected",
});

const representatives: SealedTarget = {
  stage: {
    id: "uuid",
    party_id: "uuid",
    name_sealed: "bytea",
    capacity: "text",
    authority: "text",
    from_on: "date",
    to_on: "date",
    hash: "bytea",
  },
  key: ["id"],
  into: {
    table: "representation",
    ids: { party_id: "r.party_id", representation_id: "r.id" },
    data: {
      name_sealed: "r.name_sealed",
      capacity: "r.capacity",
      authority: "r.authority",
      from_on: "r.from_on",
      to_on: "r.to_on",
    },
    hash: "r.hash",
  },
  seal: ofKnownPerson((row, key, context) => [
    sourceId(context, "representative", textOf(row, "representative_key")),
    key.partyId,
    sealField(key, "representative", textOf(row, "name")),
    ...["capacity", "authority", "from_on", "to_on"].map((c) => row.get(c) as string | null),
    hashOf(context, row, ["name", "capacity", "authority", "from_on", "to_on"]),
  ]),
};

const notes: SealedTarget = {
  stage: {
    id: "uuid",
    party_id: "uuid",
    at: "timestamptz",
    text_sealed: "bytea",
    hash: "bytea",
  },
  key: ["id"],
  into: {
    table: "note",
    ids: { party_id: "r.party_id", note_id: "r.id" },
    data: { at: "r.at", text_sealed: "r.text_sealed" },
    hash: "r.hash",
  },
  seal: ofKnownPerson((row, key, context) => [
    sourceId(context, "note", textOf(row, "note_key")),
    key.partyId,
    row.get("at") as string,
    sealField(key, "note", textOf(row, "text")),
    hashOf(context, row, ["at", "text"]),
  ]),
};

export const sealedTargets = { persons, "contact-points": contactPoints, representatives, notes };
