import type { TimelineEntry } from "@mora/contract";
import { sql } from "kysely";
import type { KeyRing } from "../../platform/crypto/keys.ts";
import { openField } from "../../platform/crypto/seal.ts";
import type { Db } from "../../platform/db/pool.ts";
import type { AccountKey } from "./account-detail.ts";
import { openPartyKeys } from "./people.ts";

const ENTRIES_MAX = 500;

type Raw = {
  on: string;
  recorded_at: string;
  kind: string;
  params: Record<string, string | number | null>;
  amount: bigint | null;
  sealed: Buffer | null;
};

/** What happened to an account and its person, newest first: decisions, payments, contacts, holds, notes. */
export async function readTimeline(
  db: Db,
  ring: KeyRing,
  { party_id, account_id, debt_id }: AccountKey,
): Promise<TimelineEntry[]> {
  const { rows } = await sql<Raw>`
    select * from (
      select on_date as on, recorded_at, kind, payload as params, null::bigint as amount, null::bytea as sealed
      from account_event where party_id = ${party_id} and account_id = ${account_id}
      union all
      select effective_on, recorded_at, case when reverses_payment_id is null then 'payment_recorded' else 'payment_reversed' end,
        jsonb_build_object('effectiveOn', effective_on), amount_minor, null
      from payment where party_id = ${party_id} and account_id = ${account_id} and superseded_at is null
      union all
      select at::date, at, 'contact_attempted',
        jsonb_build_object('channel', channel, 'direction', direction, 'result', result_code, 'cause', cause_code), null, null
      from contact where party_id = ${party_id} and superseded_at is null and (debt_id is null or debt_id = ${debt_id})
      union all
      select from_on, recorded_at, 'hold_placed', jsonb_build_object('hold', kind), null, null
      from hold where party_id = ${party_id} and superseded_at is null and (debt_id is null or debt_id = ${debt_id})
      union all
      select to_on, recorded_at, 'hold_lifted', jsonb_build_object('hold', kind), null, null
      from hold where party_id = ${party_id} and superseded_at is null and (debt_id is null or debt_id = ${debt_id})
        and to_on <= (select max(business_on) from day_run where finished_at is not null)
      union all
      select taken_on, recorded_at, 'promise_taken', jsonb_build_object('promisedOn', promised_on), amount_minor, null
      from promise where party_id = ${party_id} and account_id = ${account_id} and superseded_at is null
      union all
      select at::date, at, 'note_added', '{}'::jsonb, null, text_sealed
      from note where party_id = ${party_id} and superseded_at is null
    ) entries order by "on" desc, recorded_at desc, kind limit ${ENTRIES_MAX}`.execute(db);
  const key = (await openPartyKeys(db, ring, [party_id])).get(party_id);
  return rows.map((row) => ({
    on: row.on,
    recordedAt: row.recorded_at,
    kind: row.kind,
    params: row.sealed && key ? { text: openField(key, "note", row.sealed) } : row.params,
    amountMinor: row.amount === null ? null : String(row.amount),
  }));
}
