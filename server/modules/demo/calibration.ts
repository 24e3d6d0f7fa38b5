import { assert } from "@mora/core/kernel/assert";
import { type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";
import type { FileKind } from "../intake/index.ts";
import { daysLate, type LateStretch, lateStretches } from "./ageing.ts";
import { centsOf, fieldsOf, readerOf } from "./csv.ts";
import { idCheckCharacter } from "./numbers.ts";
import { count, type Pairs, type Share, share, Triples } from "./tally.ts";
import type { Delivery } from "./world.ts";

/** What was counted in a world's deliveries. */
export type Measured = {
  readonly people: number;
  readonly loans: number;
  readonly cards: number;
  readonly payments: number;
  readonly attempts: number;
  /** Of accounts that came into M1, those that went on to M2 before they were current again. */
  readonly toM2: { readonly loans: Share; readonly cards: Share };
  readonly toM3: { readonly loans: Share; readonly cards: Share };
  /** Of open accounts at the end, those in M2 or later. */
  readonly late30: Share;
  /** Of outbound calls, those that a human picked up. */
  readonly answered: Share;
  /** Of outbound calls, those with the right party; by bucket of that day: M1, M2, M3, later. */
  readonly rightParty: Share;
  readonly rightPartyByBucket: readonly [Share, Share, Share, Share];
  /** Of answered calls, those where nobody knew the person. */
  readonly wrongNumber: Share;
  /** Of promises that have come due, those that payments in time covered. */
  readonly promisesKept: Share;
  readonly dirt: {
    readonly idsTwice: number;
    readonly phonesTwice: number;
    readonly badIds: number;
    readonly lateFiles: number;
    readonly thirdParties: number;
  };
};

const ANSWERED: ReadonlySet<string> = new Set(["rpc", "third_party", "wrong_number", "refused"]);

const read = {
  persons: readerOf("persons"),
  accounts: readerOf("accounts"),
  points: readerOf("contact-points"),
  instalments: readerOf("instalments"),
  payments: readerOf("payments"),
  balances: readerOf("balances"),
  contacts: readerOf("contacts"),
  promises: readerOf("promises"),
};

type Kind = "loan" | "card" | "charged_off";
type Columns = (account: number) => Pairs;
type Histories = {
  readonly due: Columns;
  readonly paid: Columns;
  readonly cycles: Columns;
  readonly oldest: Columns;
};

/**
 * Measures a synthetic world by reading its deliveries as an importer would: nothing is taken from
 * the generator, everything is counted from the rows. Let the deliveries flow through {@link watch}
 * on their way to whoever uses them, then ask for {@link measured}. Rows that nobody reads are not
 * counted.
 */
export class CalibrationCard {
  readonly #kinds: Kind[] = [];
  readonly #accounts = new Map<string, number>();
  readonly #due = new Triples();
  readonly #paid = new Triples();
  readonly #cycles = new Triples();
  readonly #oldest = new Triples();
  readonly #promises: Array<{ account: number; from: number; to: number; cents: number }> = [];
  readonly #attempts: Array<{ account: number; on: number; result: string }> = [];
  readonly #people = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #points = new Set<string>();
  readonly #phones = new Set<string>();
  readonly #dirt = { idsTwice: 0, phonesTwice: 0, badIds: 0, lateFiles: 0, thirdParties: 0 };
  #asOf = 0 as DayNumber;

  readonly #counters: {
    readonly [K in FileKind]?: (fields: readonly string[], asOf: DayNumber) => void;
  } = {
    persons: (row) => this.#person(row),
    accounts: (row) => this.#account(row),
    "contact-points": (row) => this.#point(row),
    instalments: (row) => this.#instalment(row),
    payments: (row) => this.#payment(row),
    balances: (row, asOf) => this.#balance(row, asOf),
    contacts: (row) => this.#contact(row),
    promises: (row) => this.#promise(row),
  };

  /** Passes deliveries on and counts every row as it is read. */
  *watch(deliveries: Iterable<Delivery>): Iterable<Delivery> {
    for (const delivery of deliveries) {
      const { asOf, deliverOn } = delivery;
      this.#asOf = Math.max(this.#asOf, asOf) as DayNumber;
      if (deliverOn > asOf + 1) this.#dirt.lateFiles++;
      const files = new Map<FileKind, Iterable<string>>();
      for (const [kind, lines] of delivery.files)
        files.set(kind, this.#watched(lines, { kind, asOf }));
      yield { ...delivery, files };
    }
  }

  /** Reads every row, for whoever wants the card and nothing else. */
  read(deliveries: Iterable<Delivery>): this {
    for (const { files } of this.watch(deliveries))
      for (const lines of files.values()) for (const _ of lines);
    return this;
  }

  /** The same lines; they are counted the first time that somebody reads them. */
  #watched(
    lines: Iterable<string>,
    { kind, asOf }: { kind: FileKind; asOf: DayNumber },
  ): Iterable<string> {
    let counter = this.#counters[kind];
    return {
      *[Symbol.iterator]() {
        const counting = counter;
        counter = undefined;
        let isHeader = true;
        for (const line of lines) {
          if (!isHeader) counting?.(fieldsOf(line), asOf);
          isHeader = false;
          yield line;
        }
      },
    };
  }

  #person(row: readonly string[]): void {
    const key = read.persons(row, "person_key");
    const id = read.persons(row, "national_id");
    if (this.#people.has(key)) return; // the other book brings the same person again
    this.#people.add(key);
    if (id === "") return;
    if (this.#ids.has(id)) this.#dirt.idsTwice++;
    this.#ids.add(id);
    if (idCheckCharacter(id.slice(0, 17)) !== id[17]) this.#dirt.badIds++;
  }

  #point(row: readonly string[]): void {
    const key = read.points(row, "contact_key");
    const value = read.points(row, "value");
    if (this.#points.has(key) || !value.startsWith("+")) return;
    this.#points.add(key);
    if (this.#phones.has(value)) this.#dirt.phonesTwice++;
    this.#phones.add(value);
  }

  #account(row: readonly string[]): void {
    const key = read.accounts(row, "account_key");
    const isCard = read.accounts(row, "product_kind") === "card";
    const isLost = read.accounts(row, "status") === "charged_off";
    const account = this.#accounts.get(key) ?? this.#accounts.size;
    this.#accounts.set(key, account);
    this.#kinds[account] = isCard ? "card" : isLost ? "charged_off" : "loan";
  }

  #numberOf(key: string): number {
    const account = this.#accounts.get(key);
    assert(account !== undefined, `a row of an account that was not delivered: ${key}`);
    return account;
  }

  #instalment(row: readonly string[]): void {
    const asked =
      centsOf(read.instalments(row, "principal")) +
      centsOf(read.instalments(row, "interest")) +
      centsOf(read.instalments(row, "fee"));
    const account = this.#numberOf(read.instalments(row, "account_key"));
    this.#due.push(account, dayFromTrustedIso(read.instalments(row, "due_on")), asked);
  }

  #payment(row: readonly string[]): void {
    const cents = centsOf(read.payments(row, "amount"));
    const isReversal = read.payments(row, "reverses_key") !== "";
    const account = this.#numberOf(read.payments(row, "account_key"));
    const on = dayFromTrustedIso(read.payments(row, "effective_on"));
    this.#paid.push(account, on, isReversal ? -cents : cents);
  }

  #balance(row: readonly string[], asOf: DayNumber): void {
    const account = this.#numberOf(read.balances(row, "account_key"));
    const oldest = read.balances(row, "oldest_unpaid_due_on");
    this.#cycles.push(account, asOf, Number(read.balances(row, "cycles_missed")));
    this.#oldest.push(account, asOf, oldest === "" ? 0 : dayFromTrustedIso(oldest));
  }

  #contact(row: readonly string[]): void {
    if (read.contacts(row, "direction") !== "outbound") return;
    const account = this.#numberOf(read.contacts(row, "account_key"));
    const on = dayFromTrustedIso(read.contacts(row, "at").slice(0, 10));
    this.#attempts.push({ account, on, result: read.contacts(row, "result_code") });
  }

  #promise(row: readonly string[]): void {
    this.#promises.push({
      account: this.#numberOf(read.promises(row, "account_key")),
      from: dayFromTrustedIso(read.promises(row, "taken_on")),
      to: dayFromTrustedIso(read.promises(row, "promised_on")),
      cents: centsOf(read.promises(row, "amount")),
    });
  }

  /** Everything that was counted, as of the last delivery read. */
  measured(): Measured {
    const size = this.#accounts.size;
    const histories: Histories = {
      due: this.#due.byAccount(size),
      paid: this.#paid.byAccount(size),
      cycles: this.#cycles.byAccount(size),
      oldest: this.#oldest.byAccount(size),
    };
    const found = this.#blank();
    const stretches = this.#kinds.map((kind, account) =>
      kind === "card"
        ? judgeCard(account, { histories, found, asOf: this.#asOf })
        : judgeLoan(account, { histories, found, asOf: this.#asOf, kind }),
    );
    for (const { account, on, result } of this.#attempts)
      countAttempt(found, result, daysLate(stretches[account] ?? [], on));
    for (const promise of this.#promises)
      if (promise.to <= this.#asOf)
        count(found.promisesKept, paidBetween(histories.paid(promise.account), promise));
    return found;
  }

  #blank(): Measured {
    const cards = this.#kinds.filter((kind) => kind === "card").length;
    const isThird = ({ result }: { result: string }): boolean => result === "third_party";
    return {
      people: this.#people.size,
      loans: this.#kinds.length - cards,
      cards,
      payments: this.#paid.size,
      attempts: this.#attempts.length,
      toM2: { loans: share(), cards: share() },
      toM3: { loans: share(), cards: share() },
      late30: share(),
      answered: share(),
      rightParty: share(),
      rightPartyByBucket: [share(), share(), share(), share()],
      wrongNumber: share(),
      promisesKept: share(),
      dirt: { ...this.#dirt, thirdParties: this.#attempts.filter(isThird).length },
    };
  }
}

type Judging = {
  readonly histories: Histories;
  readonly found: Measured;
  readonly asOf: DayNumber;
};

/** Loans by days past due. Entries too young to have rolled on are left out of both roll rates. */
function judgeLoan(account: number, at: Judging & { kind: Kind }): LateStretch[] {
  const { found, asOf, histories } = at;
  const [due, paid] = [histories.due(account), histories.paid(account)];
  const stretches = lateStretches(due, paid, asOf);
  for (const { enteredOn, m2On, maxDays } of spellsOf(stretches)) {
    if (enteredOn <= asOf - 31) count(found.toM2.loans, maxDays >= 31);
    if (m2On !== undefined && m2On <= asOf - 30) count(found.toM3.loans, maxDays >= 61);
  }
  const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);
  const isOpen = at.kind === "loan" && sum(paid.cents) < sum(due.cents);
  if (isOpen) count(found.late30, daysLate(stretches, asOf) > 30);
  return stretches;
}

type Spell = { enteredOn: number; m2On: number | undefined; maxDays: number; to: number };

/** Runs of days on which a loan was late without a break. */
function spellsOf(stretches: readonly LateStretch[]): Spell[] {
  const spells: Spell[] = [];
  for (const { from, to, oldestDueOn } of stretches) {
    const last = spells.at(-1);
    const isNew = last === undefined || last.to !== from - 1;
    const spell = isNew ? { enteredOn: from, m2On: undefined, maxDays: 0, to } : last;
    if (isNew) spells.push(spell);
    if (to - oldestDueOn > 30) spell.m2On ??= Math.max(from, oldestDueOn + 31);
    spell.maxDays = Math.max(spell.maxDays, to - oldestDueOn);
    spell.to = to;
  }
  return spells;
}

/** Cards by cycles missed. A spell that was there on the opening date has no entry to count. */
function judgeCard(account: number, { histories, found, asOf }: Judging): LateStretch[] {
  const { on, cents: cycles } = histories.cycles(account);
  for (let i = 1; i < on.length; i++) {
    const [before, now] = [cycles[i - 1] as number, cycles[i] as number];
    if ((on[i] as number) > asOf - 31 || now !== before + 1) continue;
    const rest = cycles.slice(i);
    const end = rest.indexOf(0);
    const worst = Math.max(...(end < 0 ? rest : rest.slice(0, end)));
    if (now === 1) count(found.toM2.cards, worst >= 2);
    if (now === 2) count(found.toM3.cards, worst >= 3);
  }
  count(found.late30, (cycles.at(-1) ?? 0) >= 2);
  return cardStretches(histories.oldest(account), asOf);
}

function cardStretches({ on, cents: oldest }: Pairs, asOf: DayNumber): LateStretch[] {
  return on.flatMap((day, i) => {
    const oldestDueOn = oldest[i] as DayNumber;
    if (oldestDueOn === 0) return [];
    // Before the first row nothing is known but the due date from which the card is late.
    const from = (i === 0 ? oldestDueOn + 1 : day) as DayNumber;
    return [{ from, to: ((on[i + 1] ?? asOf + 1) - 1) as DayNumber, oldestDueOn }];
  });
}

function countAttempt(found: Measured, result: string, dpd: number): void {
  const isAnswered = ANSWERED.has(result);
  const isRight = result === "rpc";
  count(found.answered, isAnswered);
  count(found.rightParty, isRight);
  if (isAnswered) count(found.wrongNumber, result === "wrong_number");
  const bucket = found.rightPartyByBucket[Math.min(3, Math.floor((dpd - 1) / 30))];
  if (dpd > 0 && bucket) count(bucket, isRight);
}

function paidBetween(paid: Pairs, promise: { from: number; to: number; cents: number }): boolean {
  let sum = 0;
  paid.on.forEach((on, i) => {
    if (on >= promise.from && on <= promise.to) sum += paid.cents[i] as number;
  });
  return sum >= promise.cents;
}
