import type { FileKind } from "../bundle-format.ts";
import { disputeMeaning, ecoaMeaning, indicatorMeaning, statusMeaning } from "./codes.ts";
import type { AccountRecord, Consumer } from "./record.ts";

type TextRow = Readonly<Record<string, string>>;

/** The rows of one kind that a record stands for. */
export function rowsOf(record: AccountRecord, kind: FileKind, asOf: string): TextRow[] {
  return rowsByKind[kind]?.(record, asOf) ?? [];
}

const rowsByKind: Partial<Record<FileKind, (record: AccountRecord, asOf: string) => TextRow[]>> = {
  persons: ({ consumers }) => consumers.map(personRow),
  accounts: (record) => [accountRow(record)],
  parties: partyRows,
  "contact-points": ({ consumers }) => consumers.flatMap(contactRows),
  balances: (record, asOf) => [balanceRow(record, asOf)],
  holds: holdRows,
  disputes: disputeRows,
  bankruptcies: (record, asOf) => record.consumers.flatMap((c) => bankruptcyRows(c, asOf)),
  deaths: ({ consumers }, asOf) =>
    consumers
      .filter(({ ecoa }) => ecoa === "X")
      .map(({ key }) => ({ person_key: key, died_on: asOf, evidence: "ECOA code X" })),
};

const personRow = (consumer: Consumer): TextRow => ({
  person_key: consumer.key,
  kind: consumer.ecoa === "W" ? "organisation" : "natural",
  name: consumer.name,
  national_id: consumer.ssn,
  birth_on: consumer.bornOn,
  language: "en-US",
  region_code: consumer.state,
});

const accountRow = (record: AccountRecord): TextRow => ({
  account_key: record.key,
  person_key: record.key,
  product_code: record.productCode,
  product_kind: "other",
  currency: "USD",
  opened_on: record.openedOn,
  principal: record.highestCredit,
  status: statusMeaning[record.status]?.status ?? "open",
});

function partyRows(record: AccountRecord): TextRow[] {
  return record.consumers
    .filter(({ isPrimary }) => !isPrimary)
    .map(({ key, ecoa }) => ({
      account_key: record.key,
      person_key: key,
      // An unknown association is held (see holdRows) and owes nothing until it is understood.
      role: ecoaMeaning[ecoa]?.role ?? "terminated",
      evidence: `ECOA code ${ecoa}`,
    }));
}

function contactRows(consumer: Consumer): TextRow[] {
  const point = (kind: string, value: string): TextRow => ({
    contact_key: `${consumer.key}/${kind}`,
    person_key: consumer.key,
    kind,
    value,
    relation: "self",
    source: "servicing",
  });
  return [
    ...(consumer.phone === "" ? [] : [point("landline", `+1${consumer.phone}`)]),
    ...(consumer.address === "" ? [] : [point("postal_address", consumer.address)]),
  ];
}

/** Amounts are whole dollars. The status gives a band, never a day; the date of first delinquency is kept apart. */
function balanceRow(record: AccountRecord, asOf: string): TextRow {
  const band = statusMeaning[record.status]?.band;
  return {
    account_key: record.key,
    as_of: asOf,
    balance: record.balance,
    // A negative amount past due is a credit: nothing is past due then.
    past_due: record.pastDue.startsWith("-") ? "0" : record.pastDue,
    days_past_due: band ? String(band[0]) : "",
    days_past_due_to: band ? String(band[1]) : "",
    first_delinquency_on: record.firstDelinquencyOn,
    host_status: record.status,
  };
}

function holdRows(record: AccountRecord, asOf: string): TextRow[] {
  const meaning = statusMeaning[record.status];
  const onAccount = (kind: string, evidence: string): TextRow => ({
    hold_key: `${record.key}/${kind}`,
    person_key: record.key,
    account_key: record.key,
    kind,
    from_on: asOf,
    evidence,
  });
  const holds: TextRow[] = [];
  if (!meaning) holds.push(onAccount("unknown_code", `account status ${record.status}`));
  if (record.isShorterThanSaid)
    holds.push({
      ...onAccount("status_review", "the record holds less than its length says"),
      hold_key: `${record.key}/length`,
    });
  if (meaning?.hold) holds.push(onAccount(meaning.hold, `account status ${record.status}`));
  if (record.dispute !== "" && !disputeMeaning[record.dispute])
    holds.push({
      ...onAccount("unknown_code", `compliance condition code ${record.dispute}`),
      hold_key: `${record.key}/ccc`,
    });
  return [
    ...holds,
    ...record.consumers.flatMap((consumer) => consumerHolds(record, consumer, asOf)),
  ];
}

function consumerHolds(record: AccountRecord, consumer: Consumer, asOf: string): TextRow[] {
  const hold = (name: string, kind: string, evidence: string): TextRow => ({
    hold_key: `${consumer.key}/${name}`,
    person_key: consumer.key,
    account_key: name === "indicator" ? "" : record.key,
    kind,
    from_on: asOf,
    evidence,
  });
  const role = ecoaMeaning[consumer.ecoa];
  const { indicator } = consumer;
  return [
    ...(role ? [] : [hold("ecoa", "unknown_code", `ECOA code "${consumer.ecoa}"`)]),
    ...(role && !role.isLiable && consumer.isPrimary
      ? [hold("liable", "not_liable", `ECOA code ${consumer.ecoa}`)]
      : []),
    ...(indicator !== "" && !indicatorMeaning[indicator]
      ? [hold("indicator", "unknown_code", `consumer information indicator ${indicator}`)]
      : []),
  ];
}

function disputeRows(record: AccountRecord, asOf: string): TextRow[] {
  const meaning = disputeMeaning[record.dispute];
  if (meaning === undefined || meaning === "none") return [];
  return [
    {
      dispute_key: `${record.key}/dispute`,
      person_key: record.key,
      account_key: record.key,
      from_on: asOf,
      to_on: meaning === "ended" ? asOf : "",
      reason: `compliance condition code ${record.dispute}`,
    },
  ];
}

/** A blank indicator says "no change", so a petition stands until Q lifts it. */
function bankruptcyRows(consumer: Consumer, asOf: string): TextRow[] {
  const meaning = indicatorMeaning[consumer.indicator];
  if (!meaning) return [];
  return [
    {
      bankruptcy_key: `${consumer.key}/bankruptcy`,
      person_key: consumer.key,
      chapter: meaning.chapter,
      stage: meaning.stage,
      from_on: asOf,
    },
  ];
}
