import { formatMoney, money } from "@mora/core/kernel/money";
import { readAccount } from "../../modules/portfolio/index.ts";
import { UserError } from "../../platform/errors.ts";
import { table } from "../terminal.ts";
import { type Mora, withMora } from "../wire.ts";

/** `mora account REF`: an account's figures with the arithmetic behind them. */
export async function accountCommand(ref: string, flags: { json?: boolean }): Promise<void> {
  await withMora(async (mora) => {
    const account = await readAccount(mora.db, mora.ring, await accountIdOf(mora, ref));
    if (flags.json) return console.log(JSON.stringify(account, null, 2));
    const amount = (minor: string | null): string =>
      minor === null ? "" : formatMoney(money(BigInt(minor), account.currency));
    console.log(
      `${account.accountRef}  ${account.productName}  ${account.currency}  as of ${account.agedOn ?? "no data"}`,
    );
    console.log(
      table(
        ["", "line", "amount", "principal", "interest", "late charges", "fee", ""],
        account.arithmetic.map(({ op, code, amountMinor, components, params }) => [
          { start: "", plus: "+", minus: "−", equals: "=", note: "·" }[op],
          code.replaceAll("_", " "),
          amount(amountMinor),
          amount(components?.principalMinor ?? null),
          amount(components?.interestMinor ?? null),
          amount(components?.penaltyMinor ?? null),
          amount(components?.feeMinor ?? null),
          Object.entries(params)
            .map(([name, value]) => `${name} ${value}`)
            .join(", "),
        ]),
      ),
    );
  });
}

async function accountIdOf({ pool }: Mora, ref: string): Promise<string> {
  const { rows } = await pool.query<{ target_id: string }>(
    "select target_id from external_ref where kind = 'account' and (key = $1 or target_id::text = $1) and to_on is null",
    [ref],
  );
  if (rows.length === 1) return rows[0]?.target_id as string;
  throw new UserError(
    rows.length === 0 ? "ACCOUNT_UNKNOWN" : "ACCOUNT_AMBIGUOUS",
    rows.length === 0
      ? `there is no account ${ref}`
      : `several creditors have an account ${ref}: give its id`,
  );
}
