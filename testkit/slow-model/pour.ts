/**
 * Payment application done the slow, obvious way: coin by coin. Written from the rule ("the oldest
 * instalment first; inside it fee, then interest, then principal"), not from the core's code. Plain
 * numbers: a model's amounts are small.
 */

/** One instalment: what it asks for, in minor units, and the day number it is due on. */
export type Bill = {
  readonly dueOn: number;
  readonly fee: number;
  readonly interest: number;
  readonly principal: number;
};

/** What one instalment has received. */
export type Jar = { fee: number; interest: number; principal: number };

const order = ["fee", "interest", "principal"] as const;

/** Drops coins one at a time into the first place that still wants one. Bills are in due order. */
export function pour(bills: readonly Bill[], coins: number): { jars: Jar[]; overpaid: number } {
  const jars = bills.map((): Jar => ({ fee: 0, interest: 0, principal: 0 }));
  let overpaid = 0;
  for (let coin = 0; coin < coins; coin++) if (!dropCoin(bills, jars)) overpaid += 1;
  return { jars, overpaid };
}

function dropCoin(bills: readonly Bill[], jars: Jar[]): boolean {
  for (const [i, bill] of bills.entries()) {
    const jar = jars[i] as Jar;
    for (const part of order)
      if (jar[part] < bill[part]) {
        jar[part] += 1;
        return true;
      }
  }
  return false;
}

/** What a bill still asks for, by part. */
export const unpaidOf = (bill: Bill, jar: Jar): Jar => ({
  fee: bill.fee - jar.fee,
  interest: bill.interest - jar.interest,
  principal: bill.principal - jar.principal,
});

export const sumOf = ({ fee, interest, principal }: Jar): number => fee + interest + principal;
