import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { realFile } from "../../../testkit/real-data.ts";
import { parseCsvMapping } from "./csv-mapping.ts";
import { openStatements } from "./import-statement.ts";
import { bankFile, readBankFile } from "./read-file.ts";
import type { Statement } from "./statement.ts";
import { readAmount, readDate } from "./values.ts";

const book = { zone: "Asia/Shanghai", currency: "CNY" };
const read = (text: string | Buffer, mapping?: object): Statement[] =>
  openStatements(
    bankFile("test", Buffer.isBuffer(text) ? text : Buffer.from(text)),
    mapping && parseCsvMapping(JSON.stringify(mapping), "mapping.json"),
  ).map((draft) => draft.read(book));
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return "none";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const folder = realFile("camt");
const realFiles = folder.isThere
  ? readdirSync(folder.path).filter((name) => name.endsWith(".xml"))
  : [];

describe.skipIf(!folder.isThere)("real files", () => {
  const shapes: Record<string, string> = {};
  for (const name of realFiles) {
    const drafts = openStatements(readBankFile(join(folder.path, name)));
    const statements = drafts.map((draft) =>
      draft.read({ zone: "Europe/Zurich", currency: "CHF" }),
    );
    shapes[name] = statements
      .map((s) =>
        [
          s.format,
          s.lines.length,
          ...s.aside.map((a) => a.code),
          ...s.warnings.map((w) => w.code),
        ].join(" "),
      )
      .join("; ");
  }

  test("every one is read, and every entry is a line or is set aside with its reason", () => {
    expect(shapes).toEqual({
      "camt052.v1.xml": "camt.052.001.01 0 BATCH_UNDETAILED",
      "camt052.v2.other-account.xml": "camt.052.001.02 0 BATCH_UNDETAILED",
      "camt052.v2.with-account-name.xml": "camt.052.001.02 0 DATE_MISSING",
      "camt052.v2.xml": "camt.052.001.02 0 BATCH_UNDETAILED",
      "camt052.v4.xml": "camt.052.001.04 0 STATUS_PDNG",
      "camt052.v6.xml": "camt.052.001.06 0 STATUS_PDNG",
      "camt052.v8.xml": "camt.052.001.08 0 BATCH_UNDETAILED",
      "camt053.v2.all-balance-types.xml": "camt.053.001.02 1 BALANCE_MISMATCH",
      "camt053.v2.minimal.ultimate.xml": "camt.053.001.02 1 BALANCE_UNREADABLE",
      "camt053.v2.minimal.xml": "camt.053.001.02 1 BALANCE_UNREADABLE",
      "camt053.v2.with-account-name.xml": "camt.053.001.02 1",
      "camt053.v2.with-party-ids.xml": "camt.053.001.02 1 BALANCE_UNREADABLE",
      "camt053.v4.xml": "camt.053.001.04 1 BALANCE_UNREADABLE",
      "camt054.v2.with-account-name.xml": "camt.054.001.02 0 DATE_MISSING",
      "camt054.v2.xml": "camt.054.001.02 0 BATCH_AMOUNT_MISSING",
      "camt054.v8-with-UETR.xml": "camt.054.001.08 0 DATE_MISSING",
      "camt054.v8-with-financial-institution.xml": "camt.054.001.08 0 DATE_MISSING",
      "camt054.v8.xml": "camt.054.001.08 0 BATCH_CURRENCY_DIFFERS",
      "camt53.only-Dt-with-DtTm.xml": "camt.053.001.02 0",
    });
  });

  test("a line has what names it and its payer", () => {
    const file = readBankFile(join(folder.path, "camt053.v2.minimal.xml"));
    const [line] = openStatements(file)[0]?.read(book).lines ?? [];
    expect(line).toMatchObject({
      direction: "credit",
      amountMinor: 885n,
      currency: "EUR",
      bookedOn: "2014-12-31",
      valueOn: "2015-01-02",
      details: {
        payerNames: ["NAME NAME"],
        payerAccount: "NL56AGDH9619008421",
        creditorReferences: ["4654654654654654"],
      },
    });
  });

  test("five decimals of zeros are the amount without them", () => {
    const file = readBankFile(join(folder.path, "camt53.only-Dt-with-DtTm.xml"));
    expect(openStatements(file)[0]?.read(book)).toMatchObject({ openingMinor: 544_209n });
  });
});

const stmt = (inner: string, kind = "053"): string => {
  const [body, part] = {
    "053": ["BkToCstmrStmt", "Stmt"],
    "054": ["BkToCstmrDbtCdtNtfctn", "Ntfctn"],
  }[kind] as [string, string];
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${kind}.001.02"><${body}><GrpHdr><MsgId>M</MsgId></GrpHdr>
<${part}><Id>S</Id><Acct><Id><IBAN>DE02 1203 0000 0000 2020 51</IBAN></Id><Ccy>EUR</Ccy></Acct>${inner}</${part}></${body}></Document>`;
};
const ntry = (amount: string, more = "", sign = "CRDT"): string =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt>${more}</Ntry>`;
const tx = (amount: string, more = ""): string =>
  `<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls>${more}</TxDtls>`;
const one = (inner: string): Statement => read(stmt(inner))[0] as Statement;
const aside = (inner: string): (string | undefined)[] =>
  one(inner).aside.flatMap((a) => [a.kind, a.code]);

describe("amounts", () => {
  test.each([
    ["12.34000", "EUR", 1_234n],
    ["12.34001", "EUR", "AMOUNT_TOO_PRECISE"],
    ["12.340000", "EUR", "AMOUNT_MALFORMED"],
    [".5", "EUR", 50n],
    ["7.", "EUR", 700n],
    ["1.23456", "KWD", "AMOUNT_TOO_PRECISE"],
    ["1.23400", "KWD", 1_234n],
    ["5.00000", "JPY", 5n],
    ["9999999999999999", "EUR", 999_999_999_999_999_900n],
    ["99999999999999999", "EUR", "AMOUNT_TOO_LARGE"],
    ["-1", "EUR", "AMOUNT_MALFORMED"],
    ["1e3", "EUR", "AMOUNT_MALFORMED"],
    ["1", "XXX", "CURRENCY_UNKNOWN"],
  ])("%s %s", (text, currency, expected) => {
    const amount = readAmount(text, currency);
    expect(amount.ok ? amount.value.minor : amount.error.code).toBe(expected);
  });

  test("an amount that the currency cannot hold is set aside whole, with all it says", () => {
    const statement = one(ntry("10.005", "<AcctSvcrRef>R1</AcctSvcrRef>") + ntry("1"));
    expect(statement.lines).toHaveLength(1);
    expect(statement.aside).toMatchObject([
      {
        kind: "rejected",
        code: "AMOUNT_TOO_PRECISE",
        amount: "10.005 EUR",
        path: "Stmt 1/Ntry 1 (line 2)",
      },
    ]);
    expect(statement.aside[0]?.entry).toContain("R1");
  });

  test("zero, pending and unknown states are listed", () => {
    expect(aside(ntry("0.00"))).toEqual(["zero", "AMOUNT_ZERO"]);
    expect(aside(ntry("1").replace("BOOK", "PDNG"))).toEqual(["pending", "STATUS_PDNG"]);
    expect(aside(ntry("1").replace("BOOK", "XYZ"))).toEqual(["rejected", "STATUS_UNKNOWN"]);
    expect(aside(ntry("1", "", "IN"))).toEqual(["rejected", "DIRECTION_UNKNOWN"]);
  });
});

describe("dates", () => {
  test.each([
    ["2026-03-02", "2026-03-02"],
    ["2026-03-02+01:00", "2026-03-02"],
    ["2026-03-02T23:30:00", "2026-03-02"],
    ["2026-03-02T23:30:00+01:00", "2026-03-03"],
    ["2026-03-02T23:30:00.123456789Z", "2026-03-03"],
    ["2026-02-30", "DATE_IMPOSSIBLE"],
    ["2026-03-02T25:00:00Z", "DATE_MALFORMED"],
    ["02.03.2026", "DATE_MALFORMED"],
  ])("%s in Shanghai", (text, expected) => {
    const on = readDate(text, "Asia/Shanghai");
    expect(on.ok ? on.value : on.error.code).toBe(expected);
  });
});

describe("batches", () => {
  const batch = (...parts: string[]): string => `<NtryDtls>${parts.join("")}</NtryDtls>`;

  test("each transaction is a line; they must make the entry", () => {
    const whole = one(
      ntry("30.00", batch(tx("10"), tx("20", "<Refs><EndToEndId>E2</EndToEndId></Refs>"))),
    );
    expect(whole.lines.map((l) => [l.amountMinor, l.details.endToEndId])).toEqual([
      [1_000n, undefined],
      [2_000n, "E2"],
    ]);
    expect(aside(ntry("31.00", batch(tx("10"), tx("20"))))).toEqual([
      "rejected",
      "BATCH_SUM_DIFFERS",
    ]);
    expect(aside(ntry("31.00", batch(tx("30"))))).toEqual(["rejected", "BATCH_SUM_DIFFERS"]);
  });

  test("a debit inside a credit counts against it", () => {
    const lines = one(ntry("9.00", batch(tx("10"), tx("1", "<CdtDbtInd>DBIT</CdtDbtInd>")))).lines;
    expect(lines.map((l) => [l.direction, l.amountMinor])).toEqual([
      ["credit", 1_000n],
      ["debit", 100n],
    ]);
  });

  test("a batch that lists none of its transactions waits for the advice", () => {
    expect(aside(ntry("30.00", "<NtryDtls><Btch><NbOfTxs>3</NbOfTxs></Btch></NtryDtls>"))).toEqual([
      ...["rejected", "BATCH_UNDETAILED"],
    ]);
  });

  test("a zero inside is listed, the rest is money", () => {
    const statement = one(ntry("10.00", batch(tx("10"), tx("0"))));
    expect([statement.lines.length, statement.aside[0]?.code]).toEqual([1, "AMOUNT_ZERO"]);
  });
});

test("balances must follow from the entries", () => {
  const bal = (code: string, amount: string): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`;
  const with_ = (closing: string): Statement =>
    one(bal("OPBD", "100") + bal("CLBD", closing) + ntry("10") + ntry("3", "", "DBIT"));
  expect(with_("107").warnings).toEqual([]);
  expect(with_("108").warnings).toMatchObject([{ code: "BALANCE_MISMATCH" }]);
});

test("a returned transfer says why, and keeps its payer", () => {
  const details = `<RvslInd>true</RvslInd><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId><UETR>AB</UETR></Refs>
    <RltdPties><Dbtr><Pty><Nm>Ann &#x4c;ee &amp; Co</Nm></Pty></Dbtr></RltdPties><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>`;
  expect(one(ntry("5", details, "DBIT")).lines[0]).toMatchObject({
    ...{ direction: "debit", isReversal: true, returnReason: "AC04" },
    details: { payerNames: ["Ann Lee & Co"], uetr: "ab", endToEndId: undefined },
  });
});

describe("files that cannot be used", () => {
  test.each([
    ["XML_MALFORMED", "<Document><a></Document>"],
    [
      "XML_MALFORMED",
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>',
    ],
    ["FORMAT_UNKNOWN", "<html></html>"],
    [
      "FORMAT_UNKNOWN",
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn/></Document>',
    ],
    ["ACCOUNT_MISSING", stmt("").replace(/<Acct>.*<\/Acct>/, "")],
    ["FILE_EMPTY", "  \n"],
    ["COLUMN_MISSING", "a,b\n1,2\n"],
    ["CSV_MALFORMED", 'date,amount\n2026-03-02,"1\n'],
  ])("%s", (code, text) => {
    expect(codeOf(() => read(text))).toBe(code);
  });

  test("broken XML is named with its line", () => {
    expect(() => read(stmt(`\n\n<Ntry>`))).toThrow(/test, line \d+/);
  });

  test("bytes of another encoding are refused, not replaced", () => {
    expect(codeOf(() => read(Buffer.from([0x3c, 0xff, 0xff])))).toBe("FILE_ENCODING");
    const latin = Buffer.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?>${stmt(ntry("1", "<AddtlNtryInf>Überweisung</AddtlNtryInf>"))}`,
      "latin1",
    );
    expect(read(latin)[0]?.lines[0]?.details.bankText).toBe("Überweisung");
  });
});

describe("CSV", () => {
  test("a Chinese bank's file: titles above, two amount columns, GB18030", () => {
    // "交易日期,收入金额,支出金额,对方户名,对方账号,附言,流水号" and "王小明" in GB18030.
    const gb = Buffer.from(
      "bdbbd2d7c8d5c6da2ccad5c8ebbdf0b6ee2cd6a7b3f6bdf0b6ee2cb6d4b7bdbba7c3fb2cb6d4b7bdd5cbbac52cb8bdd1d42cc1f7cbaebac50a",
      "hex",
    );
    const name = Buffer.from("cdf5d0a1c3f7", "hex");
    const rows = [
      ...[gb, Buffer.from('20260302,"1,050.00",,'), name, Buffer.from(",6222 0212,LN-0001,S1\n")],
      ...[
        Buffer.from("2026/3/3 10:11:12,0.00,9.90,,,fee,S2\n"),
        Buffer.from("2026-03-04,0.00,0.00,,,,S3\n"),
      ],
    ];
    const [statement] = read(Buffer.concat([Buffer.from("title\n\n"), ...rows]));
    expect(statement?.lines).toMatchObject([
      {
        ...{
          path: "line 4",
          direction: "credit",
          amountMinor: 105_000n,
          currency: "CNY",
          bookedOn: "2026-03-02",
        },
        details: {
          payerNames: ["王小明"],
          payerAccount: "62220212",
          remittance: "LN-0001",
          bankRefs: ["S1"],
        },
      },
      { direction: "debit", amountMinor: 990n, bookedOn: "2026-03-03" },
    ]);
    expect(statement?.aside).toMatchObject([{ kind: "zero", path: "line 6" }]);
  });

  test("European signs, named columns, a direction in words", () => {
    const [statement] = read(
      "Tag;Summe;dc\n31.03.2026;1.234,50;H\n31.03.2026;1,00;S\n31.03.2026;1,00;?\n",
      {
        ...{
          dateFormat: "DD.MM.YYYY",
          decimal: ",",
          currency: "EUR",
          creditWords: ["h"],
          debitWords: ["s"],
        },
        columns: { date: "Tag", amount: "Summe" },
      },
    );
    expect(statement?.lines.map((l) => [l.direction, l.amountMinor, l.bookedOn])).toEqual([
      ["credit", 123_450n, "2026-03-31"],
      ["debit", 100n, "2026-03-31"],
    ]);
    expect(statement?.aside).toMatchObject([
      { kind: "rejected", code: "DIRECTION_UNKNOWN", path: "line 4" },
    ]);
  });

  test("a row that cannot be read is listed with its line and reason; the rest goes on", () => {
    const [statement] = read(
      "date,amount\n03/04/2026,1\n2026-03-04,1.005\n2026-03-04\n2026-03-04,-2\n",
    );
    expect(statement?.aside.map((a) => [a.path, a.code])).toEqual([
      ["line 2", "DATE_MALFORMED"],
      ["line 3", "AMOUNT_TOO_PRECISE"],
      ["line 4", "ROW_RAGGED"],
    ]);
    expect(statement?.lines).toMatchObject([{ direction: "debit", amountMinor: 200n }]);
  });

  test("a setting that does not exist is refused", () => {
    expect(codeOf(() => read("date,amount\n", { dateformat: "x" }))).toBe("MAPPING_MALFORMED");
  });
});
