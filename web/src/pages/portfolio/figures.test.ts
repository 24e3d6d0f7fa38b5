import { describe, expect, test } from "vitest";
import { OPEN } from "../../ui/bucket-scale.ts";
import {
  flowByDay,
  flowByWeek,
  lateShareChange,
  rollGrid,
  totalsOf,
  withoutOpening,
} from "./figures.ts";

const point = (on: string, current: number, late: number) => ({
  on,
  accountsByBucket: { C: current, M1: late },
  balanceMinorByBucket: { C: "300", M1: "100" },
});

describe("figures of the portfolio", () => {
  test("totals leave out charged-off and closed accounts, and add amounts exactly", () => {
    const row = { accounts: 1, balanceMinor: "9007199254740993", pastDueMinor: "1" };
    const stock = (["C", "M1", "CO", "X"] as const).map((bucket) => ({ ...row, bucket }));
    expect(totalsOf(stock, OPEN)).toEqual({
      accounts: 2,
      balanceMinor: 18_014_398_509_481_986n,
      pastDueMinor: 2n,
    });
  });

  test("the late share is compared with the newest point at least 30 days older", () => {
    const trend = [
      point("2026-01-01", 90, 10),
      point("2026-01-20", 80, 20),
      point("2026-02-15", 70, 30),
    ];
    const change = lateShareChange(trend, "accounts");
    expect(change?.since).toBe("2026-01-01");
    expect(change?.change).toBeCloseTo(0.2);
  });

  test("one point has nothing to be compared with", () => {
    expect(lateShareChange([point("2026-01-01", 1, 1)], "accounts")).toBeNull();
  });

  test("those who were late on the first date are told apart from those who entered later", () => {
    const [opening, next] = [
      { on: "2026-06-01", entered: 55, exited: 0 },
      { on: "2026-06-02", entered: 2, exited: 1 },
    ];
    expect(withoutOpening([opening, next])).toEqual({ opening, days: [next] });
    expect(withoutOpening([])).toEqual({ opening: undefined, days: [] });
  });

  test("weeks run from Monday; those cut by the edges of the data are marked", () => {
    const days = ["2026-11-07", "2026-11-08", "2026-11-09", "2026-11-15", "2026-11-16"];
    const flows = flowByWeek(days.map((on) => ({ on, entered: 2, exited: 1 })));
    expect(flows).toEqual([
      { on: "2026-11-02", entered: 4, exited: 2, isPartial: true },
      { on: "2026-11-09", entered: 4, exited: 2, isPartial: false },
      { on: "2026-11-16", entered: 2, exited: 1, isPartial: true },
    ]);
  });

  test("a date without movement counts zero", () => {
    const flows = flowByDay([
      { on: "2026-11-28", entered: 1, exited: 0 },
      { on: "2026-12-01", entered: 0, exited: 2 },
    ]);
    expect(flows.map(({ on, entered, exited }) => [on, entered, exited])).toEqual([
      ["2026-11-28", 1, 0],
      ["2026-11-29", 0, 0],
      ["2026-11-30", 0, 0],
      ["2026-12-01", 0, 2],
    ]);
  });

  test("roll rates stand by bucket and month, worst bucket last", () => {
    const rate = { left: 10, rolled: 3, rolledBack: 0, cured: 6 };
    const grid = rollGrid([
      { ...rate, month: "2026-11", bucket: "M2" },
      { ...rate, month: "2026-10", bucket: "M1" },
    ]);
    expect(grid.months).toEqual(["2026-10", "2026-11"]);
    expect(grid.buckets).toEqual(["M1", "M2"]);
    expect(grid.at("M2", "2026-10")).toBeUndefined();
  });
});
