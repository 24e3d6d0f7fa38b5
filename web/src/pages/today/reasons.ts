import type { RankReason, WorkItem } from "@mora/contract";
import type { TFunction } from "i18next";
import { type Params, sentence } from "../../i18n/sentence.ts";
import { formatAmount, formatCount, formatMajor } from "../../ui/format.ts";

/** A reason as a sentence in the reader's language; its code where we have no words for it. */
export function reasonText(t: TFunction, reason: RankReason, item: WorkItem): string {
  return sentence(t, ["reason", reason.code], readable(reason, item)) ?? reason.code;
}

/** Numbers and amounts as the reader writes them; the row supplies what the reason leaves out. */
function readable(reason: RankReason, item: WorkItem): Params {
  const params: Record<string, string | number> = {};
  if (reason.code === "amount")
    params.amount = formatAmount(item.pastDueMinor, item.currency, "full");
  for (const [key, value] of Object.entries(reason.params)) {
    if (key.endsWith("Minor"))
      params[key.slice(0, -"Minor".length)] = formatAmount(String(value), item.currency, "full");
    else if (key.endsWith("Major"))
      params[key.slice(0, -"Major".length)] = formatMajor(Number(value), item.currency);
    else params[key] = typeof value === "number" ? formatCount(value) : value;
  }
  return params;
}

/** What the row's own columns say already. */
const SHOWN_IN_ROW: ReadonlySet<RankReason["code"]> = new Set([
  "stage",
  "amount",
  "several_accounts",
]);

/** For one line: what sets this person apart first, then what the row shows anyway. */
export function forOneLine(reasons: readonly RankReason[]): RankReason[] {
  const { true: shown = [], false: own = [] } = Object.groupBy(byWeight(reasons), ({ code }) =>
    SHOWN_IN_ROW.has(code) ? "true" : "false",
  );
  return [...own, ...shown];
}

/** Heaviest first; the server's order decides between equals. */
export const byWeight = (reasons: readonly RankReason[]): RankReason[] =>
  reasons.toSorted((a, b) => b.points - a.points);
