import { UserError } from "../../platform/errors.ts";
import { type Entry, readEntries } from "./camt-entry.ts";
import { accountKeyOf, type Draft, type Statement, type Warning } from "./statement.ts";
import { readAmount, readDate } from "./values.ts";
import { all, first, parseXml, textAt, type Xml } from "./xml.ts";

/**
 * ISO 20022 bank-to-customer messages: camt.052 (report during the day), .053 (statement) and .054
 * (advice), versions 1 to 8 and on. Elements are read by local name, since the versions moved some and
 * renamed few; the namespace only says which version it is.
 */
const messages = {
  "camt.052": { body: /^BkToCstmrAcctRpt/, part: "Rpt" },
  "camt.053": { body: /^BkToCstmrStmt/, part: "Stmt" },
  "camt.054": { body: /^BkToCstmrDbtCdtNtfctn/, part: "Ntfctn" },
} as const;

/** @throws UserError XML_MALFORMED, FORMAT_UNKNOWN, ACCOUNT_MISSING */
export function openCamt(text: string, file: string): Draft[] {
  const root = parseXml(text, { file, rootName: "Document" });
  const namespace = /urn:iso:std:iso:20022:tech:xsd:([a-z]+\.\d{3}\.\d{3}\.\d{2})/.exec(text)?.[1];
  const body = root.children[0];
  const kind = Object.entries(messages).find(([, { body: name }]) => name.test(body?.name ?? ""));
  if (!body || !kind || (namespace !== undefined && !namespace.startsWith(kind[0])))
    throw new UserError(
      "FORMAT_UNKNOWN",
      `${file} is ${namespace ?? body?.name ?? "empty"}, not camt.052, .053 or .054. Ask the bank for one of them`,
    );
  const parts = all(body, kind[1].part);
  return parts.map((part, i) =>
    draftOf(part, {
      file,
      format: namespace ?? kind[0],
      messageId: textAt(body, "GrpHdr/MsgId"),
      path: `${kind[1].part} ${i + 1}`,
    }),
  );
}

type Source = {
  readonly file: string;
  readonly format: string;
  readonly messageId: string | undefined;
  readonly path: string;
};

function draftOf(part: Xml, source: Source): Draft {
  const account = first(part, "Acct");
  const name = textAt(account, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC");
  const accountKey = accountKeyOf(name ?? "");
  if (accountKey === "")
    throw new UserError(
      "ACCOUNT_MISSING",
      `${source.file}, ${source.path}, line ${part.line}: the statement names no account (Acct/Id)`,
    );
  const currency =
    textAt(account, "Ccy") ?? first(part, "Bal", "Amt")?.attributes.Ccy ?? entryCurrency(part);
  const about = textAt(part, "FrToDt/ToDtTm", "FrToDt/ToDt", "CreDtTm");
  return {
    accountKey,
    currency,
    aboutOn: about?.slice(0, 10),
    read: ({ zone }) => readStatement(part, source, { zone, currency }),
  };
}

const entryCurrency = (part: Xml): string | undefined => first(part, "Ntry", "Amt")?.attributes.Ccy;

function readStatement(
  part: Xml,
  source: Source,
  { zone, currency }: { zone: string; currency: string | undefined },
): Statement {
  const dateAt = (...paths: readonly string[]): string | undefined => {
    const text = textAt(part, ...paths);
    const on = text === undefined ? undefined : readDate(text, zone);
    return on?.ok ? on.value : undefined;
  };
  const entries = readEntries(part, { path: source.path, zone });
  const balances = readBalances(part, currency);
  return {
    format: source.format,
    messageId: source.messageId,
    statementRef: textAt(part, "Id"),
    fromOn: dateAt("FrToDt/FrDtTm", "FrToDt/FrDt"),
    toOn: dateAt("FrToDt/ToDtTm", "FrToDt/ToDt", "CreDtTm"),
    openingMinor: balances.opening,
    closingMinor: balances.closing,
    lines: entries.flatMap(({ lines }) => lines),
    aside: entries.flatMap(({ aside }) => aside),
    warnings: source.format.startsWith("camt.053")
      ? [...balances.warnings, ...checkBalances(balances, entries, currency)]
      : balances.warnings,
  };
}

type Balances = {
  readonly opening: bigint | undefined;
  readonly closing: bigint | undefined;
  readonly warnings: readonly Warning[];
};

/** Booked balances; the opening one is the previous closing one where the bank sends that instead. */
function readBalances(part: Xml, currency: string | undefined): Balances {
  const warnings: Warning[] = [];
  const byCode = new Map<string, bigint>();
  for (const balance of all(part, "Bal")) {
    const code = textAt(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd") ?? "";
    if (!["OPBD", "PRCD", "CLBD"].includes(code)) continue;
    const amount = first(balance, "Amt");
    const own = amount?.attributes.Ccy ?? "";
    const minor = readAmount(amount?.text ?? "", own);
    if (!minor.ok || own !== currency)
      warnings.push({
        code: "BALANCE_UNREADABLE",
        detail: `balance ${code}, line ${balance.line}: ${minor.ok ? `it is in ${own}, the account in ${currency}` : minor.error.detail}`,
      });
    else
      byCode.set(
        code,
        textAt(balance, "CdtDbtInd") === "DBIT" ? -minor.value.minor : minor.value.minor,
      );
  }
  return {
    opening: byCode.get("OPBD") ?? byCode.get("PRCD"),
    closing: byCode.get("CLBD"),
    warnings,
  };
}

/** Opening balance, credits and debits must make the closing balance. */
function checkBalances(
  { opening, closing }: Balances,
  entries: readonly Entry[],
  currency: string | undefined,
): Warning[] {
  if (opening === undefined || closing === undefined) return [];
  const booked = entries.filter((entry) => entry.isBooked);
  if (booked.some((entry) => entry.signedMinor === undefined || entry.currency !== currency))
    return [
      {
        code: "BALANCE_UNCHECKED",
        detail: "an entry cannot be read, so the balances cannot be checked",
      },
    ];
  const moved = booked.reduce((sum, entry) => sum + (entry.signedMinor ?? 0n), 0n);
  if (opening + moved === closing) return [];
  return [
    {
      code: "BALANCE_MISMATCH",
      detail: `opening ${opening} and entries ${moved} make ${opening + moved}, but closing is ${closing} (minor units). An entry may be missing; ask the bank`,
    },
  ];
}
