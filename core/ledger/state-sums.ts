import { type Columns, noColumns } from "./components.ts";
import type { Claim, LoanState } from "./state.ts";

/** Sums over the claims of a state; amounts by component in minor units. */
function sumOpen(claims: readonly Claim[], isWanted: (claim: Claim) => boolean): Columns {
  const sums = noColumns();
  for (const claim of claims) {
    if (claim.openMinor === 0n || !isWanted(claim)) continue;
    for (let column = 0; column < sums.length; column++)
      sums[column] = (sums[column] as bigint) + (claim.open[column] as bigint);
  }
  return sums;
}

/** Everything asked for and open, due or not. */
export const balanceOf = (state: LoanState): Columns => sumOpen(state.claims, () => true);

/** Open and past due on the state's day: the due date itself is day 0. */
export const pastDueOf = (state: LoanState): Columns =>
  sumOpen(state.claims, ({ dueOn }) => dueOn < state.asOf);

/** Open and due on the state's day or before. */
export const dueOf = (state: LoanState): Columns =>
  sumOpen(state.claims, ({ dueOn }) => dueOn <= state.asOf);

/** The next claim that is not past due and still open. */
export const nextClaim = (state: LoanState): Claim | undefined =>
  state.claims.find(({ dueOn, openMinor }) => dueOn >= state.asOf && openMinor > 0n);
