import { type Component, columnOf, components } from "../components.ts";
import type { LedgerPolicy } from "../policy.ts";

/** The parts of a policy that replay asks for at every turn, as columns, made once a policy. */
export type PolicyColumns = {
  readonly due: readonly number[];
  readonly notYetDue: readonly number[];
  readonly isAgeing: readonly boolean[];
};

const columnsByPolicy = new WeakMap<LedgerPolicy, PolicyColumns>();

export function policyColumns(policy: LedgerPolicy): PolicyColumns {
  const known = columnsByPolicy.get(policy);
  if (known) return known;
  const columns = (order: readonly Component[]): number[] => order.map((c) => columnOf[c]);
  const made = {
    due: columns(policy.applicationOrder.due),
    notYetDue: columns(policy.applicationOrder.notYetDue),
    isAgeing: components.map((component) => policy.ageing.components.includes(component)),
  };
  columnsByPolicy.set(policy, made);
  return made;
}
