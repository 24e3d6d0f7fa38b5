import { isCurrency } from "@mora/core/kernel/currency";
import { z } from "zod";
import { UserError } from "../../platform/errors.ts";

/** Columns that a bank's CSV file may have, and how banks head them. */
export const headings = {
  date: [
    "date",
    "booking date",
    "posting date",
    "transaction date",
    "交易日期",
    "记账日期",
    "入账日期",
    "日期",
    "交易时间",
  ],
  value_date: ["value date", "起息日", "起息日期", "生效日期"],
  amount: ["amount", "transaction amount", "交易金额", "金额", "发生额"],
  credit: [
    "credit",
    "credit amount",
    "money in",
    "paid in",
    "收入",
    "收入金额",
    "贷方金额",
    "贷方发生额",
    "贷方",
  ],
  debit: [
    "debit",
    "debit amount",
    "money out",
    "paid out",
    "支出",
    "支出金额",
    "借方金额",
    "借方发生额",
    "借方",
  ],
  direction: ["direction", "dc", "credit/debit", "cr/dr", "借贷标志", "借贷", "收支", "收支类型"],
  currency: ["currency", "ccy", "币种", "货币"],
  payer_name: [
    "payer name",
    "payer",
    "name",
    "counterparty",
    "counterparty name",
    "对方户名",
    "对方名称",
    "付款人",
    "付款人名称",
    "付款方户名",
    "对手户名",
  ],
  payer_account: [
    "payer account",
    "iban",
    "counterparty account",
    "对方账号",
    "对方账户",
    "付款人账号",
    "付款方账号",
    "对手账号",
  ],
  reference: [
    "reference",
    "remittance",
    "remittance information",
    "details",
    "description",
    "附言",
    "用途",
    "摘要",
    "备注",
    "交易附言",
  ],
  bank_reference: [
    "bank reference",
    "transaction id",
    "transaction reference",
    "流水号",
    "交易流水号",
    "银行流水号",
    "凭证号",
  ],
  end_to_end_id: ["end to end id", "endtoendid", "客户流水号", "商户订单号"],
} as const;

export type Column = keyof typeof headings;
export const columns = Object.keys(headings) as [Column, ...Column[]];

const dateFormats = [
  "auto",
  "YYYY-MM-DD",
  "YYYY/MM/DD",
  "YYYYMMDD",
  "DD/MM/YYYY",
  "DD.MM.YYYY",
  "MM/DD/YYYY",
] as const;
export type DateFormat = (typeof dateFormats)[number];

/** How a bank writes its CSV files; every setting has a default. */
export const CsvMapping = z.strictObject({
  /** The lender's own account; needed where the book has several. */
  account: z.string().min(1).optional(),
  currency: z.string().refine(isCurrency, "an ISO 4217 currency code").optional(),
  /** Default: whichever of comma, semicolon and tab the heading line has most of. */
  delimiter: z.string().length(1).optional(),
  /** `auto` takes dates whose year comes first; 03/04/2026 is anybody's guess and must be named. */
  dateFormat: z.enum(dateFormats).default("auto"),
  decimal: z.enum([".", ","]).default("."),
  columns: z.partialRecord(z.enum(columns), z.string()).default({}),
  creditWords: z
    .array(z.string())
    .default(["c", "cr", "crdt", "credit", "in", "贷", "贷方", "收", "收入"]),
  debitWords: z
    .array(z.string())
    .default(["d", "dr", "dbit", "debit", "out", "借", "借方", "支", "支出", "付"]),
});
export type CsvMapping = z.infer<typeof CsvMapping>;

export const defaultCsvMapping: CsvMapping = CsvMapping.parse({});

/** @throws UserError MAPPING_MALFORMED with the place of every fault */
export function parseCsvMapping(text: string, path: string): CsvMapping {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UserError("MAPPING_MALFORMED", `${path} is not JSON: ${(error as Error).message}`);
  }
  const parsed = CsvMapping.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((i) => `${i.path.join(".") || "(top)"}: ${i.message}`);
  throw new UserError("MAPPING_MALFORMED", `${path}: ${faults.join("; ")}`);
}
