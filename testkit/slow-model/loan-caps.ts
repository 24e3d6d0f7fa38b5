import { addDays } from "@mora/core/kernel/business-date";
import { RATE_ONE } from "@mora/core/kernel/rate";
import { type Component, components } from "@mora/core/ledger/components";
import { dayCounter, YEAR_TICKS } from "@mora/core/ledger/day-count";
import {
  allOpen,
  dueRows,
  isDue,
  isFrozen,
  openOf,
  plus,
  principalOpen,
  type Row,
  rounded,
  type World,
} from "./loan-world.ts";

export type Charge = { readonly row: Row; readonly name: Component; readonly minor: bigint };

/** Asks for a charge in a row, as far as the caps allow; what they cut is never asked. */
export function charge(world: World, { row, name, minor }: Charge): void {
  const allowed = [minor, costRoom(world), duplumRoom(world)].reduce((least, room) =>
    room < least ? room : least,
  );
  const kept = allowed > 0n ? allowed : 0n;
  row.asked[name] += kept;
  if (world.duplum) world.duplum.charged += kept;
}

const endless = 10n ** 30n;

/** Charges asked so far: everything but principal, of rows that are due and of charges. */
function askedCharges(world: World): bigint {
  let sum = 0n;
  for (const row of world.rows)
    for (const name of components)
      if (row.isReturn) continue;
      else if (row.kind === "charge" || (name !== "principal" && isDue(world, row)))
        sum += row.asked[name];
  return sum;
}

const costRoom = (world: World): bigint =>
  world.loan.policy.costCap === undefined
    ? endless
    : rounded(world.room, "down") - askedCharges(world);

/** Last night's room under the cost cap. */
export function growRoom(world: World): void {
  const { costCap } = world.loan.policy;
  if (costCap === undefined || isFrozen(world, "charges", addDays(world.today, -1))) return;
  const { startOn, policy } = world.loan;
  const count = dayCounter(policy.penalty.dayCount);
  const ticks = count(startOn, world.today) - count(startOn, addDays(world.today, -1));
  world.room = plus(world.room, {
    top: principalOpen(world) * costCap * BigInt(ticks),
    bottom: RATE_ONE * BigInt(YEAR_TICKS),
  });
}

const duplumRoom = ({ duplum }: World): bigint =>
  duplum === undefined ? endless : duplum.limit - duplum.charged;

/** The first row became late: from here charges never exceed today's open principal. */
export function beginDefault(world: World): void {
  if (!world.loan.policy.inDuplum || world.duplum) return;
  world.duplum = { limit: principalOpen(world), charged: 0n };
}

/** Nothing due is open: the default is over. */
export function endDefault(world: World): void {
  if (dueRows(world).every((row) => allOpen(row) === 0n)) world.duplum = undefined;
}

/** Interest that falls due in default is cut too, but never below what was paid or waived ahead. */
export function cutDueInterest(world: World, row: Row): void {
  if (!world.duplum) return;
  const room = duplumRoom(world);
  const given = row.paid.interest + row.waived.interest;
  const open = openOf(row, "interest");
  const kept = open < room ? open : room > 0n ? room : 0n;
  row.asked.interest = given + kept;
  world.duplum.charged += kept + openOf(row, "fee") + openOf(row, "guarantee_fee");
}
