import type { LoanPolicy } from "@mora/contract/loan-policy";
import { type ArrearsPolicy, bandsByScheme, defaultArrearsPolicy } from "@mora/core/arrears/policy";
import { type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";
import type pg from "pg";
import { type Db, queryText } from "../../platform/db/pool.ts";
import {
  type AccountLoan,
  accountLoan,
  dayCountingOf,
  EVENT_ARRAY,
  type LoanRow,
  ledgerPolicyOf,
  PAYMENT_ARRAYS,
} from "./account-loan.ts";
import { ageDateOf } from "./book-reach.ts";

/** One account with the terms in force and, where we service it, its loan. */
export type LedgerAccount = {
  readonly partyId: string;
  readonly accountId: string;
  readonly bookId: string;
  readonly bookKind: "serviced" | "host_fed";
  readonly currency: string;
  readonly arrears: ArrearsPolicy;
  /** The product's switches, as its terms write them. */
  readonly policy: LoanPolicy;
  readonly bucketScheme: string;
  readonly bucket: string;
  /** The date its stored figures are true for; null before its first day. */
  readonly agedOn: string | null;
  /** The date that its book has reached; undefined without data. */
  readonly bookOn: DayNumber | undefined;
  /** Undefined where no schedule is known: cards, host-fed loans. */
  readonly loan: AccountLoan | undefined;
};

type Row = Omit<LoanRow, "due_on" | "payment_on"> & {
  party_id: string;
  account_id: string;
  book_id: string;
  book_kind: "serviced" | "host_fed";
  bucket: string;
  aged_on: string | null;
  data_through_on: string | null;
  day_done_on: string | null;
  due_on: readonly string[] | null;
  payment_on: readonly string[] | null;
  bucket_scheme: string | null;
  grace_days: number | null;
  tolerance_minor: bigint | null;
  policy: LoanPolicy | null;
};

const QUERY = `
select a.party_id, a.account_id, a.book_id, k.kind as book_kind, a.currency, a.bucket, a.aged_on,
  k.data_through_on, (select max(r.business_on) from day_run r where r.zone = k.zone and r.finished_at is not null) as day_done_on,
  d.opened_on, d.annual_rate, s.due_on, s.principal_minor, s.interest_minor, s.fee_minor,
  p.payment_id, p.payment_on, p.payment_minor, p.payment_reverses, v.events,
  t.bucket_scheme, t.grace_days, t.tolerance_minor, c.policy
from external_ref e
join account a on a.party_id = e.party_id and a.account_id = e.target_id
join book k on k.book_id = a.book_id
join debt d on d.party_id = a.party_id and d.debt_id = a.debt_id
left join schedule s on s.party_id = a.party_id and s.account_id = a.account_id and s.superseded_at is null
left join lateral (${PAYMENT_ARRAYS}) p on true
left join lateral (${EVENT_ARRAY}) v on true
left join lateral (
  select * from product_terms t where t.product_id = a.product_id
  order by t.effective_on desc, t.recorded_at desc limit 1) t on true
left join lateral (
  -- What was agreed: the policy for contracts of that signing date, or the oldest there is.
  select t.policy from product_terms t where t.product_id = a.product_id
  order by t.effective_on <= coalesce(d.signing_on, d.opened_on, 'infinity') desc,
    case when t.effective_on <= coalesce(d.signing_on, d.opened_on, 'infinity') then t.effective_on end desc,
    t.effective_on, t.recorded_at desc limit 1) c on true
where e.target_id = $1 and e.kind = 'account' and e.to_on is null`;

/** The account, or undefined. `client` reads inside a caller's transaction. */
export async function readLedgerAccount(
  source: Db | pg.ClientBase,
  accountId: string,
): Promise<LedgerAccount | undefined> {
  const rows =
    "selectFrom" in source
      ? await queryText<Row>(source, QUERY, [accountId])
      : (await source.query<Row>(QUERY, [accountId])).rows;
  const [row] = rows;
  return row && toLedgerAccount(row);
}

function toLedgerAccount(row: Row): LedgerAccount {
  const scheme = row.bucket_scheme ?? "days_1_30";
  const policy = row.policy ?? {};
  const isServiced = row.book_kind === "serviced" && row.due_on !== null;
  return {
    partyId: row.party_id,
    accountId: row.account_id,
    bookId: row.book_id,
    bookKind: row.book_kind,
    currency: row.currency,
    bucketScheme: scheme,
    policy,
    bucket: row.bucket,
    agedOn: row.aged_on,
    bookOn: ageDateOf({
      kind: row.book_kind,
      dataThroughOn: row.data_through_on,
      dayDoneOn: row.day_done_on,
    }),
    arrears: {
      ...dayCountingOf(policy),
      graceDays: row.grace_days ?? 0,
      toleranceMinor: row.tolerance_minor ?? 0n,
      bands: bandsByScheme[scheme] ?? defaultArrearsPolicy.bands,
    },
    loan: isServiced
      ? accountLoan(
          { ...row, due_on: days(row.due_on), payment_on: days(row.payment_on) },
          ledgerPolicyOf(policy, row.currency),
        )
      : undefined,
  };
}

const days = (dates: readonly string[] | null): DayNumber[] | null =>
  dates === null ? null : dates.map(dayFromTrustedIso);
