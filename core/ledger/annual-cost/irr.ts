import { assert } from "../../kernel/assert.ts";
import { ok, type Result } from "../../kernel/result.ts";
import {
  discountOfPart,
  divide,
  type Fixed,
  fixedFromRate,
  ln,
  ONE,
  powersOf,
} from "./fixed-point.ts";
import {
  type AnnualCostRefusal,
  type CertifiedRate,
  type CreditFlows,
  checkedLoan,
  type NetFlow,
  netFlows,
  solveRate,
} from "./root.ts";

/** Net flow at the end of period 0, 1, 2 … : positive to the borrower, negative from them. */
export type PeriodFlows = {
  readonly minorByPeriod: readonly bigint[];
  /** 12 for months, 52 for weeks, 365 for days. */
  readonly periodsPerYear: number;
};

/** `nominal`: the period's rate × periods a year. `effective`: the same compounded over a year. */
export type PeriodicIrr = { readonly nominal: CertifiedRate; readonly effective: CertifiedRate };

/**
 * The internal rate of return of a loan with equal periods, quoted both ways a lender may show its
 * yearly cost (综合年化成本): PBoC announcement 2021 No. 3 asks for the yearly rate on principal
 * actually in use, by compound (the IRR) or by simple interest, and a simple one to be labelled so.
 * Each figure is searched and certified on its own.
 */
export function periodicIrr(flows: PeriodFlows): Result<PeriodicIrr, AnnualCostRefusal> {
  const { minorByPeriod, periodsPerYear } = flows;
  assert(Number.isSafeInteger(periodsPerYear) && periodsPerYear > 0, "periods a year: one or more");
  const all = minorByPeriod.map((minor, on) => ({ on, minor }));
  const net = checkedLoan(all.filter(({ minor }) => minor !== 0n));
  if (!net.ok) return net;
  const periods = net.value.map(({ on }) => on);
  const nominal = solveRate(net.value, (rate) => nominalDiscounts(rate, periods, periodsPerYear));
  if (!nominal.ok) return nominal;
  const effective = effectiveRate(net.value, periodsPerYear);
  return effective.ok ? ok({ nominal: nominal.value, effective: effective.value }) : effective;
}

function nominalDiscounts(
  rate: bigint,
  periods: readonly number[],
  periodsPerYear: number,
): Fixed[] {
  const periodRate = fixedFromRate(rate, { parts: BigInt(periodsPerYear) });
  return powersOf(divide(ONE, (ONE + periodRate) as Fixed), periods);
}

/**
 * XIRR: the effective yearly rate of dated flows, time counted in actual days over 365 whatever the
 * year, as spreadsheets do.
 */
export function xirr(flows: CreditFlows): Result<CertifiedRate, AnnualCostRefusal> {
  const net = netFlows(flows);
  if (!net.ok) return net;
  const start = net.value[0]?.on ?? 0;
  return effectiveRate(
    net.value.map(({ on, minor }) => ({ on: on - start, minor })),
    365,
  );
}

function effectiveRate(
  net: readonly NetFlow<number>[],
  partsPerYear: number,
): Result<CertifiedRate, AnnualCostRefusal> {
  const times = net.map(({ on }) => on);
  return solveRate(net, (rate) =>
    powersOf(discountOfPart(ln((ONE + fixedFromRate(rate)) as Fixed), partsPerYear), times),
  );
}
