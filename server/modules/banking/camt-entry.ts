import { ok, type Result, refuse } from "@mora/core/kernel/result";
import { type Aside, accountKeyOf, type Details, type Line } from "./statement.ts";
import { readAmount, readDate } from "./values.ts";
import { all, first, textAt, type Xml } from "./xml.ts";

/** An entry of the account: its lines, or why it has none. */
export type Entry = {
  readonly isBooked: boolean;
  readonly currency: string;
  /** Undefined where the amount or direction cannot be read. */
  readonly signedMinor: bigint | undefined;
  readonly lines: readonly Line[];
  readonly aside: readonly Aside[];
};

type Place = { readonly path: string; readonly zone: string };

export const readEntries = (part: Xml, { path, zone }: Place): Entry[] =>
  all(part, "Ntry").map((entry, i) => readEntry(entry, { path: `${path}/Ntry ${i + 1}`, zone }));

function readEntry(entry: Xml, place: Place): Entry {
  const currency = first(entry, "Amt")?.attributes.Ccy ?? "";
  const status = textAt(entry, "Sts/Cd", "Sts/Prtry", "Sts") ?? "";
  const amount = readSigned(entry);
  const head = {
    isBooked: status === "BOOK",
    currency,
    signedMinor: amount.ok ? amount.value : undefined,
  };
  const put = (kind: Aside["kind"], code: string, detail: string): Entry => ({
    ...head,
    lines: [],
    aside: [{ ...setAside(entry, place.path), kind, code, detail }],
  });
  if (status === "PDNG" || status === "INFO" || status === "FUTR")
    return put("pending", `STATUS_${status}`, "not booked yet: it becomes money when it is");
  if (!head.isBooked)
    return put("rejected", "STATUS_UNKNOWN", `status "${status}" is not BOOK, PDNG, INFO or FUTR`);
  if (!amount.ok) return put("rejected", amount.error.code, amount.error.detail);
  if (amount.value === 0n) return put("zero", "AMOUNT_ZERO", "nothing moved");
  const dates = readDates(entry, place.zone);
  if (!dates.ok) return put("rejected", dates.error.code, dates.error.detail);
  const lines = readLines(entry, place.path, { minor: amount.value, currency, ...dates.value });
  if (!lines.ok) return put("rejected", lines.error.code, lines.error.detail);
  return { ...head, ...withoutZeros(lines.value, entry, place) };
}

const setAside = (entry: Xml, path: string) => ({
  path: `${path} (line ${entry.line})`,
  amount: `${first(entry, "Amt")?.text ?? "?"} ${first(entry, "Amt")?.attributes.Ccy ?? "?"}`,
  entry: JSON.stringify(plain(entry)),
});

/** Everything the file says of an element, small enough to keep. */
const plain = (node: Xml): unknown => [
  node.name,
  ...(Object.keys(node.attributes).length > 0 ? [node.attributes] : []),
  ...(node.text ? [node.text] : []),
  ...node.children.map(plain),
];

/** A transaction of zero inside a batch is listed, not lost. */
function withoutZeros(
  lines: readonly Line[],
  entry: Xml,
  place: Place,
): { lines: Line[]; aside: Aside[] } {
  const zeros = lines.filter((line) => line.amountMinor === 0n);
  return {
    lines: lines.filter((line) => line.amountMinor > 0n),
    aside: zeros.map((line) => ({
      ...setAside(entry, place.path),
      path: line.path,
      amount: `0 ${line.currency}`,
      kind: "zero",
      code: "AMOUNT_ZERO",
      detail: "nothing moved",
    })),
  };
}

/** Credits above zero, debits below. */
function readSigned(node: Xml, fallback?: string): Result<bigint> {
  const element = first(node, "Amt");
  const amount = readAmount(element?.text ?? "", element?.attributes.Ccy ?? "");
  if (!amount.ok) return amount;
  const direction = textAt(node, "CdtDbtInd") ?? fallback;
  if (direction === "CRDT") return ok(amount.value.minor);
  if (direction === "DBIT") return ok(-amount.value.minor);
  return refuse("DIRECTION_UNKNOWN", `CdtDbtInd is "${direction ?? ""}", not CRDT or DBIT`);
}

type Dates = { readonly bookedOn: string; readonly valueOn: string };

function readDates(entry: Xml, zone: string): Result<Dates> {
  const read = (name: string): Result<string | undefined> => {
    const text = textAt(entry, `${name}/Dt`, `${name}/DtTm`);
    return text === undefined ? ok(undefined) : readDate(text, zone);
  };
  const [booked, value] = [read("BookgDt"), read("ValDt")];
  if (!booked.ok) return booked;
  if (!value.ok) return value;
  const bookedOn = booked.value ?? value.value;
  if (bookedOn === undefined)
    return refuse(
      "DATE_MISSING",
      "neither booking nor value date: money needs a date. The statement (camt.053) brings it",
    );
  return ok({ bookedOn, valueOn: value.value ?? bookedOn });
}

type Whole = Dates & { readonly minor: bigint; readonly currency: string };

/** An entry is one line, or one a transaction where the bank gives them; they must make the whole. */
function readLines(entry: Xml, path: string, whole: Whole): Result<Line[]> {
  const details = all(entry, "NtryDtls", "TxDtls");
  // Version 1 has the transactions directly in the entry.
  const transactions = details.length > 0 ? details : all(entry, "TxDtls");
  const announced = Number(
    textAt(entry, "NtryDtls/Btch/NbOfTxs", "Btch/NbOfTxs") ?? transactions.length,
  );
  if (announced > 1 && transactions.length <= 1)
    return refuse(
      "BATCH_UNDETAILED",
      `a batch of ${announced} transactions of which it lists ${transactions.length}. Ask the bank for the advice (camt.054) that lists them`,
    );
  const only = transactions[0];
  if (transactions.length <= 1 && saysNoOtherAmount(only, whole))
    return ok([lineOf({ entry, transaction: only, path, whole, minor: whole.minor })]);
  const lines: Line[] = [];
  let sum = 0n;
  for (const [i, transaction] of transactions.entries()) {
    const minor = transactionMinor(transaction, whole);
    if (!minor.ok) return refuse(minor.error.code, `TxDtls ${i + 1}: ${minor.error.detail}`);
    sum += minor.value;
    const at = `${path}/TxDtls ${i + 1}`;
    lines.push(lineOf({ entry, transaction, path: at, whole, minor: minor.value }));
  }
  if (sum !== whole.minor)
    return refuse(
      "BATCH_SUM_DIFFERS",
      `its ${lines.length} transactions make ${sum}, the entry is ${whole.minor} (minor units, debits negative)`,
    );
  return ok(lines);
}

/**
 * A single transaction is the entry, unless it gives another amount in the account's currency. An
 * amount in another currency is what was sent; what arrived is the entry's.
 */
function saysNoOtherAmount(transaction: Xml | undefined, whole: Whole): boolean {
  const amount = first(transaction, "Amt") ?? first(transaction, "AmtDtls", "TxAmt", "Amt");
  return amount === undefined || amount.attributes.Ccy !== whole.currency
    ? true
    : transaction !== undefined && sameMinor(transactionMinor(transaction, whole), whole.minor);
}

const sameMinor = (read: Result<bigint>, minor: bigint): boolean => read.ok && read.value === minor;

function transactionMinor(transaction: Xml, whole: Whole): Result<bigint> {
  const holder = first(transaction, "Amt")
    ? transaction
    : (first(transaction, "AmtDtls", "TxAmt") ?? first(transaction, "AmtDtls", "InstdAmt"));
  if (!holder)
    return refuse("BATCH_AMOUNT_MISSING", "no amount of its own, so the batch cannot be divided");
  const currency = first(holder, "Amt")?.attributes.Ccy ?? "";
  if (currency !== whole.currency)
    return refuse("BATCH_CURRENCY_DIFFERS", `it is in ${currency}, the entry in ${whole.currency}`);
  const own = textAt(transaction, "CdtDbtInd") ?? (whole.minor < 0n ? "DBIT" : "CRDT");
  return readSigned(holder, own);
}

type Parts = {
  readonly entry: Xml;
  readonly transaction: Xml | undefined;
  readonly path: string;
  readonly whole: Whole;
  readonly minor: bigint;
};

function lineOf({ entry, transaction, path, whole, minor }: Parts): Line {
  const direction = minor < 0n ? "debit" : "credit";
  return {
    path: `${path} (line ${(transaction ?? entry).line})`,
    direction,
    isReversal: textAt(entry, "RvslInd") === "true",
    returnReason: textAt(transaction, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd"),
    amountMinor: minor < 0n ? -minor : minor,
    currency: whole.currency,
    bookedOn: whole.bookedOn,
    valueOn: whole.valueOn,
    details: detailsOf(entry, transaction, direction),
  };
}

/** Placeholders that banks write where a payer gave no reference. */
const PLACEHOLDER = /^(NOTPROVIDED|NOT PROVIDED|NONREF|NONE|N\/A|-+|0+)$/i;

function detailsOf(
  entry: Xml,
  transaction: Xml | undefined,
  direction: "credit" | "debit",
): Details {
  const ref = (name: string): string | undefined => {
    const text = textAt(transaction, `Refs/${name}`);
    return text === undefined || PLACEHOLDER.test(text) ? undefined : text;
  };
  const bankRefs = [textAt(entry, "AcctSvcrRef"), ref("AcctSvcrRef")].filter(
    (text): text is string => text !== undefined && !PLACEHOLDER.test(text),
  );
  // The other side of a debit is its creditor, except that a returned transfer keeps its roles.
  const side = direction === "credit" || first(transaction, "RtrInf") ? "Dbtr" : "Cdtr";
  const parties = first(transaction, "RltdPties");
  const account = textAt(
    parties,
    ...["IBAN", "Othr/Id", "PrtryAcct/Id", "BBAN"].map((id) => `${side}Acct/Id/${id}`),
  );
  const names = [side, `Ultmt${side}`].map((role) =>
    textAt(parties, `${role}/Nm`, `${role}/Pty/Nm`),
  );
  return {
    bankRefs: [...new Set(bankRefs)],
    uetr: ref("UETR")?.toLowerCase(),
    endToEndId: ref("EndToEndId"),
    transactionId: ref("TxId"),
    instructionId: ref("InstrId"),
    payerNames: names.filter((name): name is string => name !== undefined),
    payerAccount: account === undefined ? undefined : accountKeyOf(account),
    remittance: remittanceOf(transaction),
    creditorReferences: creditorReferencesOf(transaction),
    bankText: textAt(transaction, "AddtlTxInf") ?? textAt(entry, "AddtlNtryInf"),
  };
}

/** What the payer wrote: free text, and free text beside structured references. */
const remittanceOf = (transaction: Xml | undefined): string =>
  [...all(transaction, "RmtInf", "Ustrd"), ...all(transaction, "RmtInf", "Strd", "AddtlRmtInf")]
    .map(({ text }) => text)
    .join("\n");

/** Version 1 has the reference in CdtrRefInf/CdtrRef, later ones in CdtrRefInf/Ref. */
const creditorReferencesOf = (transaction: Xml | undefined): string[] =>
  ["Ref", "CdtrRef"]
    .flatMap((name) => all(transaction, "RmtInf", "Strd", "CdtrRefInf", name))
    .map(({ text }) => text)
    .filter((text) => text !== "");
