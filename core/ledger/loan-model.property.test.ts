import { historyOf, loan, type Proposal, proposals } from "@mora/testkit/random-loan";
import { slowLoan } from "@mora/testkit/slow-model/loan";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loanDaysPastDue } from "../arrears/loan-days.ts";
import { addDays, type DayNumber } from "../kernel/business-date.ts";
import { components } from "./components.ts";
import type { LoanEvent } from "./events.ts";
import type { Loan } from "./loan.ts";
import { replay } from "./replay/replay.ts";

test("placeholder", () => {
  void historyOf;
  void loan;
  void slowLoan;
  void fc;
  expect(1).toBe(1);
});
