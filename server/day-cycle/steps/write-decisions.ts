import type { AccountDayEvent } from "@mora/core/day/plan-account-day";
import { addDays, type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { dailyId } from "@mora/core/kernel/ids";
import type pg from "pg";
import { type CopyValue, copyInto } from "../../platform/db/copy.ts";
import type { DecidedAccount, FailedAccount } from "./decide.ts";
import type { AccountRow } from "./read-accounts.ts";

/** Number of each kind of event inside an id: never reused, never renumbered. */
const eventNumbers = {
  bucket_changed: 1,
  entered_collections: 2,
  exited_collections: 3,
  reminder_planned: 4,
  reminder_cancelled: 5,
  promise_kept: 6,
  promise_broken: 7,
  work_item_opened: 8,
  work_item_updated: 9,
  work_item_withdrawn: 10,
} as const;
export type EventKind = keyof typeof eventNumbers;

export type EventRow = readonly CopyValue[];

/**
 * A row of account_event; its id follows from what it is about (the account, or one of its promises),
 * date, kind and the input seen so far.
 */
export function eventRow(
  account: AccountRow,
  event: { readonly kind: EventKind; readonly payload: object; readonly aboutId?: string },
  when: { readonly on: DayNumber; readonly recordedAt: string },
): EventRow {
  const id = dailyId(event.aboutId ?? account.account_id, when.on, {
    kind: eventNumbers[event.kind],
    ordinal: account.news_no,
  });
  return [
    account.party_id,
    id,
    account.account_id,
    event.kind,
    isoFromDay(when.on),
    when.recordedAt,
    JSON.stringify(event.payload),
  ];
}

/** What the timeline shows of an account's own event. */
export function eventPayload(event: AccountDayEvent): object {
  switch (event.kind) {
    case "bucket_changed":
      return { from: event.from, to: event.to };
    case "reminder_planned":
      return { dueOn: isoFromDay(event.dueOn), amountMinor: String(event.amountMinor) };
    case "reminder_cancelled":
      return { dueOn: isoFromDay(event.dueOn) };
    default:
      return { reason: event.reason };
  }
}

export async function writeEvents(client: pg.ClientBase, rows: readonly EventRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = [
    "party_id",
    "event_id",
    "account_id",
    "kind",
    "on_date",
    "recorded_at",
    "payload",
  ];
  await copyInto(client, { table: "account_event", columns }, rows);
}

const stateColumns = {
  party_id: "uuid",
  account_id: "uuid",
  seen_no: "integer",
  bucket: "text",
  oldest_unpaid_due_on: "date",
  oldest_unpaid_no: "smallint",
  dpd_band_from: "smallint",
  dpd_band_to: "smallint",
  past_due_principal_minor: "bigint",
  past_due_interest_minor: "bigint",
  past_due_fee_minor: "bigint",
  balance_principal_minor: "bigint",
  balance_interest_minor: "bigint",
  balance_fee_minor: "bigint",
  next_due_on: "date",
  next_due_minor: "bigint",
  past_due_penalty_minor: "bigint",
  balance_penalty_minor: "bigint",
  credit_minor: "bigint",
  collections_since: "date",
  times_in_collections: "smallint",
  reminded_due_on: "date",
  aged_on: "date",
  next_event_on: "date",
} as const;

/** The temporary tables of a day's worker, made once a connection. */
export async function prepareConnection(client: pg.ClientBase): Promise<void> {
  const list = Object.entries(stateColumns).map(([name, type]) => `${name} ${type}`);
  await client.query(
    `create temp table if not exists day_account (${list.join(", ")}) on commit delete rows;
     create temp table if not exists day_reminder (
       party_id uuid, account_id uuid, due_on date, amount_minor bigint, status text) on commit delete rows;
     create temp table if not exists day_item (
       is_new boolean, party_id uuid, work_item_id uuid, case_id uuid, account_id uuid, book_id uuid, currency text,
       bucket text, step text, past_due_minor bigint, balance_minor bigint, accounts_late smallint, score integer,
       reasons jsonb) on commit delete rows`,
  );
}

/**
 * Writes the accounts' new state. An account that got news while it was being decided keeps its
 * earlier date, so that it is decided again at once with that news.
 */
export async function writeAccounts(
  client: pg.ClientBase,
  decided: readonly DecidedAccount[],
  nextLookOf: (row: AccountRow) => DayNumber | undefined,
): Promise<void> {
  if (decided.length === 0) return;
  const columns = Object.keys(stateColumns);
  await copyInto(
    client,
    { table: "day_account", columns },
    decided.map((account) => stateRow(account, nextLookOf(account.row))),
  );
  const sets = columns
    .filter((name) => !["party_id", "account_id", "next_event_on"].includes(name))
    .map((name) => `${name} = d.${name}`);
  await client.query(
    `update account a set ${sets.join(", ")},
       next_event_on = case when a.news_no = d.seen_no then d.next_event_on else a.next_event_on end
     from day_account d where a.party_id = d.party_id and a.account_id = d.account_id`,
  );
}

function stateRow(
  { row, decision }: DecidedAccount,
  nextLookOn: DayNumber | undefined,
): CopyValue[] {
  const { position } = decision;
  const band = position.dpd.kind === "band" ? position.dpd : undefined;
  const exactDays =
    position.oldestUnpaidDueOn === undefined &&
    position.dpd.kind === "exact" &&
    position.dpd.days > 0
      ? position.dpd.days
      : undefined;
  const next =
    nextLookOn === undefined ? decision.nextEventOn : Math.min(decision.nextEventOn, nextLookOn);
  return [
    row.party_id,
    row.account_id,
    row.news_no,
    position.bucket,
    optionalIso(countedSince(decision)),
    position.oldestUnpaidNo,
    band?.from ?? exactDays,
    band ? (band.to ?? -1) : exactDays,
    position.pastDue.principal,
    position.pastDue.interest,
    position.pastDue.fee,
    position.balance.principal,
    position.balance.interest,
    position.balance.fee,
    optionalIso(position.nextDueOn),
    position.nextDueMinor,
    position.pastDue.penalty,
    position.balance.penalty,
    position.creditMinor,
    optionalIso(decision.collectionsSince),
    decision.timesInCollections,
    optionalIso(decision.remindedDueOn),
    isoFromDay(decision.agedOn),
    isoFromDay(next as DayNumber),
  ];
}

/**
 * The date from which days past due are counted up to today: the oldest unpaid due date, moved where the
 * lender counts it as day 1 or days were frozen. Whoever derives days from it gets the decision's own.
 */
function countedSince({ position, agedOn }: DecidedAccount["decision"]): DayNumber | undefined {
  const { oldestUnpaidDueOn, dpd } = position;
  if (oldestUnpaidDueOn === undefined || dpd.kind !== "exact" || dpd.days === 0)
    return oldestUnpaidDueOn;
  return addDays(agedOn, -dpd.days);
}

const optionalIso = (on: DayNumber | undefined): string | undefined =>
  on === undefined ? undefined : isoFromDay(on);

/** Planned and cancelled reminders of the batch; a reminder planned again after a reversal revives. */
export async function writeReminders(
  client: pg.ClientBase,
  decided: readonly DecidedAccount[],
  on: DayNumber,
): Promise<void> {
  const rows: CopyValue[][] = [];
  for (const { row, decision } of decided)
    for (const event of decision.events) {
      const head = [row.party_id, row.account_id];
      if (event.kind === "reminder_planned")
        rows.push([...head, isoFromDay(event.dueOn), event.amountMinor, "planned"]);
      if (event.kind === "reminder_cancelled")
        rows.push([...head, isoFromDay(event.dueOn), 0n, "cancelled"]);
    }
  if (rows.length === 0) return;
  const columns = ["party_id", "account_id", "due_on", "amount_minor", "status"];
  await copyInto(client, { table: "day_reminder", columns }, rows);
  await client.query(
    `insert into planned_reminder (party_id, account_id, due_on, planned_on, amount_minor, status)
     select party_id, account_id, due_on, $1, amount_minor, status from day_reminder
     on conflict (party_id, account_id, due_on) do update set status = excluded.status,
       planned_on = case when excluded.status = 'planned' then excluded.planned_on else planned_reminder.planned_on end,
       amount_minor = case when excluded.status = 'planned' then excluded.amount_minor else planned_reminder.amount_minor end`,
    [isoFromDay(on)],
  );
}

/** Accounts that could not be decided: listed with the reason, looked at again tomorrow. */
export async function writeFailures(
  client: pg.ClientBase,
  failures: readonly FailedAccount[],
  when: { readonly on: DayNumber; readonly recordedAt: string },
): Promise<void> {
  if (failures.length === 0) return;
  await client.query(
    `insert into day_failure (party_id, account_id, business_on, code, detail, recorded_at)
     select *, $5 from unnest($1::uuid[], $2::uuid[], $6::date[], $3::text[], $4::text[])
     on conflict (party_id, account_id, business_on) do update
       set code = excluded.code, detail = excluded.detail, recorded_at = excluded.recorded_at`,
    [
      failures.map(({ row }) => row.party_id),
      failures.map(({ row }) => row.account_id),
      failures.map(({ code }) => code),
      failures.map(({ detail }) => detail),
      when.recordedAt,
      failures.map(() => isoFromDay(when.on)),
    ],
  );
  await lookAgain(
    client,
    failures.map(({ row }) => row),
    when.on,
  );
}

/** Puts accounts off to the next day without deciding anything about them. */
export async function lookAgain(
  client: pg.ClientBase,
  rows: readonly AccountRow[],
  on: DayNumber,
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `update account a set next_event_on = $3 from unnest($1::uuid[], $2::uuid[]) as f (party_id, account_id)
     where a.party_id = f.party_id and a.account_id = f.account_id and a.next_event_on < $3`,
    [
      rows.map((row) => row.party_id),
      rows.map((row) => row.account_id),
      isoFromDay((on + 1) as DayNumber),
    ],
  );
}
