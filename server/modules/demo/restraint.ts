import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import type { Life } from "./life.ts";
import { NEVER } from "./options.ts";
import { protectionOf } from "./protection.ts";

/** Days on which the lender must not call a person to collect. */
export type Restraint = { readonly from: number; readonly to: number };

type Dated = { readonly from_on?: string | undefined; readonly to_on?: string | undefined };

/**
 * The lender of the demo keeps the rules: it does not call while a hold, a dispute, a complaint or a
 * bankruptcy petition stands.
 */
export function restraintsOf(life: Life): Restraint[] {
  const found: Restraint[] = [];
  const add = (row: Dated): void => {
    const from = dayFromTrustedIso(row.from_on ?? "");
    found.push({ from, to: row.to_on ? dayFromTrustedIso(row.to_on) : NEVER });
  };
  for (const book of ["LOAN", "CARD"] as const) {
    const { holds, disputes, complaints, bankruptcies } = protectionOf(life, book);
    for (const row of [...(holds ?? []), ...(disputes ?? []), ...(complaints ?? [])]) add(row);
    for (const row of bankruptcies ?? []) if (row.stage === "petition") add(row);
  }
  return found;
}

export const isRestrained = (restraints: readonly Restraint[], on: number): boolean =>
  restraints.some(({ from, to }) => on >= from && on <= to);
