import type { Bucket } from "@mora/core/arrears/bucket";
import {
  brokenPromiseDays,
  type Hold,
  type OpenItem,
  type Plan,
} from "@mora/core/day/plan-party-day";
import {
  addDays,
  type DayNumber,
  dayFromTrustedIso,
  isoFromDay,
} from "@mora/core/kernel/business-date";
import type { PromiseToPay } from "@mora/core/promises/judge";
import type { Step } from "@mora/core/strategy/treatment";
import type pg from "pg";

/** What a day needs to know about a person beside their accounts. */
export type PartyRows = {
  readonly holds: HoldOnDebt[];
  readonly promises: PromiseToPay[];
  readonly plans: Plan[];
  readonly promiseBrokenOn: DayNumber | undefined;
  readonly openCaseId: string | undefined;
  readonly openItem: (OpenItem & { readonly workItemId: string }) | undefined;
};

/** A hold as stored: on a debt, or (undefined) on the person. */
export type HoldOnDebt = Omit<Hold, "accountId"> & { readonly debtId: string | undefined };

export type Draft = { -readonly [K in keyof PartyRows]: PartyRows[K] };
export const emptyParty = (): Draft => ({
  holds: [],
  promises: [],
  plans: [],
  promiseBrokenOn: undefined,
  openCaseId: undefined,
  openItem: undefined,
});

export async function readHolds(
  client: pg.ClientBase,
  partyIds: readonly string[],
): Promise<Map<string, HoldOnDebt[]>> {
  const { rows } = await client.query<{
    party_id: string;
    debt_id: string | null;
    purposes: string[];
    from_on: string;
    to_on: string | null;
  }>(
    `select party_id, debt_id, purposes, from_on, to_on from hold
     where party_id = any($1) and superseded_at is null`,
    [partyIds],
  );
  const holdsByParty = new Map<string, HoldOnDebt[]>();
  for (const row of rows) {
    const holds = holdsByParty.get(row.party_id) ?? [];
    holds.push({
      debtId: row.debt_id ?? undefined,
      purposes: row.purposes,
      fromOn: dayFromTrustedIso(row.from_on),
      toOn: row.to_on === null ? undefined : dayFromTrustedIso(row.to_on),
    });
    holdsByParty.set(row.party_id, holds);
  }
  return holdsByParty;
}

/** Promises, plans, case and open work item of persons who are late or were. */
export async function readParties(
  client: pg.ClientBase,
  partyIds: readonly string[],
  on: DayNumber,
): Promise<Map<string, Draft>> {
  const parties = new Map(partyIds.map((id) => [id, emptyParty()]));
  const of = (id: string): Draft => parties.get(id) as Draft;
  await readPromises(client, partyIds, of);
  const plans = await client.query<{
    party_id: string;
    account_id: string;
    from_on: string;
    to_on: string | null;
  }>(
    `select party_id, account_id, from_on, to_on from payment_plan
     where party_id = any($1) and superseded_at is null and status = 'performing'`,
    [partyIds],
  );
  for (const row of plans.rows)
    of(row.party_id).plans.push({
      accountId: row.account_id,
      fromOn: dayFromTrustedIso(row.from_on),
      toOn: row.to_on === null ? undefined : dayFromTrustedIso(row.to_on),
    });
  const broken = await client.query<{ party_id: string; judged_on: string }>(
    `select party_id, max(judged_on) as judged_on from promise_judgement
     where party_id = any($1) and outcome = 'broken' and judged_on > $2
       -- What late news has turned over no longer counts against anybody.
       and not exists (select 1 from consequence c where c.party_id = promise_judgement.party_id
         and c.decision_id = promise_judgement.promise_id::text)
     group by party_id`,
    [partyIds, isoFromDay(addDays(on, -brokenPromiseDays))],
  );
  for (const row of broken.rows)
    of(row.party_id).promiseBrokenOn = dayFromTrustedIso(row.judged_on);
  const cases = await client.query<{ party_id: string; case_id: string }>(
    "select party_id, case_id from collection_case where party_id = any($1) and exited_on is null",
    [partyIds],
  );
  for (const row of cases.rows) of(row.party_id).openCaseId = row.case_id;
  await readOpenItems(client, partyIds, of);
  return parties;
}

const hostPastDue = (date: "taken_on" | "promised_on"): string =>
  `coalesce((select h.past_due_minor from host_balance h
     where h.party_id = p.party_id and h.account_id = p.account_id and h.superseded_at is null
       and h.as_of_on <= p.${date} order by h.as_of_on desc limit 1), 0)`;

async function readPromises(
  client: pg.ClientBase,
  partyIds: readonly string[],
  of: (id: string) => Draft,
): Promise<void> {
  const { rows } = await client.query<{
    party_id: string;
    promise_id: string;
    account_id: string;
    amount_minor: bigint;
    promised_on: string;
    paid_minor: bigint;
  }>(
    `select p.party_id, p.promise_id, p.account_id, p.amount_minor, p.promised_on,
       (select coalesce(sum(q.amount_minor), 0) from payment q
        where q.party_id = p.party_id and q.account_id = p.account_id and q.superseded_at is null
          and q.effective_on between p.taken_on and p.promised_on)::bigint
       -- A host sends no payments: what it takes off the amount past due counts as paid.
       + greatest(0, ${hostPastDue("taken_on")} - ${hostPastDue("promised_on")}) as paid_minor
     from promise p
     where p.party_id = any($1) and p.superseded_at is null and not exists (
       select 1 from promise_judgement j where j.party_id = p.party_id and j.promise_id = p.promise_id)`,
    [partyIds],
  );
  for (const row of rows)
    of(row.party_id).promises.push({
      promiseId: row.promise_id,
      accountId: row.account_id,
      amountMinor: row.amount_minor,
      promisedOn: dayFromTrustedIso(row.promised_on),
      paidMinor: row.paid_minor,
    });
}

async function readOpenItems(
  client: pg.ClientBase,
  partyIds: readonly string[],
  of: (id: string) => Draft,
): Promise<void> {
  const { rows } = await client.query<{
    party_id: string;
    work_item_id: string;
    account_id: string;
    bucket: Bucket;
    step: Step;
    score: number;
    past_due_minor: bigint;
    accounts_late: number;
  }>(
    `select party_id, work_item_id, account_id, bucket, step, score, past_due_minor, accounts_late
     from work_item where party_id = any($1) and closed_on is null`,
    [partyIds],
  );
  for (const row of rows)
    of(row.party_id).openItem = {
      workItemId: row.work_item_id,
      accountId: row.account_id,
      bucket: row.bucket,
      step: row.step,
      score: row.score,
      pastDueMinor: row.past_due_minor,
      accountsLate: row.accounts_late,
    };
}
