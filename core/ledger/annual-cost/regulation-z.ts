import { ok, type Result, refuse } from "../../kernel/result.ts";
import { divide, type Fixed, fixedFromRate, multiply, ONE, powersOf } from "./fixed-point.ts";
import {
  type AnnualCostRefusal,
  type CertifiedRate,
  type CreditFlows,
  type DiscountsAt,
  type NetFlow,
  netFlows,
  solveRate,
} from "./root.ts";
import {
  type Position,
  positionOf,
  type UnitPeriod,
  unitPeriodOf,
  unitsPerYear,
} from "./unit-period.ts";

export type RegulationZ = CertifiedRate & { readonly unitPeriod: UnitPeriod };

/**
 * The annual percentage rate of closed-end credit by the actuarial method of Regulation Z
 * (12 CFR 1026, Appendix J): the nominal rate i × unit-periods a year for which
 *
 *     Σ A ÷ [(1 + e·i)(1 + i)^q] = Σ P ÷ [(1 + f·i)(1 + i)^t]        general equation (b)(8)
 *
 * with q, t whole unit-periods and e, f fractions of one from the first advance. The equation has
 * no fractional power, so it is evaluated with products and quotients alone. Amounts are net of
 * prepaid finance charges: the advances add up to the amount financed. The unit-period is found as
 * in (b)(4) unless it is given. Refuses with the codes of `AnnualCostRefusal`.
 */
export function regulationZ(
  flows: CreditFlows,
  given?: UnitPeriod,
): Result<RegulationZ, AnnualCostRefusal> {
  const net = netFlows(flows);
  if (!net.ok) return net;
  const unitPeriod = given ?? unitPeriodOf(flows);
  const unfit = whyUnfit(unitPeriod, net.value);
  if (unfit !== undefined) return refuse("UNIT_PERIOD_UNFIT", unfit);
  const solved = solveRate(net.value, actuarialDiscounts(net.value, unitPeriod));
  return solved.ok ? ok({ ...solved.value, unitPeriod }) : solved;
}

function whyUnfit(unit: UnitPeriod, net: readonly NetFlow[]): string | undefined {
  const { per } = unitsPerYear(unit);
  if (per < 1n) return "a unit-period is at least one day";
  const isTerm = unit.kind === "term_days" || unit.kind === "term_months";
  if (isTerm && net.length !== 2) return "a term is a unit-period of one advance and one payment";
  return undefined;
}

/** The denominators of general equation (b)(8), turned over, for each flow at a yearly rate. */
export function actuarialDiscounts(net: readonly NetFlow[], unit: UnitPeriod): DiscountsAt {
  const start = net[0]?.on;
  const positions = net.map(({ on }) => positionOf(unit, start ?? on, on));
  const whole = positions.map((position) => position.whole);
  const { units, per } = unitsPerYear(unit);
  return (rate) => {
    const periodRate = fixedFromRate(rate, { times: per, parts: units });
    const powers = powersOf(divide(ONE, (ONE + periodRate) as Fixed), whole);
    return positions.map((at, i) => multiply(powers[i] ?? ONE, oddPart(periodRate, at)));
  };
}

/** 1 ÷ (1 + f·i): a fraction of a unit-period bears simple interest. */
function oddPart(periodRate: Fixed, { part, of }: Position): Fixed {
  if (part === 0) return ONE;
  return divide(ONE, (ONE + (periodRate * BigInt(part)) / BigInt(of)) as Fixed);
}
