import { expect, test } from "vitest";
import { allowedOn, whyNotApply } from "./why-not.ts";

const line = { currency: "CNY" };
const account = { currency: "CNY", status: "open" };

test("money goes to an open account of its currency, and to one charged off", () => {
  expect(whyNotApply(line, account, false)).toBeNull();
  expect(whyNotApply(line, { ...account, status: "charged_off" }, false)).toBeNull();
  expect(whyNotApply(line, { ...account, status: "closed" }, false)).toBe("closed");
  expect(whyNotApply(line, { ...account, currency: "USD" }, false)).toBe("currency");
  expect(whyNotApply(line, account, true)).toBe("host");
});

test("what was decided can be undone, and only money that came in can be sent back", () => {
  const on = (state: "suspense" | "applied" | "returned", direction: "credit" | "debit") => [
    ...allowedOn({ state, direction }),
  ];
  expect(on("suspense", "credit")).toEqual(["apply", "ignore", "return"]);
  expect(on("suspense", "debit")).toEqual(["apply", "ignore"]);
  expect(on("applied", "credit")).toEqual(["undo"]);
  expect(on("returned", "credit")).toEqual([]);
});
