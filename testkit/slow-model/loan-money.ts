import type { Component } from "@mora/core/ledger/components";
import { components } from "@mora/core/ledger/components";
import { accruedInterest, askDaily } from "./loan-interest.ts";
import { prepayAndReplan } from "./loan-plan.ts";
import {
  allOpen,
  dueRows,
  isScheduled,
  openOf,
  type Row,
  rowsToCome,
  type Settlement,
  type World,
} from "./loan-world.ts";

/** A settlement that is reached: today's receipts, as far as it asked for them, pay what they can. */
export function poolPaysAll(world: World, { paid, amountMinor }: Settlement): void {
  const beyond = smaller(world.pool, paid - amountMinor);
  const money = world.pool - beyond;
  world.pool = 0n;
  const order = world.loan.policy.applicationOrder.notYetDue;
  world.credit += beyond + payInTurn(rowByRow(world.rows, order), money);
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

type Target = { readonly row: Row; readonly name: Component };

/** Pays one target after the other until the money is gone; returns what is left. */
function payInTurn(targets: readonly Target[], money: bigint): bigint {
  let left = money;
  for (const { row, name } of targets) {
    const part = smaller(left, openOf(row, name));
    row.paid[name] += part;
    left -= part;
  }
  return left;
}

const rowByRow = (rows: readonly Row[], order: readonly Component[]): Target[] =>
  rows.flatMap((row) => order.map((name) => ({ row, name })));

const componentByComponent = (rows: readonly Row[], order: readonly Component[]): Target[] =>
  order.flatMap((name) => rows.map((row) => ({ row, name })));

/** What a receipt leaves when every due row is paid. */
export function payDue(world: World, money: bigint): bigint {
  const { applicationDirection, applicationOrder } = world.loan.policy;
  const targets = applicationDirection === "horizontal" ? rowByRow : componentByComponent;
  return payInTurn(targets(dueRows(world), applicationOrder.due), money);
}

/** Steps 4 and 6: credit that is held pays what has fallen due. */
export function creditPaysDue(world: World): void {
  world.credit = payDue(world, world.credit);
}

export function receive(world: World, money: bigint): void {
  world.received += money;
  const { settlement } = world;
  let mayPayDue = money;
  if (settlement) {
    const missing = settlement.amountMinor - settlement.paid;
    // What a running settlement does not ask for is kept for its payer.
    if (world.today <= settlement.payBy) mayPayDue = smaller(money, missing > 0n ? missing : 0n);
    settlement.paid += money;
  }
  world.pool += money - mayPayDue + payDue(world, mayPayDue);
}

/** End of the day: what today's receipts left over finds its place. */
export function placePool(world: World): void {
  if (world.pool === 0n) return;
  const money = world.pool + world.credit;
  world.pool = 0n;
  world.credit = 0n;
  const left = payDue(world, money);
  const kept = paysOff(world, left) ? payAll(world, left) : placeExcess(world, left);
  // Planning anew may have given something back meanwhile.
  world.credit += kept;
}

/** Interest by the day: money that is paid ahead first meets the interest of the days so far. */
function askAhead(world: World): void {
  const first = rowsToCome(world).find(({ kind }) => kind !== "charge");
  const { excess } = world.loan.policy;
  if (isScheduled(world) || !first) return;
  if (excess === "next" || excess === "last") askDaily(world, first);
}

/** The interest of rows to come that full payoff today still wants. */
function payoffInterest(world: World): bigint {
  const ahead = rowsToCome(world);
  const all = ahead
    .filter(({ kind }) => kind === "instalment")
    .reduce((sum, row) => sum + openOf(row, "interest"), 0n);
  const current = ahead.find(({ kind }) => kind === "instalment");
  const kind = world.loan.policy.payoffInterest;
  if (!isScheduled(world)) return all + accruedInterest(world);
  if (kind === "all") return all;
  if (!current) return 0n;
  if (kind === "period") return openOf(current, "interest");
  return accruedInterest(world);
}

/** Fees of instalments to come are owed only where all interest is. */
function payoffFees(world: World): bigint {
  if (world.loan.policy.payoffInterest !== "all") return 0n;
  return rowsToCome(world)
    .filter(({ kind }) => kind === "instalment")
    .reduce((sum, row) => sum + openOf(row, "fee") + openOf(row, "guarantee_fee"), 0n);
}

function payoffOf(world: World): bigint {
  let sum = payoffInterest(world) + payoffFees(world);
  for (const row of rowsToCome(world))
    sum += row.kind === "instalment" ? openOf(row, "principal") : allOpen(row);
  return sum;
}

const paysOff = (world: World, money: bigint): boolean => money >= payoffOf(world);

/** Everything is paid; interest and fees beyond the payoff are waived. Returns what is too much. */
function payAll(world: World, money: bigint): bigint {
  const ahead = rowsToCome(world);
  const first = ahead.find(({ kind }) => kind !== "charge");
  if (!isScheduled(world) && first) askDaily(world, first);
  let interest = payoffInterest(world);
  for (const row of rowsToCome(world)) {
    if (row.kind !== "instalment") continue;
    const kept = smaller(interest, openOf(row, "interest"));
    interest -= kept;
    row.waived.interest += openOf(row, "interest") - kept;
    if (world.loan.policy.payoffInterest === "all") continue;
    row.waived.fee += openOf(row, "fee");
    row.waived.guarantee_fee += openOf(row, "guarantee_fee");
  }
  return payInTurn(rowByRow(rowsToCome(world), components), money);
}

function placeExcess(world: World, money: bigint): bigint {
  const { excess, applicationOrder } = world.loan.policy;
  const ahead = rowsToCome(world);
  const order = applicationOrder.notYetDue;
  if (money > 0n) askAhead(world);
  if (excess === "next") return payInTurn(rowByRow(ahead, order), money);
  if (excess === "last") return payInTurn(rowByRow([...ahead].reverse(), order), money);
  if (excess === "reamortise") return prepayAndReplan(world, money);
  return money;
}
