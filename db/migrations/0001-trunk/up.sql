-- 0001 trunk: lenders and books, parties with encrypted identity, debts and accounts, schedules and
-- payments, everything that protects people, cases and work, the day cycle, events.
--
-- Borrower tables lead their key with party_id and join inside it (see docs/architecture.md).
-- A table with `recorded_at` and `superseded_at` keeps both times: the interval columns say when a
-- fact holds, recorded_at when we learned it. A correction is a new row; the current one has
-- superseded_at null. `source_hash` is a keyed hash of the source row: equal hash, nothing changed.

create extension if not exists btree_gist;

-- ── lenders and books ────────────────────────────────────────────────────────────────────────────

create table creditor_group (
  creditor_group_id uuid primary key,
  code text not null unique,
  name text not null
);

create table creditor (
  creditor_id uuid primary key,
  creditor_group_id uuid not null references creditor_group,
  code text not null unique,
  name text not null
);

-- The rows that workers lock to share a day: the accounts of a zone, split by a hash of the party.
create table day_partition (
  partition_id smallint primary key,
  zone text not null,
  slot smallint not null,
  unique (zone, slot)
);

create table book (
  book_id uuid primary key,
  creditor_id uuid not null references creditor,
  code text not null,
  name text not null,
  kind text not null check (kind in ('serviced', 'host_fed')),
  zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  calendar text not null default 'none',
  -- Payments (serviced) or balances (host-fed) are complete through this date's cut-off.
  data_through_on date,
  suppression text not null default 'unknown' check (suppression in ('unknown', 'loaded', 'signed_none')),
  is_synthetic boolean not null default false,
  unique (creditor_id, code)
);

-- Two different people sign that a book has no suppression file; the second signature opens it.
create table suppression_signature (
  book_id uuid not null references book,
  signer text not null check (length(trim(signer)) between 2 and 100),
  statement text not null,
  signed_at timestamptz not null,
  primary key (book_id, signer)
);

create table product (
  product_id uuid primary key,
  creditor_id uuid not null references creditor,
  code text not null,
  name text not null,
  purpose text not null default 'unknown' check (purpose in ('consumer', 'business', 'unknown')),
  unique (creditor_id, code)
);

-- Dated terms: what the day cycle may assume about a product from a date on.
create table product_terms (
  product_id uuid not null references product,
  effective_on date not null,
  recorded_at timestamptz not null,
  bucket_scheme text not null,
  grace_days smallint not null check (grace_days >= 0),
  tolerance_minor bigint not null check (tolerance_minor >= 0),
  reminder_days_before smallint not null check (reminder_days_before >= 0),
  primary key (product_id, effective_on, recorded_at)
);

-- One file, or one set of files, taken in. Append-only.
create table feed (
  feed_id uuid primary key,
  book_id uuid not null references book,
  data_as_of date not null,
  recorded_at timestamptz not null,
  files jsonb not null,
  counts jsonb not null
);

-- ── parties ──────────────────────────────────────────────────────────────────────────────────────

create table party (
  party_id uuid primary key,
  creditor_id uuid not null references creditor,
  -- This party's data key, wrapped by the master key. Erasing it erases the person (crypto-erasure).
  data_key_wrapped bytea,
  master_key_version smallint not null,
  is_synthetic boolean not null,
  recorded_at timestamptz not null
);

create table party_profile (
  party_id uuid not null references party,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  kind text not null check (kind in ('natural', 'organisation')),
  name_sealed bytea,
  national_id_sealed bytea,
  birth_on_sealed bytea,
  -- Derived, plain: what segments need, coarse enough not to name anybody.
  age_band text,
  region_code text,
  occupation_code text,
  income_band text,
  language text,
  zone text,
  -- Keyed blind-index tokens (see docs/search.md); never a bare hash of a name or id.
  search_tokens bigint[] not null,
  search_key_version smallint not null,
  source_hash bytea not null,
  primary key (party_id, recorded_at)
);
create unique index party_profile_current on party_profile (party_id) where superseded_at is null;
create index party_profile_search on party_profile using gin (search_tokens) where superseded_at is null;

create table party_alias (
  party_id uuid not null references party,
  canonical_party_id uuid not null references party,
  from_on date not null,
  to_on date,
  decided_by text not null,
  evidence text not null,
  recorded_at timestamptz not null,
  primary key (party_id, canonical_party_id, from_on)
);

create table external_ref (
  party_id uuid not null references party,
  kind text not null check (kind in ('person', 'account')),
  target_id uuid not null,
  creditor_id uuid not null,
  system text not null,
  key text not null,
  from_on date not null,
  to_on date,
  primary key (party_id, kind, target_id, key)
);
create unique index external_ref_key on external_ref (creditor_id, system, kind, key) where to_on is null;
create index external_ref_target on external_ref (target_id);

create table contact_point (
  party_id uuid not null references party,
  contact_point_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  source_key text not null,
  kind text not null check (kind in ('mobile', 'landline', 'email', 'postal_address', 'work_phone')),
  value_sealed bytea not null,
  relation text not null,
  -- An address book is no lawful source: such a point is refused at import and cannot exist here.
  source text not null check (source <> 'address_book'),
  lawful_basis text,
  owner_checked_on date,
  last_result text,
  status text not null check (status in ('usable', 'suspect', 'wrong', 'retired')),
  -- A real channel refuses a synthetic point.
  is_synthetic boolean not null,
  search_tokens bigint[] not null,
  search_key_version smallint not null,
  source_hash bytea not null,
  primary key (party_id, source_key, recorded_at)
);
create unique index contact_point_current on contact_point (party_id, source_key) where superseded_at is null;
create index contact_point_search on contact_point using gin (search_tokens) where superseded_at is null;

-- ── debts and accounts ───────────────────────────────────────────────────────────────────────────

create table debt (
  party_id uuid not null references party,
  debt_id uuid not null,
  creditor_id uuid not null references creditor,
  product_id uuid not null references product,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  opened_on date,
  principal_minor bigint check (principal_minor >= 0),
  signing_on date,
  default_on date,
  itemisation_on date,
  limitation_on date,
  -- 核销 changes the books, 债务豁免 ends the claim: never one column for both.
  charged_off_on date,
  released_on date,
  -- As furnished by a host; not the oldest unpaid due date.
  first_delinquency_on date,
  search_tokens bigint[] not null,
  search_key_version smallint not null,
  recorded_at timestamptz not null,
  source_hash bytea not null,
  primary key (party_id, debt_id)
);
create index debt_search on debt using gin (search_tokens);

create table debt_link (
  party_id uuid not null references party,
  debt_id uuid not null,
  linked_debt_id uuid not null,
  kind text not null check (kind in ('refinanced', 'consolidated', 'split', 'reinstated', 'recourse')),
  from_on date not null,
  recorded_at timestamptz not null,
  primary key (party_id, debt_id, linked_debt_id, kind)
);

-- The account row is a projection: it can be rebuilt from schedule, payments, balances and holds.
create table account (
  party_id uuid not null,
  account_id uuid not null,
  debt_id uuid not null,
  book_id uuid not null references book,
  partition_id smallint not null references day_partition,
  product_id uuid not null references product,
  kind text not null check (kind in ('instalment_loan', 'card', 'other')),
  currency text not null,
  status text not null check (status in ('open', 'closed', 'charged_off', 'transferred', 'released')),
  bucket text not null default 'C',
  -- Days past due are derived from this date; a host that sends a status only gives a band instead.
  oldest_unpaid_due_on date,
  oldest_unpaid_no smallint,
  dpd_band_from smallint,
  dpd_band_to smallint,
  past_due_principal_minor bigint not null default 0,
  past_due_interest_minor bigint not null default 0,
  past_due_fee_minor bigint not null default 0,
  balance_principal_minor bigint not null default 0,
  balance_interest_minor bigint not null default 0,
  balance_fee_minor bigint not null default 0,
  next_due_on date,
  next_due_minor bigint not null default 0,
  -- Paid with effective date up to aged_on; summed again on news and when next_payment_on comes.
  paid_minor bigint not null default 0,
  next_payment_on date,
  collections_since date,
  times_in_collections smallint not null default 0,
  reminded_due_on date,
  -- The figures above are true for this date; null before the first day.
  aged_on date,
  -- Counts input (payments, schedule, balance, hold, promise, plan); a day records what it has seen,
  -- so that input which arrives while a day is being decided is never taken for seen.
  news_no integer not null default 1,
  seen_no integer not null default 0,
  -- The next date on which anything can change without new input.
  next_event_on date not null,
  primary key (party_id, account_id),
  foreign key (party_id, debt_id) references debt,
  check ((dpd_band_from is null) or (oldest_unpaid_due_on is null)),
  check (seen_no <= news_no),
  check (aged_on is null or next_event_on > aged_on or news_no > seen_no)
) with (fillfactor = 80);
create index account_due on account (partition_id, next_event_on);

create table liability (
  party_id uuid not null references party,
  debt_id uuid not null,
  liability_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  -- The primary obligor, under whose key the debt lies; equal to party_id for the primary obligor.
  debt_party_id uuid not null references party,
  role text not null,
  is_liable boolean not null,
  joint_and_several boolean,
  cap_minor bigint,
  from_on date,
  to_on date,
  evidence text,
  source_hash bytea not null,
  primary key (party_id, debt_id, liability_id, recorded_at)
);
create unique index liability_current on liability (party_id, liability_id) where superseded_at is null;
create index liability_debt on liability (debt_party_id, debt_id) where superseded_at is null;

create table claim_share (
  party_id uuid not null,
  debt_id uuid not null,
  component text not null,
  owner text not null,
  share_ppm integer not null check (share_ppm between 0 and 1000000),
  from_on date not null,
  to_on date,
  title_document text,
  notice_to_debtor_at timestamptz,
  recorded_at timestamptz not null,
  primary key (party_id, debt_id, component, owner, from_on, recorded_at)
);

create table custody (
  party_id uuid not null references party,
  debt_id uuid not null,
  custody_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  holder text not null,
  holder_kind text not null check (holder_kind in ('team', 'agency')),
  from_on date not null,
  to_on date,
  source_hash bytea not null,
  primary key (party_id, debt_id, custody_id, recorded_at),
  exclude using gist (debt_id with =, daterange(from_on, to_on, '[)') with &&) where (superseded_at is null)
);
create unique index custody_current on custody (party_id, custody_id) where superseded_at is null;

create table collateral (
  party_id uuid not null references party,
  collateral_id uuid not null,
  debt_id uuid not null,
  owner_party_id uuid not null,
  kind text not null,
  source_key text not null,
  recorded_at timestamptz not null,
  primary key (party_id, collateral_id)
);

create table document (
  party_id uuid not null references party,
  document_id uuid not null,
  debt_id uuid,
  kind text not null,
  content_hash bytea not null,
  retention_class text not null,
  is_on_legal_hold boolean not null default false,
  recorded_at timestamptz not null,
  primary key (party_id, document_id)
);

-- ── money ────────────────────────────────────────────────────────────────────────────────────────

-- A schedule is a value: one row a version, one array entry an instalment in due order.
create table schedule (
  party_id uuid not null,
  account_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  due_on date[] not null,
  principal_minor bigint[] not null,
  interest_minor bigint[] not null,
  fee_minor bigint[] not null,
  source_hash bytea not null,
  primary key (party_id, account_id, recorded_at),
  foreign key (party_id, account_id) references account,
  check (cardinality(due_on) = cardinality(principal_minor)
     and cardinality(due_on) = cardinality(interest_minor)
     and cardinality(due_on) = cardinality(fee_minor)),
  check (0 <= all (principal_minor) and 0 <= all (interest_minor) and 0 <= all (fee_minor))
);
create unique index schedule_current on schedule (party_id, account_id) where superseded_at is null;

-- Amount is what the payment added to the account: a reversal carries a negative amount.
create table payment (
  party_id uuid not null,
  account_id uuid not null,
  payment_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  effective_on date not null,
  amount_minor bigint not null,
  reverses_payment_id uuid,
  source_hash bytea not null,
  primary key (party_id, account_id, payment_id, recorded_at),
  foreign key (party_id, account_id) references account,
  check ((reverses_payment_id is null) = (amount_minor >= 0))
);
create unique index payment_current on payment (party_id, payment_id) where superseded_at is null;
-- A payment is taken back at most once.
create unique index payment_reversal on payment (party_id, reverses_payment_id)
  where superseded_at is null and reverses_payment_id is not null;

create table host_balance (
  party_id uuid not null,
  account_id uuid not null,
  as_of_on date not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  balance_minor bigint not null,
  past_due_minor bigint not null check (past_due_minor >= 0),
  past_due_interest_minor bigint not null default 0,
  past_due_fee_minor bigint not null default 0,
  oldest_unpaid_due_on date,
  dpd_from smallint,
  dpd_to smallint,
  cycles_missed smallint,
  next_due_on date,
  next_due_minor bigint not null default 0,
  -- The host's own words, kept: status code, payment rating.
  host_status text,
  source_hash bytea not null,
  primary key (party_id, account_id, as_of_on, recorded_at),
  foreign key (party_id, account_id) references account
);
create unique index host_balance_current on host_balance (party_id, account_id, as_of_on) where superseded_at is null;

-- ── what protects people ─────────────────────────────────────────────────────────────────────────

create table hold (
  party_id uuid not null references party,
  hold_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  kind text not null,
  -- Null: the whole person.
  debt_id uuid,
  contact_point_id uuid,
  purposes text[] not null check (cardinality(purposes) > 0),
  from_on date not null,
  to_on date,
  source text not null,
  evidence text,
  source_hash bytea not null,
  primary key (party_id, hold_id, recorded_at)
);
create unique index hold_current on hold (party_id, hold_id) where superseded_at is null;

create index hold_stays on hold (kind) where superseded_at is null and kind in ('bankruptcy_12', 'bankruptcy_13', 'codebtor_stay');

create table consent (
  party_id uuid not null references party,
  consent_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  creditor_id uuid not null,
  contact_point_id uuid,
  purpose text not null,
  channel text not null,
  wording_version text,
  captured_by text,
  from_on date not null,
  to_on date,
  withdrawn_on date,
  source_hash bytea not null,
  primary key (party_id, consent_id, recorded_at)
);
create unique index consent_current on consent (party_id, consent_id) where superseded_at is null;

create table opt_out (
  party_id uuid not null references party,
  opt_out_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  contact_point_id uuid,
  channel text not null,
  from_on date not null,
  source_hash bytea not null,
  primary key (party_id, opt_out_id, recorded_at)
);
create unique index opt_out_current on opt_out (party_id, opt_out_id) where superseded_at is null;

create table preference (
  party_id uuid not null references party,
  preference_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  channel text,
  hours text,
  language text,
  reminder_days_before smallint,
  source_hash bytea not null,
  primary key (party_id, preference_id, recorded_at)
);
create unique index preference_current on preference (party_id, preference_id) where superseded_at is null;

create table representation (
  party_id uuid not null references party,
  representation_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  name_sealed bytea not null,
  capacity text not null,
  authority text,
  from_on date not null,
  to_on date,
  source_hash bytea not null,
  primary key (party_id, representation_id, recorded_at)
);
create unique index representation_current on representation (party_id, representation_id) where superseded_at is null;

-- A contact that happened, here or before the book came to us; what it counts as is each pack's own.
create table contact (
  party_id uuid not null references party,
  contact_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  debt_id uuid,
  contact_point_id uuid,
  at timestamptz not null,
  channel text not null,
  direction text not null,
  result_code text not null,
  cause_code text,
  source_hash bytea not null,
  primary key (party_id, contact_id, recorded_at)
);
create unique index contact_current on contact (party_id, contact_id) where superseded_at is null;

create table promise (
  party_id uuid not null,
  promise_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  account_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  taken_on date not null,
  promised_on date not null check (promised_on >= taken_on),
  source_hash bytea not null,
  primary key (party_id, promise_id, recorded_at),
  foreign key (party_id, account_id) references account
);
create unique index promise_current on promise (party_id, promise_id) where superseded_at is null;

-- Kept or broken is judged by the ledger, once payments up to the promised date are in.
create table promise_judgement (
  party_id uuid not null,
  promise_id uuid not null,
  judged_on date not null,
  outcome text not null check (outcome in ('kept', 'broken')),
  paid_minor bigint not null,
  primary key (party_id, promise_id)
);

create table payment_plan (
  party_id uuid not null,
  plan_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  account_id uuid not null,
  kind text not null,
  from_on date not null,
  to_on date,
  status text not null check (status in ('performing', 'broken', 'completed')),
  source_hash bytea not null,
  primary key (party_id, plan_id, recorded_at),
  foreign key (party_id, account_id) references account
);
create unique index payment_plan_current on payment_plan (party_id, plan_id) where superseded_at is null;

create table note (
  party_id uuid not null references party,
  note_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  debt_id uuid,
  at timestamptz not null,
  text_sealed bytea not null,
  source_hash bytea not null,
  primary key (party_id, note_id, recorded_at)
);
create unique index note_current on note (party_id, note_id) where superseded_at is null;

-- ── cases and work ───────────────────────────────────────────────────────────────────────────────

-- One obligor × one creditor group × one episode (入催 → 出催).
create table collection_case (
  party_id uuid not null references party,
  case_id uuid not null,
  creditor_group_id uuid not null references creditor_group,
  entered_on date not null,
  exited_on date check (exited_on >= entered_on),
  entry_reason text not null,
  exit_reason text check ((exit_reason is null) = (exited_on is null)),
  primary key (party_id, case_id)
);
create unique index collection_case_open on collection_case (party_id, creditor_group_id) where exited_on is null;

create table work_item (
  party_id uuid not null references party,
  work_item_id uuid not null,
  case_id uuid not null,
  -- The person's worst account.
  account_id uuid not null,
  book_id uuid not null references book,
  opened_on date not null,
  updated_on date not null,
  -- Null while open. A withdrawn item says why.
  closed_on date,
  close_reason text check ((close_reason is null) = (closed_on is null)),
  currency text not null,
  bucket text not null,
  step text not null,
  past_due_minor bigint not null,
  balance_minor bigint not null,
  accounts_late smallint not null,
  score integer not null,
  reasons jsonb not null,
  primary key (party_id, work_item_id),
  foreign key (party_id, case_id) references collection_case
);
create unique index work_item_open on work_item (party_id, case_id) where closed_on is null;
create index work_item_rank on work_item (score desc, work_item_id) where closed_on is null;

-- A pre-due reminder the strategy wants; the gate decides at dispatch whether it may leave.
create table planned_reminder (
  party_id uuid not null,
  account_id uuid not null,
  due_on date not null,
  planned_on date not null,
  amount_minor bigint not null,
  status text not null default 'planned' check (status in ('planned', 'cancelled')),
  primary key (party_id, account_id, due_on),
  foreign key (party_id, account_id) references account
);

-- ── the day ──────────────────────────────────────────────────────────────────────────────────────

create table day_run (
  zone text not null,
  business_on date not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  summary jsonb,
  primary key (zone, business_on)
);

-- What each batch of a day did, written in the batch's own transaction. Append-only.
create table day_batch (
  zone text not null,
  business_on date not null,
  batch_id uuid not null,
  accounts integer not null,
  parties integer not null,
  counts jsonb not null,
  primary key (zone, business_on, batch_id)
);

create table day_failure (
  party_id uuid not null,
  account_id uuid not null,
  business_on date not null,
  code text not null,
  detail text not null,
  recorded_at timestamptz not null,
  primary key (party_id, account_id, business_on)
);

-- What happened, in the past tense. Append-only by grant. The id of an event that the day cycle
-- decides is made from account, date and kind, so that it cannot exist twice.
create table account_event (
  party_id uuid not null,
  event_id uuid not null,
  account_id uuid not null,
  kind text not null,
  on_date date not null,
  recorded_at timestamptz not null,
  payload jsonb not null,
  primary key (party_id, event_id)
);

-- Movements between buckets, one row a batch, date and pair; stock is the sum of all movements.
-- Append-only. `in_*` counts what arrives in to_bucket, `out_*` what leaves from_bucket.
create table bucket_flow (
  flow_id uuid primary key,
  book_id uuid not null references book,
  on_date date not null,
  currency text not null,
  -- Null: the account is new.
  from_bucket text,
  to_bucket text not null,
  accounts integer not null,
  entered integer not null,
  exited integer not null,
  out_balance_minor bigint not null,
  in_balance_minor bigint not null,
  out_past_due_minor bigint not null,
  in_past_due_minor bigint not null
);
create index bucket_flow_on on bucket_flow (book_id, on_date);

-- ── who may do what ──────────────────────────────────────────────────────────────────────────────

-- The application works as mora_app: events, flows and feeds can be added and read, never changed.
do $$
begin
  create role mora_app nologin;
exception when duplicate_object or unique_violation then
  null;
end $$;
grant usage on schema public to mora_app;
grant select, insert, update, delete on all tables in schema public to mora_app;
revoke update, delete on account_event, bucket_flow, day_batch, feed, suppression_signature from mora_app;
do $$
begin
  execute format('grant mora_app to %I', current_user);
end $$;
