/**
 * Which references have something on which day: two growable integer columns that are sorted into
 * days once everything is in. Eight bytes an entry, so that a million people fit easily.
 */
export class DayIndex {
  #days = new Int32Array(1024);
  #refs = new Uint32Array(1024);
  #size = 0;
  #offsets: Uint32Array | undefined;
  readonly #first: number;
  readonly #count: number;

  /** Covers `count` days from `first`; other days are ignored. */
  constructor(first: number, count: number) {
    this.#first = first;
    this.#count = count;
  }

  /** Adds a reference to a day. The same reference twice in a row on one day is kept once. */
  add(day: number, ref: number): void {
    const index = day - this.#first;
    if (index < 0 || index >= this.#count) return;
    const last = this.#size - 1;
    if (last >= 0 && this.#days[last] === index && this.#refs[last] === ref) return;
    if (this.#size === this.#days.length) this.#grow();
    this.#days[this.#size] = index;
    this.#refs[this.#size] = ref;
    this.#size++;
  }

  #grow(): void {
    const days = new Int32Array(this.#size * 2);
    const refs = new Uint32Array(this.#size * 2);
    days.set(this.#days);
    refs.set(this.#refs);
    this.#days = days;
    this.#refs = refs;
  }

  /** The references of a day, in the order in which they were added. */
  on(day: number): Uint32Array {
    this.#offsets ??= this.#sort();
    const index = day - this.#first;
    if (index < 0 || index >= this.#count) return new Uint32Array(0);
    return this.#refs.subarray(this.#offsets[index], this.#offsets[index + 1]);
  }

  /** A stable counting sort by day; afterwards the refs lie day by day. */
  #sort(): Uint32Array {
    const offsets = new Uint32Array(this.#count + 1);
    for (let i = 0; i < this.#size; i++) offsets[(this.#days[i] as number) + 1]!++;
    for (let d = 0; d < this.#count; d++) offsets[d + 1]! += offsets[d] as number;
    const next = offsets.slice();
    const sorted = new Uint32Array(this.#size);
    for (let i = 0; i < this.#size; i++) {
      const day = this.#days[i] as number;
      sorted[next[day]!++] = this.#refs[i] as number;
    }
    this.#refs = sorted;
    this.#days = new Int32Array(0);
    return offsets;
  }
}
