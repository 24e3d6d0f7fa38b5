import type { PartyDecision, WorkItemDraft } from "@mora/core/day/plan-party-day";
import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { dailyId } from "@mora/core/kernel/ids";
import type pg from "pg";
import type { AccountRow } from "./read-accounts.ts";
import type { PartyRows } from "./read-parties.ts";
import { type EventRow, eventRow } from "./write-decisions.ts";

/** A person's decision with what it was made from. `rows` are their accounts, due ones and others. */
export type DecidedParty = {
  readonly partyId: string;
  readonly rows: readonly AccountRow[];
  readonly party: PartyRows;
  readonly decision: PartyDecision;
};

export type When = { readonly on: DayNumber; readonly recordedAt: string };

const CASE_ID_KIND = 100;
const ITEM_ID_KIND = 101;

/** How much input has been seen of a person: makes ids of one day distinct when news arrives within it. */
const ordinalOf = (party: DecidedParty): number =>
  party.rows.reduce((sum, row) => sum + row.news_no, 0);

const caseIdOf = (party: DecidedParty, on: DayNumber): string =>
  dailyId(party.partyId, on, { kind: CASE_ID_KIND, ordinal: ordinalOf(party) });

/** Writes cases, promise judgements and work items of a batch; returns the events they make. */
export async function writeParties(
  client: pg.ClientBase,
  parties: readonly DecidedParty[],
  when: When,
): Promise<EventRow[]> {
  await openCases(client, parties, when.on);
  await closeCases(client, parties, when.on);
  await writeJudgements(client, parties, when.on);
  await openItems(client, parties, when.on);
  await updateItems(client, parties, when.on);
  await withdrawItems(client, parties, when.on);
  return parties.flatMap((party) => partyEvents(party, when));
}

async function openCases(
  client: pg.ClientBase,
  parties: readonly DecidedParty[],
  on: DayNumber,
): Promise<void> {
  const opened = parties.filter(({ decision }) => decision.case === "open");
  if (opened.length === 0) return;
  await client.query(
    `insert into collection_case (party_id, case_id, creditor_group_id, entered_on, entry_reason)
     select o.party_id, o.case_id, c.creditor_group_id, $3, 'past_due'
     from unnest($1::uuid[], $2::uuid[]) as o (party_id, case_id)
     join party p on p.party_id = o.party_id join creditor c on c.creditor_id = p.creditor_id`,
    [
      opened.map(({ partyId }) => partyId),
      opened.map((party) => caseIdOf(party, on)),
      isoFromDay(on),
    ],
  );
}

async function closeCases(
  client: pg.ClientBase,
  parties: readonly DecidedParty[],
  on: DayNumber,
): Promise<void> {
  const closed = parties.filter(({ decision }) => decision.case === "close");
  if (closed.length === 0) return;
  await client.query(
    `update collection_case c set exited_on = $2, exit_reason = 'no_longer_late'
     where c.party_id = any($1) and c.exited_on is null`,
    [closed.map(({ partyId }) => partyId), isoFromDay(on)],
  );
}

async function writeJudgements(
  client: pg.ClientBase,
  parties: readonly DecidedParty[],
  on: DayNumber,
): Promise<void> {
  const judged = parties.flatMap(({ partyId, decision }) =>
    decision.judgements.map((judgement) => ({ partyId, ...judgement })),
  );
  if (judged.length === 0) return;
  await client.query(
    `insert into promise_judgement (party_id, promise_id, judged_on, outcome, paid_minor)
     select j.party_id, j.promise_id, $5, j.outcome, j.paid_minor
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[]) as j (party_id, promise_id, outcome, paid_minor)`,
    [
      judged.map(({ partyId }) => partyId),
      judged.map(({ promise }) => promise.promiseId),
      judged.map(({ outcome }) => outcome),
      judged.map(({ promise }) => promise.paidMinor),
      isoFromDay(on),
    ],
  );
}

type WithItem = { readonly party: DecidedParty; readonly item: WorkItemDraft };
const withItem = (parties: readonly DecidedParty[], kind: "open" | "update"): WithItem[] =>
  parties.flatMap((party) =>
    party.decision.item.kind === kind ? [{ party, item: party.decision.item.item }] : [],
  );

/** Parameters that describe items, as arrays in the order of `itemColumns`. */
const itemColumns = `i (party_id, work_item_id, case_id, account_id, book_id, currency, bucket, step,
  past_due_minor, balance_minor, accounts_late, score, reasons)`;
const itemArrays = `unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
  $8::text[], $9::bigint[], $10::bigint[], $11::smallint[], $12::integer[], $13::jsonb[])`;

function itemValues(
  items: readonly WithItem[],
  idOf: (party: DecidedParty) => readonly string[],
): unknown[] {
  const ids = items.map(({ party }) => idOf(party));
  return [
    items.map(({ party }) => party.partyId),
    ids.map(([itemId]) => itemId),
    ids.map(([, caseId]) => caseId),
    items.map(({ item }) => item.accountId),
    items.map(({ item }) => item.bookId),
    items.map(({ item }) => item.currency),
    items.map(({ item }) => item.bucket),
    items.map(({ item }) => item.step),
    items.map(({ item }) => item.pastDueMinor),
    items.map(({ item }) => item.balanceMinor),
    items.map(({ item }) => item.accountsLate),
    items.map(({ item }) => item.score),
    items.map(({ item }) => JSON.stringify(item.reasons)),
  ];
}

async function openItems(
  client: pg.ClientBase,
  parties: readonly DecidedParty[],
  on: DayNumber,
): Promise<void> {
  const items = withItem(parties, "open");
  if (items.length === 0) return;
  const ids = (party: DecidedParty): string[] => [
    dailyId(party.partyId, on, { kind: ITEM_ID_KIND, ordinal: ordinalOf(party) }),
    party.party.openCaseId ?? caseIdOf(party, on),
  ];
  await client.query(
    `insert into work_item (party_id, work_item_id, case_id, account_id, book_id, currency, bucket, step,
       past_due_minor, balance_minor, accounts_late, score, reasons, opened_on, updated_on)
     select i.*, $14::date, $14::date from ${itemArrays} as ${itemColumns}`,
    [...itemValues(items, ids), isoFromDay(on)],
  );
}

async function updateItems(
  client: pg.ClientBase,
  parties: readonly DecidedParty[],
  on: DayNumber,
): Promise<void> {
  const items = withItem(parties, "update");
  if (items.length === 0) return;
  const ids = ({ party }: DecidedParty): string[] => [
    party.openItem?.workItemId ?? "",
    party.openCaseId ?? "",
  ];
  await client.query(
    `update work_item w set account_id = i.account_id, book_id = i.book_id, currency = i.currency, bucket = i.bucket,
       step = i.step, past_due_minor = i.past_due_minor, balance_minor = i.balance_minor,
       accounts_late = i.accounts_late, score = i.score, reasons = i.reasons, updated_on = $14::date
     from ${itemArrays} as ${itemColumns}
     where w.party_id = i.party_id and w.work_item_id = i.work_item_id and w.case_id = i.case_id`,
    [...itemValues(items, ids), isoFromDay(on)],
  );
}

async function withdrawItems(
  client: pg.ClientBase,
  parties: readonly DecidedParty[],
  on: DayNumber,
): Promise<void> {
  const withdrawn = parties.flatMap(({ partyId, decision }) =>
    decision.item.kind === "withdraw" ? [{ partyId, reason: decision.item.reason }] : [],
  );
  if (withdrawn.length === 0) return;
  await client.query(
    `update work_item w set closed_on = $3, close_reason = x.reason
     from unnest($1::uuid[], $2::text[]) as x (party_id, reason)
     where w.party_id = x.party_id and w.closed_on is null`,
    [
      withdrawn.map(({ partyId }) => partyId),
      withdrawn.map(({ reason }) => reason),
      isoFromDay(on),
    ],
  );
}

function partyEvents(decided: DecidedParty, when: When): EventRow[] {
  const { decision, rows } = decided;
  const rowOf = (accountId: string | undefined): AccountRow =>
    (rows.find((row) => row.account_id === accountId) ?? rows[0]) as AccountRow;
  const events = decision.judgements.map(({ promise, outcome }) =>
    eventRow(
      rowOf(promise.accountId),
      {
        kind: outcome === "kept" ? "promise_kept" : "promise_broken",
        aboutId: promise.promiseId,
        payload: {
          amountMinor: String(promise.amountMinor),
          promisedOn: isoFromDay(promise.promisedOn),
        },
      },
      when,
    ),
  );
  return [...events, ...itemEvents(decided, rowOf, when)];
}

function itemEvents(
  { decision, party }: DecidedParty,
  rowOf: (accountId: string | undefined) => AccountRow,
  when: When,
): EventRow[] {
  const { item } = decision;
  switch (item.kind) {
    case "keep":
      return [];
    case "withdraw":
      return [
        eventRow(
          rowOf(party.openItem?.accountId),
          { kind: "work_item_withdrawn", payload: { reason: item.reason } },
          when,
        ),
      ];
    default: {
      const { step, bucket, score } = item.item;
      const kind = item.kind === "open" ? "work_item_opened" : "work_item_updated";
      return [
        eventRow(rowOf(item.item.accountId), { kind, payload: { step, bucket, score } }, when),
      ];
    }
  }
}
