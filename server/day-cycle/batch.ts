import type { Bucket } from "@mora/core/arrears/bucket";
import { isLate } from "@mora/core/arrears/bucket";
import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import type pg from "pg";
import { uuidV7 } from "../platform/crypto/uuid.ts";
import { type DaySettings, readDaySettings } from "./steps/books.ts";
import { claimPartitions } from "./steps/claim.ts";
import {
  type DecidedAccount,
  decideAccount,
  decideParty,
  type FailedAccount,
  standingOf,
} from "./steps/decide.ts";
import { type AccountRow, readAccounts, readDueParties } from "./steps/read-accounts.ts";
import { emptyParty, type HoldOnDebt, readHolds, readParties } from "./steps/read-parties.ts";
import {
  type EventRow,
  eventPayload,
  eventRow,
  lookAgain,
  prepareConnection,
  writeAccounts,
  writeEvents,
  writeFailures,
  writeReminders,
} from "./steps/write-decisions.ts";
import { writeFlows } from "./steps/write-flows.ts";
import { type DecidedParty, writeParties } from "./steps/write-parties.ts";

/** What one batch did; `accounts` 0 means that nothing unlocked was due. */
export type BatchResult = {
  readonly accounts: number;
  readonly counts: Readonly<Record<string, number>>;
};

export type BatchOptions = {
  readonly zone: string;
  readonly on: DayNumber;
  readonly at: Date;
  readonly partitions: number;
  readonly limit: number;
};

/**
 * Decides one batch of a business date, inside the caller's transaction: claim partitions, read facts
 * set-wise, decide in the core, write everything. Committed whole or not at all, so a kill anywhere
 * leaves either all of it or none, and what is left is still due.
 */
export async function runBatch(client: pg.ClientBase, options: BatchOptions): Promise<BatchResult> {
  await prepareConnection(client);
  const settings = await readDaySettings(client, options.zone, options.on);
  const partitions = await claimPartitions(client, { ...options, most: options.partitions });
  if (partitions.length === 0) return { accounts: 0, counts: {} };
  const partyIds = await readDueParties(client, settings, { partitions, limit: options.limit });
  const rows = await readAccounts(client, settings, partyIds);
  return decideAndWrite(client, rows, { settings, at: options.at });
}

/**
 * Decides a single person, whose partition the caller's transaction locks: how a batch that the
 * database refused is taken apart.
 */
export async function runParty(
  client: pg.ClientBase,
  { zone, on, at, partyId }: { zone: string; on: DayNumber; at: Date; partyId: string },
): Promise<BatchResult> {
  await prepareConnection(client);
  const settings = await readDaySettings(client, zone, on);
  await lockPartitionsOf(client, partyId);
  const rows = await readAccounts(client, settings, [partyId]);
  if (!rows.some((row) => row.is_due)) return { accounts: 0, counts: {} };
  return decideAndWrite(client, rows, { settings, at });
}

/** Lists a person's due accounts as failed, in a transaction of its own. */
export async function failParty(
  client: pg.ClientBase,
  {
    zone,
    on,
    at,
    partyId,
    detail,
  }: { zone: string; on: DayNumber; at: Date; partyId: string; detail: string },
): Promise<BatchResult> {
  const settings = await readDaySettings(client, zone, on);
  await lockPartitionsOf(client, partyId);
  const due = (await readAccounts(client, settings, [partyId])).filter((row) => row.is_due);
  const failures = due.map((row) => ({ row, code: "DATA_REFUSED", detail }));
  await writeFailures(client, failures, { on, recordedAt: at.toISOString() });
  const counts = { data_failed: due.length };
  await writeBatchRow(client, { settings, at, accounts: due.length, parties: 1, counts });
  return { accounts: due.length, counts };
}

async function lockPartitionsOf(client: pg.ClientBase, partyId: string): Promise<void> {
  await client.query(
    `select partition_id from day_partition
     where partition_id in (select partition_id from account where party_id = $1) order by 1 for update`,
    [partyId],
  );
}

/** Decides the given accounts, which are all the accounts of their persons. */
export async function decideAndWrite(
  client: pg.ClientBase,
  rows: readonly AccountRow[],
  { settings, at }: { settings: DaySettings; at: Date },
): Promise<BatchResult> {
  const due = rows.filter((row) => row.is_due);
  const partyIds = [...new Set(rows.map((row) => row.party_id))];
  const holdsByParty = await readHolds(client, partyIds);
  const outcomes = due.map((row) =>
    decideAccount(row, holdsByParty.get(row.party_id) ?? [], settings),
  );
  const decided = outcomes.filter((o) => o.kind === "decided");
  const failures: FailedAccount[] = outcomes.filter((o) => o.kind === "failed");
  const waiting = outcomes.filter((o) => o.kind === "waiting").map(({ row }) => row);
  const parties = await decideParties(client, { rows, decided, holdsByParty, settings });
  const when = { on: settings.on, recordedAt: at.toISOString() };

  const nextLookByParty = new Map(parties.map((p) => [p.partyId, p.decision.nextLookOn]));
  await writeAccounts(client, decided, (row) => nextLookByParty.get(row.party_id));
  await writeReminders(client, decided, settings.on);
  await writeFailures(client, failures, when);
  await lookAgain(client, waiting, settings.on);
  const events = [...accountEvents(decided, when), ...(await writeParties(client, parties, when))];
  await writeEvents(client, events);
  await writeFlows(client, decided, { on: settings.on, at });
  const counts = countKinds(events, failures.length);
  await writeBatchRow(client, {
    settings,
    at,
    accounts: due.length,
    parties: partyIds.length,
    counts,
  });
  return { accounts: due.length, counts };
}

type PartyInput = {
  readonly rows: readonly AccountRow[];
  readonly decided: readonly DecidedAccount[];
  readonly holdsByParty: ReadonlyMap<string, HoldOnDebt[]>;
  readonly settings: DaySettings;
};

/** Only persons who are late, or were, need a decision of their own: most of a day's accounts are current. */
async function decideParties(client: pg.ClientBase, input: PartyInput): Promise<DecidedParty[]> {
  const { rows, settings } = input;
  const decisionByAccount = new Map(input.decided.map((d) => [d.row.account_id, d.decision]));
  const rowsByParty = new Map<string, AccountRow[]>();
  for (const row of rows) {
    const list = rowsByParty.get(row.party_id);
    if (list) list.push(row);
    else rowsByParty.set(row.party_id, [row]);
  }
  const isOrWasLate = (row: AccountRow): boolean => {
    const now = decisionByAccount.get(row.account_id)?.position.bucket ?? (row.bucket as Bucket);
    return isLate(now) || row.collections_since !== null;
  };
  const late = [...rowsByParty].filter(([, accounts]) => accounts.some(isOrWasLate));
  if (late.length === 0) return [];
  const facts = await readParties(
    client,
    late.map(([id]) => id),
    settings.on,
  );
  return late.map(([partyId, accounts]) => {
    const party = {
      ...(facts.get(partyId) ?? emptyParty()),
      holds: input.holdsByParty.get(partyId) ?? [],
    };
    const standings = accounts.map((row) => ({
      row,
      standing: standingOf(row, decisionByAccount.get(row.account_id), settings),
    }));
    return { partyId, rows: accounts, party, decision: decideParty(standings, party, settings.on) };
  });
}

const accountEvents = (
  decided: readonly DecidedAccount[],
  when: { on: DayNumber; recordedAt: string },
): EventRow[] =>
  decided.flatMap(({ row, decision }) =>
    decision.events.map((event) =>
      eventRow(row, { kind: event.kind, payload: eventPayload(event) }, when),
    ),
  );

const KIND_COLUMN = 3;

function countKinds(events: readonly EventRow[], failed: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const event of events) {
    const kind = String(event[KIND_COLUMN]);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  if (failed > 0) counts.data_failed = failed;
  return counts;
}

async function writeBatchRow(
  client: pg.ClientBase,
  batch: { settings: DaySettings; at: Date; accounts: number; parties: number; counts: object },
): Promise<void> {
  await client.query(
    `insert into day_batch (zone, business_on, batch_id, accounts, parties, counts) values ($1, $2, $3, $4, $5, $6)`,
    [
      batch.settings.zone,
      isoFromDay(batch.settings.on),
      uuidV7(batch.at),
      batch.accounts,
      batch.parties,
      JSON.stringify(batch.counts),
    ],
  );
}
