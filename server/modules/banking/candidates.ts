import type { AccountFacts, LineFacts } from "@mora/core/banking/match-entry";
import { compact, creditorNumber, referenceWords } from "@mora/core/banking/references";
import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { sumOf } from "@mora/core/ledger/components";
import { replay } from "@mora/core/ledger/replay/replay";
import { balanceOf } from "@mora/core/ledger/state-sums";
import type pg from "pg";
import type { KeyRing } from "../../platform/crypto/keys.ts";
import { normaliseName, token } from "../../platform/crypto/search-token.ts";
import { readLedgerAccount } from "../servicing/index.ts";
import type { LockedLine } from "./decision.ts";
import type { Details } from "./statement.ts";

/** Most accounts offered because of a name alone: more people of one name than that help nobody. */
const SAME_NAME_MAX = 50;
/** A payment file may date the same money by booking instead of value, or the next working day. */
const SAME_PAYMENT_DAYS = 3;

type Query = { readonly client: pg.ClientBase; readonly ring: KeyRing };

/** What the matcher needs to know of a line and of every account that it could mean. */
export async function readFacts(
  query: Query,
  line: LockedLine,
  details: Details,
): Promise<{ line: LineFacts; accounts: AccountFacts[] }> {
  const names = nameTokensOf(query.ring, details);
  const returns = line.direction === "debit" ? await readReturned(query.client, line) : undefined;
  const accounts =
    line.direction === "debit" ? [] : await readAccounts(query, line, { details, names });
  return {
    line: {
      direction: line.direction,
      isReversal: line.is_reversal,
      returnReason: line.return_reason ?? undefined,
      amountMinor: line.amount_minor,
      currency: line.currency,
      payerNames: names.map(String),
      remittance: details.remittance,
      creditorReferences: details.creditorReferences,
      bookKind: line.book_kind,
      returns,
    },
    accounts,
  };
}

/** Names stay sealed: payer and obligors are compared by the keyed token of the whole name. */
const nameTokensOf = (ring: KeyRing, { payerNames }: Details): bigint[] =>
  payerNames.map((name) => token(ring, "name", normaliseName(name)));

/** Tokens under which a contract number in the text is found: whole, and the end of it. */
function referenceTokens(ring: KeyRing, details: Details): bigint[] {
  const words = [
    ...referenceWords(details.remittance),
    ...details.creditorReferences.flatMap((ref) => [ref.trim(), creditorNumber(ref)]),
  ].filter((word) => word.length > 1);
  const forms = words.flatMap((word) => [
    word.toLowerCase(),
    compact(word).toLowerCase().slice(-6),
  ]);
  return [...new Set(forms)].map((form) => token(ring, "contract_tail", form));
}

type AccountRow = {
  readonly account_id: string;
  readonly currency: string;
  readonly status: string;
  readonly references: string[];
  readonly name_tokens: bigint[];
  readonly is_known_payer: boolean;
  readonly past_due: bigint;
  readonly next_due_minor: bigint;
  readonly stored_balance: bigint;
  readonly promised: bigint[];
  readonly has_same_payment: boolean;
};

/** Everything open, due or not, by the engine's own word; of an account that its host keeps, as stored. */
async function owedOn(client: pg.ClientBase, row: AccountRow, date: string): Promise<bigint> {
  const loan = (await readLedgerAccount(client, row.account_id))?.loan;
  if (!loan) return row.stored_balance;
  const asOf = dayFromTrustedIso(date);
  // Money may be older than the loan: a wrong line, which must not stop the others.
  if (asOf < loan.loan.startOn) return row.stored_balance;
  return sumOf(balanceOf(replay(loan.loan, loan.events, { asOf })));
}

async function readAccounts(
  { client, ring }: Query,
  line: LockedLine,
  { details, names }: { details: Details; names: readonly bigint[] },
): Promise<AccountFacts[]> {
  const { rows } = await client.query<AccountRow>(ACCOUNTS, [
    ...[line.book_id, referenceTokens(ring, details), names, line.payer_token],
    ...[SAME_NAME_MAX, line.value_on, line.booked_on, line.amount_minor, SAME_PAYMENT_DAYS],
  ]);
  const owed = await Promise.all(rows.map((row) => owedOn(client, row, line.value_on)));
  return rows.map((row, i) => ({
    accountId: row.account_id,
    currency: row.currency,
    isOpen: row.status === "open" || row.status === "charged_off",
    references: row.references,
    obligorNames: row.name_tokens.filter((t) => names.includes(t)).map(String),
    isKnownPayer: row.is_known_payer,
    pastDueMinor: row.past_due,
    nextDueMinor: row.next_due_minor,
    payoffMinor: owed[i] ?? 0n,
    promisedMinor: row.promised,
    hasSamePayment: row.has_same_payment,
  }));
}

/**
 * Accounts of the book that the line's text, its payer's name or its payer's account could mean.
 * $1 book, $2 reference tokens, $3 name tokens, $4 payer token, $5 most by name, $6 value date,
 * $7 booking date, $8 amount, $9 days.
 */
const ACCOUNTS = `
  with by_payer as (
    select distinct s.party_id, s.account_id from bank_line_state s
    where s.payer_token = $4 and s.state = 'applied' and s.account_id is not null),
  by_name as (
    select a.party_id, a.account_id from party_profile p
    join liability l on l.party_id = p.party_id and l.superseded_at is null and l.is_liable
    join account a on a.party_id = l.debt_party_id and a.debt_id = l.debt_id
    where p.superseded_at is null and p.search_tokens && $3::bigint[] and a.book_id = $1
    order by a.account_id limit $5),
  found as (
    select a.party_id, a.account_id from debt d
    join account a on a.party_id = d.party_id and a.debt_id = d.debt_id
    where d.search_tokens && $2::bigint[] and a.book_id = $1
    union select party_id, account_id from by_payer
    union select party_id, account_id from by_name)
  select a.account_id, a.currency, a.status,
    a.past_due_principal_minor + a.past_due_interest_minor + a.past_due_fee_minor + a.past_due_penalty_minor as past_due,
    a.next_due_minor,
    array(select e.key from external_ref e where e.party_id = a.party_id and e.target_id = a.account_id
      and e.kind = 'account' and e.to_on is null) as "references",
    array(select t from liability l join party_profile p on p.party_id = l.party_id and p.superseded_at is null,
        unnest(p.search_tokens) t
      where l.debt_party_id = a.party_id and l.debt_id = a.debt_id and l.superseded_at is null and l.is_liable
        and t = any($3::bigint[])) as name_tokens,
    exists (select 1 from by_payer b where b.account_id = a.account_id) as is_known_payer,
    a.balance_principal_minor + a.balance_interest_minor + a.balance_penalty_minor + a.balance_fee_minor as stored_balance,
    array(select m.amount_minor from promise m where m.party_id = a.party_id and m.account_id = a.account_id
      and m.superseded_at is null and m.taken_on <= $6::date and not exists (
        select 1 from promise_judgement j where j.party_id = m.party_id and j.promise_id = m.promise_id)) as promised,
    exists (select 1 from payment p where p.party_id = a.party_id and p.account_id = a.account_id
      and p.superseded_at is null and p.amount_minor = $8
      and p.effective_on between $6::date - $9::int and $7::date + $9::int
      and not exists (select 1 from bank_line_decision d where d.payment_id = p.payment_id)
      and not exists (select 1 from payment r where r.party_id = p.party_id
        and r.reverses_payment_id = p.payment_id and r.superseded_at is null)) as has_same_payment
  from found f join account a on a.party_id = f.party_id and a.account_id = f.account_id
  order by a.account_id`;

/**
 * The earlier credit of the same account and amount whose references a debit carries, unless another
 * debit took it back already. Of several the latest: an order is returned after its last try.
 */
async function readReturned(
  client: pg.ClientBase,
  line: LockedLine,
): Promise<{ lineId: string } | undefined> {
  const { rows } = await client.query<{ line_id: string }>(
    `select l.line_id from bank_line l join bank_line_state s on s.line_id = l.line_id
     where l.book_id = $1 and l.direction = 'credit' and l.amount_minor = $2 and l.currency = $3
       and l.value_on <= $4 and s.state <> 'returned'
       and (l.uetr_token = $5 or l.end_to_end_token = $6 or l.transaction_token = $7 or l.bank_tokens && $8::bigint[])
       and not exists (select 1 from bank_line_state o where o.returns_line_id = l.line_id and o.line_id <> $9
         and o.state in ('suspense', 'applied'))
     order by l.value_on desc, l.line_id limit 1`,
    [
      ...[line.book_id, line.amount_minor, line.currency, line.value_on, line.uetr_token],
      ...[line.end_to_end_token, line.transaction_token, line.bank_tokens, line.line_id],
    ],
  );
  return rows[0] && { lineId: rows[0].line_id };
}
