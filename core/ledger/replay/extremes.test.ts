import {
  dueOn,
  fee,
  loanOf,
  look,
  monthly,
  nothingStray,
  on,
  pay,
  penaltyOn,
  penaltyPolicy,
  percent,
  planned,
  startOn,
  strayMinor,
  sumBy,
  tenPercent,
} from "@mora/testkit/small-loan";
import { describe, expect, test } from "vitest";
import { addDays, type DayNumber, dayFromTrustedIso as day } from "../../kernel/business-date.ts";
import { RATE_ONE, type Rate } from "../../kernel/rate.ts";
import { unwrap } from "../../kernel/result.ts";
import { admit } from "../admit.ts";
import { toAmounts } from "../components.ts";
import type { EventBody, LoanEvent } from "../events.ts";
import type { Loan } from "../loan.ts";
import { defaultLedgerPolicy, noPenalty, type PenaltyPolicy } from "../policy.ts";
import { dueOf } from "../state-sums.ts";
import { replay } from "./replay.ts";

/** The engine where loans are shortest, longest, largest and busiest. Amounts in fen. */
describe("extremes", () => {
  test("one day", () => {
    // 10.00 for the day; paid off before it is over, none of it; a day late, 10.00 of penalty.
    const dates = {
      startOn,
      count: 1,
      period: { unit: "day", every: 1 },
      nonWorking: "none",
    } as const;
    const loan = planned({ dates }, { penalty: tenPercent });
    expect(dueOn(loan, "2026-01-02")).toEqual({ interest: 10_00n, principal: 36_500_00n });
    expect(penaltyOn(loan, "2026-01-03")).toBe(10_00n);
    const early = on("2026-01-01", "p", pay(36_500_00n));
    expect(look(loan, "2026-01-01", [early]).status).toBe("paid_off");
  });

  test("29 February: a day like any other, a shorter one, or none", () => {
    const due = { dueOn: "2028-02-28", principal: 36_600_00n };
    const byCount = (dayCount: PenaltyPolicy["dayCount"]): bigint[] =>
      ["2028-02-29", "2028-03-01"].map((date) =>
        penaltyOn(loanOf([due], penaltyPolicy({ dayCount })), date),
      );
    // 3,660.00 ÷ 365 = 10.0274 a day; ÷ 366 = 10.00; without the leap day one day only; ÷ 360 = 10.1667.
    expect(byCount("act_365f")).toEqual([10_03n, 20_05n]);
    expect(byCount("act_act_isda")).toEqual([10_00n, 20_00n]);
    expect(byCount("nl_365")).toEqual([0n, 10_03n]);
    expect(byCount("act_360")).toEqual([10_17n, 20_33n]);
  });

  test("due on 29 February, and paid on it", () => {
    const loan = loanOf([{ dueOn: "2028-02-29", principal: 3_650_00n }]);
    expect(penaltyOn(loan, "2028-03-01")).toBe(1_00n);
    expect(look(loan, "2028-03-01", [on("2028-02-29", "p", pay(3_650_00n))]).status).toBe(
      "paid_off",
    );
  });

  test("480 instalments, each paid on its day", () => {
    const dates = monthly(480);
    const loan = planned(
      {
        kind: "equal_principal",
        disbursements: [{ on: startOn, minor: 480_000_00n }],
        rates: [{ from: startOn, rate: percent(12n) }],
        interestPer: "period",
        dates,
      },
      { penalty: tenPercent },
    );
    // 1,000.00 and 1 % of what is left: 4,800.00, 4,790.00 … 10.00.
    const payments = loan.schedule.dueOn.map((effectiveOn, i) => ({
      ...on("2026-01-01", `p${i}`, pay(1_000_00n + 10_00n * BigInt(480 - i))),
      effectiveOn,
    }));
    const state = look(loan, "2066-01-01", payments);
    // 480,000.00 + 10.00 × 480 × 481 ÷ 2
    expect(state).toMatchObject({
      status: "paid_off",
      receivedMinor: 1_634_400_00n,
      creditMinor: 0n,
    });
    expect(state.spans.every(({ oldestDueOn }) => oldestDueOn === undefined)).toBe(true);
    expect(strayMinor(state)).toEqual(nothingStray);
  });
});

/** 10^15 fen and as much interest, due on 1 February 2026; 1,000 % a year, for forty years. */
describe("a quadrillion at a thousand per cent, compounding, for forty years", () => {
  const quadrillion = 10n ** 15n;
  const rows = [{ dueOn: "2026-02-01", principal: quadrillion, interest: quadrillion }];
  const loan = (dayCount: PenaltyPolicy["dayCount"]): Loan =>
    loanOf(rows, {
      penalty: {
        ...noPenalty,
        rate: { kind: "fixed", rate: percent(1_000n) },
        isCompounding: true,
        dayCount,
      },
    });
  // Ten times a year for forty years: 4 × 10^17 each.
  const owed = { compound: 400n * quadrillion, penalty: 400n * quadrillion };

  test("is exact where each day counts alike, and where years do", () => {
    // 40 × 365 days.
    const fixed = look(loan("act_365f"), "2026-02-01").asOf + 40 * 365;
    const state = replay(loan("act_365f"), [], { asOf: fixed as DayNumber });
    expect(toAmounts(dueOf(state))).toMatchObject(owed);
    expect(dueOn(loan("act_act_isda"), "2066-02-01")).toMatchObject(owed);
  });

  test("is the same when looked at on every one of its 14,600 days", () => {
    const due = day("2026-02-01");
    const looks = Array.from({ length: 14_600 }, (_, i) => ({
      ...on("2026-02-01", `look ${i}`, { kind: "sale", buyer: "B" }),
      effectiveOn: addDays(due, i),
    }));
    const state = replay(loan("act_365f"), looks, { asOf: addDays(due, 14_600) });
    expect(toAmounts(dueOf(state))).toMatchObject(owed);
  });

  test("is paid to the fen", () => {
    const all = 802n * quadrillion;
    const state = look(loan("act_act_isda"), "2066-02-01", [on("2066-02-01", "p", pay(all + 1n))]);
    expect(state).toMatchObject({ status: "paid_off", creditMinor: 1n, receivedMinor: all + 1n });
    expect(strayMinor(state)).toEqual(nothingStray);
  });

  test("planned over 480 months, none of them paid", () => {
    const dates = monthly(480);
    const planned480 = planned({
      kind: "interest_only",
      disbursements: [{ on: startOn, minor: quadrillion }],
      rates: [{ from: startOn, rate: percent(1_000n) }],
      interestPer: "period",
      dates,
    });
    const compounding = { ...noPenalty, isCompounding: true };
    const penalty = {
      ...compounding,
      rate: { kind: "times_contract", times: RATE_ONE as Rate },
    } as const;
    const state = look(
      { ...planned480, policy: { ...defaultLedgerPolicy, penalty } },
      "2066-01-01",
    );
    // A month: 10^16 ÷ 12 = 833,333,333,333,333.33 fen, rounded; 480 of them.
    expect(toAmounts(dueOf(state)).interest).toBe(833_333_333_333_333n * 480n);
    // The 479 months before the last bear 10 a year on their interest, by days from each due date.
    const days = planned480.schedule.dueOn.map((due) => BigInt(state.asOf - due));
    const compound = days.map((n) => (833_333_333_333_333n * 10n * n * 2n + 365n) / 730n);
    expect(toAmounts(dueOf(state)).compound).toBe(compound.reduce((sum, minor) => sum + minor, 0n));
    expect(strayMinor(state)).toEqual(nothingStray);
  });
});

describe("a thousand events on one loan", () => {
  const dates = monthly(36);
  const loan = planned({ kind: "equal_principal", dates }, { penalty: tenPercent });
  const dayOf = (i: number): DayNumber => addDays(startOn, (i * 7) % 900);
  const event = (i: number, body: EventBody): LoanEvent => ({
    id: `e${i}`,
    effectiveOn: body.kind === "reversal" ? addDays(dayOf(i - 1), 3) : dayOf(i),
    recordedAt: i,
    ...body,
  });
  const bodyOf = (i: number): EventBody => {
    if (i % 10 === 3) return fee(50n);
    if (i % 10 === 6) return { kind: "pause", freezes: ["charges"], until: addDays(dayOf(i), 2) };
    if (i % 10 === 9) return { kind: "reversal", of: `e${i - 1}` };
    return pay(1_00n);
  };
  // Of every ten: a fee of 0.50, a pause, a payment of 1.00 and its reversal, and six payments of 1.00.
  const history = Array.from({ length: 1_000 }, (_, i) => event(i, bodyOf(i)));
  const asOf = addDays(startOn, 1_000);
  const state = replay(loan, history, { asOf });

  test("all of them admitted", () => {
    const admitted = history.reduce<readonly LoanEvent[]>(
      (before, next) => unwrap(admit(loan, before, next)),
      [],
    );
    expect(admitted).toEqual(history);
  });

  test("to the fen: 600 payments of 1.00, 100 fees of 0.50", () => {
    expect(state.receivedMinor).toBe(600_00n);
    const fees = state.claims.filter(({ kind }) => kind === "charge");
    expect([fees.length, sumBy(fees, ({ asked }) => asked)]).toEqual([100, 50_00n]);
    expect(strayMinor(state)).toEqual(nothingStray);
  });

  test("replayed twice, the same", () => {
    expect(replay(loan, history, { asOf })).toEqual(state);
  });

  test.each([7, 333, 999])("recorded in another order (each %sth), the same", (step) => {
    // Steps without a common factor with 1,000 visit every event once.
    const shuffled = history.map((_, i) => history[(i * step) % 1_000] as LoanEvent);
    expect(new Set(shuffled).size).toBe(1_000);
    expect(replay(loan, shuffled, { asOf })).toEqual(state);
  });
});
