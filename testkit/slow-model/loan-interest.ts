import { addDays, type DayNumber } from "@mora/core/kernel/business-date";
import { RATE_ONE } from "@mora/core/kernel/rate";
import { dayCounter, YEAR_TICKS } from "@mora/core/ledger/day-count";
import { beginDefault, charge } from "./loan-caps.ts";
import {
  bearingInterest,
  contractTicks,
  contractualOpen,
  type Fraction,
  isFrozen,
  isScheduled,
  openOf,
  plus,
  principalOpen,
  type Row,
  rateOn,
  rounded,
  rowsToCome,
  type World,
} from "./loan-world.ts";

/** base × rate × ticks of a year. */
export const interestOn = (base: bigint, rate: bigint, ticks: bigint): Fraction => ({
  top: base * rate * ticks,
  bottom: RATE_ONE * BigInt(YEAR_TICKS),
});

/** The night from `on` to the next day, in ticks counted from the loan's start. */
function penaltyNight(world: World, on: DayNumber): bigint {
  if (isFrozen(world, "charges", on)) return 0n;
  const ticks = dayCounter(world.loan.policy.penalty.dayCount);
  const { startOn } = world.loan;
  return BigInt(ticks(startOn, addDays(on, 1)) - ticks(startOn, on));
}

function penaltyRate(world: World, on: DayNumber): bigint | undefined {
  const { rate } = world.loan.policy.penalty;
  if (rate.kind === "none") return undefined;
  return rate.kind === "fixed" ? rate.rate : (rateOn(world, on) * rate.times) / RATE_ONE;
}

/** One night's penalty and compound interest of one row, on what is open now. */
function addNight(world: World, row: Row, on: DayNumber): void {
  const rate = penaltyRate(world, on);
  if (rate === undefined) return;
  const { base, isCompounding } = world.loan.policy.penalty;
  const principal =
    base === "principal"
      ? openOf(row, "principal")
      : contractualOpen(row) - openOf(row, "interest") + bearingInterest(row);
  const ticks = penaltyNight(world, on);
  row.penalty = plus(row.penalty, interestOn(principal, rate, ticks));
  if (isCompounding)
    row.compound = plus(row.compound, interestOn(bearingInterest(row), rate, ticks));
}

/** Last night's penalty interest of every late row. */
export function growPenalties(world: World): void {
  for (const row of world.rows) if (row.isLate) addNight(world, row, addDays(world.today, -1));
}

export function askPenalties(world: World): void {
  for (const row of world.rows) {
    if (!row.isLate) continue;
    const { rounding } = world.loan.policy;
    const penalty = rounded(row.penalty, rounding);
    charge(world, { row, name: "penalty", minor: penalty - row.penaltySeen });
    row.penaltySeen = penalty;
    const compound = rounded(row.compound, rounding);
    charge(world, { row, name: "compound", minor: compound - row.compoundSeen });
    row.compoundSeen = compound;
  }
}

/** Step 3: rows still open on the day after due date and grace become late. */
export function judgeLateness(world: World): void {
  const { graceDays, isGraceCharged, flatMinor, flatComponent } = world.loan.policy.penalty;
  for (const row of world.rows) {
    if (row.isJudged || row.kind === "charge" || world.today < row.dueOn + graceDays + 1) continue;
    row.isJudged = true;
    if (contractualOpen(row) === 0n) continue;
    row.isLate = true;
    beginDefault(world);
    if (flatMinor > 0n && !isFrozen(world, "charges", world.today))
      charge(world, { row, name: flatComponent, minor: flatMinor });
    const from = isGraceCharged ? row.dueOn : addDays(row.dueOn, graceDays);
    for (let on = from; on < world.today; on = addDays(on, 1)) addNight(world, row, on);
  }
  askPenalties(world);
}

/** Interest of the current period that today has earned (scheduled), or that no row asks yet (daily). */
export function accruedInterest(world: World): bigint {
  if (!isScheduled(world))
    return rounded(world.daily, world.loan.policy.rounding) - world.dailyAsked;
  const current = rowsToCome(world).find(({ kind }) => kind === "instalment");
  if (!current) return 0n;
  const share = (from: DayNumber, to: DayNumber): bigint =>
    world.terms.interestPer === "period" ? BigInt(to - from) : contractTicks(world, from, to);
  const whole = share(current.fromOn, current.dueOn);
  const past = world.today <= current.fromOn ? 0n : share(current.fromOn, world.today);
  if (whole === 0n) return 0n;
  const earned = rounded(
    { top: current.asked.interest * past, bottom: whole },
    world.loan.policy.rounding,
  );
  const given = current.paid.interest + current.waived.interest;
  return earned > given ? earned - given : 0n;
}

/** Asks a row for all interest by the day that no row has asked for yet. */
export function askDaily(world: World, row: Row): bigint {
  const minor = accruedInterest(world);
  row.asked.interest += minor;
  world.dailyAsked += minor;
  return minor;
}

/** Step 1, interest by the day: last night on all open principal. */
export function growDaily(world: World): void {
  if (isScheduled(world)) return;
  const { startOn } = world.loan;
  const night = addDays(world.today, -1);
  if (isFrozen(world, "charges", night)) return;
  const ticks = contractTicks(world, startOn, world.today) - contractTicks(world, startOn, night);
  const part = interestOn(principalOpen(world), rateOn(world, night), ticks);
  world.daily = plus(world.daily, part);
}
