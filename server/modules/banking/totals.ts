import type pg from "pg";
import type { FreshLine, Recognised, SeenLine } from "./recognise.ts";
import type { Aside } from "./statement.ts";

/**
 * One bank gives the sum of a batch in the statement and its parts in the advice: the same money, once
 * whole and once divided, under one bank reference. Whichever comes second is not taken again.
 */
export type Divided = Recognised & {
  readonly aside: readonly Aside[];
  /** Sums that nobody decided on yet, whose parts are here now. */
  readonly replaced: readonly string[];
};

export async function withoutTotals(
  client: pg.ClientBase,
  accountKey: string,
  found: Recognised,
): Promise<Divided> {
  let divided: Divided = { ...found, aside: [], replaced: [] };
  const withRef = found.fresh.filter(({ tokens }) => tokens.bank.length > 0);
  const known = await readByReference(client, accountKey, withRef);
  if (known.length === 0) return divided;
  for (const group of Map.groupBy(withRef, keyOf).values()) {
    const [one] = group as [FreshLine, ...FreshLine[]];
    const related = known.filter((k) => isRelated(k, one));
    if (group.length === 1 && related.length > 1 && sum(related) === one.line.amountMinor)
      divided = takeAsSeen(divided, one, related);
    if (group.length > 1 && related.length === 1 && sumOf(group) === related[0]?.amount_minor)
      divided = takeAsParts(divided, group, related[0] as Known);
  }
  return divided;
}

type Known = {
  readonly line_id: string;
  readonly bank_tokens: bigint[];
  readonly direction: string;
  readonly currency: string;
  readonly value_on: string;
  readonly amount_minor: bigint;
  readonly state: string;
};

async function readByReference(
  client: pg.ClientBase,
  accountKey: string,
  lines: readonly FreshLine[],
): Promise<Known[]> {
  if (lines.length === 0) return [];
  const { rows } = await client.query<Known>(
    `select l.line_id, l.bank_tokens, l.direction, l.currency, l.value_on, l.amount_minor, s.state
     from bank_line l join bank_line_state s on s.line_id = l.line_id
     join bank_statement t on t.statement_id = l.statement_id
     where t.account_key = $1 and l.bank_tokens && $2::bigint[]`,
    [accountKey, lines.flatMap(({ tokens }) => tokens.bank)],
  );
  return rows;
}

/** The entry's own reference comes first among a line's bank references. */
const keyOf = ({ line, tokens }: FreshLine): string =>
  [tokens.bank[0], line.direction, line.currency, line.valueOn].join(" ");

const isRelated = (known: Known, { line, tokens }: FreshLine): boolean =>
  known.bank_tokens.includes(tokens.bank[0] as bigint) &&
  known.direction === line.direction &&
  known.currency === line.currency &&
  known.value_on === line.valueOn;

const sum = (lines: readonly Known[]): bigint =>
  lines.reduce((total, { amount_minor }) => total + amount_minor, 0n);
const sumOf = (lines: readonly FreshLine[]): bigint =>
  lines.reduce((total, { line }) => total + line.amountMinor, 0n);

/** The sum of parts that are here already. */
function takeAsSeen(divided: Divided, whole: FreshLine, parts: readonly Known[]): Divided {
  const seen = parts.map(
    ({ line_id }): SeenLine => ({ lineId: line_id, path: whole.line.path, strength: "certain" }),
  );
  return {
    ...divided,
    fresh: divided.fresh.filter((line) => line !== whole),
    seen: [...divided.seen, ...seen],
  };
}

/** Parts of a sum that is here already: they replace it, unless somebody has decided on it. */
function takeAsParts(divided: Divided, parts: readonly FreshLine[], whole: Known): Divided {
  if (whole.state === "unmatched" || whole.state === "suspense")
    return { ...divided, replaced: [...divided.replaced, whole.line_id] };
  const aside = parts.map(
    ({ line }): Aside => ({
      path: line.path,
      kind: "rejected",
      code: "PART_OF_KNOWN_TOTAL",
      detail: `part of line ${whole.line_id}, which was decided as a whole. Undo that decision, ignore the line and import again`,
      amount: `${line.amountMinor} ${line.currency} (minor units)`,
      entry: JSON.stringify(line.details),
    }),
  );
  return {
    ...divided,
    fresh: divided.fresh.filter((line) => !parts.includes(line)),
    aside: [...divided.aside, ...aside],
  };
}
