import {
  appliedBy,
  dueOn,
  fee,
  loanOf,
  look,
  nothingStray,
  on,
  oneRow,
  pause,
  pay,
  penaltyOn,
  penaltyPolicy,
  planned,
  strayMinor,
  sumBy,
  tenPercent,
} from "@mora/testkit/small-loan";
import { describe, expect, test } from "vitest";
import { dayFromTrustedIso as day } from "../../kernel/business-date.ts";
import { toAmounts } from "../components.ts";
import type { EventBody, LoanEvent } from "../events.ts";
import type { Loan } from "../loan.ts";
import type { LedgerPolicy } from "../policy.ts";
import type { LoanState } from "../state.ts";
import { dueOf } from "../state-sums.ts";
import { replay } from "./replay.ts";

/**
 * The rules of docs/loan-engine.md that no story of docs/stories shows, one by one. Amounts in fen; 3,650.00
 * at 10 % bear 1.00 a day.
 */
describe("the events of one day", () => {
  test("charge, then waiver, then money, whatever their ids and the order of recording", () => {
    const events = [
      on("2026-02-01", "a", pay(10_00n)),
      on("2026-02-01", "b", { kind: "waiver", component: "fee", amountMinor: 5_00n }),
      on("2026-02-01", "c", fee(5_00n)),
    ];
    for (const history of [events, [...events].reverse()])
      expect(appliedBy(look(loanOf(oneRow), "2026-02-01", history), "a")).toEqual({
        interest: 10_00n,
      });
  });

  test("payments by id: the first pays the interest, the second the principal", () => {
    const events = [
      on("2026-02-01", "p2", pay(365_00n), { recordedAt: 1 }),
      on("2026-02-01", "p1", pay(365_00n), { recordedAt: 2 }),
    ];
    const state = look(loanOf(oneRow), "2026-02-01", events);
    expect(appliedBy(state, "p1")).toEqual({ interest: 365_00n });
    expect(appliedBy(state, "p2")).toEqual({ principal: 365_00n });
  });

  test("of two settlements the later id holds", () => {
    const settle = (amountMinor: bigint): EventBody => ({
      kind: "settlement_discount",
      amountMinor,
      payBy: day("2026-02-05"),
    });
    // "s2" asks for 2,000.00: 1,000.00 is not enough.
    const events = [
      on("2026-02-01", "s2", settle(2_000_00n)),
      on("2026-02-01", "s1", settle(1_000_00n)),
      on("2026-02-01", "p", pay(1_000_00n)),
    ];
    expect(look(loanOf(oneRow), "2026-02-01", events).status).toBe("open");
    const more = on("2026-02-05", "q", pay(1_000_00n));
    expect(look(loanOf(oneRow), "2026-02-05", [...events, more]).status).toBe("paid_off");
  });
});

describe("rows", () => {
  test("a charge has a negative number, stands after the instalment of its day, and is never late", () => {
    const charges = [on("2026-02-01", "x", fee(7_00n)), on("2026-02-01", "y", fee(8_00n))];
    const state = look(loanOf(oneRow), "2026-02-11", charges);
    expect(state.claims.map(({ no, kind }) => [no, kind])).toEqual([
      [1, "instalment"],
      [-1, "charge"],
      [-2, "charge"],
    ]);
    // 3,650.00 × 10 days; fees of 15.00 that are charges bear nothing.
    expect(toAmounts(dueOf(state)).penalty).toBe(10_00n);
    // Row by row: the instalment's interest before the older charge's fee.
    const paid = look(loanOf(oneRow), "2026-02-01", [...charges, on("2026-02-01", "z", pay(1n))]);
    expect(appliedBy(paid, "z")).toEqual({ interest: 1n });
  });

  test("charges of lateness are asked in the row that is late", () => {
    const [row] = look(loanOf(oneRow, penaltyPolicy({ flatMinor: 20_00n })), "2026-02-11").claims;
    expect(row && toAmounts(row.asked)).toEqual({
      damages: 20_00n,
      penalty: 10_00n,
      interest: 365_00n,
      principal: 3_650_00n,
    });
  });
});

describe("a due date is day 0", () => {
  const flat = loanOf(oneRow, penaltyPolicy({ flatMinor: 20_00n }));

  test("the row is due on it and costs nothing; the day after costs a day", () => {
    expect(dueOn(flat, "2026-01-31")).toEqual({});
    expect(dueOn(flat, "2026-02-01")).toEqual({ interest: 365_00n, principal: 3_650_00n });
    expect(dueOn(flat, "2026-02-02")).toMatchObject({ penalty: 1_00n, damages: 20_00n });
  });

  test("paid on it, nothing is late; a fen short, the fen is", () => {
    const paid = (minor: bigint): LoanEvent[] => [on("2026-02-01", "p", pay(minor))];
    expect(look(flat, "2026-03-01", paid(4_015_00n)).status).toBe("paid_off");
    // A fen bears 28 days × 1 ÷ 3,650 of a fen, rounded to nothing; it costs the flat amount all the same.
    expect(dueOn(flat, "2026-03-01", paid(4_014_99n))).toEqual({ damages: 20_00n, principal: 1n });
  });

  test("since when it is unpaid stands from the due date on", () => {
    const { spans } = look(flat, "2026-02-05");
    const due = day("2026-02-01");
    expect(spans).toEqual([{ from: due, oldestDueOn: due, pastDueMinor: 4_015_00n }]);
  });
});

describe("grace", () => {
  const graced = (isGraceCharged: boolean): Loan =>
    loanOf(oneRow, penaltyPolicy({ graceDays: 3, isGraceCharged, flatMinor: 20_00n }));

  test("on its last day nothing is charged; the day after, four days or one, and the flat amount", () => {
    expect(dueOn(graced(true), "2026-02-04").penalty).toBeUndefined();
    expect(dueOn(graced(true), "2026-02-05")).toMatchObject({ penalty: 4_00n, damages: 20_00n });
    expect(dueOn(graced(false), "2026-02-05")).toMatchObject({ penalty: 1_00n, damages: 20_00n });
  });

  test("what was paid within it bears nothing, the rest bears all of it", () => {
    // 365.00 + 1,825.00 on the third day: 1,825.00 are left and bear 0.50 a day, four days on the 5th.
    const events = [on("2026-02-04", "p", pay(2_190_00n))];
    expect(penaltyOn(graced(true), "2026-02-05", events)).toBe(2_00n);
    expect(penaltyOn(graced(false), "2026-02-05", events)).toBe(50n);
  });

  test("a row that is paid but for a charge is not late", () => {
    const events = [on("2026-02-02", "f", fee(9_00n)), on("2026-02-03", "p", pay(4_015_00n))];
    expect(dueOn(graced(true), "2026-02-28", events)).toEqual({ fee: 9_00n });
  });
});

describe("the exact numerator", () => {
  /** 7.30 bear a fifth of a fen a day, 3.65 a tenth. */
  const small = (rounding: LedgerPolicy["rounding"]): Loan =>
    loanOf([{ dueOn: "2026-02-01", principal: 7_30n }], { rounding });
  // 0.2 on the 2nd; then 3.65 are paid: 0.1 a day, 0.5 on the 5th, 1.5 on the 15th, 2.5 on the 25th.
  const paid = [on("2026-02-02", "p", pay(3_65n))];

  test.each([
    ["half_up", "2026-02-04", 0n],
    ["half_up", "2026-02-05", 1n],
    ["half_up", "2026-02-14", 1n],
    ["half_up", "2026-02-15", 2n],
    ["half_up", "2026-02-25", 3n],
    ["half_even", "2026-02-05", 0n],
    ["half_even", "2026-02-06", 1n],
    ["half_even", "2026-02-15", 2n],
    ["half_even", "2026-02-25", 2n],
    ["half_even", "2026-02-26", 3n],
    ["down", "2026-02-09", 0n],
    ["down", "2026-02-10", 1n],
    ["up", "2026-02-02", 1n],
    ["up", "2026-02-10", 1n],
    ["up", "2026-02-11", 2n],
  ] as const)("%s, on %s: %s", (rounding, date, penalty) => {
    // Rounded up, a fen is asked on the 2nd already and paid first: 3.66 leave 3.65 of principal.
    const events = rounding === "up" ? [on("2026-02-02", "p", pay(3_66n))] : paid;
    const asked = look(small(rounding), date, events).claims[0]?.asked ?? [];
    expect(toAmounts([...asked]).penalty ?? 0n).toBe(penalty);
  });

  test("survives what is paid of it: the whole is asked, less what was asked before", () => {
    // The fen that half a fen became is paid on the 5th; the next one comes at 1.5, on the 15th.
    const events = [...paid, on("2026-02-05", "q", pay(1n))];
    expect(appliedBy(look(small("half_up"), "2026-02-05", events), "q")).toEqual({ penalty: 1n });
    expect(penaltyOn(small("half_up"), "2026-02-14", events)).toBe(0n);
    expect(penaltyOn(small("half_up"), "2026-02-15", events)).toBe(1n);
  });

  test("each row has its own", () => {
    // Two rows of 3.65: 0.4 each on the 5th are nothing, not 0.8 together; 0.5 each on the 6th are two.
    const two = loanOf([
      { dueOn: "2026-02-01", principal: 3_65n },
      { dueOn: "2026-02-02", principal: 3_65n },
    ]);
    expect(penaltyOn(two, "2026-02-05")).toBe(0n);
    expect(penaltyOn(two, "2026-02-06")).toBe(1n);
    expect(penaltyOn(two, "2026-02-07")).toBe(2n);
  });

  test("a row whose contract is fulfilled bears nothing more, paid penalty or not", () => {
    const order = ["principal", "interest", "penalty"] as const;
    const first = loanOf(oneRow, { applicationOrder: { due: order, notYetDue: order } });
    // Ten days cost 10.00; principal and interest are paid, the 10.00 are not, and stay 10.00.
    const events = [on("2026-02-11", "p", pay(4_015_00n))];
    expect(dueOn(first, "2026-12-31", events)).toEqual({ penalty: 10_00n });
  });
});

describe("a reversal", () => {
  const loan = loanOf(oneRow);
  const paid = on("2026-02-01", "p", pay(4_015_00n));
  const undone = on("2026-02-11", "r", { kind: "reversal", of: "p" });

  test("before its effective date its target counts", () => {
    expect(look(loan, "2026-02-10", [paid, undone])).toMatchObject({
      status: "paid_off",
      receivedMinor: 4_015_00n,
    });
  });

  test("from then on it never was: ten days are owed at once, and lateness begins on the due date", () => {
    const state = look(loan, "2026-02-11", [paid, undone]);
    expect(state.receivedMinor).toBe(0n);
    expect(toAmounts(dueOf(state)).penalty).toBe(10_00n);
    expect(state.spans[0]?.oldestDueOn).toBe(day("2026-02-01"));
    expect(state.entries.some(({ eventId }) => eventId === "p")).toBe(false);
  });

  test("a chargeback does the same and brings its fee", () => {
    const bounced = on("2026-02-11", "c", { kind: "chargeback", of: "p", feeMinor: 5_00n });
    expect(dueOn(loan, "2026-02-11", [paid, bounced])).toEqual({
      fee: 5_00n,
      penalty: 10_00n,
      interest: 365_00n,
      principal: 3_650_00n,
    });
  });

  test("of a fee that was paid: the money pays what comes next", () => {
    const events = [
      on("2026-01-10", "f", fee(5_00n)),
      on("2026-02-01", "p", pay(5_00n)),
      on("2026-02-05", "r", { kind: "reversal", of: "f" }),
    ];
    expect(appliedBy(look(loan, "2026-02-04", events), "p")).toEqual({ fee: 5_00n });
    expect(appliedBy(look(loan, "2026-02-05", events), "p")).toEqual({ interest: 5_00n });
  });
});

describe("as known at a moment", () => {
  const loan = loanOf(oneRow);
  const paid = on("2026-02-01", "p", pay(4_015_00n), { recordedAt: 11 });
  const undone = on("2026-02-01", "r", { kind: "reversal", of: "p" }, { recordedAt: 20 });
  const status = (knownAt?: number): LoanState["status"] =>
    replay(loan, [paid, undone], {
      asOf: day("2026-03-01"),
      ...(knownAt !== undefined && { knownAt }),
    }).status;

  test("late, paid, and late again, on one and the same day", () => {
    expect([10, 11, 19, 20].map(status)).toEqual(["open", "paid_off", "paid_off", "open"]);
    expect(status()).toBe("open");
  });
});

describe("a freeze of charges takes out nights", () => {
  const loan = loanOf(oneRow);

  test.each([
    [
      "begun before the due date: five nights of ten",
      [on("2026-01-20", "a", pause("2026-02-06"))],
      5_00n,
    ],
    ["over before the due date", [on("2026-01-20", "a", pause("2026-02-01"))], 10_00n],
    ["running on: the nights from the 9th on", [on("2026-02-09", "a", pause("2026-03-09"))], 8_00n],
    ["without an end: the nights from the 3rd on", [on("2026-02-03", "a", pause())], 2_00n],
    ["begun today: no night yet", [on("2026-02-11", "a", pause())], 10_00n],
    [
      "two that overlap count once: nights from the 3rd to the 8th",
      [on("2026-02-03", "a", pause("2026-02-06")), on("2026-02-05", "b", pause("2026-02-08"))],
      5_00n,
    ],
    [
      "one inside another: nights from the 3rd to the 9th",
      [on("2026-02-03", "a", pause("2026-02-09")), on("2026-02-04", "b", pause("2026-02-06"))],
      4_00n,
    ],
    [
      "of contact only: all ten",
      [on("2026-02-03", "a", { kind: "pause", freezes: ["contact"] })],
      10_00n,
    ],
  ] as const)("%s", (_, events, penalty) => {
    expect(penaltyOn(loan, "2026-02-11", events)).toBe(penalty);
  });

  test("a payment in the middle changes what the days after the pause bear, and nothing else", () => {
    // 2 nights × 1.00; then 365.00 + 2.00 + 1,825.00 are paid, and 3 nights after the 8th bear 0.50 each.
    const events = [
      on("2026-02-03", "a", pause("2026-02-08")),
      on("2026-02-05", "p", pay(2_192_00n)),
    ];
    expect(penaltyOn(loan, "2026-02-11", events)).toBe(1_50n);
  });

  test("within grace that is charged, the nights before and after it count", () => {
    // Late on the 5th, from the 1st on: nights from the 1st, 2nd and 4th, not the one from the 3rd.
    const graced = loanOf(oneRow, penaltyPolicy({ graceDays: 3 }));
    expect(penaltyOn(graced, "2026-02-05", [on("2026-02-03", "a", pause("2026-02-04"))])).toBe(
      3_00n,
    );
  });

  test("on the day on which a row becomes late, the flat amount is not charged, then or later", () => {
    const flat = loanOf(oneRow, penaltyPolicy({ flatMinor: 20_00n }));
    const frozen = [on("2026-02-02", "a", pause("2026-02-03"))];
    expect(dueOn(flat, "2026-02-11", frozen)).toMatchObject({ penalty: 9_00n });
    expect(dueOn(flat, "2026-02-11", frozen).damages).toBeUndefined();
    const dayBefore = [on("2026-02-01", "a", pause("2026-02-02"))];
    expect(dueOn(flat, "2026-02-11", dayBefore)).toMatchObject({ penalty: 9_00n, damages: 20_00n });
  });

  test("interest by the day stands still, scheduled interest does not", () => {
    // 36,500.00 at 10 %: 10.00 a day; 31 days less the ten nights from 11 to 21 January.
    const events = [on("2026-01-11", "a", pause("2026-01-21"))];
    const daily = planned({}, { interestBasis: "daily_balance" });
    expect(dueOn(daily, "2026-02-01", events).interest).toBe(210_00n);
    expect(dueOn(planned({}), "2026-02-01", events).interest).toBe(310_00n);
  });
});

describe("money", () => {
  /** 10.00 a day over 31 days. */
  const loan = loanOf([{ dueOn: "2026-02-01", principal: 36_500_00n, interest: 310_00n }]);

  test("the payoff accepts no fen less", () => {
    // Ten days: 36,500.00 + 100.00; 210.00 are not owed.
    const done = look(loan, "2026-01-11", [on("2026-01-11", "p", pay(36_600_00n))]);
    expect(done).toMatchObject({ status: "paid_off", creditMinor: 0n });
    expect(sumBy(done.claims, ({ waived }) => waived)).toBe(210_00n);
    // A fen less pays the next instalment, its interest first: 36,600.00 − 0.01 − 310.00.
    const short = look(loan, "2026-01-11", [on("2026-01-11", "p", pay(36_599_99n))]);
    expect(short.status).toBe("open");
    expect(appliedBy(short, "p")).toEqual({ interest: 310_00n, principal: 36_289_99n });
  });

  test("two receipts of one day are a payoff together", () => {
    const halves = ["p", "q"].map((id) => on("2026-01-11", id, pay(18_300_00n)));
    expect(look(loan, "2026-01-11", halves).status).toBe("paid_off");
    const apart = [on("2026-01-11", "p", pay(18_300_00n)), on("2026-01-12", "q", pay(18_300_00n))];
    expect(look(loan, "2026-01-12", apart).status).toBe("open");
  });

  test("credit of earlier days joins a receipt in a payoff, and alone makes none", () => {
    const held = on("2026-01-10", "c", { kind: "credit", amountMinor: 36_599_99n });
    expect(look(loan, "2026-01-11", [held])).toMatchObject({
      status: "open",
      creditMinor: 36_599_99n,
    });
    expect(look(loan, "2026-01-11", [held, on("2026-01-11", "p", pay(1n))]).status).toBe(
      "paid_off",
    );
  });

  test("credit that is held pays before the events of the day on which something falls due", () => {
    const credit = on("2026-01-10", "c", { kind: "credit", amountMinor: 310_00n });
    const state = look(loan, "2026-02-01", [credit, on("2026-02-01", "p", pay(1_00n))]);
    expect(appliedBy(state, "p")).toEqual({ principal: 1_00n });
  });

  test("what nothing takes is credit, and more than that is not given back", () => {
    const events = [
      on("2026-02-01", "p", pay(36_810_05n)),
      on("2026-02-02", "b", { kind: "refund", amountMinor: 3n }),
    ];
    const state = look(loan, "2026-02-02", events);
    expect(state).toMatchObject({ creditMinor: 2n, refundedMinor: 3n, status: "paid_off" });
    expect(strayMinor(state)).toEqual(nothingStray);
  });
});

describe("interest by the day after the last due date", () => {
  const penalty = { ...tenPercent, isCompounding: true };
  const loan = planned({}, { interestBasis: "daily_balance", penalty });

  test("goes on in the last row, and bears nothing itself", () => {
    // 31 + 10 days × 10.00; penalty 36,500.00 × 10 days = 100.00; compound 310.00 × 10 % × 10 ÷ 365 = 0.849…
    // (with the 100.00 that came later it would be more than 0.85).
    expect(dueOn(loan, "2026-02-11")).toEqual({
      compound: 85n,
      penalty: 100_00n,
      interest: 410_00n,
      principal: 36_500_00n,
    });
  });

  test("the same, however often one looks", () => {
    const looks = [2, 3, 5, 7].map((n) =>
      on(`2026-02-0${n}`, `look ${n}`, { kind: "sale", buyer: "B" }),
    );
    expect(dueOn(loan, "2026-02-11", looks)).toEqual(dueOn(loan, "2026-02-11"));
  });
});
