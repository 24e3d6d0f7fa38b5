-- 0003 bank statements: what came in and went out of the lender's own bank accounts, line by line,
-- and what became of each line.
--
-- A line that belongs to nobody yet has no party_id to lead with; from the moment it is applied its
-- payment lies under the party as every payment does. What names the payer is sealed under a key of
-- the statement, and under the party's own key once the line is theirs, so that erasing the person
-- erases it here too.

-- Which book an account of the lender's belongs to, from a date on. A correction is a new row.
create table bank_account (
  -- IBAN or the bank's own number: capital letters and digits only.
  account_key text not null check (account_key ~ '^[A-Z0-9]+$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  from_on date not null,
  book_id uuid not null references book,
  recorded_at timestamptz not null,
  recorded_by text not null check (length(trim(recorded_by)) between 2 and 100),
  superseded_at timestamptz,
  primary key (account_key, currency, from_on, recorded_at)
);
create unique index bank_account_current on bank_account (account_key, currency, from_on) where superseded_at is null;

-- One statement, report or notification of a file. Append-only but for its wrapped key.
create table bank_statement (
  statement_id uuid primary key,
  file_hash bytea not null,
  -- Which statement of the file, from 1.
  ordinal integer not null check (ordinal > 0),
  book_id uuid not null references book,
  account_key text not null,
  format text not null,
  message_id text,
  bank_statement_ref text,
  from_on date,
  to_on date,
  opening_minor bigint,
  closing_minor bigint,
  -- What does not fit, such as balances that differ from the entries: [{code, detail}].
  warnings jsonb not null,
  data_key_wrapped bytea,
  master_key_version smallint not null,
  imported_at timestamptz not null,
  imported_by text not null,
  unique (file_hash, ordinal)
);

-- One movement of money, whichever statements report it. Append-only.
create table bank_line (
  line_id uuid primary key,
  statement_id uuid not null references bank_statement,
  book_id uuid not null references book,
  -- Keyed hash of account, direction, amount, currency and value date; `occurrence` counts equal ones.
  same_key bytea not null,
  occurrence integer not null check (occurrence > 0),
  direction text not null check (direction in ('credit', 'debit')),
  is_reversal boolean not null,
  return_reason text,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  booked_on date not null,
  value_on date not null,
  -- Keyed tokens of the references, to recognise the same transfer elsewhere and its return.
  bank_tokens bigint[] not null,
  uetr_token bigint,
  end_to_end_token bigint,
  transaction_token bigint,
  recorded_at timestamptz not null,
  unique (same_key, occurrence)
);
create index bank_line_uetr on bank_line (uetr_token) where uetr_token is not null;
create index bank_line_end_to_end on bank_line (end_to_end_token) where end_to_end_token is not null;
create index bank_line_transaction on bank_line (transaction_token) where transaction_token is not null;
create index bank_line_bank on bank_line using gin (bank_tokens);

-- Every statement that reported a line, the first one included. Append-only.
create table bank_line_seen (
  line_id uuid not null references bank_line,
  statement_id uuid not null references bank_statement,
  -- Where in the file, for whoever compares.
  path text not null,
  -- first: new money; certain: shares a reference; likely: nothing speaks against it.
  strength text not null check (strength in ('first', 'certain', 'likely')),
  primary key (line_id, statement_id, path)
);
create index bank_line_seen_statement on bank_line_seen (statement_id);

-- Entries of a statement that are no money here: not booked yet, zero, or refused. Append-only.
create table bank_entry_aside (
  statement_id uuid not null references bank_statement,
  path text not null,
  kind text not null check (kind in ('pending', 'zero', 'rejected')),
  code text not null,
  detail text not null,
  amount text not null,
  entry_sealed bytea not null,
  primary key (statement_id, path)
);

-- Where a line stands. The only table here that changes; bank_line_decision says how it came there.
create table bank_line_state (
  line_id uuid primary key references bank_line,
  state text not null check (state in ('unmatched', 'suspense', 'applied', 'ignored', 'to_return', 'returned')),
  decision_no integer not null default 0,
  party_id uuid,
  account_id uuid,
  payment_id uuid,
  -- The earlier line that this one takes back, as far as references tell.
  returns_line_id uuid references bank_line,
  payer_token bigint,
  -- Owner of the key: the statement, or the party once the money is theirs. Null: erased.
  sealed_for uuid not null,
  details_sealed bytea,
  reasons jsonb not null,
  candidates jsonb not null,
  foreign key (party_id, account_id) references account,
  check (state <> 'applied' or payment_id is not null or returns_line_id is not null),
  check ((party_id is null) = (account_id is null)),
  check (payment_id is null or party_id is not null)
);
create index bank_line_waiting on bank_line_state (state) where state in ('unmatched', 'suspense', 'to_return');
create index bank_line_payer on bank_line_state (payer_token) where state = 'applied';
create unique index bank_line_payment on bank_line_state (payment_id);

-- Who decided what about a line, and why. Append-only. Two who decide at once make the same number,
-- and the second is refused.
create table bank_line_decision (
  line_id uuid not null references bank_line,
  decision_no integer not null check (decision_no > 0),
  action text not null check (action in ('match', 'apply', 'ignore', 'mark_return', 'return', 'undo')),
  state text not null,
  party_id uuid,
  account_id uuid,
  payment_id uuid,
  reason text,
  reasons jsonb not null,
  decided_by text not null check (length(trim(decided_by)) between 2 and 100),
  recorded_at timestamptz not null,
  primary key (line_id, decision_no)
);
-- A payment, or a reversal, comes of one decision only.
create unique index bank_line_decision_payment on bank_line_decision (payment_id) where payment_id is not null;

grant select, insert on bank_account, bank_statement, bank_line, bank_line_seen, bank_entry_aside,
  bank_line_state, bank_line_decision to mora_app;
grant update (superseded_at) on bank_account to mora_app;
grant update (data_key_wrapped, master_key_version) on bank_statement to mora_app;
grant update on bank_line_state to mora_app;
