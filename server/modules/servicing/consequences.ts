import { randomUUID } from "node:crypto";
import type { RecordedEvent } from "@mora/contract";
import { loanDaysPastDue } from "@mora/core/arrears/loan-days";
import { dayFromTrustedIso, isoFromDay } from "@mora/core/kernel/business-date";
import {
  type Consequence,
  consequencesOf,
  defaultRemedyPolicy,
  type PastDecision,
} from "@mora/core/ledger/consequences";
import type { LoanEvent } from "@mora/core/ledger/events";
import { replay } from "@mora/core/ledger/replay/replay";
import type pg from "pg";
import { type LedgerAccount, readLedgerAccount } from "./store.ts";

/** What became known, and what was known before it. */
export type LateNews = {
  readonly account: LedgerAccount;
  readonly before: readonly LoanEvent[];
  readonly after: readonly LoanEvent[];
  /** The event, or payment, that brought the news. */
  readonly eventId: string;
  readonly at: Date;
};

/**
 * Writes down which past decisions of an account the news turns over, each with its remedy; a charge that
 * was none is taken back at once. Nothing for accounts on which no day has been decided.
 */
export async function noteConsequences(client: pg.ClientBase, news: LateNews): Promise<number> {
  const { account, before, after } = news;
  if (!account.loan || account.agedOn === null) return 0;
  const { loan } = account.loan;
  const found = consequencesOf({
    loan,
    before,
    after,
    decisions: await readDecisions(client, account),
    knownOn: dayFromTrustedIso(account.agedOn),
    policy: defaultRemedyPolicy,
    daysPastDue: (events, on) =>
      loanDaysPastDue(replay(loan, events, { asOf: on }), on, account.arrears),
  });
  for (const consequence of found) await write(client, news, consequence);
  return found.length;
}

/** What an event turned over, oldest decision first. */
export async function readConsequences(
  client: pg.ClientBase,
  { partyId, accountId }: LedgerAccount,
  eventId: string,
): Promise<RecordedEvent["consequences"]> {
  const { rows } = await client.query<RecordedEvent["consequences"][number]>(
    `select kind, decision_id as of, decision_on as on, was, should_be as "shouldBe", remedy from consequence
     where party_id = $1 and account_id = $2 and event_id = $3 order by decision_on, kind`,
    [partyId, accountId, eventId],
  );
  return rows;
}

type AccountId = { readonly partyId: string; readonly accountId: string };

/** The same for payments that a file or a bank line brought at `at`, of accounts already aged beyond them. */
export async function noteLatePayments(
  client: pg.ClientBase,
  { at, accounts }: { readonly at: Date; readonly accounts: readonly AccountId[] },
): Promise<number> {
  const { rows } = await client.query<{ account_id: string; ids: string[] }>(
    `select q.account_id, array_agg(q.payment_id) as ids
     from unnest($2::uuid[], $3::uuid[]) as n (party_id, account_id)
     join payment q on q.party_id = n.party_id and q.account_id = n.account_id
     join account a on a.party_id = q.party_id and a.account_id = q.account_id
     where q.recorded_at = $1 and q.effective_on < a.aged_on
       and (exists (select 1 from promise p join promise_judgement j on j.party_id = p.party_id and j.promise_id = p.promise_id
              where p.party_id = q.party_id and p.account_id = q.account_id and j.outcome = 'broken')
         or exists (select 1 from loan_event v where v.party_id = q.party_id and v.account_id = q.account_id))
     group by q.account_id`,
    [
      at.toISOString(),
      accounts.map(({ partyId }) => partyId),
      accounts.map(({ accountId }) => accountId),
    ],
  );
  let noted = 0;
  for (const { account_id, ids } of rows) {
    const account = await readLedgerAccount(client, account_id);
    const after = account?.loan?.events ?? [];
    const before = after.filter(({ id }) => !ids.includes(id));
    if (account)
      noted += await noteConsequences(client, {
        account,
        before,
        after,
        eventId: ids[0] ?? "",
        at,
      });
  }
  return noted;
}

/** Broken promises and stages that were told; each consequence is noted once. */
async function readDecisions(
  client: pg.ClientBase,
  { partyId, accountId }: LedgerAccount,
): Promise<PastDecision[]> {
  const { rows } = await client.query<{
    promise_id: string;
    judged_on: string;
    taken_on: string;
    promised_on: string;
    amount_minor: bigint;
  }>(
    `select p.promise_id, j.judged_on, p.taken_on, p.promised_on, p.amount_minor
     from promise_judgement j
     join promise p on p.party_id = j.party_id and p.promise_id = j.promise_id and p.superseded_at is null
     where p.party_id = $1 and p.account_id = $2 and j.outcome = 'broken'
       and not exists (select 1 from consequence c where c.party_id = $1 and c.account_id = $2
         and c.decision_id = p.promise_id::text)`,
    [partyId, accountId],
  );
  return rows.map((row) => ({
    id: row.promise_id,
    on: dayFromTrustedIso(row.judged_on),
    kind: "promise_broken",
    takenOn: dayFromTrustedIso(row.taken_on),
    promisedOn: dayFromTrustedIso(row.promised_on),
    amountMinor: row.amount_minor,
  }));
}

async function write(client: pg.ClientBase, news: LateNews, found: Consequence): Promise<void> {
  const { account, eventId, at } = news;
  const { remedy } = found;
  await client.query(
    `insert into consequence (party_id, account_id, consequence_id, event_id, kind, decision_id, decision_on, was, should_be, remedy, task_due_on, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[account.partyId, account.accountId, randomUUID(), eventId, found.kind, found.of],
      ...[isoFromDay(found.on), String(found.was), String(found.shouldBe), remedy.kind],
      ...[remedy.kind === "task" ? isoFromDay(remedy.dueOn) : null, at.toISOString()],
    ],
  );
  if (remedy.kind !== "automatic" || remedy.event.kind !== "reversal") return;
  await client.query(
    `insert into loan_event (party_id, account_id, event_id, effective_on, recorded_at, kind, body, recorded_by)
     values ($1, $2, $3, $4, $5, 'reversal', $6, 'mora')`,
    [
      ...[account.partyId, account.accountId, randomUUID(), isoFromDay(remedy.event.effectiveOn)],
      at.toISOString(),
      JSON.stringify({ kind: "reversal", of: remedy.event.of }),
    ],
  );
}
