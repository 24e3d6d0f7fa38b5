import type { DayNumber } from "@mora/core/kernel/business-date";
import { type Temper, temperOf } from "./behaviour.ts";
import { type CardLife, cardOf } from "./cards.ts";
import { noTalks, type Talks, talkStream, talksAbout } from "./contacts.ts";
import { type Dirt, dirtOf } from "./dirt.ts";
import { holdingsOf, type LoanLife, loansOf } from "./loans.ts";
import { type DemoOptions, startOf } from "./options.ts";
import { borrower, type Person, type Reach, reachOf } from "./people.ts";
import { restraintsOf } from "./restraint.ts";

/** How far the contact history of the opening files goes back, in days. */
const CONTACT_HISTORY_DAYS = 90;

/** The clock and seed of a world: all that a person's life depends on beside the person's number. */
export type Setting = {
  readonly seed: number;
  readonly startOn: DayNumber;
  readonly endOn: DayNumber;
};

export const settingOf = (options: DemoOptions): Setting => ({
  seed: options.seed,
  startOn: startOf(options),
  endOn: options.endOn,
});

/**
 * One person's whole history, derived from the seed and the person's number alone. Every part is
 * made when somebody first asks for it.
 */
export class Life {
  readonly k: number;
  readonly setting: Setting;
  readonly dirt: Dirt;
  #temper: Temper | undefined;
  #reach: Reach | undefined;
  #loans: readonly LoanLife[] | undefined;
  #card: CardLife | undefined;
  #loanTalks: readonly Talks[] | undefined;
  #cardTalks: Talks | undefined;
  #person: Person | undefined;

  constructor(k: number, setting: Setting) {
    this.k = k;
    this.setting = setting;
    this.dirt = dirtOf(setting.seed, k);
  }

  get temper(): Temper {
    this.#temper ??= temperOf(this.setting.seed, this.k, this.setting);
    return this.#temper;
  }

  get reach(): Reach {
    this.#reach ??= reachOf(this.setting.seed, this.k);
    return this.#reach;
  }

  /** The earliest loan first. */
  get loans(): readonly LoanLife[] {
    this.#loans ??= loansOf(this.k, this.temper, this.setting);
    return this.#loans;
  }

  get card(): CardLife | undefined {
    if (!holdingsOf(this.setting.seed, this.k).hasCard) return undefined;
    this.#card ??= cardOf(this.k, this.temper, this.setting);
    return this.#card;
  }

  get loanTalks(): readonly Talks[] {
    this.#loanTalks ??= this.loans.map((life, j) => this.#talks(j, life));
    return this.#loanTalks;
  }

  get cardTalks(): Talks {
    this.#cardTalks ??= this.card ? this.#talks(2, undefined) : noTalks;
    return this.#cardTalks;
  }

  /** Name, ids and contact points. */
  get person(): Person {
    this.#person ??= borrower(this.setting.seed, this.k);
    return this.#person;
  }

  #talks(account: number, life: LoanLife | undefined): Talks {
    const stretches = life?.stretches ?? this.card?.stretches ?? [];
    if (stretches.length === 0) return noTalks;
    const rng = talkStream(this.setting.seed, this.k, account);
    const since = (this.setting.startOn - CONTACT_HISTORY_DAYS) as DayNumber;
    const { temper, reach } = this;
    const isAnsweredByOther = this.dirt.kind === "third_party";
    const restraints = restraintsOf(this);
    const callee = { reach, temper, stretches, isAnsweredByOther, restraints };
    return talksAbout(rng, life ? { ...callee, money: life } : callee, { since });
  }
}

const CACHE_ALL = 16_384;
const CACHE_FEW = 64;

/**
 * Lives by person. A small world's lives are all kept; in a large one they are derived again when
 * they are needed again, so that memory does not grow with it.
 */
export class Lives {
  readonly setting: Setting;
  readonly #size: number;
  readonly #cache: Array<Life | undefined>;

  constructor(setting: Setting, people: number) {
    this.setting = setting;
    this.#size = people <= CACHE_ALL ? Math.max(1, people) : CACHE_FEW;
    this.#cache = new Array(this.#size);
  }

  of(k: number): Life {
    const cached = this.#cache[k % this.#size];
    if (cached?.k === k) return cached;
    const life = new Life(k, this.setting);
    this.#cache[k % this.#size] = life;
    return life;
  }
}
