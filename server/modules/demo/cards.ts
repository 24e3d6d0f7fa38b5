import {
  addMonths,
  civilFromDay,
  type DayNumber,
  dayFromCivil,
} from "@mora/core/kernel/business-date";
import type { LateStretch } from "./ageing.ts";
import { episodeOn, type Temper } from "./behaviour.ts";
import { pad } from "./numbers.ts";
import { divide, NEVER } from "./options.ts";
import { type Rng, streamOf, streams } from "./random.ts";

export const cardProducts = {
  "GF-CARD": { name: "青禾信用卡 Greenfield credit card" },
  "GF-GOLD": { name: "青禾金卡 Greenfield gold card" },
} as const;

/** What the host says of a card from `on` until its next row; amounts in cents. */
export type CardState = {
  readonly on: DayNumber;
  readonly balance: number;
  readonly pastDue: number;
  readonly pastDueInterest: number;
  readonly oldestUnpaidDueOn: DayNumber | undefined;
  readonly cycles: number;
  readonly nextDueOn: DayNumber | undefined;
  readonly nextDue: number;
  readonly statementOn: DayNumber | undefined;
  /** Of the last statement, paid or not. */
  readonly minimumDue: number;
  /** Past due of each missed cycle, the oldest first. */
  readonly byCycle: readonly number[];
};

export type CardLife = {
  readonly key: string;
  readonly product: keyof typeof cardProducts;
  readonly openedOn: DayNumber;
  readonly limit: number;
  readonly states: readonly CardState[];
  readonly stretches: readonly LateStretch[];
};

/** Days from statement to due date. */
const DUE_AFTER = 20;
/** The history before the opening delivery that puts a card into its state. */
const WARM_UP_MONTHS = 12;

class Card {
  readonly states: CardState[] = [];
  balance = 0;
  pastDue = 0;
  pastDueInterest = 0;
  oldest: DayNumber | undefined;
  cycles = 0;
  nextDueOn: DayNumber | undefined;
  nextDue = 0;
  catchUpOn = 0;
  statementOn: DayNumber | undefined;
  minimumDue = 0;
  byCycle: readonly number[] = [];

  /** Writes the state as of a date; a later change on the same date replaces it. */
  note(on: number): void {
    if (this.states.at(-1)?.on === on) this.states.pop();
    this.states.push({
      on: on as DayNumber,
      balance: this.balance,
      pastDue: this.pastDue,
      pastDueInterest: this.pastDueInterest,
      oldestUnpaidDueOn: this.oldest,
      cycles: this.cycles,
      nextDueOn: this.nextDueOn,
      nextDue: this.nextDue,
      statementOn: this.statementOn,
      minimumDue: this.minimumDue,
      byCycle: this.byCycle,
    });
  }

  /** A statement asks for a tenth of the balance, at least 50 CNY. */
  state(on: number, { spent, interest }: { spent: number; interest: number }): void {
    this.balance += spent + interest;
    this.nextDue = Math.min(this.balance - this.pastDue, Math.max(5_000, divide(this.balance, 10)));
    this.nextDueOn = this.nextDue > 0 ? ((on + DUE_AFTER) as DayNumber) : undefined;
    this.statementOn = on as DayNumber;
    this.minimumDue = this.nextDue;
    this.note(on);
  }

  pay(on: number, cents: number): void {
    this.balance -= cents;
    this.pastDue = 0;
    this.pastDueInterest = 0;
    this.oldest = undefined;
    this.cycles = 0;
    this.byCycle = [];
    this.nextDue = 0;
    this.nextDueOn = undefined;
    this.note(on);
  }

  /** Pays what is past due only; the current minimum stays to be paid. */
  makeUp(on: number): void {
    const { nextDue, nextDueOn, pastDue } = this;
    this.balance -= pastDue;
    this.pastDue = 0;
    this.pastDueInterest = 0;
    this.oldest = undefined;
    this.cycles = 0;
    this.byCycle = [];
    this.nextDue = nextDue;
    this.nextDueOn = nextDueOn;
    this.note(on);
  }

  miss(dueOn: DayNumber): void {
    this.pastDue += this.nextDue;
    this.pastDueInterest += divide(this.nextDue, 8);
    this.oldest ??= dueOn;
    this.cycles++;
    this.byCycle = [...this.byCycle, this.nextDue];
    this.nextDue = 0;
    this.nextDueOn = undefined;
    this.note(dueOn + 1);
  }
}

type World = { readonly seed: number; readonly startOn: DayNumber; readonly endOn: DayNumber };

/** The card of a person and every state that the host reports of it. */
export function cardOf(k: number, temper: Temper, world: World): CardLife {
  const rng = streamOf(world.seed, k, streams.card);
  const limit = rng.range(5, 80) * 100_000;
  const habit = {
    limit,
    isTransactor: rng.chance(550_000),
    typical: divide(limit, rng.range(5, 25)),
  };
  const through = (world.endOn + 21) as DayNumber;
  const first = addMonths(world.startOn, -WARM_UP_MONTHS);
  const { year, month } = civilFromDay(first);
  const statementDay = dayFromCivil(year, month, rng.range(1, 28));
  const card = new Card();
  for (let m = 0; addMonths(statementDay, m) <= through; m++)
    cycle(card, addMonths(statementDay, m), { rng, temper, habit });
  if (card.catchUpOn > 0 && card.catchUpOn <= through) card.makeUp(card.catchUpOn);
  const states = card.states.filter((state) => state.on <= through);
  return {
    key: `K${pad(k, 7)}-1`,
    product: limit > 5_000_000 ? "GF-GOLD" : "GF-CARD",
    openedOn: (first - rng.range(30, 2_000)) as DayNumber,
    limit,
    states,
    stretches: stretchesOf(states, through),
  };
}

type Habit = {
  readonly limit: number;
  readonly isTransactor: boolean;
  readonly typical: number;
};

/** One statement cycle: what was owed is made up or not, the statement, then its due date. */
function cycle(
  card: Card,
  statementOn: DayNumber,
  { rng, temper, habit }: { rng: Rng; temper: Temper; habit: Habit },
): void {
  const dueOn = (statementOn + DUE_AFTER) as DayNumber;
  if (card.catchUpOn > 0 && card.catchUpOn < statementOn) settle(card, card.catchUpOn);
  const room = Math.max(0, habit.limit - card.balance);
  const wish = divide(habit.typical * rng.range(30, 170), 100);
  const isBlocked = card.cycles > 0 || temper.diedOn !== undefined;
  const spent = isBlocked ? 0 : Math.min(room, wish);
  card.state(statementOn, { spent, interest: divide(card.balance * 15, 1_000) });
  if (card.catchUpOn > 0 && card.catchUpOn <= dueOn) settle(card, card.catchUpOn);
  payOrMiss(card, dueOn, { rng, temper, habit });
}

function settle(card: Card, on: number): void {
  card.catchUpOn = 0;
  card.makeUp(on);
}

function payOrMiss(
  card: Card,
  dueOn: DayNumber,
  { rng, temper, habit }: { rng: Rng; temper: Temper; habit: Habit },
): void {
  if (card.nextDue === 0) return;
  const episode = episodeOn(temper, dueOn);
  if (episode) {
    card.catchUpOn =
      episode.to === NEVER ? NEVER : episode.to + rng.below(card.cycles > 0 ? 26 : 10);
    card.miss(dueOn);
  } else if (card.catchUpOn > 0) card.miss(dueOn);
  else if (rng.chance(divide(temper.slipPpm * 4, 5))) {
    card.miss(dueOn);
    card.makeUp(dueOn + rng.range(2, 7));
  } else {
    const more = divide((card.balance - card.nextDue) * rng.below(30), 100);
    const amount = habit.isTransactor ? card.balance : card.nextDue + more;
    // After a settlement on the very day the order of the rows must stay the order of the days.
    const on = Math.max(dueOn - rng.below(6), card.states.at(-1)?.on ?? 0);
    card.pay(on, amount);
  }
}

/** The days on which cycles were missed, by the oldest unpaid due date. */
function stretchesOf(states: readonly CardState[], through: DayNumber): LateStretch[] {
  const found: LateStretch[] = [];
  states.forEach((state, i) => {
    if (state.oldestUnpaidDueOn === undefined) return;
    const to = ((states[i + 1]?.on ?? through + 1) - 1) as DayNumber;
    const last = found.at(-1);
    if (last && last.oldestDueOn === state.oldestUnpaidDueOn) found.pop();
    const from = last && last.oldestDueOn === state.oldestUnpaidDueOn ? last.from : state.on;
    found.push({ from, to, oldestDueOn: state.oldestUnpaidDueOn });
  });
  return found;
}

/** The state that a card was in on a date. */
export function stateOn(card: CardLife, on: DayNumber): CardState | undefined {
  let found: CardState | undefined;
  for (const state of card.states) if (state.on <= on) found = state;
  return found;
}
