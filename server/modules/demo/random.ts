/**
 * Seeded randomness in integers only: the same seed gives the same numbers in every engine, because
 * nothing here rests on `Math.random`, on a transcendental function or on a float's last bit.
 */

/** Purposes of the independent streams that every person has. Never renumber: bytes depend on it. */
export const streams = {
  identity: 1,
  reach: 2,
  temper: 3,
  loans: 4,
  loanPayments: 5,
  card: 6,
  calls: 7,
  parties: 8,
  protection: 9,
  dirt: 10,
  lateFiles: 11,
  loanTerms: 12,
} as const;

/** Finaliser of splitmix32 (Vigna; constants of the "lowbias32" search): 32 bits in, 32 well-mixed out. */
function mix(value: number): number {
  const a = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  const b = Math.imul(a ^ (a >>> 15), 0x735a2d97);
  return (b ^ (b >>> 15)) >>> 0;
}

const GOLDEN = 0x9e3779b9;

/** xoshiro128** 1.1 (Blackman and Vigna), seeded through splitmix32. */
export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    this.#a = mix(seed + GOLDEN);
    this.#b = mix(seed + 2 * GOLDEN);
    this.#c = mix(seed + 3 * GOLDEN);
    this.#d = mix(seed + 4 * GOLDEN) | 1; // never all zero
  }

  /** A uniform integer in 0 … 2³² − 1. */
  next(): number {
    const scrambled = Math.imul(rotl(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotl(this.#d, 11);
    return scrambled;
  }

  /** A uniform integer in 0 … n − 1, n ≤ 2²¹ (the product stays an exact integer). */
  below(n: number): number {
    return Math.floor((this.next() * n) / 4_294_967_296);
  }

  /** A uniform integer in `low` … `high`, both included. */
  range(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True with a probability in parts per million. */
  chance(ppm: number): boolean {
    return this.below(1_000_000) < ppm;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  /** A value of a weighted table. */
  weighted<T>(table: Weighted<T>): T {
    const at = this.below(table.total);
    let index = 0;
    while ((table.upTo[index] as number) <= at) index++;
    return table.values[index] as T;
  }
}

const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** A weighted choice as cumulative integer weights. */
export type Weighted<T> = {
  readonly values: readonly T[];
  readonly upTo: readonly number[];
  readonly total: number;
};

export function weighted<T>(entries: ReadonlyArray<readonly [T, number]>): Weighted<T> {
  let total = 0;
  const upTo = entries.map(([, weight]) => {
    total += weight;
    return total;
  });
  return { values: entries.map(([value]) => value), upTo, total };
}

/**
 * The stream of one person for one purpose. It depends on the seed, the person's number and the
 * purpose (`streams`, plus 100 for each further thing of a kind) alone, so that adding people or draws elsewhere leaves everybody's history as it was.
 */
export function streamOf(seed: number, person: number, tag: number): Rng {
  const high = Math.floor(seed / 4_294_967_296);
  const seeded = mix(mix(seed >>> 0) ^ mix(high + GOLDEN));
  return new Rng(mix(seeded ^ mix(mix(person + GOLDEN) ^ Math.imul(tag, GOLDEN))));
}

/**
 * A value between the quantiles of a distribution: `quantiles` holds its evenly spaced quantiles
 * as integers, and the draw interpolates between two neighbours.
 */
export function drawQuantile(rng: Rng, quantiles: readonly number[]): number {
  const index = rng.below(quantiles.length - 1);
  const low = quantiles[index] as number;
  const high = quantiles[index + 1] as number;
  return low + rng.below(high - low + 1);
}
