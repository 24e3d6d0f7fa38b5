import type { AccountDetail } from "@mora/contract";
import type { Position } from "@mora/core/arrears/position";
import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { sql } from "kysely";
import type { KeyRing } from "../../platform/crypto/keys.ts";
import { openField } from "../../platform/crypto/seal.ts";
import type { Db } from "../../platform/db/pool.ts";
import { UserError } from "../../platform/errors.ts";
import { ageDateOf, isFresh, readHostBalance, readLedgerAccount } from "../servicing/index.ts";
import {
  type Explained,
  explainHost,
  explainServiced,
  nothingOwed,
  toComponents,
} from "./account-arithmetic.ts";
import { dpdOf } from "./ageing.ts";
import { readAssetClass } from "./asset-class.ts";
import { maskContact, openPartyKeys, readNames } from "./people.ts";
import { listBooks } from "./queries.ts";
import { readTimeline } from "./timeline.ts";

/**
 * One account with everything a collector needs to prepare, and the arithmetic of every figure.
 *
 * @throws UserError ACCOUNT_UNKNOWN
 */
export async function readAccount(
  db: Db,
  ring: KeyRing,
  accountId: string,
): Promise<AccountDetail> {
  const row = await accountRow(db, accountId);
  const book = (await listBooks(db)).find(({ bookId }) => bookId === row.book_id);
  if (!book) throw new UserError("ACCOUNT_UNKNOWN", `there is no account ${accountId}`);
  const on = ageDateOf(book);
  const explained = on === undefined ? undefined : await explain(db, row, on);
  const position = explained?.position;
  return {
    accountId,
    accountRef: row.key,
    book: book.code,
    bookKind: book.kind,
    productName: row.product_name,
    productKind: row.kind,
    currency: row.currency,
    openedOn: row.opened_on,
    isSynthetic: book.isSynthetic,
    agedOn: on === undefined ? null : isoFromDay(on),
    dataThroughOn: book.dataThroughOn,
    isFresh: isFresh(book),
    // Charge-off and closing are stages that the day cycle decides; the bands come from the position.
    bucket: row.bucket as AccountDetail["bucket"],
    dpd: position?.dpd ?? dpdOf(row, book),
    oldestUnpaidDueOn: iso(position?.oldestUnpaidDueOn),
    firstDelinquencyOn: row.first_delinquency_on,
    ...amountsOf(position),
    inCollectionsSince: row.collections_since,
    parties: await readParties(db, ring, row),
    holds: await readHolds(db, row, book.dayDoneOn),
    otherAccounts: await readOthers(db, row),
    arithmetic: explained?.arithmetic ?? [],
    schedule: explained?.schedule ?? [],
    entries: explained?.entries ?? [],
    accruals: explained?.accruals ?? [],
    assetClass: explained?.assetClass ?? null,
    creditMinor: String(position?.creditMinor ?? 0n),
    card: on === undefined ? null : await readCard(db, row, on),
    timeline: await readTimeline(db, ring, row),
  };
}

const iso = (on: DayNumber | undefined): string | null =>
  on === undefined ? null : isoFromDay(on);

function amountsOf(
  position: Position | undefined,
): Pick<AccountDetail, "balance" | "pastDue" | "nextDueOn" | "nextDueMinor"> {
  return {
    balance: position ? toComponents(position.balance) : nothingOwed,
    pastDue: position ? toComponents(position.pastDue) : nothingOwed,
    nextDueOn: iso(position?.nextDueOn),
    nextDueMinor: position?.nextDueOn === undefined ? null : String(position.nextDueMinor),
  };
}

const keyOf = ({ party_id, account_id }: AccountKey) => ({
  partyId: party_id,
  accountId: account_id,
});

/** What a card's host reports beside the amounts; null for other accounts. */
async function readCard(db: Db, row: Row, on: DayNumber): Promise<AccountDetail["card"]> {
  if (row.kind !== "card") return null;
  const host = await readHostBalance(db, keyOf(row), on);
  return (
    (host && {
      statementOn: host.statementOn,
      dueOn: iso(host.balance.nextDueOn),
      minimumDueMinor: host.minimumDueMinor === null ? null : String(host.minimumDueMinor),
      cyclesMissed: host.balance.cyclesMissed ?? null,
      pastDueByCycleMinor: host.pastDueByCycleMinor.map(String),
    }) ??
    null
  );
}

export type AccountKey = {
  readonly party_id: string;
  readonly account_id: string;
  readonly debt_id: string;
};
type Row = Awaited<ReturnType<typeof accountRow>>;

async function accountRow(db: Db, accountId: string) {
  const row = await db
    .selectFrom("account as a")
    .innerJoin("debt as d", (join) =>
      join.onRef("d.party_id", "=", "a.party_id").onRef("d.debt_id", "=", "a.debt_id"),
    )
    .innerJoin("product as p", "p.product_id", "a.product_id")
    .innerJoin("external_ref as e", (join) =>
      join
        .onRef("e.party_id", "=", "a.party_id")
        .onRef("e.target_id", "=", "a.account_id")
        .on("e.kind", "=", "account")
        .on("e.to_on", "is", null),
    )
    .where("e.target_id", "=", accountId)
    .selectAll("a")
    .select(["d.opened_on", "d.first_delinquency_on", "p.name as product_name", "e.key"])
    .executeTakeFirst();
  if (!row) throw new UserError("ACCOUNT_UNKNOWN", `there is no account ${accountId}`);
  return row;
}

/** The figures with their arithmetic, from the schedule where we service, else from the host's file. */
async function explain(
  db: Db,
  row: Row,
  on: DayNumber,
): Promise<(Explained & Pick<AccountDetail, "assetClass">) | undefined> {
  const account = await readLedgerAccount(db, row.account_id);
  if (!account) return undefined;
  const { arrears: policy, bucketScheme: scheme, bucket } = account;
  const asked = { on, policy, scheme, bucket };
  if (account.loan)
    return {
      ...explainServiced(account.loan, asked),
      assetClass: await readAssetClass(db, account, on),
    };
  const host = await readHostBalance(db, keyOf(row), on);
  return host && { ...explainHost(host.balance, asked), assetClass: null };
}

async function readParties(
  db: Db,
  ring: KeyRing,
  row: AccountKey,
): Promise<AccountDetail["parties"]> {
  const liabilities = await db
    .selectFrom("liability")
    .select(["party_id", "role", "is_liable"])
    .where("debt_party_id", "=", row.party_id)
    .where("debt_id", "=", row.debt_id)
    .where("superseded_at", "is", null)
    .orderBy(sql`role <> 'primary'`)
    .orderBy("is_liable", "desc")
    .orderBy("role")
    .execute();
  const ids = liabilities.map(({ party_id }) => party_id);
  const names = await readNames(db, ring, ids);
  const points = await readContactPoints(db, ring, ids);
  return liabilities.map(({ party_id, role, is_liable }) => ({
    partyId: party_id,
    name: names.get(party_id) ?? null,
    role,
    isLiable: is_liable,
    contactPoints: points.get(party_id) ?? [],
  }));
}

type ContactPoints = AccountDetail["parties"][number]["contactPoints"];

async function readContactPoints(
  db: Db,
  ring: KeyRing,
  partyIds: readonly string[],
): Promise<Map<string, ContactPoints>> {
  const keys = await openPartyKeys(db, ring, partyIds);
  const byParty = new Map<string, ContactPoints>();
  if (keys.size === 0) return byParty;
  const rows = await db
    .selectFrom("contact_point")
    .select(["party_id", "kind", "value_sealed", "status", "is_synthetic"])
    .where("party_id", "in", [...keys.keys()])
    .where("superseded_at", "is", null)
    .orderBy("kind")
    .orderBy("source_key")
    .execute();
  for (const row of rows) {
    const key = keys.get(row.party_id);
    if (!key) continue;
    const masked = maskContact(row.kind, openField(key, "contact_point", row.value_sealed));
    const points = byParty.get(row.party_id) ?? [];
    points.push({ kind: row.kind, masked, status: row.status, isSynthetic: row.is_synthetic });
    byParty.set(row.party_id, points);
  }
  return byParty;
}

async function readHolds(
  db: Db,
  row: AccountKey,
  dayDoneOn: string | null,
): Promise<AccountDetail["holds"]> {
  const rows = await db
    .selectFrom("hold")
    .select(["kind", "debt_id", "purposes", "from_on", "to_on", "source"])
    .where("party_id", "=", row.party_id)
    .where("superseded_at", "is", null)
    .where((eb) => eb.or([eb("debt_id", "is", null), eb("debt_id", "=", row.debt_id)]))
    .where((eb) => eb.or([eb("to_on", "is", null), eb("to_on", ">", dayDoneOn ?? "0001-01-01")]))
    .orderBy("from_on")
    .execute();
  return rows.map((hold) => ({
    kind: hold.kind,
    scope: hold.debt_id === null ? "party" : "debt",
    purposes: hold.purposes,
    fromOn: hold.from_on,
    toOn: hold.to_on,
    source: hold.source,
  }));
}

async function readOthers(db: Db, row: AccountKey): Promise<AccountDetail["otherAccounts"]> {
  const rows = await db
    .selectFrom("account as a")
    .innerJoin("external_ref as e", (join) =>
      join
        .onRef("e.party_id", "=", "a.party_id")
        .onRef("e.target_id", "=", "a.account_id")
        .on("e.kind", "=", "account")
        .on("e.to_on", "is", null),
    )
    .where("a.party_id", "=", row.party_id)
    .where("a.account_id", "<>", row.account_id)
    .select(["a.account_id", "e.key", "a.bucket", "a.currency"])
    .select(
      sql<bigint>`a.past_due_principal_minor + a.past_due_interest_minor + a.past_due_penalty_minor + a.past_due_fee_minor`.as(
        "past_due",
      ),
    )
    .orderBy("e.key")
    .execute();
  return rows.map((other) => ({
    accountId: other.account_id,
    accountRef: other.key,
    bucket: other.bucket as AccountDetail["bucket"],
    pastDueMinor: String(other.past_due),
    currency: other.currency,
  }));
}
