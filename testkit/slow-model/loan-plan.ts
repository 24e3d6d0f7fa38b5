import { addMonths, civilFromDay, type DayNumber } from "@mora/core/kernel/business-date";
import type { Rate } from "@mora/core/kernel/rate";
import { type Component, components } from "@mora/core/ledger/components";
import { type DueDateRules, type DueDates, dueDates } from "@mora/core/ledger/due-dates";
import { planOnDates } from "@mora/core/ledger/plan-schedule";
import type { PlanTerms } from "@mora/core/ledger/plan-terms";
import type { Schedule } from "@mora/core/ledger/schedule";
import { accruedInterest, askDaily, interestOn } from "./loan-interest.ts";
import {
  addInstalment,
  addRow,
  chargeNo,
  contractTicks,
  dueRows,
  type EventOf,
  emptyPurse,
  isScheduled,
  openOf,
  type Row,
  rateOn,
  rounded,
  rowsToCome,
  sortRows,
  type World,
} from "./loan-world.ts";

const instalmentsToCome = (world: World): Row[] =>
  rowsToCome(world).filter(({ kind }) => kind === "instalment");

const principalToCome = (world: World): bigint =>
  instalmentsToCome(world).reduce((sum, row) => sum + openOf(row, "principal"), 0n);

/** The day of the month that the contract's instalments aim at; periods of days have none. */
function contractDay({
  period,
  dayOfMonth,
  firstDueOn,
  startOn,
}: DueDateRules): number | undefined {
  if (period.unit === "day" || period.unit === "week") return undefined;
  return dayOfMonth ?? civilFromDay(firstDueOn ?? startOn).day;
}

type Wish = {
  readonly minor: bigint;
  readonly count: number;
  /** A day of its own; without it the dates to come go on. */
  readonly firstDueOn?: DayNumber;
};

/** More instalments than any random loan has. */
const enough = 200;

/** The contract's own dates from `first` on; where it has none on that day, its rhythm from there. */
function datesFrom(world: World, first: DayNumber, wish: Wish): DueDates | undefined {
  const { count, firstDueOn } = wish;
  const rules = world.terms.dates;
  const contract = dueDates({ ...rules, count: enough });
  const index = contract.ok ? contract.value.dueOn.indexOf(first) : -1;
  if (contract.ok && index >= 0 && firstDueOn === undefined)
    return {
      dueOn: contract.value.dueOn.slice(index, index + count),
      unrolledOn: contract.value.unrolledOn.slice(index, index + count),
    };
  const made = dueDates(rulesFrom(world, first, wish));
  return made.ok ? made.value : undefined;
}

/** A first date of its own sets the day of the month too. */
const rulesFrom = (world: World, first: DayNumber, { count, firstDueOn }: Wish): DueDateRules => ({
  ...world.terms.dates,
  startOn: world.today,
  firstDueOn: first,
  count,
  dayOfMonth: firstDueOn === undefined ? contractDay(world.terms.dates) : undefined,
});

/** The first day of the period that today is in, if an instalment is to come for it. */
function periodRunning(world: World): DayNumber | undefined {
  const [next] = instalmentsToCome(world);
  return next && next.fromOn < world.today ? next.fromOn : undefined;
}

/** A plan from today; undefined where the terms allow none. */
function planFromToday(world: World, wish: Wish): Schedule | undefined {
  const first = wish.firstDueOn ?? instalmentsToCome(world)[0]?.dueOn;
  const dates = first && datesFrom(world, first, wish);
  if (!dates) return undefined;
  const terms: PlanTerms = {
    ...world.terms,
    dates: rulesFrom(world, first, wish),
    disbursements: [{ on: world.today, minor: wish.minor }],
    // The rest of the period that is running, unless a first date of its own begins another.
    periodFrom: wish.firstDueOn === undefined ? periodRunning(world) : undefined,
    rates: world.rates.map(({ from, rate }) => ({ from, rate: rate as Rate })),
  };
  const plan = planOnDates(terms, dates);
  return plan.ok ? plan.value : undefined;
}

/** Instalments to come are taken off; of one that had something paid or waived, just that stays. */
function takeOff(world: World): void {
  for (const row of instalmentsToCome(world)) {
    unask(row, components);
    row.plannedSum = row.asked.principal + row.asked.interest;
  }
  world.rows = world.rows.filter(
    (row) =>
      row.kind !== "instalment" ||
      row.dueOn <= world.today ||
      components.some((name) => row.asked[name] !== 0n),
  );
}

function putOn(world: World, plan: Schedule, accrued: bigint): void {
  const last = Math.max(0, ...world.rows.map(({ no }) => no));
  for (const [i, dueOn] of plan.dueOn.entries())
    addInstalment(world, {
      no: last + 1 + i,
      dueOn,
      fromOn: i === 0 ? world.today : (plan.dueOn[i - 1] as DayNumber),
      principal: plan.principalMinor[i] as bigint,
      interest: (plan.interestMinor[i] as bigint) + (i === 0 && isScheduled(world) ? accrued : 0n),
      fee: plan.feeMinor[i] as bigint,
    });
  world.maturityOn = plan.dueOn.at(-1) as DayNumber;
}

/** Interest and fees paid ahead on instalments to come are the payer's again. */
function giveBack(world: World): void {
  for (const row of instalmentsToCome(world))
    for (const name of components) {
      if (name === "principal") continue;
      world.credit += row.paid[name];
      row.asked[name] -= row.paid[name];
      row.paid[name] = 0n;
    }
}

function replan(world: World, wish: Wish): boolean {
  const plan = planFromToday(world, wish);
  if (!plan) return false;
  giveBack(world);
  const accrued = accruedInterest(world);
  takeOff(world);
  putOn(world, plan, accrued);
  return true;
}

/** Plans anew on the dates that are still to come. */
function replanSame(world: World, minor: bigint): void {
  const count = instalmentsToCome(world).length;
  if (count === 0) return;
  if (minor > 0n) replan(world, { minor, count });
  else askLastInterest(world);
}

export function prepayAndReplan(world: World, money: bigint): bigint {
  const whole = principalToCome(world);
  const part = money < whole ? money : whole;
  if (part === 0n) return money;
  replanSame(world, whole - part);
  const row = addRow(world, {
    no: chargeNo(world),
    kind: "prepayment",
    dueOn: world.today,
    fromOn: world.today,
  });
  row.asked.principal = part;
  row.paid.principal = part;
  return money - part;
}

/** No principal is to come any more: what is left is the interest that has accrued. */
function askLastInterest(world: World): void {
  giveBack(world);
  const accrued = accruedInterest(world);
  const dueOn = instalmentsToCome(world)[0]?.dueOn;
  if (dueOn === undefined) return;
  takeOff(world);
  if (accrued === 0n) return;
  const no = 1 + Math.max(0, ...world.rows.map((row) => row.no));
  const planned = { no, dueOn, fromOn: world.today, principal: 0n, fee: 0n };
  const row = addInstalment(world, { ...planned, interest: accrued });
  if (!isScheduled(world)) askDaily(world, row);
}

export function changeRate(world: World, { rate }: EventOf<"rate_change">): void {
  world.rates = [
    ...world.rates.filter(({ from }) => from < world.today),
    { from: world.today, rate },
  ];
  const minor = principalToCome(world);
  if (minor > 0n) replanSame(world, minor);
}

export function disburse(world: World, { amountMinor }: EventOf<"disbursement">): void {
  replanSame(world, principalToCome(world) + amountMinor);
}

export function reAmortise(world: World, { count }: EventOf<"re_amortise">): void {
  const minor = principalToCome(world);
  const [first] = instalmentsToCome(world);
  if (!first) return;
  if (count === undefined || minor === 0n) replanSame(world, minor);
  else replan(world, { minor, count });
}

export function restructure(world: World, event: EventOf<"restructure">): void {
  if (event.rate !== undefined)
    world.rates = [
      ...world.rates.filter(({ from }) => from < world.today),
      { from: world.today, rate: event.rate },
    ];
  let minor = principalToCome(world);
  for (const row of dueRows(world))
    for (const name of event.capitalised) minor += openOf(row, name);
  if (minor === 0n) {
    askLastInterest(world);
    return;
  }
  if (!replan(world, { minor, count: event.count, firstDueOn: event.firstDueOn })) return;
  for (const row of dueRows(world)) unask(row, event.capitalised);
}

function unask(row: Row, names: readonly Component[]): void {
  for (const name of names) row.asked[name] -= openOf(row, name);
}

export function reAge(world: World, { newDueOn }: EventOf<"re_age">): void {
  const sums = emptyPurse();
  for (const row of dueRows(world)) {
    for (const name of components) sums[name] += openOf(row, name);
    unask(row, components);
  }
  if (components.every((name) => sums[name] === 0n)) return;
  const row = addRow(world, {
    no: chargeNo(world),
    kind: "re_aged",
    dueOn: newDueOn,
    fromOn: world.today,
  });
  Object.assign(row.asked, sums);
}

/** Monthly loans keep the contract's day of the month; all others move by as many days as the first date. */
function moverOf(world: World, first: DayNumber, months: number): (on: DayNumber) => DayNumber {
  const { dueOn } = world.loan.schedule;
  const gaps = dueOn.slice(1).map((on, i) => on - (dueOn[i] as number));
  if (gaps.some((gap) => gap < 28))
    return (on) => (on + addMonths(first, months) - first) as DayNumber;
  const dates = [...dueOn, ...instalmentsToCome(world).map((row) => row.dueOn)];
  const aim = Math.max(...dates.map((on) => civilFromDay(on).day));
  return (on) => {
    let moved = addMonths(on, months);
    // A month's last day stands for the day that the contract aims at, as far as the month goes.
    if (civilFromDay((on + 1) as DayNumber).day !== 1) return moved;
    const tomorrow = (): DayNumber => (moved + 1) as DayNumber;
    while (civilFromDay(moved).day < aim && civilFromDay(tomorrow()).day !== 1) moved = tomorrow();
    return moved;
  };
}

export function defer(world: World, { months, bearsInterest }: EventOf<"deferral">): void {
  const rows = instalmentsToCome(world);
  const [first] = rows;
  if (!first) return;
  const before = first.dueOn;
  const minor = principalToCome(world);
  let previous: DayNumber | undefined;
  const later = moverOf(world, before, months);
  for (const row of rows) {
    row.dueOn = later(row.dueOn);
    row.fromOn = previous ?? row.fromOn;
    previous = row.dueOn;
  }
  world.maturityOn = previous as DayNumber;
  sortRows(world);
  if (!bearsInterest || !isScheduled(world)) return;
  const ticks =
    contractTicks(world, first.fromOn, first.dueOn) - contractTicks(world, first.fromOn, before);
  first.asked.interest += rounded(
    interestOn(minor, rateOn(world, world.today), ticks),
    world.loan.policy.rounding,
  );
}
