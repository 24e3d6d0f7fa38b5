import {
  type BankTools,
  bankFile,
  importBankFile,
  readLine,
} from "@mora/server/modules/banking/index";
import { expect } from "vitest";
import type { TestDatabase } from "./database.ts";

/** Statements as banks write them, made from the few things a test is about. */

/** The lender's own account in tests. */
export const IBAN = "CN12345678901234567890";

export type EntryText = {
  readonly amount: string;
  readonly text?: string;
  readonly bankRef?: string;
  readonly endToEnd?: string;
  readonly name?: string;
  readonly account?: string;
  readonly on?: string;
  /** Value date; null leaves it out. Default: the booking date. */
  readonly value?: string | null;
  readonly sign?: "CRDT" | "DBIT";
  readonly returned?: string;
  readonly currency?: string;
};
const element = (name: string, inner: string | undefined): string =>
  inner === undefined ? "" : `<${name}>${inner}</${name}>`;

export const entryXml = (e: EntryText): string =>
  `<Ntry><Amt Ccy="${e.currency ?? "CNY"}">${e.amount}</Amt><CdtDbtInd>${e.sign ?? "CRDT"}</CdtDbtInd>${
    e.returned ? "<RvslInd>true</RvslInd>" : ""
  }<Sts>BOOK</Sts><BookgDt><Dt>${e.on ?? "2026-03-05"}</Dt></BookgDt>${e.value === null ? "" : `<ValDt><Dt>${e.value ?? e.on ?? "2026-03-05"}</Dt></ValDt>`}${element(
    "AcctSvcrRef",
    e.bankRef,
  )}<NtryDtls><TxDtls><Refs>${element("EndToEndId", e.endToEnd)}</Refs><RltdPties><Dbtr>${element(
    "Nm",
    e.name,
  )}</Dbtr>${e.account ? `<DbtrAcct><Id><Othr><Id>${e.account}</Id></Othr></Id></DbtrAcct>` : ""}</RltdPties><RmtInf>${element(
    "Ustrd",
    e.text,
  )}</RmtInf>${e.returned ? `<RtrInf><Rsn><Cd>${e.returned}</Cd></Rsn></RtrInf>` : ""}</TxDtls></NtryDtls></Ntry>`;

const parts = {
  "052": ["BkToCstmrAcctRpt", "Rpt"],
  "053": ["BkToCstmrStmt", "Stmt"],
  "054": ["BkToCstmrDbtCdtNtfctn", "Ntfctn"],
} as const;
export const camt = (kind: CamtKind, id: string, entries: string, iban = IBAN): string => {
  const [body, part] = parts[kind];
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${kind}.001.08"><${body}><GrpHdr><MsgId>${id}</MsgId></GrpHdr><${part}><Id>${id}</Id><CreDtTm>2026-03-06T18:00:00+08:00</CreDtTm><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>CNY</Ccy></Acct>${entries}</${part}></${body}></Document>`;
};

export type CamtKind = keyof typeof parts;

/** What a test does with statements and asks about them. The store is filled before the first test. */
export function bankDesk(store: TestDatabase, tools: BankTools) {
  const take = (kind: CamtKind, id: string, entries: readonly EntryText[]) =>
    takeText(camt(kind, id, entries.map(entryXml).join("")));
  const takeText = (text: string, bookCode?: string) =>
    importBankFile(store.pool, tools, {
      ...{ file: bankFile("statement.xml", Buffer.from(text)), bookCode, actor: "Ann" },
    });

  const rowsOf = async <T>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await store.pool.query(text, values)).rows as T[];
  /** Everything that money depends on. */
  const contents = async (): Promise<unknown> =>
    (
      await rowsOf(
        `select (select jsonb_agg(to_jsonb(p) order by payment_id, recorded_at) from payment p) as payments,
        (select jsonb_agg(to_jsonb(s) order by line_id) from bank_line_state s) as states,
        (select count(*) from bank_line) as lines, (select count(*) from bank_line_decision) as decisions,
        (select count(*) from bank_line_seen) as seen, (select sum(news_no) from account) as news`,
      )
    )[0];
  const accountId = async (key: string): Promise<string> =>
    (
      await rowsOf<{ target_id: string }>(
        "select target_id from external_ref where kind = 'account' and key = $1",
        [key],
      )
    )[0]?.target_id as string;
  /** What an account was paid, all told. */
  const paidBy = async (key: string): Promise<string> =>
    (
      await rowsOf<{ paid: string }>(
        "select coalesce(sum(amount_minor), 0)::text as paid from payment where account_id = $1 and superseded_at is null",
        [await accountId(key)],
      )
    )[0]?.paid as string;
  /** The line that a statement made, by the amount that only it has. */
  const lineOf = async (minor: bigint, direction = "credit"): Promise<string> => {
    const rows = await rowsOf<{ line_id: string }>(
      "select line_id from bank_line where amount_minor = $1 and direction = $2",
      [minor, direction],
    );
    expect(rows).toHaveLength(1);
    return rows[0]?.line_id as string;
  };
  const look = (lineId: string) => readLine(store.db, tools.ring, lineId);
  return { take, takeText, rowsOf, contents, accountId, paidBy, lineOf, look };
}

/** The code with which something was refused, or "none". */
export const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (error: { code: string }) => error.code,
  );
