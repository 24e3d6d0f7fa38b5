import { assert } from "../../kernel/assert.ts";
import type { DayNumber } from "../../kernel/business-date.ts";
import { RATE_ONE, type Rate } from "../../kernel/rate.ts";
import { ok, type Refusal, type Result, refuse } from "../../kernel/result.ts";
import type { Fixed } from "./fixed-point.ts";

/** An amount that changes hands on a date, in minor units, positive whichever way it goes. */
export type DatedAmount = { readonly on: DayNumber; readonly minor: bigint };

/** What the lender pays out and what the borrower pays, in any order. */
export type CreditFlows = {
  readonly advances: readonly DatedAmount[];
  readonly payments: readonly DatedAmount[];
};

/** The net of a date or period: positive from lender to borrower, negative back. Ascending. */
export type NetFlow<At extends number = DayNumber> = { readonly on: At; readonly minor: bigint };

export type AnnualCostRefusal = Refusal<
  | "ADVANCE_MISSING"
  | "PAYMENT_MISSING"
  | "AMOUNT_NEGATIVE"
  | "COST_NEGATIVE"
  | "RATE_OUT_OF_RANGE"
  | "RATE_AMBIGUOUS"
  | "UNIT_PERIOD_UNFIT"
>;

/**
 * A rate with its proof: the present value of the flows changes sign between `low` and `high`, one
 * unit (10⁻¹²) apart, or is nothing at `low` = `high`. `rate` is the nearer of the two.
 */
export type CertifiedRate = { readonly rate: Rate; readonly low: Rate; readonly high: Rate };

/** The discount factor of each flow at a yearly rate. It must fall as the rate rises. */
export type DiscountsAt = (rate: bigint) => readonly Fixed[];

/** 100,000,000 % a year: above it a figure tells a borrower nothing. */
export const HIGHEST_RATE = (1_000_000n * RATE_ONE) as Rate;

/**
 * Nets the flows of each date and checks that they are a loan: something advanced first, something
 * paid after, and not less paid than advanced. A fee kept back at signing is thus a smaller advance.
 */
export function netFlows({
  advances,
  payments,
}: CreditFlows): Result<readonly NetFlow[], AnnualCostRefusal> {
  const byDay = new Map<DayNumber, bigint>();
  for (const { on, minor } of advances) byDay.set(on, (byDay.get(on) ?? 0n) + minor);
  for (const { on, minor } of payments) byDay.set(on, (byDay.get(on) ?? 0n) - minor);
  if ([...advances, ...payments].some(({ minor }) => minor < 0n))
    return refuse("AMOUNT_NEGATIVE", "an advance or a payment is negative");
  const net = [...byDay].map(([on, minor]) => ({ on, minor })).filter(({ minor }) => minor !== 0n);
  return checkedLoan(net.sort((a, b) => a.on - b.on));
}

/** See {@link netFlows}; `net` ascends. */
export function checkedLoan<At extends number>(
  net: readonly NetFlow<At>[],
): Result<readonly NetFlow<At>[], AnnualCostRefusal> {
  if ((net[0]?.minor ?? 0n) <= 0n)
    return refuse("ADVANCE_MISSING", "nothing is advanced before the first payment");
  if (!net.some(({ minor }) => minor < 0n))
    return refuse("PAYMENT_MISSING", "nothing is ever paid back");
  const owed = net.reduce((sum, { minor }) => sum + minor, 0n);
  if (owed > 0n)
    return refuse("COST_NEGATIVE", `payments are ${owed} minor units short of the advances`);
  return ok(net);
}

/**
 * The yearly rate at which the flows are worth nothing, by bisection on the grid of `Rate` itself:
 * the answer is bracketed by construction, and is the same on every machine.
 *
 * It is refused as ambiguous when, at that rate, the lender would owe the borrower at some time
 * before the end (paid ahead of an advance): only then can a second rate fit. While the borrower
 * always owes, a higher rate leaves a debt and a lower one a surplus at the end (Teichroew,
 * Robichek and Montalbano, "An Analysis of Criteria for Investment and Financing Decisions under
 * Certainty", Management Science 12, 1965).
 */
export function solveRate<At extends number>(
  net: readonly NetFlow<At>[],
  discountsAt: DiscountsAt,
): Result<CertifiedRate, AnnualCostRefusal> {
  const value = (rate: bigint): bigint => presentValue(net, discountsAt(rate));
  const high = highEnd(value);
  if (high === undefined)
    return refuse("RATE_OUT_OF_RANGE", "the rate is above 100,000,000 % a year");
  const certified = bisect(value, high);
  if (lenderOwes(net, discountsAt(certified.rate)))
    return refuse("RATE_AMBIGUOUS", "payments run ahead of advances: more than one rate may fit");
  return ok(certified);
}

/** What the flows are worth to the borrower at a rate; it rises with the rate through the root. */
export function presentValue<At extends number>(
  net: readonly NetFlow<At>[],
  discounts: readonly Fixed[],
): bigint {
  let sum = 0n;
  for (let i = 0; i < net.length; i++) sum += (net[i]?.minor ?? 0n) * (discounts[i] ?? 0n);
  return sum;
}

/** The first of 1 %, 10 %, 100 % … at which the borrower has the better of it. */
function highEnd(value: (rate: bigint) => bigint): bigint | undefined {
  for (let high = RATE_ONE / 100n; high <= HIGHEST_RATE; high *= 10n)
    if (value(high) > 0n) return high;
  return undefined;
}

function bisect(value: (rate: bigint) => bigint, above: bigint): CertifiedRate {
  let [low, high] = [0n, above];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (value(middle) > 0n) high = middle;
    else low = middle;
  }
  return nearer(value, low, high);
}

function nearer(value: (rate: bigint) => bigint, low: bigint, high: bigint): CertifiedRate {
  const [short, over] = [value(low), value(high)];
  assert(short <= 0n && over > 0n, "the bracket of an annual cost does not hold");
  if (short === 0n) return { rate: low as Rate, low: low as Rate, high: low as Rate };
  return { rate: (-short <= over ? low : high) as Rate, low: low as Rate, high: high as Rate };
}

/** Whether the running debt, discounted, is below nothing anywhere before the last flow. */
function lenderOwes<At extends number>(
  net: readonly NetFlow<At>[],
  discounts: readonly Fixed[],
): boolean {
  const left = presentValue(net, discounts);
  const rounding = left < 0n ? -left : left;
  let debt = 0n;
  return net.some(({ minor }, i) => {
    debt += minor * (discounts[i] ?? 0n);
    return debt < -rounding;
  });
}
