/** A share as counted: `hits` of `of`. */
export type Share = { hits: number; of: number };
export const share = (): Share => ({ hits: 0, of: 0 });

export function count(into: Share, isHit: boolean): void {
  into.of++;
  if (isHit) into.hits++;
}

/** Two numbers a row, in the order of their arrival. */
export type Pairs = { readonly on: number[]; readonly cents: number[] };

/** Growable rows of three integers: an account's number, a day and an amount. */
export class Triples {
  size = 0;
  #data = new Int32Array(3 * 1_024);

  push(account: number, on: number, amount: number): void {
    const at = this.size * 3;
    if (at === this.#data.length) {
      const larger = new Int32Array(at * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[at] = account;
    this.#data[at + 1] = on;
    this.#data[at + 2] = amount;
    this.size++;
  }

  /** The rows of each account 0 … count − 1 in the order of their arrival (a counting sort). */
  byAccount(count: number): (account: number) => Pairs {
    const data = this.#data;
    const start = new Uint32Array(count + 1);
    for (let i = 0; i < this.size; i++) start[(data[i * 3] as number) + 1]!++;
    for (let a = 0; a < count; a++) start[a + 1]! += start[a] as number;
    const next = start.slice();
    const order = new Uint32Array(this.size);
    for (let i = 0; i < this.size; i++) order[next[data[i * 3] as number]!++] = i;
    return (account) => {
      const mine = order.subarray(start[account], start[account + 1]);
      return {
        on: Array.from(mine, (i) => data[i * 3 + 1] as number),
        cents: Array.from(mine, (i) => data[i * 3 + 2] as number),
      };
    };
  }
}
