import type { AccountDetail } from "@mora/contract";
import { toArrears } from "@mora/contract/loan-policy";
import { loanClasses, type PersonLoan } from "@mora/core/arrears/asset-class";
import type { AssetScheme } from "@mora/core/arrears/asset-class/scheme";
import type { DayNumber } from "@mora/core/kernel/business-date";
import { unwrap } from "@mora/core/kernel/result";
import { replay } from "@mora/core/ledger/replay/replay";
import type { Db } from "../../platform/db/pool.ts";
import { type LedgerAccount, readLedgerAccount } from "../servicing/index.ts";

/**
 * The asset class (资产分类) of a serviced loan on a date, by its product's scheme: with the cure and
 * observation rules of the scheme, and with the person's other loans where classes spread.
 */
export async function readAssetClass(
  db: Db,
  account: LedgerAccount,
  on: DayNumber,
): Promise<AccountDetail["assetClass"]> {
  if (!account.loan) return null;
  const scheme = schemeOf(account);
  const others = scheme.contagion.kind === "loan" ? [] : await othersUnder(db, account, scheme);
  const loans = [account, ...others].map((one) => personLoan(one, on));
  const code = loanClasses(loans, scheme, on)[0];
  const found = scheme.classes.find((one) => one.code === code);
  return found ? { scheme: scheme.id, code: found.code, zh: found.zh, en: found.en } : null;
}

const schemeOf = ({ policy, currency }: LedgerAccount): AssetScheme =>
  unwrap(toArrears(policy, currency)).assetClass;

/** The person's other serviced loans that go by the same scheme. */
async function othersUnder(
  db: Db,
  { partyId, accountId }: LedgerAccount,
  scheme: AssetScheme,
): Promise<LedgerAccount[]> {
  const rows = await db
    .selectFrom("account")
    .select("account_id")
    .where("party_id", "=", partyId)
    .where("account_id", "<>", accountId)
    .where("status", "in", ["open", "charged_off"])
    .execute();
  const others = await Promise.all(rows.map(({ account_id }) => readLedgerAccount(db, account_id)));
  return others.filter(
    (other): other is LedgerAccount =>
      other?.loan !== undefined && schemeOf(other).id === scheme.id,
  );
}

function personLoan({ loan }: LedgerAccount, on: DayNumber): PersonLoan {
  if (!loan) return { spans: [], outstandingMinor: 0n };
  const state = replay(loan.loan, loan.events, { asOf: on });
  return {
    spans: state.spans,
    outstandingMinor: state.principalMinor,
    dueOn: [...new Set(state.claims.map(({ dueOn }) => dueOn))].sort((a, b) => a - b),
    restructuredOn: state.entries
      .filter((entry) => entry.kind === "replanned" && entry.why === "restructure")
      .map((entry) => entry.on),
  };
}
