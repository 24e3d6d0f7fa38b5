-- The loan engine: what lenders disagree on as terms, events beside payments, late charges apart.

-- Switches of the ledger (contract/loan-policy.ts); {} is Mora's defaults. Lateness bands keep their columns.
alter table product_terms add column policy jsonb not null default '{}';

-- Contract rate a year as an exact decimal (0.24 = 24 %); null where the source names none.
alter table debt add column annual_rate numeric(16, 12) check (annual_rate >= 0);

-- Late charges (penalty and compound interest, liquidated damages) apart from what was agreed. They grow by
-- the day: stored figures are true for aged_on.
alter table account
  add column past_due_penalty_minor bigint not null default 0,
  add column balance_penalty_minor bigint not null default 0,
  add column credit_minor bigint not null default 0;
alter table account drop column paid_minor, drop column next_payment_on;

-- What happened to a loan besides payments: waivers, pauses, re-ageing … as a story writes it. Append-only;
-- a wrong event is taken back by another.
create table loan_event (
  party_id uuid not null,
  account_id uuid not null,
  event_id uuid not null,
  effective_on date not null,
  recorded_at timestamptz not null,
  kind text not null,
  body jsonb not null,
  recorded_by text not null,
  primary key (party_id, account_id, event_id),
  foreign key (party_id, account_id) references account
);

-- Cards and revolving accounts, as their host reports them; no schedule is invented for them.
alter table host_balance
  add column statement_on date,
  add column minimum_due_minor bigint check (minimum_due_minor >= 0),
  -- Past due by statement cycle, oldest first.
  add column past_due_by_cycle_minor bigint[] check (0 <= all (past_due_by_cycle_minor));

-- Amounts that were told to somebody; they hold through a day. Append-only.
create table quote (
  party_id uuid not null,
  account_id uuid not null,
  quote_id uuid not null,
  quote_no text not null,
  asked_on date not null,
  for_on date not null,
  valid_through_on date not null check (valid_through_on >= asked_on),
  body jsonb not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  primary key (party_id, account_id, quote_id),
  unique (party_id, quote_no),
  foreign key (party_id, account_id) references account
);

-- What a late-recorded event turns over in past decisions, with its remedy. Append-only.
create table consequence (
  party_id uuid not null,
  account_id uuid not null,
  consequence_id uuid not null,
  event_id uuid not null,
  kind text not null,
  decision_id text not null,
  decision_on date not null,
  was text not null,
  should_be text not null,
  remedy text not null check (remedy in ('automatic', 'rejudge', 'task')),
  task_due_on date check ((task_due_on is null) = (remedy <> 'task')),
  recorded_at timestamptz not null,
  primary key (party_id, account_id, consequence_id),
  foreign key (party_id, account_id) references account
);

grant select, insert on loan_event, quote, consequence to mora_app;
