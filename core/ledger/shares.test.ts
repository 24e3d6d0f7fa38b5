import { describe, expect, test } from "vitest";
import type { DayNumber } from "../kernel/business-date.ts";
import { columnOf } from "./components.ts";
import type { LoanEvent } from "./events.ts";
import { sharesOn, splitByOwners } from "./shares.ts";

const on = (n: number): DayNumber => n as DayNumber;
const head = (id: string, day: number) => ({ id, effectiveOn: on(day), recordedAt: day });
const coLending: LoanEvent = {
  ...head("s", 10),
  kind: "owner_share",
  shares: [
    { owner: "bank", sharePpm: 700_000 },
    { owner: "partner", sharePpm: 300_000 },
    { owner: "partner", sharePpm: 1_000_000, component: "fee" },
  ],
};
const sale: LoanEvent = { ...head("t", 20), kind: "sale", buyer: "fund" };

describe("who owns what", () => {
  test.each([
    [9, ["lender"]],
    [10, ["bank", "partner", "partner"]],
    [20, ["fund"]],
  ])("on day %i", (day, owners) => {
    const shares = sharesOn([sale, coLending], on(day), "lender");
    expect(shares.map(({ owner }) => owner)).toEqual(owners);
  });
});

test("cash splits by component, to the cent: 100.01 at 70 : 30 is 70.01 and 30.00; the fee is the partner's", () => {
  const parts = [
    { no: 1, column: columnOf.principal, minor: 10_000n },
    { no: 2, column: columnOf.principal, minor: 1n },
    { no: 1, column: columnOf.fee, minor: 7n },
  ];
  expect(splitByOwners(parts, sharesOn([coLending], on(15), "lender"))).toEqual([
    { owner: "partner", component: "fee", minor: 7n },
    { owner: "bank", component: "principal", minor: 7_001n },
    { owner: "partner", component: "principal", minor: 3_000n },
  ]);
});
