import type { CopyValue } from "../../platform/db/copy.ts";
import type { FileKind } from "./bundle-format.ts";
import { purposes } from "./bundle-format.ts";
import { type ImportContext, sourceId } from "./context.ts";
import { type Row, toCopy } from "./parse-row.ts";

/**
 * Where each kind of row goes. A target says what is staged, which source keys must be known, and
 * how the staged row becomes a row of its table; merge.ts turns that into the same few statements for
 * every kind. Kinds whose values are sealed stage themselves in sealed-rows.ts.
 */
export type Target = {
  readonly stage: Readonly<Record<string, string>>;
  /** Staged columns that name a row of the source: a second row with the same is a duplicate. */
  readonly key: readonly string[];
  /** Which references the staged row makes. */
  readonly refs: readonly ("person" | "account")[];
  /** Whether a missing account key is allowed (the row is about the person). */
  readonly accountIsOptional?: true;
  readonly into: Versioned;
  readonly toStage: (row: Row, context: ImportContext) => CopyValue[];
  /** Further checks over the staged rows: SQL that selects line, column, code, reason. */
  readonly check?: string;
};

/** A table with `recorded_at`/`superseded_at`: ids name a row, data is compared for changes. */
export type Versioned = {
  readonly table: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
  /** SQL for the hash of a row; the default hashes the data columns. */
  readonly hash?: string;
};

/** Columns staged as they stand in the file, by name. */
const copy = (row: Row, ...columns: readonly string[]): CopyValue[] =>
  columns.map((column) => toCopy(row.get(column)));

const keyText = (row: Row, column: string): string => row.get(column) as string;

const holdInto: Versioned = {
  table: "hold",
  ids: { party_id: "r.party_id", hold_id: "r.id" },
  data: {
    kind: "r.kind",
    debt_id: "r.debt_id",
    purposes: "r.purposes",
    from_on: "r.from_on",
    to_on: "r.to_on",
    source: "r.source",
    evidence: "r.evidence",
  },
};

const holdStage = {
  id: "uuid",
  person_key: "text",
  account_key: "text",
  kind: "text",
  purposes: "text[]",
  from_on: "date",
  to_on: "date",
  source: "text",
  evidence: "text",
} as const;

/** A kind of row that stops contact: it becomes a hold, whatever the file calls it. */
function holdTarget(
  fileKind: FileKind,
  keyColumn: string,
  read: (row: Row) => {
    kind: string;
    from: string;
    to?: string;
    evidence?: string;
    purposes?: readonly string[] | null;
  },
): Target {
  return {
    stage: holdStage,
    key: ["id"],
    refs: ["person", "account"],
    accountIsOptional: true,
    into: holdInto,
    toStage: (row, context) => {
      const hold = read(row);
      return [
        sourceId(context, fileKind, keyText(row, keyColumn)),
        ...copy(row, "person_key", "account_key"),
        hold.kind,
        hold.purposes ?? purposes,
        toCopy(row.get(hold.from)),
        hold.to === undefined ? null : toCopy(row.get(hold.to)),
        `import:${fileKind}`,
        hold.evidence === undefined ? null : toCopy(row.get(hold.evidence)),
      ];
    },
  };
}

const bankruptcyKind = (row: Row): string => {
  const stage = row.get("stage") as string;
  if (stage === "petition") return `bankruptcy_${row.get("chapter")}`;
  return stage === "discharged" ? "bankruptcy_discharged" : `bankruptcy_${stage}`;
};

const hasEnded = (row: Row): boolean =>
  row.get("stage") === "lifted" || row.get("stage") === "dismissed";

export const targets = {
  parties: {
    stage: {
      id: "uuid",
      account_key: "text",
      person_key: "text",
      role: "text",
      is_liable: "boolean",
      from_on: "date",
      to_on: "date",
      evidence: "text",
    },
    key: ["id"],
    refs: ["person", "account"],
    into: {
      table: "liability",
      ids: { party_id: "r.party_id", debt_id: "r.debt_id", liability_id: "r.id" },
      data: {
        debt_party_id: "r.debt_party_id",
        role: "r.role",
        is_liable: "r.is_liable",
        from_on: "r.from_on",
        to_on: "r.to_on",
        evidence: "r.evidence",
      },
    },
    toStage: (row, context) => {
      const role = keyText(row, "role");
      const id = sourceId(
        context,
        "liability",
        `${row.get("account_key")}/${row.get("person_key")}/${role}`,
      );
      return [
        id,
        ...copy(row, "account_key", "person_key", "role"),
        isLiableRole(role),
        ...copy(row, "from_on", "to_on", "evidence"),
      ];
    },
  },
  payments: {
    stage: {
      payment_key: "text",
      id: "uuid",
      account_key: "text",
      effective_on: "date",
      amount_minor: "bigint",
      reverses_key: "text",
      reverses_id: "uuid",
    },
    key: ["payment_key"],
    refs: ["account"],
    into: {
      table: "payment",
      ids: { party_id: "r.party_id", account_id: "r.account_id", payment_id: "r.id" },
      data: {
        effective_on: "r.effective_on",
        amount_minor: "r.amount_minor",
        reverses_payment_id: "r.reverses_id",
      },
    },
    toStage: (row, context) => {
      const reverses = row.get("reverses_key") as string | null;
      const amount = row.get("amount") as bigint;
      return [
        keyText(row, "payment_key"),
        sourceId(context, "payment", keyText(row, "payment_key")),
        ...copy(row, "account_key", "effective_on"),
        reverses === null ? amount : -amount,
        reverses,
        reverses === null ? null : sourceId(context, "payment", reverses),
      ];
    },
    check: `
      select r.line, 'reverses_key' as column, 'REVERSAL_UNKNOWN' as code,
             format('payment %s, which this row takes back, is not known with the same amount on this account', r.reverses_key) as reason
      from resolved r
      where r.reverses_id is not null
        and not exists (select 1 from payment p where p.party_id = r.party_id and p.account_id = r.account_id
          and p.payment_id = r.reverses_id and p.superseded_at is null and p.amount_minor = -r.amount_minor)
        and not exists (select 1 from resolved q where q.id = r.reverses_id and q.account_id = r.account_id and q.amount_minor = -r.amount_minor)
      union all
      select r.line, 'reverses_key', 'REVERSAL_TWICE', format('payment %s was already taken back', r.reverses_key)
      from (select *, row_number() over (partition by reverses_id order by line) as nth from resolved where reverses_id is not null) r
      where r.nth > 1 or exists (select 1 from payment p where p.party_id = r.party_id and p.reverses_payment_id = r.reverses_id
          and p.superseded_at is null and p.payment_id <> r.id)`,
  },
  balances: {
    stage: {
      account_key: "text",
      as_of: "date",
      balance: "bigint",
      past_due: "bigint",
      interest: "bigint",
      fee: "bigint",
      oldest: "date",
      dpd_from: "smallint",
      dpd_to: "smallint",
      cycles: "smallint",
      next_due_on: "date",
      next_due: "bigint",
      statement_on: "date",
      minimum_due: "bigint",
      by_cycle: "bigint[]",
      first_delinquency_on: "date",
      host_status: "text",
    },
    key: ["account_key", "as_of"],
    refs: ["account"],
    into: {
      table: "host_balance",
      ids: { party_id: "r.party_id", account_id: "r.account_id", as_of_on: "r.as_of" },
      data: {
        balance_minor: "r.balance",
        past_due_minor: "r.past_due",
        past_due_interest_minor: "coalesce(r.interest, 0)",
        past_due_fee_minor: "coalesce(r.fee, 0)",
        oldest_unpaid_due_on: "r.oldest",
        dpd_from: "r.dpd_from",
        dpd_to: "r.dpd_to",
        cycles_missed: "r.cycles",
        next_due_on: "r.next_due_on",
        next_due_minor: "coalesce(r.next_due, 0)",
        statement_on: "r.statement_on",
        minimum_due_minor: "r.minimum_due",
        past_due_by_cycle_minor: "r.by_cycle",
        host_status: "r.host_status",
      },
    },
    toStage: (row) => {
      const from = row.get("days_past_due") as number | null;
      const to = row.get("days_past_due_to") as number | null;
      return [
        ...copy(
          row,
          "account_key",
          "as_of",
          "balance",
          "past_due",
          "past_due_interest",
          "past_due_fee",
          "oldest_unpaid_due_on",
        ),
        from,
        to ?? from,
        ...copy(
          row,
          "cycles_missed",
          "next_due_on",
          "next_due",
          "statement_on",
          "minimum_due",
          "past_due_by_cycle",
          "first_delinquency_on",
          "host_status",
        ),
      ];
    },
    check: `
      select line, 'past_due' as column, 'PARTS_EXCEED_TOTAL' as code, 'interest and fee past due are more than the whole past due' as reason
      from resolved where coalesce(interest, 0) + coalesce(fee, 0) > past_due
      union all
      select line, 'past_due_by_cycle', 'CYCLES_NOT_PAST_DUE', 'the amounts of the cycles do not sum to past_due'
      from resolved where by_cycle is not null and (select coalesce(sum(x), 0) from unnest(by_cycle) x) <> past_due`,
  },
  holds: holdTarget("holds", "hold_key", (row) => ({
    kind: keyText(row, "kind"),
    from: "from_on",
    to: "to_on",
    evidence: "evidence",
    purposes: row.get("purposes") as readonly string[] | null,
  })),
  disputes: holdTarget("disputes", "dispute_key", () => ({
    kind: "dispute",
    from: "from_on",
    to: "to_on",
    evidence: "reason",
  })),
  complaints: holdTarget("complaints", "complaint_key", () => ({
    kind: "complaint",
    from: "from_on",
    to: "to_on",
    evidence: "reason",
  })),
  bankruptcies: {
    ...holdTarget("bankruptcies", "bankruptcy_key", (row) => ({
      kind: bankruptcyKind(row),
      from: "from_on",
      // Lifted or dismissed: the protection ends the day it began, and the row stays as history.
      to: hasEnded(row) ? "from_on" : "to_on",
    })),
    refs: ["person"],
  },
  deaths: {
    ...holdTarget("deaths", "person_key", () => ({
      kind: "deceased",
      from: "died_on",
      evidence: "evidence",
    })),
    refs: ["person"],
  },
  consents: {
    stage: {
      id: "uuid",
      person_key: "text",
      contact_key: "text",
      purpose: "text",
      channel: "text",
      wording_version: "text",
      captured_by: "text",
      from_on: "date",
      to_on: "date",
      withdrawn_on: "date",
    },
    key: ["id"],
    refs: ["person"],
    into: {
      table: "consent",
      ids: { party_id: "r.party_id", consent_id: "r.id" },
      data: {
        creditor_id: "r.creditor_id",
        contact_point_id: contactPoint(),
        purpose: "r.purpose",
        channel: "r.channel",
        wording_version: "r.wording_version",
        captured_by: "r.captured_by",
        from_on: "r.from_on",
        to_on: "r.to_on",
        withdrawn_on: "r.withdrawn_on",
      },
    },
    toStage: (row, context) => [
      sourceId(context, "consent", keyText(row, "consent_key")),
      ...copy(
        row,
        "person_key",
        "contact_key",
        "purpose",
        "channel",
        "wording_version",
        "captured_by",
        "from_on",
        "to_on",
        "withdrawn_on",
      ),
    ],
  },
  "opt-outs": {
    stage: {
      id: "uuid",
      person_key: "text",
      contact_key: "text",
      channel: "text",
      from_on: "date",
    },
    key: ["id"],
    refs: ["person"],
    into: {
      table: "opt_out",
      ids: { party_id: "r.party_id", opt_out_id: "r.id" },
      data: { contact_point_id: contactPoint(), channel: "r.channel", from_on: "r.from_on" },
    },
    toStage: (row, context) => [
      sourceId(context, "opt_out", keyText(row, "opt_out_key")),
      ...copy(row, "person_key", "contact_key", "channel", "from_on"),
    ],
  },
  preferences: {
    stage: {
      id: "uuid",
      person_key: "text",
      channel: "text",
      hours: "text",
      language: "text",
      days_before: "smallint",
    },
    key: ["id"],
    refs: ["person"],
    into: {
      table: "preference",
      ids: { party_id: "r.party_id", preference_id: "r.id" },
      data: {
        channel: "r.channel",
        hours: "r.hours",
        language: "r.language",
        reminder_days_before: "r.days_before",
      },
    },
    toStage: (row, context) => [
      sourceId(context, "preference", keyText(row, "preference_key")),
      ...copy(row, "person_key", "channel", "hours", "language", "reminder_days_before"),
    ],
  },
  contacts: {
    stage: {
      id: "uuid",
      person_key: "text",
      account_key: "text",
      contact_key: "text",
      at: "timestamptz",
      channel: "text",
      direction: "text",
      result_code: "text",
      cause_code: "text",
    },
    key: ["id"],
    refs: ["person", "account"],
    accountIsOptional: true,
    into: {
      table: "contact",
      ids: { party_id: "r.party_id", contact_id: "r.id" },
      data: {
        debt_id: "r.debt_id",
        contact_point_id: contactPoint(),
        at: "r.at",
        channel: "r.channel",
        direction: "r.direction",
        result_code: "r.result_code",
        cause_code: "r.cause_code",
      },
    },
    toStage: (row, context) => [
      sourceId(context, "contact", keyText(row, "contact_event_key")),
      ...copy(
        row,
        "person_key",
        "account_key",
        "contact_key",
        "at",
        "channel",
        "direction",
        "result_code",
        "cause_code",
      ),
    ],
  },
  promises: {
    stage: {
      id: "uuid",
      account_key: "text",
      amount: "bigint",
      taken_on: "date",
      promised_on: "date",
    },
    key: ["id"],
    refs: ["account"],
    into: {
      table: "promise",
      ids: { party_id: "r.party_id", promise_id: "r.id" },
      data: {
        account_id: "r.account_id",
        amount_minor: "r.amount",
        taken_on: "r.taken_on",
        promised_on: "r.promised_on",
      },
    },
    toStage: (row, context) => [
      sourceId(context, "promise", keyText(row, "promise_key")),
      ...copy(row, "account_key", "amount", "taken_on", "promised_on"),
    ],
    check: `
      select line, 'promised_on' as column, 'PROMISE_BEFORE_TAKEN' as code, 'the promised day lies before the day it was taken' as reason
      from resolved where promised_on < taken_on
      union all
      select line, 'amount', 'AMOUNT_ZERO', 'a promise needs an amount above zero' from resolved where amount <= 0`,
  },
  plans: {
    stage: {
      id: "uuid",
      account_key: "text",
      kind: "text",
      from_on: "date",
      to_on: "date",
      status: "text",
    },
    key: ["id"],
    refs: ["account"],
    into: {
      table: "payment_plan",
      ids: { party_id: "r.party_id", plan_id: "r.id" },
      data: {
        account_id: "r.account_id",
        kind: "r.kind",
        from_on: "r.from_on",
        to_on: "r.to_on",
        status: "r.status",
      },
    },
    toStage: (row, context) => [
      sourceId(context, "plan", keyText(row, "plan_key")),
      ...copy(row, "account_key", "kind", "from_on", "to_on", "status"),
    ],
  },
  custody: {
    stage: {
      id: "uuid",
      account_key: "text",
      holder: "text",
      holder_kind: "text",
      from_on: "date",
      to_on: "date",
    },
    key: ["id"],
    refs: ["account"],
    into: {
      table: "custody",
      ids: { party_id: "r.party_id", debt_id: "r.debt_id", custody_id: "r.id" },
      data: {
        holder: "r.holder",
        holder_kind: "r.holder_kind",
        from_on: "r.from_on",
        to_on: "r.to_on",
      },
    },
    toStage: (row, context) => [
      sourceId(context, "custody", `${row.get("account_key")}/${row.get("from_on")}`),
      ...copy(row, "account_key", "holder", "holder_kind", "from_on", "to_on"),
    ],
    check: `
      select r.line, 'from_on' as column, 'CUSTODY_OVERLAPS' as code, 'two holders at the same time: end the earlier custody first' as reason
      from resolved r
      where (r.to_on is not null and r.to_on <= r.from_on)
         or exists (select 1 from resolved q where q.debt_id = r.debt_id and q.line < r.line
              and daterange(q.from_on, q.to_on) && daterange(r.from_on, r.to_on))
         or exists (select 1 from custody c where c.party_id = r.party_id and c.debt_id = r.debt_id and c.superseded_at is null
              and not exists (select 1 from resolved q where q.id = c.custody_id)
              and daterange(c.from_on, c.to_on) && daterange(r.from_on, r.to_on))`,
  },
} as const satisfies Partial<Record<FileKind, Target>>;

/** The contact point that the person's own contact key stands for, if it is known. */
function contactPoint(): string {
  return `(select c.contact_point_id from contact_point c
    where c.party_id = r.party_id and c.source_key = r.contact_key and c.superseded_at is null)`;
}

/** Who owes: the obligors and guarantors. An authorised user, a terminated or contact person does not. */
export const isLiableRole = (role: string): boolean =>
  role === "primary" ||
  role === "co_borrower" ||
  role === "general_guarantor" ||
  role === "joint_guarantor";
