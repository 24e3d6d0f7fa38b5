import { assert } from "../../kernel/assert.ts";
import { RATE_ONE } from "../../kernel/rate.ts";

/**
 * Binary fixed-point numbers on bigints, for present values. Every machine computes the same bits:
 * there is no float and no library power, root or logarithm in here.
 *
 * `ONE` is 2¹⁹² ≈ 6 × 10⁵⁷. One operation errs by at most one unit in the last place; the longest
 * chain here (a logarithm, an exponential and a power of some 15,000 days) stays below 2⁻¹⁶⁰, while
 * a step of one `Rate` unit held for a single day moves a discount factor by some 2⁻⁴⁹.
 */
export type Fixed = bigint & { readonly __brand: "Fixed" };

const BITS = 192n;
export const ONE = (1n << BITS) as Fixed;

/** `rate` (10⁻¹² units) ÷ `parts`, as a fixed-point number. */
export const fixedFromRate = (rate: bigint, { times = 1n, parts = 1n } = {}): Fixed =>
  ((rate * times * ONE) / (RATE_ONE * parts)) as Fixed;

export const multiply = (a: Fixed, b: Fixed): Fixed => ((a * b) >> BITS) as Fixed;
export const divide = (a: Fixed, b: Fixed): Fixed => ((a << BITS) / b) as Fixed;

/** `base` to a whole power, by repeated squaring. */
export function power(base: Fixed, exponent: number): Fixed {
  assert(Number.isSafeInteger(exponent) && exponent >= 0, "a power needs a whole exponent");
  let result = ONE;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(result, square);
    if (left > 1) square = multiply(square, square);
  }
  return result;
}

/** 2 · artanh(z) = 2(z + z³/3 + z⁵/5 + …) for |z| ≤ 1/3: each term gains at least three bits. */
function twiceArtanh(z: Fixed): bigint {
  const squared = multiply(z, z);
  let sum = 0n;
  let term: Fixed = z;
  for (let odd = 1n; term !== 0n && term !== -1n; odd += 2n) {
    sum += term / odd;
    term = multiply(term, squared);
  }
  return 2n * sum;
}

const LN_2 = twiceArtanh((ONE / 3n) as Fixed); // ln 2 = 2 · artanh(1/3)

/** Natural logarithm of a number of at least one: halve into [1, 2), then the artanh series. */
export function ln(x: Fixed): Fixed {
  assert(x >= ONE, "the logarithm is taken of growth, which is one at least");
  let halvings = 0n;
  let m: bigint = x;
  for (; m >= 2n * ONE; m >>= 1n) halvings++;
  const z = divide((m - ONE) as Fixed, (m + ONE) as Fixed);
  return (twiceArtanh(z) + halvings * LN_2) as Fixed;
}

const EXP_HALVINGS = 8n;

/** e to the power −x, for x ≥ 0: the series at x ÷ 2⁸, squared eight times. */
export function expMinus(x: Fixed): Fixed {
  assert(x >= 0n, "the exponential is taken of a discount, which is not negative");
  const small = -(x >> EXP_HALVINGS) as Fixed;
  let sum: bigint = ONE;
  let term: Fixed = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = (multiply(term, small) / n) as Fixed;
    sum += term;
  }
  let result = sum as Fixed;
  for (let i = 0n; i < EXP_HALVINGS; i++) result = multiply(result, result);
  return result;
}

/** The `parts`-th root of 1 ÷ (1 + rate): the discount of one of the equal parts of a year. */
export const discountOfPart = (lnGrowth: Fixed, parts: number): Fixed =>
  expMinus((lnGrowth / BigInt(parts)) as Fixed);

/** `base` to each of the exponents; cheap when they ascend by small steps, as due dates do. */
export function powersOf(base: Fixed, exponents: readonly number[]): Fixed[] {
  let [last, value] = [0, ONE];
  return exponents.map((exponent) => {
    value =
      exponent >= last ? multiply(value, power(base, exponent - last)) : power(base, exponent);
    last = exponent;
    return value;
  });
}
