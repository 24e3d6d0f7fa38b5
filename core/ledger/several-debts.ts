import type { DayNumber } from "../kernel/business-date.ts";
import { allocateMinor, minOf } from "../kernel/money.ts";
import type { Rate } from "../kernel/rate.ts";

/**
 * One payment of a person who owes several debts to one creditor (Civil Code of China, art. 560; for US
 * collectors Regulation F, 12 CFR 1006.30(c): follow the consumer's direction, never pay a disputed debt).
 */
export type OpenDebt = {
  readonly debtId: string;
  readonly dueMinor: bigint;
  /** Due and not yet due. */
  readonly openMinor: bigint;
  readonly isDisputed: boolean;
  /** Worth of its security, minor units; 0 for none. */
  readonly securityMinor: bigint;
  /** What it costs the debtor a year. */
  readonly burden: Rate;
  readonly oldestDueOn: DayNumber | undefined;
};

/** How debts compare where the debtor has not chosen; ties that remain share pro rata. */
export type DebtCriterion = "least_secured" | "most_burdensome" | "oldest";

export type DebtOrder = {
  /** The debtor's own choice at payment, first to last; none is an empty list. */
  readonly chosen: readonly string[];
  readonly criteria: readonly DebtCriterion[];
  /** Whether what is left pays debts that are not yet due; otherwise it stays unapplied. */
  readonly paysAhead: boolean;
};

/** Civil Code art. 560(2): due first, then least secured, heaviest, earliest due, pro rata. */
export const lawfulDebtOrder: DebtOrder = {
  chosen: [],
  criteria: ["least_secured", "most_burdensome", "oldest"],
  paysAhead: false,
};

export type DebtShare = { readonly debtId: string; readonly minor: bigint };

/** Shares sum, with what is left, to the amount. Debts that receive nothing are left out. */
export function shareAmongDebts(
  amountMinor: bigint,
  debts: readonly OpenDebt[],
  order: DebtOrder,
): { readonly shares: readonly DebtShare[]; readonly leftMinor: bigint } {
  const payable = debts.filter(({ isDisputed }) => !isDisputed);
  const room = new Map(payable.map((debt) => [debt.debtId, debt.openMinor]));
  const taken = new Map<string, bigint>();
  let left = amountMinor;
  const give = (debtId: string, wanted: bigint): void => {
    const minor = minOf(minOf(wanted, room.get(debtId) ?? 0n), left);
    taken.set(debtId, (taken.get(debtId) ?? 0n) + minor);
    room.set(debtId, (room.get(debtId) ?? 0n) - minor);
    left -= minor;
  };
  for (const debtId of order.chosen) give(debtId, left);
  const dueLeft = (debt: OpenDebt): bigint =>
    clampLow(debt.dueMinor - (taken.get(debt.debtId) ?? 0n));
  const openLeft = (debt: OpenDebt): bigint => room.get(debt.debtId) ?? 0n;
  for (const wanted of order.paysAhead ? [dueLeft, openLeft] : [dueLeft])
    for (const group of tiers(payable, order.criteria))
      for (const { debtId, minor } of proRata(group, wanted, left)) give(debtId, minor);
  const shares = [...taken].map(([debtId, minor]) => ({ debtId, minor }));
  return { shares: shares.filter(({ minor }) => minor > 0n), leftMinor: left };
}

const clampLow = (minor: bigint): bigint => (minor > 0n ? minor : 0n);

/** Debts that nothing distinguishes share what they can get in proportion to what they ask for. */
function proRata(
  group: readonly OpenDebt[],
  wanted: (debt: OpenDebt) => bigint,
  left: bigint,
): DebtShare[] {
  const asked = group.map(wanted);
  const total = asked.reduce((sum, minor) => sum + minor, 0n);
  if (total === 0n || left === 0n) return [];
  const parts = allocateMinor(minOf(total, left), asked);
  return group.map(({ debtId }, i) => ({ debtId, minor: parts[i] ?? 0n }));
}

function tiers(debts: readonly OpenDebt[], criteria: readonly DebtCriterion[]): OpenDebt[][] {
  const byRank = (a: OpenDebt, b: OpenDebt): number => {
    for (const criterion of criteria) {
      const difference = comparisons[criterion](a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const groups: OpenDebt[][] = [];
  for (const debt of [...debts].sort(byRank)) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    if (group && first && byRank(first, debt) === 0) group.push(debt);
    else groups.push([debt]);
  }
  return groups;
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
const NOT_DUE = Number.MAX_SAFE_INTEGER;

const comparisons: Readonly<Record<DebtCriterion, (a: OpenDebt, b: OpenDebt) => number>> = {
  least_secured: (a, b) => ascending(a.securityMinor, b.securityMinor),
  most_burdensome: (a, b) => ascending(b.burden, a.burden),
  oldest: (a, b) => (a.oldestDueOn ?? NOT_DUE) - (b.oldestDueOn ?? NOT_DUE),
};
