import { expect, test } from "vitest";
import { type DayNumber, dayFromIso } from "../../kernel/business-date.ts";
import { formatRate } from "../../kernel/rate.ts";
import { unwrap } from "../../kernel/result.ts";
import { periodicIrr, xirr } from "./irr.ts";
import type { DatedAmount } from "./root.ts";

const paid = (on: string, minor: bigint): DatedAmount => ({
  on: unwrap(dayFromIso(on)) as DayNumber,
  minor,
});
const nominal = (minorByPeriod: readonly bigint[], periodsPerYear: number): string =>
  formatRate(unwrap(periodicIrr({ minorByPeriod, periodsPerYear })).nominal.rate);

test("the example of spreadsheet IRR manuals: 8.66 % a year", () => {
  const flows = [70_000n, -12_000n, -15_000n, -18_000n, -21_000n, -26_000n];
  expect(nominal(flows, 1)).toMatch(/^8\.66309480/);
});

test("the example of spreadsheet RATE manuals: 8,000 over 48 months at 200 is 9.24 % a year", () => {
  expect(nominal([8_000n, ...Array<bigint>(48).fill(-200n)], 12)).toMatch(/^9\.2417/);
});

test("the example of spreadsheet XIRR manuals: 37.3362535 %", () => {
  const found = xirr({
    advances: [paid("2008-01-01", 10_000n)],
    payments: [
      paid("2008-03-01", 2_750n),
      paid("2008-10-30", 4_250n),
      paid("2009-02-15", 3_250n),
      paid("2009-04-01", 2_750n),
    ],
  });
  expect(formatRate(unwrap(found).rate)).toMatch(/^37\.336253[35]/);
});

test("a fee of 0.6 % a month on the sum first lent costs far more than 7.2 % a year", () => {
  // 12,000 yuan over twelve months, 1,000 of principal and 72 of fee in each (分期手续费).
  const flows = {
    minorByPeriod: [1_200_000n, ...Array<bigint>(12).fill(-107_200n)],
    periodsPerYear: 12,
  };
  const { nominal, effective } = unwrap(periodicIrr(flows));
  expect(nominal.rate).toBeGreaterThan(130_000_000_000n);
  expect(effective.rate).toBeGreaterThan(nominal.rate);
});

test("one per cent a month is 12 % nominal and 12.6825030132 % effective", () => {
  const { nominal, effective } = unwrap(
    periodicIrr({ minorByPeriod: [10_000n, -100n, -10_100n], periodsPerYear: 12 }),
  );
  expect(formatRate(nominal.rate)).toBe("12%");
  expect(formatRate(effective.rate)).toBe("12.6825030132%");
});

test("flows that are no loan are refused", () => {
  const code = (minorByPeriod: bigint[]): unknown =>
    periodicIrr({ minorByPeriod, periodsPerYear: 12 });
  expect(code([])).toMatchObject({ error: { code: "ADVANCE_MISSING" } });
  expect(code([-1n, 2n])).toMatchObject({ error: { code: "ADVANCE_MISSING" } });
  expect(code([1n, 0n])).toMatchObject({ error: { code: "PAYMENT_MISSING" } });
  expect(code([100n, -230n, 132n])).toMatchObject({ error: { code: "COST_NEGATIVE" } });
});
