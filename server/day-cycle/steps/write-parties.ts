import type { PartyDecision } from "@mora/core/day/plan-party-day";
import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { dailyId } from "@mora/core/kernel/ids";
import type pg from "pg";
import { type CopyValue, copyInto } from "../../platform/db/copy.ts";
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
  await writeItems(client, parties, when.on);
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

const itemColumns = [
  "party_id",
  "work_item_id",
  "case_id",
  "account_id",
  "book_id",
  "currency",
  "bucket",
  "step",
  "past_due_minor",
  "balance_minor",
  "accounts_late",
  "score",
  "reasons",
] as const;

/** Opens and updates items: staged by COPY, then one statement for each of the two. */
async function writeItems(
  client: pg.ClientBase,
  parties: readonly DecidedParty[],
  on: DayNumber,
): Promise<void> {
  const rows = parties.flatMap((party) => itemRow(party, on));
  if (rows.length === 0) return;
  await copyInto(client, { table: "day_item", columns: ["is_new", ...itemColumns] }, rows);
  const list = itemColumns.join(", ");
  await client.query(
    `insert into work_item (${list}, opened_on, updated_on)
     select ${list}, $1::date, $1::date from day_item where is_new`,
    [isoFromDay(on)],
  );
  const sets = itemColumns.slice(3).map((name) => `${name} = i.${name}`);
  await client.query(
    `update work_item w set ${sets.join(", ")}, updated_on = $1::date from day_item i
     where not i.is_new and w.party_id = i.party_id and w.work_item_id = i.work_item_id`,
    [isoFromDay(on)],
  );
}

function itemRow(party: DecidedParty, on: DayNumber): CopyValue[][] {
  const { item: decision } = party.decision;
  if (decision.kind !== "open" && decision.kind !== "update") return [];
  const { item } = decision;
  const isNew = decision.kind === "open";
  return [
    [
      isNew,
      party.partyId,
      isNew
        ? dailyId(party.partyId, on, { kind: ITEM_ID_KIND, ordinal: ordinalOf(party) })
        : party.party.openItem?.workItemId,
      party.party.openCaseId ?? caseIdOf(party, on),
      item.accountId,
      item.bookId,
      item.currency,
      item.bucket,
      item.step,
      item.pastDueMinor,
      item.balanceMinor,
      item.accountsLate,
      item.score,
      JSON.stringify(item.reasons),
    ],
  ];
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
