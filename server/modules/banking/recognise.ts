import { type MoneyMarks, pairSameMoney } from "@mora/core/banking/same-money";
import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import type pg from "pg";
import { idFrom, type KeyRing, keyedHash } from "../../platform/crypto/keys.ts";
import { type Tokens, tokensOf } from "./keys.ts";
import type { Line } from "./statement.ts";

/** A line of a statement beside what the database knows of the same money. */
export type Incoming = {
  readonly line: Line;
  readonly tokens: Tokens;
  /** Hexadecimal keyed hash of account, direction, amount, currency and value date. */
  readonly sameKey: string;
};
export type FreshLine = Incoming & { readonly lineId: string; readonly occurrence: number };
export type SeenLine = {
  readonly lineId: string;
  readonly path: string;
  readonly strength: "certain" | "likely";
};
export type Recognised = {
  readonly fresh: readonly FreshLine[];
  readonly seen: readonly SeenLine[];
};

export const incomingOf = (ring: KeyRing, accountKey: string, line: Line): Incoming => ({
  line,
  tokens: tokensOf(ring, line.details),
  sameKey: keyedHash(
    ring,
    ["bank_line", accountKey, line.direction, line.amountMinor, line.currency, line.valueOn].join(
      "\u001f",
    ),
  ),
});

type Known = {
  readonly line_id: string;
  readonly same_key: Buffer;
  readonly occurrence: number;
  readonly direction: string;
  readonly amount_minor: bigint;
  readonly currency: string;
  readonly value_on: string;
  readonly bank_tokens: bigint[];
  readonly uetr_token: bigint | null;
  readonly end_to_end_token: bigint | null;
  readonly transaction_token: bigint | null;
  readonly payer_token: bigint | null;
};

/**
 * Tells new money from money that an earlier statement reported. The caller holds the account's lock,
 * so that nobody adds an equal line meanwhile. Ids follow from the account, the money and the count of
 * equal ones: whatever order the files come in, the same money has the same row.
 */
export async function recognise(
  client: pg.ClientBase,
  { ring, accountKey }: { ring: KeyRing; accountKey: string },
  incoming: readonly Incoming[],
): Promise<Recognised> {
  const fresh: FreshLine[] = [];
  const seen: SeenLine[] = [];
  const groups = Map.groupBy(incoming, ({ sameKey }) => sameKey);
  const knownByKey = await readKnown(client, [...groups.keys()]);
  for (const [sameKey, lines] of groups) {
    const known = knownByKey.get(sameKey) ?? [];
    const pairs = pairSameMoney(
      lines.map(({ tokens }) => marksOf(tokens)),
      known.map(marksOfKnown),
    );
    // Not their count: an entry that proved to be known after all leaves its number unused.
    let occurrence = known.at(-1)?.occurrence ?? 0;
    for (const [i, one] of lines.entries()) {
      const pair = pairs[i];
      if (pair) {
        const { line_id } = known[pair.knownAt] as Known;
        seen.push({ lineId: line_id, path: one.line.path, strength: pair.strength });
        continue;
      }
      occurrence++;
      const lineId = idFrom(ring, ["bank_line", sameKey, String(occurrence)]);
      fresh.push({ ...one, lineId, occurrence });
    }
  }
  return withoutRedated(client, accountKey, { fresh, seen });
}

/** Most days between the dates that a report and the statement give the same money. */
const REDATED_DAYS = 5;

/**
 * A report may lack the value date that the statement brings, so the same money comes with another
 * date. Here only a shared reference of the bank counts, and only for a few days: some banks use
 * their references again.
 */
async function withoutRedated(
  client: pg.ClientBase,
  accountKey: string,
  { fresh, seen }: Recognised,
): Promise<Recognised> {
  const taken = new Set(seen.map(({ lineId }) => lineId));
  const known = (await readSharing(client, accountKey, fresh)).filter((k) => !taken.has(k.line_id));
  const repeats = new Map<FreshLine, SeenLine>();
  for (const one of fresh) {
    const near = known.filter((k) => !taken.has(k.line_id) && isNear(k, one));
    const [pair] = pairSameMoney([marksOf(one.tokens)], near.map(marksOfKnown));
    if (pair?.strength !== "certain") continue;
    const { line_id } = near[pair.knownAt] as Known;
    taken.add(line_id);
    repeats.set(one, { lineId: line_id, path: one.line.path, strength: "certain" });
  }
  if (repeats.size === 0) return { fresh, seen };
  return {
    fresh: fresh.filter((one) => !repeats.has(one)),
    seen: [...seen, ...repeats.values()],
  };
}

const isNear = (known: Known, { line }: Incoming): boolean =>
  known.direction === line.direction &&
  known.amount_minor === line.amountMinor &&
  known.currency === line.currency &&
  Math.abs(dayFromTrustedIso(known.value_on) - dayFromTrustedIso(line.valueOn)) <= REDATED_DAYS;

async function readSharing(
  client: pg.ClientBase,
  accountKey: string,
  fresh: readonly FreshLine[],
): Promise<Known[]> {
  const those = (tokens: (bigint | null)[]): bigint[] => tokens.filter((t) => t !== null);
  const { rows } = await client.query<Known>(
    `select ${KNOWN} where t.account_key = $1
       and (l.bank_tokens && $2::bigint[] or l.uetr_token = any($3::bigint[]) or l.transaction_token = any($4::bigint[]))
     order by l.value_on, l.line_id`,
    [
      accountKey,
      fresh.flatMap(({ tokens }) => tokens.bank),
      those(fresh.map(({ tokens }) => tokens.uetr)),
      those(fresh.map(({ tokens }) => tokens.transaction)),
    ],
  );
  return rows;
}

const KNOWN = `l.line_id, l.same_key, l.occurrence, l.direction, l.amount_minor, l.currency, l.value_on, l.bank_tokens,
    l.uetr_token, l.end_to_end_token, l.transaction_token, s.payer_token
  from bank_line l join bank_line_state s on s.line_id = l.line_id
  join bank_statement t on t.statement_id = l.statement_id`;

async function readKnown(
  client: pg.ClientBase,
  sameKeys: readonly string[],
): Promise<Map<string, Known[]>> {
  const { rows } = await client.query<Known>(
    `select ${KNOWN} where l.same_key = any($1) order by l.occurrence`,
    [sameKeys.map((key) => Buffer.from(key, "hex"))],
  );
  return Map.groupBy(rows, (row) => row.same_key.toString("hex"));
}

const mark = (token: bigint | null): string | undefined =>
  token === null ? undefined : String(token);

const marksOf = (tokens: Tokens): MoneyMarks => ({
  bank: tokens.bank.map(String),
  uetr: mark(tokens.uetr),
  endToEnd: mark(tokens.endToEnd),
  transaction: mark(tokens.transaction),
  payer: mark(tokens.payer),
});

const marksOfKnown = (row: Known): MoneyMarks =>
  marksOf({
    bank: row.bank_tokens,
    uetr: row.uetr_token,
    endToEnd: row.end_to_end_token,
    transaction: row.transaction_token,
    payer: row.payer_token,
  });
