/**
 * The CSV bundle: one folder, one CSV file a kind, in the order of this table (a row may refer only
 * to rows of kinds above it). This table is the format: the reader, the synthetic lender and
 * `docs/import.md` are all made from it. A creditor whose files look different says so in its
 * mapping file (`mora-mapping.json`), which renames files, columns and values.
 */
export type ColumnType =
  | "key" // the source's own id, 1–64 characters, kept verbatim
  | "text"
  | "name"
  | "national_id"
  | "phone"
  | "date" // YYYY-MM-DD unless the mapping names another pattern
  | "instant" // ISO 8601 with offset
  | "amount" // plain decimal in the account's currency, never negative
  | "signed_amount"
  | "amount_list" // amounts separated by |
  | "rate" // 0.24 or 24%
  | "currency"
  | "integer"
  | "boolean" // true/false, yes/no, 1/0, 是/否
  | "list" // values separated by |
  | "code"; // one of `values`

export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  readonly required?: true;
  readonly values?: readonly string[];
  readonly note?: string;
};

const key = (name: string, note?: string): Column =>
  note ? { name, type: "key", required: true, note } : { name, type: "key", required: true };
const code = (name: string, values: readonly string[], required?: true): Column =>
  required ? { name, type: "code", values, required } : { name, type: "code", values };
const must = (name: string, type: ColumnType): Column => ({ name, type, required: true });
const may = (name: string, type: ColumnType, note?: string): Column =>
  note ? { name, type, note } : { name, type };

export const liableRoles = [
  "primary",
  "co_borrower",
  "general_guarantor",
  "joint_guarantor",
] as const;
export const otherRoles = [
  "terminated",
  "pledger",
  "authorised_user",
  "spouse",
  "heir",
  "contact_person",
] as const;

/** What a hold stops. A hold that names none stops `collection`, `pre_due_reminder` and `survey`. */
export const purposes = ["collection", "pre_due_reminder", "survey"] as const;

export const bundleFormat = {
  persons: [
    key("person_key"),
    code("kind", ["natural", "organisation"]),
    may("name", "name"),
    may("national_id", "national_id"),
    may("birth_on", "date"),
    may("language", "text", "BCP 47, e.g. zh-CN"),
    may("zone", "text", "IANA zone, e.g. Asia/Shanghai"),
    may("region_code", "text"),
    may("occupation_code", "text"),
    may("income_band", "text"),
  ],
  accounts: [
    key("account_key"),
    key("person_key", "the primary obligor"),
    must("product_code", "text"),
    code("product_kind", ["instalment_loan", "card", "other"], true),
    must("currency", "currency"),
    may("opened_on", "date"),
    may("principal", "amount", "amount lent; cards: the credit limit"),
    code("status", ["open", "closed", "charged_off", "transferred", "released"]),
    may("charged_off_on", "date"),
    may("signing_on", "date"),
    may(
      "annual_rate",
      "rate",
      "contract rate a year, e.g. 0.24 or 24%; penalty interest may be a multiple of it",
    ),
  ],
  parties: [
    key("account_key"),
    key("person_key"),
    code("role", [...liableRoles, ...otherRoles], true),
    may("from_on", "date"),
    may("to_on", "date"),
    may("evidence", "text"),
  ],
  "contact-points": [
    key("contact_key"),
    key("person_key"),
    code("kind", ["mobile", "landline", "email", "postal_address", "work_phone"], true),
    must("value", "phone"),
    code("relation", ["self", "relative", "colleague", "friend", "other"]),
    code(
      "source",
      ["application", "borrower", "servicing", "bureau", "public_record", "address_book"],
      true,
    ),
    may("lawful_basis", "text"),
    may("owner_checked_on", "date"),
    code("last_result", [
      "reached",
      "no_answer",
      "empty_number",
      "out_of_service",
      "powered_off",
      "refused",
      "wrong_number",
      "busy",
    ]),
    code("status", ["usable", "suspect", "wrong", "retired"]),
    may("synthetic", "boolean"),
  ],
  instalments: [
    key("account_key"),
    must("no", "integer"),
    must("due_on", "date"),
    must("principal", "amount"),
    may("interest", "amount"),
    may("fee", "amount"),
  ],
  payments: [
    key("payment_key"),
    key("account_key"),
    must("effective_on", "date"),
    must("amount", "amount"),
    may("currency", "currency", "checked against the account's"),
    may("reverses_key", "text", "key of the payment that this row takes back"),
  ],
  balances: [
    key("account_key"),
    must("as_of", "date"),
    must("balance", "signed_amount"),
    must("past_due", "amount"),
    may("past_due_interest", "amount", "part of past_due"),
    may("past_due_fee", "amount", "part of past_due"),
    may("oldest_unpaid_due_on", "date"),
    may("days_past_due", "integer"),
    may("days_past_due_to", "integer", "days_past_due is then a band's lower edge; -1: open-ended"),
    may("host_status", "text", "the host's own status code, kept as it came"),
    may("cycles_missed", "integer", "cards: statement cycles missed"),
    may("next_due_on", "date"),
    may("next_due", "amount", "cards: the minimum due"),
    may("statement_on", "date", "cards: date of the last statement"),
    may("minimum_due", "amount", "cards: minimum due of that statement"),
    may(
      "past_due_by_cycle",
      "amount_list",
      "cards: past due of each missed cycle, oldest first; sums to past_due",
    ),
    may("first_delinquency_on", "date"),
  ],
  holds: [
    key("hold_key"),
    key("person_key"),
    may("account_key", "text", "limits the hold to one account"),
    code(
      "kind",
      [
        "cease_contact",
        "vulnerable",
        "hardship",
        "fraud",
        "legal",
        "disaster",
        "military",
        "minor",
        "not_liable",
        "status_review",
        "unknown_code",
        "other",
      ],
      true,
    ),
    may("purposes", "list", "default: collection|pre_due_reminder|survey"),
    must("from_on", "date"),
    may("to_on", "date"),
    may("evidence", "text"),
  ],
  disputes: [
    key("dispute_key"),
    key("person_key"),
    may("account_key", "text"),
    must("from_on", "date"),
    may("to_on", "date"),
    may("reason", "text"),
  ],
  complaints: [
    key("complaint_key"),
    key("person_key"),
    may("account_key", "text"),
    must("from_on", "date"),
    may("to_on", "date"),
    may("reason", "text"),
  ],
  bankruptcies: [
    key("bankruptcy_key"),
    key("person_key"),
    code("chapter", ["7", "11", "12", "13", "personal", "other"], true),
    code("stage", ["petition", "discharged", "dismissed", "lifted"], true),
    must("from_on", "date"),
    may("to_on", "date"),
  ],
  deaths: [key("person_key"), must("died_on", "date"), may("evidence", "text")],
  representatives: [
    key("representative_key"),
    key("person_key", "the person represented"),
    must("name", "name"),
    code(
      "capacity",
      ["attorney", "adviser", "executor", "guardian", "relative", "unverified_agent"],
      true,
    ),
    may("authority", "text", "the document that gives authority"),
    must("from_on", "date"),
    may("to_on", "date"),
  ],
  consents: [
    key("consent_key"),
    key("person_key"),
    may("contact_key", "text"),
    must("purpose", "text"),
    must("channel", "text"),
    may("wording_version", "text"),
    may("captured_by", "text"),
    must("from_on", "date"),
    may("to_on", "date"),
    may("withdrawn_on", "date"),
  ],
  "opt-outs": [
    key("opt_out_key"),
    key("person_key"),
    may("contact_key", "text"),
    must("channel", "text"),
    must("from_on", "date"),
  ],
  preferences: [
    key("preference_key"),
    key("person_key"),
    may("channel", "text"),
    may("hours", "text", "e.g. 18:00-20:00"),
    may("language", "text"),
    may("reminder_days_before", "integer"),
  ],
  contacts: [
    key("contact_event_key"),
    key("person_key"),
    may("account_key", "text"),
    may("contact_key", "text"),
    must("at", "instant"),
    code("channel", ["call", "sms", "email", "letter", "visit", "chat"], true),
    code("direction", ["outbound", "inbound"], true),
    must("result_code", "text"),
    may("cause_code", "text", "cause of delinquency the person named"),
  ],
  promises: [
    key("promise_key"),
    key("account_key"),
    must("amount", "amount"),
    must("taken_on", "date"),
    must("promised_on", "date"),
  ],
  plans: [
    key("plan_key"),
    key("account_key"),
    code("kind", ["payment_plan", "card_agreement", "deferral"], true),
    must("from_on", "date"),
    may("to_on", "date"),
    code("status", ["performing", "broken", "completed"], true),
  ],
  custody: [
    key("account_key"),
    must("holder", "text"),
    code("holder_kind", ["team", "agency"], true),
    must("from_on", "date"),
    may("to_on", "date"),
  ],
  notes: [
    key("note_key"),
    key("person_key"),
    may("account_key", "text"),
    must("at", "instant"),
    must("text", "text"),
  ],
} as const satisfies Record<string, readonly Column[]>;

export type FileKind = keyof typeof bundleFormat;
export const fileKinds = Object.keys(bundleFormat) as readonly FileKind[];

/** The column names of a kind, as a tuple of literals. */
export type ColumnName<K extends FileKind> = (typeof bundleFormat)[K][number]["name"];
