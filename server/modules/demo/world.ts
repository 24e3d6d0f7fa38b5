import { assert } from "@mora/core/kernel/assert";
import { addDays, type DayNumber } from "@mora/core/kernel/business-date";
import type { FileKind } from "../intake/index.ts";
import { type CardLife, stateOn } from "./cards.ts";
import { fileOf, type Row } from "./csv.ts";
import { DayIndex } from "./days.ts";
import { loanArrivals } from "./dirt.ts";
import { type Life, Lives, type Setting, settingOf } from "./life.ts";
import type { LoanLife } from "./loans.ts";
import { PEOPLE_MAX } from "./numbers.ts";
import type { DemoOptions } from "./options.ts";
import { homeAccount, relatedOf } from "./parties.ts";
import { knownPoints } from "./points.ts";
import {
  type Book,
  type Protection,
  type ProtectionKind,
  protectionKinds,
  protectionOf,
} from "./protection.ts";
import * as rows from "./rows.ts";

/** A delivery of one book: its files, made line by line while they are read (and again if re-read). */
export type Delivery = {
  readonly book: Book;
  /** Business date on which the files arrive. */
  readonly deliverOn: DayNumber;
  /** The data is complete through this date. */
  readonly asOf: DayNumber;
  readonly files: ReadonlyMap<FileKind, Iterable<string>>;
};

const HAS = { LOAN: 1, CARD: 2, LOAN_TALKS: 4, CARD_TALKS: 8 } as const;
const BEGINNING = -1_000_000 as DayNumber;

/** References pack a person and one of the person's accounts: loans 0 and 1, card 2. */
const refOf = (k: number, account: number): number => k * 4 + account;

/**
 * The synthetic lender over time. What it keeps is one number for everything that happens in the
 * window, sorted by day; people's lives are derived again whenever a row of theirs is written.
 */
export class World {
  readonly setting: Setting;
  readonly #people: number;
  readonly #lives: Lives;
  readonly #openings: DayIndex;
  readonly #payments: DayIndex;
  readonly #loanTalks: DayIndex;
  readonly #balances: DayIndex;
  readonly #cardTalks: DayIndex;
  /** What a person has on the opening date, as bits of {@link HAS}. */
  readonly #has: Uint8Array;
  /** Bits of the protection kinds that a person has rows of, by book. */
  readonly #protected: { readonly LOAN: Uint16Array; readonly CARD: Uint16Array };

  constructor(options: DemoOptions) {
    assert(options.people <= PEOPLE_MAX, `a demo world has at most ${PEOPLE_MAX} people`);
    this.setting = settingOf(options);
    this.#people = options.people;
    this.#lives = new Lives(this.setting, options.people);
    this.#has = new Uint8Array(options.people);
    const index = (): DayIndex =>
      new DayIndex(this.setting.startOn + 1, this.setting.endOn - this.setting.startOn);
    this.#openings = index();
    this.#payments = index();
    this.#loanTalks = index();
    this.#balances = index();
    this.#cardTalks = index();
    this.#protected = {
      LOAN: new Uint16Array(options.people),
      CARD: new Uint16Array(options.people),
    };
    for (let k = 0; k < options.people; k++) this.#enter(this.#lives.of(k));
  }

  #enter(life: Life): void {
    const { k, loans, card } = life;
    const isTalkedTo = life.loanTalks.some(({ calls }) => calls.length > 0);
    this.#has[k] =
      (openingLoans(life).length > 0 ? HAS.LOAN : 0) |
      (card ? HAS.CARD : 0) |
      (isTalkedTo ? HAS.LOAN_TALKS : 0) |
      (life.cardTalks.calls.length > 0 ? HAS.CARD_TALKS : 0);
    loans.forEach(({ loan, payments }, j) => {
      const talks = life.loanTalks[j];
      this.#openings.add(loan.openedOn, refOf(k, j));
      for (const payment of payments) this.#payments.add(payment.on, refOf(k, j));
      for (const call of talks?.calls ?? []) this.#loanTalks.add(call.on, refOf(k, j));
    });
    for (const state of card?.states ?? []) this.#balances.add(state.on, refOf(k, 2));
    for (const call of life.cardTalks.calls) this.#cardTalks.add(call.on, refOf(k, 2));
    this.#protected.LOAN[k] = bitsOf(protectionOf(life, "LOAN"));
    this.#protected.CARD[k] = bitsOf(protectionOf(life, "CARD"));
  }

  /** All deliveries in the order in which they arrive; the two opening ones first. */
  *deliveries(): Iterable<Delivery> {
    const { startOn, endOn } = this.setting;
    const arrivals = loanArrivals(this.setting);
    let next = 0;
    yield this.#opening("LOAN");
    yield this.#opening("CARD");
    for (let on = addDays(startOn, 2); on <= endOn + 3; on = addDays(on, 1)) {
      for (let a = arrivals[next]; a?.deliverOn === on; a = arrivals[++next])
        yield this.#loanDay(a.asOf, on);
      if (on <= endOn + 1) yield this.#cardDay(addDays(on, -1), on);
    }
  }

  #opening(book: Book): Delivery {
    const asOf = this.setting.startOn;
    const files = new Map<FileKind, Iterable<string>>([
      ...this.#peopleFiles(book),
      ...(book === "LOAN" ? this.#loanHistory() : this.#cardHistory()),
      ...protectionKinds.map((kind) => [kind, this.#protection(book, kind)] as const),
    ]);
    return { book, asOf, deliverOn: addDays(asOf, 1), files };
  }

  /** The people of a book on the opening date, with their accounts and whoever stands beside them. */
  #peopleFiles(book: Book): Array<[FileKind, Iterable<string>]> {
    const lives = (): Iterable<Life> => this.#livesWith(HAS[book]);
    const isHere = (life: Life): boolean => bookOfRelated(life, this.setting) === book;
    return [
      ["persons", fileOf("persons", () => flat(lives(), (l) => personRows(l, isHere(l))))],
      ["accounts", fileOf("accounts", () => flat(lives(), (l) => this.#accountRows(l, book)))],
      ["parties", fileOf("parties", () => flat(lives(), (l) => partyRows(l, isHere(l))))],
      [
        "contact-points",
        fileOf("contact-points", () => flat(lives(), (l) => pointRows(l, isHere(l)))),
      ],
    ];
  }

  /** People who have all the given bits of {@link HAS}. */
  *#livesWith(bits: number): Iterable<Life> {
    for (let k = 0; k < this.#people; k++)
      if (((this.#has[k] as number) & bits) === bits) yield this.#lives.of(k);
  }

  #accountRows(life: Life, book: Book): Row<"accounts">[] {
    const owner = life.person.key;
    if (book === "CARD") return life.card ? [rows.cardRow(life.card, owner)] : [];
    const on = this.setting.startOn;
    return openingLoans(life).map((loan) => rows.loanRow(loan, { personKey: owner, on }));
  }

  #loanHistory(): Array<[FileKind, Iterable<string>]> {
    const past = { from: BEGINNING, to: this.setting.startOn };
    const loans = (): Iterable<LoanLife> => flat(this.#livesWith(HAS.LOAN), openingLoans);
    const owners = (): Iterable<readonly [Life, number]> =>
      flat(this.#livesWith(HAS.LOAN | HAS.LOAN_TALKS), (life) =>
        openingLoans(life).map((_, j) => [life, j] as const),
      );
    return [
      [
        "instalments",
        fileOf("instalments", () => flat(loans(), (l) => rows.instalmentRows(l.loan))),
      ],
      ["payments", fileOf("payments", () => flat(loans(), (l) => rows.paymentRowsIn(l, past)))],
      ["contacts", fileOf("contacts", () => flat(owners(), ([l, j]) => loanCalls(l, j, past)))],
      ["promises", fileOf("promises", () => flat(owners(), ([l, j]) => loanPromises(l, j, past)))],
    ];
  }

  #cardHistory(): Array<[FileKind, Iterable<string>]> {
    const { startOn } = this.setting;
    const past = { from: BEGINNING, to: startOn };
    const lives = (): Iterable<Life> => this.#livesWith(HAS.CARD);
    const called = (): Iterable<Life> => this.#livesWith(HAS.CARD | HAS.CARD_TALKS);
    return [
      ["balances", fileOf("balances", () => flat(lives(), (life) => balanceRows(life, startOn)))],
      ["contacts", fileOf("contacts", () => flat(called(), (life) => cardCalls(life, past)))],
    ];
  }

  #protection<K extends ProtectionKind>(book: Book, kind: K): Iterable<string> {
    const bit = 1 << protectionKinds.indexOf(kind);
    const bits = this.#protected[book];
    const lives = this.#lives;
    return fileOf(kind, function* () {
      for (let k = 0; k < bits.length; k++)
        if ((bits[k] as number) & bit)
          yield* (protectionOf(lives.of(k), book)[kind] ?? []) as Row<K>[];
    });
  }

  #loanDay(asOf: DayNumber, deliverOn: DayNumber): Delivery {
    const day = { from: asOf, to: asOf };
    const talks = (): Iterable<readonly [Life, number]> => this.#on(this.#loanTalks, asOf);
    const files = new Map<FileKind, Iterable<string>>([
      ...this.#newLoans(asOf),
      [
        "payments",
        fileOf("payments", () =>
          flat(this.#on(this.#payments, asOf), ([life, j]) =>
            rows.paymentRowsIn(life.loans[j] as LoanLife, day),
          ),
        ),
      ],
      ["contacts", fileOf("contacts", () => flat(talks(), ([l, j]) => loanCalls(l, j, day)))],
      ["promises", fileOf("promises", () => flat(talks(), ([l, j]) => loanPromises(l, j, day)))],
    ]);
    return { book: "LOAN", asOf, deliverOn, files };
  }

  /** Loans paid out on a day; their borrowers too, where this is their first loan. */
  #newLoans(asOf: DayNumber): Array<[FileKind, Iterable<string>]> {
    if (this.#openings.on(asOf).length === 0) return [];
    const opened = (): Iterable<readonly [Life, number]> => this.#on(this.#openings, asOf);
    const fresh = (): Iterable<Life> => flat(opened(), ([life, j]) => (j === 0 ? [life] : []));
    const isHere = (life: Life): boolean => homeAccount(life) === life.loans[0]?.loan.key;
    const account = ([life, j]: readonly [Life, number]): Row<"accounts">[] => [
      rows.loanRow(life.loans[j] as LoanLife, { personKey: life.person.key, on: asOf }),
    ];
    const plan = ([life, j]: readonly [Life, number]): Iterable<Row<"instalments">> =>
      rows.instalmentRows((life.loans[j] as LoanLife).loan);
    return [
      ["persons", fileOf("persons", () => flat(fresh(), (l) => personRows(l, isHere(l))))],
      ["accounts", fileOf("accounts", () => flat(opened(), account))],
      ["parties", fileOf("parties", () => flat(fresh(), (l) => partyRows(l, isHere(l))))],
      [
        "contact-points",
        fileOf("contact-points", () => flat(fresh(), (l) => pointRows(l, isHere(l)))),
      ],
      ["instalments", fileOf("instalments", () => flat(opened(), plan))],
    ];
  }

  #cardDay(asOf: DayNumber, deliverOn: DayNumber): Delivery {
    const day = { from: asOf, to: asOf };
    const changed = (): Iterable<readonly [Life, number]> => this.#on(this.#balances, asOf);
    const called = (): Iterable<readonly [Life, number]> => this.#on(this.#cardTalks, asOf);
    const files = new Map<FileKind, Iterable<string>>([
      ["balances", fileOf("balances", () => flat(changed(), ([life]) => balanceRows(life, asOf)))],
      ["contacts", fileOf("contacts", () => flat(called(), ([life]) => cardCalls(life, day)))],
    ]);
    return { book: "CARD", asOf, deliverOn, files };
  }

  *#on(index: DayIndex, day: DayNumber): Iterable<readonly [Life, number]> {
    for (const ref of index.on(day)) yield [this.#lives.of(Math.floor(ref / 4)), ref % 4];
  }
}

function* flat<T, U>(items: Iterable<T>, rowsOf: (item: T) => Iterable<U>): Iterable<U> {
  for (const item of items) yield* rowsOf(item);
}

const openingLoans = (life: Life): LoanLife[] =>
  life.loans.filter(({ loan }) => loan.openedOn <= life.setting.startOn);

/** People beside a borrower come with the borrower's first loan, or with the card if there is none. */
const bookOfRelated = (life: Life, { startOn }: Setting): Book | undefined => {
  const first = life.loans[0];
  if (!first) return "CARD";
  return first.loan.openedOn <= startOn ? "LOAN" : undefined;
};

function* personRows(life: Life, withRelated: boolean): Iterable<Row<"persons">> {
  yield life.person.row;
  if (withRelated) for (const { person } of relatedOf(life)) yield person.row;
}

function* pointRows(life: Life, withRelated: boolean): Iterable<Row<"contact-points">> {
  yield* knownPoints(life);
  if (withRelated) for (const { person } of relatedOf(life)) yield* person.points;
}

const partyRows = (life: Life, isHere: boolean): Row<"parties">[] =>
  isHere ? relatedOf(life).map(({ party }) => party) : [];

function balanceRows(life: Life, asOf: DayNumber): Row<"balances">[] {
  const card = life.card as CardLife;
  const state = stateOn(card, asOf);
  return state ? [rows.balanceRow(card, state, asOf)] : [];
}

const loanOwner = (life: Life, j: number): { accountKey: string; personKey: string } => ({
  accountKey: (life.loans[j] as LoanLife).loan.key,
  personKey: life.person.key,
});

const loanCalls = (life: Life, j: number, span: rows.Span): Iterable<Row<"contacts">> =>
  rows.callRowsIn(loanOwner(life, j), life.loanTalks[j] ?? { calls: [], promises: [] }, span);

const loanPromises = (life: Life, j: number, span: rows.Span): Iterable<Row<"promises">> =>
  rows.promiseRowsIn(
    loanOwner(life, j).accountKey,
    life.loanTalks[j] ?? { calls: [], promises: [] },
    span,
  );

const cardCalls = (life: Life, span: rows.Span): Iterable<Row<"contacts">> =>
  rows.callRowsIn(
    { accountKey: (life.card as CardLife).key, personKey: life.person.key },
    life.cardTalks,
    span,
  );

function bitsOf(protection: Protection): number {
  let bits = 0;
  protectionKinds.forEach((kind, i) => {
    if (protection[kind]) bits |= 1 << i;
  });
  return bits;
}
