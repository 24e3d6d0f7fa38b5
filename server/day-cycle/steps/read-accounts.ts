import { isoFromDay } from "@mora/core/kernel/business-date";
import type pg from "pg";
import { EVENT_ARRAY, type LoanRow, PAYMENT_ARRAYS } from "../../modules/servicing/index.ts";
import { poolTypes } from "../../platform/db/pool.ts";
import type { DaySettings } from "./books.ts";
import { withFastArrays } from "./fast-parsers.ts";

/**
 * The accounts of every person who has one due, in one set statement: those that are due with
 * schedule, payments and events, or host balance, the person's others as they stand. Amounts come as bigint,
 * dates as text.
 */
export type AccountRow = LoanRow & {
  readonly party_id: string;
  readonly account_id: string;
  readonly debt_id: string;
  readonly book_id: string;
  readonly product_id: string;
  readonly status: "open" | "closed" | "charged_off" | "transferred" | "released";
  /** Signing, or disbursement where the source does not say. */
  readonly signed_on: string | null;
  readonly book_kind: "serviced" | "host_fed";
  readonly is_due: boolean;
  readonly news_no: number;
  readonly seen_no: number;
  readonly bucket: string;
  readonly aged_on: string | null;
  readonly oldest_unpaid_due_on: string | null;
  readonly oldest_unpaid_no: number | null;
  readonly dpd_band_from: number | null;
  readonly dpd_band_to: number | null;
  readonly past_due_minor: bigint;
  readonly balance_minor: bigint;
  readonly collections_since: string | null;
  readonly times_in_collections: number;
  readonly reminded_due_on: string | null;
  readonly as_of_on: string | null;
  readonly host_balance_minor: bigint | null;
  readonly host_past_due_minor: bigint | null;
  readonly host_interest_minor: bigint | null;
  readonly host_fee_minor: bigint | null;
  readonly host_oldest_on: string | null;
  readonly host_dpd_from: number | null;
  readonly host_dpd_to: number | null;
  readonly host_cycles: number | null;
  readonly host_next_due_on: string | null;
  readonly host_next_due_minor: bigint | null;
};

const QUERY = `
select a.party_id, a.account_id, a.debt_id, a.book_id, a.product_id, a.currency, a.status, k.kind as book_kind,
  a.next_event_on <= $2 as is_due, a.news_no, a.seen_no, a.bucket, a.aged_on,
  a.oldest_unpaid_due_on, a.oldest_unpaid_no, a.dpd_band_from, a.dpd_band_to,
  a.past_due_principal_minor + a.past_due_interest_minor + a.past_due_penalty_minor + a.past_due_fee_minor as past_due_minor,
  a.balance_principal_minor + a.balance_interest_minor + a.balance_penalty_minor + a.balance_fee_minor as balance_minor,
  a.collections_since, a.times_in_collections, a.reminded_due_on,
  d.opened_on, coalesce(d.signing_on, d.opened_on) as signed_on, d.annual_rate, p.payment_id, p.payment_on, p.payment_minor, p.payment_reverses, v.events,
  s.due_on, s.principal_minor, s.interest_minor, s.fee_minor,
  h.as_of_on, h.balance_minor as host_balance_minor, h.past_due_minor as host_past_due_minor,
  h.past_due_interest_minor as host_interest_minor, h.past_due_fee_minor as host_fee_minor,
  h.oldest_unpaid_due_on as host_oldest_on, h.dpd_from as host_dpd_from, h.dpd_to as host_dpd_to,
  h.cycles_missed as host_cycles, h.next_due_on as host_next_due_on, h.next_due_minor as host_next_due_minor
from account a
join book k on k.book_id = a.book_id
join debt d on d.party_id = a.party_id and d.debt_id = a.debt_id
left join unnest($3::uuid[], $4::date[]) as b (book_id, age_on) on b.book_id = a.book_id
left join schedule s on s.party_id = a.party_id and s.account_id = a.account_id
  and s.superseded_at is null and a.next_event_on <= $2
left join lateral (${PAYMENT_ARRAYS} and k.kind = 'serviced' and a.next_event_on <= $2) p on true
left join lateral (${EVENT_ARRAY} and k.kind = 'serviced' and a.next_event_on <= $2) v on true
left join lateral (
  select * from host_balance q
  where k.kind = 'host_fed' and a.next_event_on <= $2
    and q.party_id = a.party_id and q.account_id = a.account_id and q.superseded_at is null and q.as_of_on <= b.age_on
  order by q.as_of_on desc limit 1
) h on true
where a.party_id = any($1)
order by a.party_id, a.account_id`;

const types = withFastArrays(poolTypes);

/** Persons who have an account due, from the claimed partitions; a person may be named twice. */
export async function readDueParties(
  client: pg.ClientBase,
  settings: DaySettings,
  claim: { readonly partitions: readonly number[]; readonly limit: number },
): Promise<string[]> {
  const { rows } = await client.query<{ party_id: string }>(
    "select party_id from account where partition_id = any($1) and next_event_on <= $2 limit $3",
    [claim.partitions, isoFromDay(settings.on), claim.limit],
  );
  return rows.map((row) => row.party_id);
}

/** Reads all accounts of the given persons. */
export async function readAccounts(
  client: pg.ClientBase,
  settings: DaySettings,
  partyIds: readonly string[],
): Promise<AccountRow[]> {
  const books = [...settings.bookDayById];
  const { rows } = await client.query<AccountRow>({
    name: "day-read-accounts",
    text: QUERY,
    types,
    values: [
      partyIds,
      isoFromDay(settings.on),
      books.map(([id]) => id),
      books.map(([, { ageOn }]) => isoFromDay(ageOn)),
    ],
  });
  return rows;
}
