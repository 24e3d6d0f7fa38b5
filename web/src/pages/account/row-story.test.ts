import type { Accrual, Components, LedgerEntry, ScheduleLine } from "@mora/contract";
import { expect, test } from "vitest";
import { componentsOf, entriesOf, growthOf, rowsOf } from "./row-story.ts";

const entry = (kind: string, parts: LedgerEntry["parts"]): LedgerEntry => ({
  ...{ on: "2026-03-05", kind, why: null, eventId: "e", parts },
  ...{ amountMinor: "12000", creditedMinor: null },
});
const none: Components = {
  ...{ principalMinor: "0", interestMinor: "0", penaltyMinor: "0", feeMinor: "0" },
  totalMinor: "0",
};
const lineWith = (no: number, asked: Record<string, string>): ScheduleLine => ({
  ...{ no, kind: "instalment", dueOn: "2026-02-10", due: none, paid: none, waived: none },
  detail: { asked, paid: {}, waived: {} },
  ...{ openMinor: "0", status: "paid" },
});
const stretch = (amount: string, component: Accrual["component"] = "penalty"): Accrual => ({
  ...{ no: 3, component, from: "2026-02-10", to: "2026-03-12", baseMinor: "320000" },
  ...{ growthPercent: "0.2465753424", amount },
});

test("one payment over two rows shows each row its own part", () => {
  const payment = entry("applied", [
    { no: 1, component: "interest", minor: "500" },
    { no: 1, component: "principal", minor: "9500" },
    { no: 2, component: "principal", minor: "2000" },
  ]);
  const entries = [entry("status", []), payment];
  expect(entriesOf(entries, 1)).toEqual([
    { entry: payment, index: 1, minor: 10000n, parts: { interest: "500", principal: "9500" } },
  ]);
  expect(entriesOf(entries, 2)).toMatchObject([{ minor: 2000n, parts: { principal: "2000" } }]);
  expect(rowsOf(payment).map(({ no }) => no)).toEqual([1, 2]);
});

test("components stand in one order, whatever order they come in", () => {
  const line = lineWith(1, { fee: "1", penalty: "2", principal: "3", interest: "4" });
  expect(componentsOf(line)).toEqual(["principal", "interest", "penalty", "fee"]);
});

test("stretches add up exactly, and the rest to what was asked is rounding", () => {
  const asked = lineWith(3, { penalty: "1578" });
  const [growth] = growthOf([stretch("789.0411"), stretch("788.6001")], asked);
  expect(growth).toMatchObject({ exact: "1577.6412", rest: "0.3588", isRounding: true });
});

test("what a cap cut off is not called rounding", () => {
  const [growth] = growthOf([stretch("789.0411")], lineWith(3, { penalty: "500" }));
  expect(growth).toMatchObject({ rest: "-289.0411", isRounding: false });
});

test("penalty and compound interest of a row are told apart, other rows left out", () => {
  const accruals = [stretch("10.0000"), stretch("1.5000", "compound")];
  const line = lineWith(3, { penalty: "10", compound: "2" });
  expect(growthOf(accruals, line).map(({ component }) => component)).toEqual([
    "penalty",
    "compound",
  ]);
  expect(growthOf(accruals, lineWith(4, {}))).toEqual([]);
});
