import { addBankAccount, bankFile, importBankFile } from "@mora/server/modules/banking/index";
import type { Clock } from "@mora/server/platform/clock";
import type { KeyRing } from "@mora/server/platform/crypto/keys";
import type pg from "pg";

/** A transfer to the lender, as a bank's CSV file tells it. */
export type Transfer = {
  readonly on: string;
  readonly amount: string;
  readonly payer: string;
  readonly account?: string;
  readonly text: string;
};

const HEAD = "交易日期,收入金额,对方户名,对方账号,附言,交易流水号";

/** The file of a Chinese bank with these transfers, in their order. */
export const bankCsv = (transfers: readonly Transfer[]): string =>
  [
    HEAD,
    ...transfers.map(({ on, amount, payer, account = "", text }, i) =>
      [on, amount, payer, account, text, `F${i + 1}`].join(","),
    ),
  ].join("\n");

type Taken = { readonly book: string; readonly currency: string; readonly account: string };

/** Registers the lender's bank account for a book and takes the transfers in, as `mora bank` would. */
export async function takeTransfers(
  { pool, ...tools }: { pool: pg.Pool; ring: KeyRing; clock: Clock },
  { book, currency, account }: Taken,
  transfers: readonly Transfer[],
): Promise<void> {
  const actor = "bank desk";
  await addBankAccount(pool, tools.clock, { account, bookCode: book, currency, actor });
  const file = bankFile("statement.csv", Buffer.from(bankCsv(transfers)));
  await importBankFile(pool, tools, { file, bookCode: book, actor });
}
