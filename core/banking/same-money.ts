/**
 * Whether two entries of one bank account are the same money: an advice (camt.054) and the statement
 * (camt.053), a day's report (camt.052) and the next one. Callers bring together entries of equal
 * account, direction, amount, currency and date; this file compares what names the transfer.
 */
export type MoneyMarks = {
  /** The bank's own references, of entry and transaction: banks give either or both. */
  readonly bank: readonly string[];
  /** Unique end-to-end transaction reference: the same UETR is the same transfer, whatever else differs. */
  readonly uetr: string | undefined;
  readonly endToEnd: string | undefined;
  readonly transaction: string | undefined;
  /** The payer's account. It tells two transfers apart, but it never shows that two are one. */
  readonly payer: string | undefined;
};

/** `certain`: they share a reference. `likely`: nothing speaks against it, nothing proves it. */
export type Pairing = { readonly knownAt: number; readonly strength: "certain" | "likely" };

/**
 * For each incoming entry the known one that it repeats, or undefined where it is new money. A known
 * entry answers for one incoming entry only, so that two equal transfers of one day stay two.
 */
export function pairSameMoney(
  incoming: readonly MoneyMarks[],
  known: readonly MoneyMarks[],
): (Pairing | undefined)[] {
  const pairs: (Pairing | undefined)[] = incoming.map(() => undefined);
  const taken = new Set<number>();
  // Certain pairs first: a likely one must not take the entry that a certain one belongs to.
  for (const strength of ["certain", "likely"] as const)
    incoming.forEach((marks, at) => {
      if (pairs[at]) return;
      const knownAt = known.findIndex((k, i) => !taken.has(i) && compare(marks, k) === strength);
      if (knownAt === -1) return;
      taken.add(knownAt);
      pairs[at] = { knownAt, strength };
    });
  return pairs;
}

function compare(a: MoneyMarks, b: MoneyMarks): "certain" | "likely" | "different" {
  const uetr = compareOne(a.uetr, b.uetr);
  if (uetr !== "unknown") return uetr === "same" ? "certain" : "different";
  const parts = [
    compareBank(a.bank, b.bank),
    compareOne(a.transaction, b.transaction),
    compareOne(a.endToEnd, b.endToEnd),
  ];
  if (parts.includes("different")) return "different";
  if (parts.includes("same")) return "certain";
  return compareOne(a.payer, b.payer) === "different" ? "different" : "likely";
}

type Comparison = "same" | "different" | "unknown";

function compareOne(a: string | undefined, b: string | undefined): Comparison {
  if (a === undefined || b === undefined) return "unknown";
  return a === b ? "same" : "different";
}

function compareBank(a: readonly string[], b: readonly string[]): Comparison {
  if (a.length === 0 || b.length === 0) return "unknown";
  return a.some((mark) => b.includes(mark)) ? "same" : "different";
}
