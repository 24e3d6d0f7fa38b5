import { type Columns, type Component, columnOf, components } from "./components.ts";

/**
 * The four groups in which amounts are stored and told at a glance: what lateness added (penalty
 * interest, compound interest, liquidated damages, judgment interest) apart from what was agreed, and
 * everything charged on top as fees. The ledger itself never adds components up.
 */
export type Groups = {
  readonly principal: bigint;
  readonly interest: bigint;
  readonly penalty: bigint;
  readonly fee: bigint;
};
export type Group = keyof Groups;

export const groupOf: Readonly<Record<Component, Group>> = {
  principal: "principal",
  interest: "interest",
  penalty: "penalty",
  compound: "penalty",
  damages: "penalty",
  judgment_interest: "penalty",
  fee: "fee",
  guarantee_fee: "fee",
  costs: "fee",
  tax: "fee",
};

export const noGroups: Groups = { principal: 0n, interest: 0n, penalty: 0n, fee: 0n };

export function toGroups(columns: Readonly<Columns>): Groups {
  const sums = { ...noGroups };
  for (const component of components) {
    const minor = columns[columnOf[component]] as bigint;
    if (minor !== 0n) sums[groupOf[component]] += minor;
  }
  return sums;
}

export const total = ({ principal, interest, penalty, fee }: Groups): bigint =>
  principal + interest + penalty + fee;

export const minus = (a: Groups, b: Groups): Groups => ({
  principal: a.principal - b.principal,
  interest: a.interest - b.interest,
  penalty: a.penalty - b.penalty,
  fee: a.fee - b.fee,
});

/** Groups of which only the principal is known: what a host says that sends one balance. */
export const principalOnly = (principal: bigint): Groups => ({ ...noGroups, principal });
