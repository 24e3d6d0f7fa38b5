import type { BankCandidate, BankLine } from "@mora/contract";

/** Why money cannot be applied to an account, or null where it can. */
export type WhyNot = "host" | "currency" | "closed" | null;

type Line = Pick<BankLine, "currency">;
type Account = Pick<BankCandidate, "currency" | "status">;

/** The server decides; this only keeps a button from promising what will be refused. */
export function whyNotApply(line: Line, account: Account, isHostFed: boolean): WhyNot {
  if (isHostFed) return "host";
  if (account.currency !== line.currency) return "currency";
  return TAKES_MONEY.has(account.status) ? null : "closed";
}

const TAKES_MONEY: ReadonlySet<string> = new Set(["open", "charged_off"]);

/** Decisions that a person may take on a line as it stands (docs/bank-statements.md). */
export function allowedOn({
  state,
  direction,
}: Pick<BankLine, "state" | "direction">): ReadonlySet<"apply" | "ignore" | "return" | "undo"> {
  if (state === "suspense" || state === "unmatched")
    return new Set(direction === "credit" ? ["apply", "ignore", "return"] : ["apply", "ignore"]);
  return new Set(state === "returned" ? [] : ["undo"]);
}
