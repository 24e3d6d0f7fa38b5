import type {
  BankAside,
  BankAsideQuery,
  BankCandidate,
  BankLine,
  BankLineDetail,
  BankLines,
  BankLinesQuery,
} from "@mora/contract/banking";
import type { z } from "zod";
import type { KeyRing } from "../../platform/crypto/keys.ts";
import { openField } from "../../platform/crypto/seal.ts";
import { type Db, queryText } from "../../platform/db/pool.ts";
import { UserError } from "../../platform/errors.ts";
import { openPartyKeys, readNames } from "../portfolio/index.ts";
import { openDetails } from "./keys.ts";
import { openStatementKeys } from "./sealing.ts";
import type { Details } from "./statement.ts";

type Reason = BankLine["reasons"][number];

type LineRow = {
  line_id: string;
  book: string;
  account_key: string;
  direction: BankLine["direction"];
  is_reversal: boolean;
  return_reason: string | null;
  amount_minor: bigint;
  currency: string;
  booked_on: string;
  value_on: string;
  state: BankLine["state"];
  decision_no: number;
  reasons: Reason[];
  candidates: { accountId: string; points: number; reasons: Reason[] }[];
  account_id: string | null;
  account_ref: string | null;
  returns_line_id: string | null;
  sealed_for: string;
  details_sealed: Buffer | null;
};

const REF = (account: string): string =>
  `(select e.key from external_ref e where e.target_id = ${account} and e.kind = 'account' and e.to_on is null limit 1)`;

const COLUMNS = `l.line_id, b.code as book, t.account_key, l.direction, l.is_reversal, l.return_reason,
  l.amount_minor, l.currency, l.booked_on, l.value_on, s.state, s.decision_no, s.reasons, s.candidates,
  s.account_id, ${REF("s.account_id")} as account_ref, s.returns_line_id, s.sealed_for, s.details_sealed`;
const FROM = `bank_line_state s join bank_line l on l.line_id = s.line_id
  join bank_statement t on t.statement_id = l.statement_id join book b on b.book_id = l.book_id`;

/** Lines in a state, oldest money first: with the default, what waits for a person. */
export async function readLines(
  db: Db,
  ring: KeyRing,
  query: z.infer<typeof BankLinesQuery>,
): Promise<BankLines> {
  const where = `s.state = $1 and ($2::text is null or b.code = $2) and ($3::text is null or l.direction = $3)
    and ($4::text is null or s.reasons @> jsonb_build_array(jsonb_build_object('code', $4::text)))
    and ($5::text is null or l.currency = $5) and ($6::date is null or l.value_on >= $6)
    and ($7::date is null or l.value_on <= $7)`;
  const values = [
    ...[query.state, query.book ?? null, query.direction ?? null, query.reason ?? null],
    ...[query.currency ?? null, query.fromOn ?? null, query.toOn ?? null],
  ];
  const [sums, states, rows] = await Promise.all([
    queryText<{ currency: string; direction: BankLine["direction"]; n: number; minor: string }>(
      db,
      `select l.currency, l.direction, count(*)::int as n, sum(l.amount_minor)::text as minor
       from ${FROM} where ${where} group by 1, 2 order by 1, 2`,
      values,
    ),
    queryText<{ state: BankLine["state"]; n: number }>(
      db,
      `select s.state, count(*)::int as n from ${FROM} where $1::text is null or b.code = $1 group by 1`,
      [query.book ?? null],
    ),
    queryText<LineRow>(
      db,
      `select ${COLUMNS} from ${FROM} where ${where} order by l.value_on, l.line_id limit $8 offset $9`,
      [...values, query.limit, query.offset],
    ),
  ]);
  const details = await openAll(db, ring, rows);
  return {
    total: sums.reduce((total, { n }) => total + n, 0),
    sums: sums.map(({ currency, direction, minor }) => ({
      currency,
      direction,
      amountMinor: minor,
    })),
    countByState: Object.fromEntries(states.map(({ state, n }) => [state, n])),
    lines: rows.map((row) => present(row, details.get(row.line_id))),
  };
}

/** What names the payers of some lines, as far as it was not erased. */
async function openAll(
  db: Db,
  ring: KeyRing,
  rows: readonly LineRow[],
): Promise<Map<string, Details>> {
  const owners = rows.map((row) => row.sealed_for);
  const keys = new Map([
    ...(await openStatementKeys(db, ring, owners)),
    ...(await openPartyKeys(db, ring, owners)),
  ]);
  return new Map(
    rows.flatMap((row) => {
      const key = keys.get(row.sealed_for);
      return key && row.details_sealed
        ? [[row.line_id, openDetails(key, row.line_id, row.details_sealed)] as const]
        : [];
    }),
  );
}

const present = (row: LineRow, details: Details | undefined): BankLine => ({
  lineId: row.line_id,
  book: row.book,
  bankAccount: row.account_key,
  direction: row.direction,
  isReversal: row.is_reversal,
  returnReason: row.return_reason,
  amountMinor: String(row.amount_minor),
  currency: row.currency,
  bookedOn: row.booked_on,
  valueOn: row.value_on,
  payerName: details?.payerNames[0] ?? null,
  remittance: details?.remittance || null,
  state: row.state,
  decisionNo: row.decision_no,
  reasons: row.reasons,
  candidates: row.candidates.length,
  accountId: row.account_id,
  accountRef: row.account_ref,
  returnsLineId: row.returns_line_id,
});

/** One line with its candidates, every statement that reported it and every decision. @throws UserError LINE_UNKNOWN */
export async function readLine(db: Db, ring: KeyRing, lineId: string): Promise<BankLineDetail> {
  const rows = await queryText<LineRow>(db, `select ${COLUMNS} from ${FROM} where l.line_id = $1`, [
    lineId,
  ]);
  const row = rows[0];
  if (!row) throw new UserError("LINE_UNKNOWN", `there is no bank line ${lineId}`);
  const [details, candidates, seenIn, decisions] = await Promise.all([
    openAll(db, ring, rows).then((all) => all.get(lineId)),
    readCandidates(db, ring, row),
    readSeen(db, lineId),
    readDecisions(db, lineId),
  ]);
  return {
    ...present(row, details),
    payerNames: [...(details?.payerNames ?? [])],
    payerAccount: details?.payerAccount ?? null,
    creditorReferences: [...(details?.creditorReferences ?? [])],
    bankRefs: [...(details?.bankRefs ?? [])],
    uetr: details?.uetr ?? null,
    endToEndId: details?.endToEndId ?? null,
    transactionId: details?.transactionId ?? null,
    bankText: details?.bankText ?? null,
    ...{ candidates, seenIn, decisions },
  };
}

type CandidateRow = Omit<BankCandidate, "name" | "points" | "reasons"> & { partyId: string };

async function readCandidates(db: Db, ring: KeyRing, row: LineRow): Promise<BankCandidate[]> {
  const rows = await queryText<CandidateRow>(
    db,
    `select a.party_id as "partyId", a.account_id as "accountId", coalesce(${REF("a.account_id")}, '') as "accountRef",
       b.code as book, p.name as "productName", a.currency, a.status,
       (a.past_due_principal_minor + a.past_due_interest_minor + a.past_due_fee_minor
         + a.past_due_penalty_minor)::text as "pastDueMinor",
       a.next_due_on as "nextDueOn", a.next_due_minor::text as "nextDueMinor"
     from account a join book b on b.book_id = a.book_id join product p on p.product_id = a.product_id
     where a.account_id = any($1)`,
    [row.candidates.map(({ accountId }) => accountId)],
  );
  const names = await readNames(
    db,
    ring,
    rows.map(({ partyId }) => partyId),
  );
  return row.candidates.flatMap(({ accountId, points, reasons }) => {
    const found = rows.find((r) => r.accountId === accountId);
    if (!found) return [];
    const { partyId, ...account } = found;
    return [{ ...account, name: names.get(partyId) ?? null, points, reasons }];
  });
}

const readSeen = (db: Db, lineId: string): Promise<BankLineDetail["seenIn"]> =>
  queryText(
    db,
    `select n.statement_id as "statementId", t.format, t.imported_at as "importedAt", n.path, n.strength
     from bank_line_seen n join bank_statement t on t.statement_id = n.statement_id
     where n.line_id = $1 order by t.imported_at, n.path`,
    [lineId],
  );

const readDecisions = (db: Db, lineId: string): Promise<BankLineDetail["decisions"]> =>
  queryText(
    db,
    `select d.decision_no as no, d.action, d.state, ${REF("d.account_id")} as "accountRef", d.reason,
       d.decided_by as by, d.recorded_at as at
     from bank_line_decision d where d.line_id = $1 order by d.decision_no`,
    [lineId],
  );

/** Entries that are no money here, the latest statement first. */
export async function readAside(db: Db, query: z.infer<typeof BankAsideQuery>): Promise<BankAside> {
  const from = `bank_entry_aside e join bank_statement t on t.statement_id = e.statement_id
    join book b on b.book_id = t.book_id where e.kind = $1 and ($2::text is null or b.code = $2)`;
  const values = [query.kind, query.book ?? null];
  const [count, entries] = await Promise.all([
    queryText<{ n: number }>(db, `select count(*)::int as n from ${from}`, values),
    queryText<BankAside["entries"][number]>(
      db,
      `select e.statement_id as "statementId", b.code as book, t.account_key as "bankAccount", t.format, e.path,
         e.kind, e.code, e.detail, e.amount, t.imported_at as "importedAt"
       from ${from} order by t.imported_at desc, e.statement_id, e.path limit $3 offset $4`,
      [...values, query.limit, query.offset],
    ),
  ]);
  return { total: count[0]?.n ?? 0, entries };
}

/** Everything that the file says of an entry that was set aside; undefined once erased. */
export async function readAsideEntry(
  db: Db,
  ring: KeyRing,
  { statementId, path }: { statementId: string; path: string },
): Promise<string | undefined> {
  const [row] = await queryText<{ entry_sealed: Buffer }>(
    db,
    "select entry_sealed from bank_entry_aside where statement_id = $1 and path = $2",
    [statementId, path],
  );
  const key = (await openStatementKeys(db, ring, [statementId])).get(statementId);
  return row && key ? openField(key, `bank_entry:${path}`, row.entry_sealed) : undefined;
}
