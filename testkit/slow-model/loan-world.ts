import type { DayNumber } from "@mora/core/kernel/business-date";
import { divideRounded, type Rounding } from "@mora/core/kernel/money";
import { type Component, components } from "@mora/core/ledger/components";
import { dayCounter } from "@mora/core/ledger/day-count";
import type { LoanEvent } from "@mora/core/ledger/events";
import type { Loan } from "@mora/core/ledger/loan";
import type { PlanTerms } from "@mora/core/ledger/plan-terms";
import type { Claim } from "@mora/core/ledger/state";

/**
 * The objects of the slow model of the loan engine: plain rows, amounts by name, exact fractions. Written
 * from docs/loan-engine.md alone; nothing here is fast, lazy or clever.
 */

/** `top ÷ bottom`, exact. */
export type Fraction = { readonly top: bigint; readonly bottom: bigint };

export const nothing: Fraction = { top: 0n, bottom: 1n };

export const plus = (a: Fraction, b: Fraction): Fraction =>
  a.bottom === b.bottom
    ? { top: a.top + b.top, bottom: a.bottom }
    : { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };

export const rounded = ({ top, bottom }: Fraction, rounding: Rounding): bigint =>
  divideRounded(top, bottom, rounding);

export type Purse = Record<Component, bigint>;

export const emptyPurse = (): Purse =>
  Object.fromEntries(components.map((name) => [name, 0n])) as Purse;

/** One claim. What is open is always asked − paid − waived. */
export type Row = {
  /** Asks back a refund that nothing covered any more. */
  isReturn?: boolean;
  readonly no: number;
  readonly kind: Claim["kind"];
  dueOn: DayNumber;
  fromOn: DayNumber;
  readonly asked: Purse;
  readonly paid: Purse;
  readonly waived: Purse;
  isLate: boolean;
  /** Whether the day on which it could become late has been. */
  isJudged: boolean;
  /** Exact penalty and compound interest so far, and what of them was asked or cut. */
  penalty: Fraction;
  compound: Fraction;
  penaltySeen: bigint;
  compoundSeen: bigint;
  /** Interest by the day: the sum planned for principal and interest, and whether interest was asked. */
  plannedSum: bigint;
  /** Interest by the day that was asked after the last due date: it bears no penalty interest. */
  afterLast: bigint;
};

export type Settlement = { readonly amountMinor: bigint; readonly payBy: DayNumber; paid: bigint };

export type Freeze = {
  readonly eventId: string;
  readonly from: DayNumber;
  readonly until: number;
  readonly freezes: readonly string[];
};

export type World = {
  readonly loan: Loan;
  readonly terms: PlanTerms;
  readonly freezes: readonly Freeze[];
  today: DayNumber;
  rows: Row[];
  rates: { from: DayNumber; rate: bigint }[];
  /** Last due date of the plan in force: 30E/360 (ISDA) wants it. */
  maturityOn: DayNumber;
  credit: bigint;
  pool: bigint;
  received: bigint;
  refunded: bigint;
  settlement: Settlement | undefined;
  chargedOffOn: DayNumber | undefined;
  releasedOn: DayNumber | undefined;
  /** Interest by the day: exact, and what of it was asked. */
  daily: Fraction;
  dailyAsked: bigint;
  /** All charges that the cost cap allows so far, exact. */
  room: Fraction;
  /** In duplum: the principal when default began, and what was charged since. */
  duplum: { readonly limit: bigint; charged: bigint } | undefined;
  charges: number;
};

export function makeWorld(loan: Loan, freezes: readonly Freeze[]): World {
  const { terms, schedule } = loan;
  if (!terms) throw new Error("the model knows planned loans only");
  const world: World = {
    loan,
    terms,
    freezes,
    today: loan.startOn,
    rows: [],
    rates: terms.rates.map((step) => ({ ...step })),
    maturityOn: schedule.dueOn.at(-1) as DayNumber,
    credit: 0n,
    pool: 0n,
    received: 0n,
    refunded: 0n,
    settlement: undefined,
    chargedOffOn: undefined,
    releasedOn: undefined,
    daily: nothing,
    dailyAsked: 0n,
    room: nothing,
    duplum: undefined,
    charges: 0,
  };
  for (const [i, dueOn] of schedule.dueOn.entries())
    addInstalment(world, {
      no: i + 1,
      dueOn,
      fromOn: i === 0 ? loan.startOn : (schedule.dueOn[i - 1] as DayNumber),
      principal: schedule.principalMinor[i] as bigint,
      interest: schedule.interestMinor[i] as bigint,
      fee: schedule.feeMinor[i] as bigint,
    });
  return world;
}

export type Planned = {
  readonly no: number;
  readonly dueOn: DayNumber;
  readonly fromOn: DayNumber;
  readonly principal: bigint;
  readonly interest: bigint;
  readonly fee: bigint;
};

export function addInstalment(world: World, planned: Planned): Row {
  const row = addRow(world, { ...planned, kind: "instalment" });
  row.asked.principal = planned.principal;
  row.asked.fee = planned.fee;
  row.plannedSum = planned.principal + planned.interest;
  if (isScheduled(world)) row.asked.interest = planned.interest;
  return row;
}

export type Place = Pick<Row, "no" | "kind" | "dueOn" | "fromOn">;

export function addRow(world: World, { no, kind, dueOn, fromOn }: Place): Row {
  const row: Row = {
    no,
    kind,
    dueOn,
    fromOn,
    asked: emptyPurse(),
    paid: emptyPurse(),
    waived: emptyPurse(),
    isLate: false,
    isJudged: false,
    penalty: nothing,
    compound: nothing,
    penaltySeen: 0n,
    compoundSeen: 0n,
    plannedSum: 0n,
    afterLast: 0n,
  };
  world.rows.push(row);
  sortRows(world);
  return row;
}

/** By due date; a charge after the instalments of its date; charges in the order in which they came. */
export const sortRows = (world: World): void => {
  world.rows.sort(
    (a, b) =>
      a.dueOn - b.dueOn || Number(a.no < 0) - Number(b.no < 0) || Math.abs(a.no) - Math.abs(b.no),
  );
};

/** The next charge's number: −1, −2, … */
export const chargeNo = (world: World): number => {
  world.charges += 1;
  return -world.charges;
};

export const isScheduled = ({ loan }: World): boolean => loan.policy.interestBasis === "scheduled";

export const openOf = (row: Row, name: Component): bigint =>
  row.asked[name] - row.paid[name] - row.waived[name];

export const allOpen = (row: Row): bigint =>
  components.reduce((sum, name) => sum + openOf(row, name), 0n);

export const isDue = (world: World, row: Row): boolean => row.dueOn <= world.today;

export const dueRows = (world: World): Row[] => world.rows.filter((row) => isDue(world, row));
export const rowsToCome = (world: World): Row[] => world.rows.filter((row) => !isDue(world, row));

export const principalOpen = (world: World): bigint =>
  world.rows.reduce((sum, row) => sum + openOf(row, "principal"), 0n);

const contractual: readonly Component[] = ["principal", "interest", "fee", "guarantee_fee"];
export const contractualOpen = (row: Row): bigint =>
  contractual.reduce((sum, name) => sum + openOf(row, name), 0n);

/** Open interest that was asked for by the due date: only that bears penalty and compound interest. */
export function bearingInterest(row: Row): bigint {
  const minor = openOf(row, "interest") - row.afterLast;
  return minor > 0n ? minor : 0n;
}

/** The contract rate in force on a day. */
export const rateOn = (world: World, on: DayNumber): bigint =>
  world.rates.reduce((rate, step) => (step.from <= on ? step.rate : rate), 0n);

export const contractTicks = (world: World, from: DayNumber, to: DayNumber): bigint =>
  BigInt(dayCounter(world.terms.dayCount, world.maturityOn)(from, to));

export const isFrozen = (world: World, what: string, on: DayNumber): boolean =>
  world.freezes.some(
    ({ from, until, freezes }) => freezes.includes(what) && from <= on && on < until,
  );

export type EventOf<Kind extends LoanEvent["kind"]> = Extract<LoanEvent, { readonly kind: Kind }>;
