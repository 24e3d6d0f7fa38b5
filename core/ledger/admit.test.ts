import { describe, expect, test } from "vitest";
import { type DayNumber, dayFromTrustedIso as day } from "../kernel/business-date.ts";
import { RATE_ONE, type Rate } from "../kernel/rate.ts";
import { unwrap } from "../kernel/result.ts";
import { type AdmitRefusal, admit } from "./admit.ts";
import type { EventBody, EventHead, LoanEvent } from "./events.ts";
import type { Loan } from "./loan.ts";
import { planSchedule } from "./plan-schedule.ts";
import type { PlanTerms } from "./plan-terms.ts";
import { defaultLedgerPolicy } from "./policy.ts";
import { replay } from "./replay/replay.ts";
import type { Schedule } from "./schedule.ts";

const startOn = day("2026-01-01");
const percent = (n: bigint): Rate => ((n * RATE_ONE) / 100n) as Rate;

/** 3,000.00 at 12 %: 1,000.00 on 1 February, 1 March and 1 April with interest of 30.00, 20.00, 10.00. */
const terms: PlanTerms = {
  kind: "equal_principal",
  disbursements: [{ on: startOn, minor: 3_000_00n }],
  downPaymentMinor: 0n,
  rates: [{ from: startOn, rate: percent(12n) }],
  dayCount: "act_365f",
  interestPer: "period",
  dates: { startOn, count: 3, period: { unit: "month", every: 1 }, nonWorking: "none" },
  accrueTo: "rolled",
  principalGraceCount: 0,
  interestGrace: { count: 0, mode: "forgiven" },
  balloonMinor: 0n,
  feeMinor: 0n,
  roundTo: 1n,
  rounding: "half_up",
};
const imported: Loan = {
  currency: "CNY",
  startOn,
  schedule: unwrap(planSchedule(terms)),
  policy: defaultLedgerPolicy,
};
const planned: Loan = { ...imported, terms };

/** An event on a day, `new` unless named. */
const on = (date: string, body: EventBody, head: Partial<EventHead> = {}): LoanEvent => ({
  id: "new",
  effectiveOn: day(date),
  recordedAt: 1,
  ...head,
  ...body,
});

/** The same, in the history already. */
const past = (id: string, date: string, body: EventBody): LoanEvent =>
  on(date, body, { id, recordedAt: 0 });

const pay = (amountMinor: bigint): EventBody => ({ kind: "payment", amountMinor });
const fee = (dueOn?: DayNumber): EventBody => ({
  kind: "fee",
  component: "fee",
  amountMinor: 5_00n,
  ...(dueOn !== undefined && { dueOn }),
});
const reversal = (of: string): EventBody => ({ kind: "reversal", of });
const chargeback = (of: string, feeMinor = 0n): EventBody => ({ kind: "chargeback", of, feeMinor });
const resume = (of: string): EventBody => ({ kind: "resume", of });
const pause = (until?: DayNumber): EventBody => ({
  kind: "pause",
  freezes: ["charges"],
  ...(until !== undefined && { until }),
});
const waiver = (
  component: "principal" | "interest" | "penalty",
  amountMinor: bigint,
  no?: number,
): EventBody => ({ kind: "waiver", component, amountMinor, ...(no !== undefined && { no }) });
const schedule = (dueOn: string, principalMinor: bigint): Schedule => ({
  dueOn: [day(dueOn)],
  principalMinor: [principalMinor],
  interestMinor: [0n],
  feeMinor: [0n],
});
const reschedule = (dueOn: string, principalMinor: bigint): EventBody => ({
  kind: "reschedule",
  schedule: schedule(dueOn, principalMinor),
});
const restructure = (
  firstDueOn: string,
  change: Partial<Extract<EventBody, { kind: "restructure" }>> = {},
): EventBody => ({
  kind: "restructure",
  capitalised: ["principal"],
  count: 3,
  firstDueOn: day(firstDueOn),
  ...change,
});
const shares = (...each: { sharePpm: number; component?: "interest" }[]): EventBody => ({
  kind: "owner_share",
  shares: each.map((share, i) => ({ owner: `owner ${i}`, ...share })),
});
const credit = (amountMinor: bigint): EventBody => ({ kind: "credit", amountMinor });
const refund = (amountMinor: bigint): EventBody => ({ kind: "refund", amountMinor });
const rateChange = (rate: Rate): EventBody => ({ kind: "rate_change", rate });
const reAmortise = (count?: number): EventBody => ({
  kind: "re_amortise",
  ...(count !== undefined && { count }),
});

const paid = past("paid", "2026-02-01", pay(100n));
const returned = past("returned", "2026-02-03", reversal("paid"));
const cost = past("cost", "2026-02-01", fee());
const hold = past("hold", "2026-02-01", pause());
const chargedOff = past("off", "2026-02-11", { kind: "charge_off" });
const released = past("gone", "2026-02-10", { kind: "release" });

/** What is refused, and the nearest thing that is not, with the same history. */
type Pair = {
  readonly what: string;
  readonly loan?: Loan;
  readonly history?: readonly LoanEvent[];
  readonly refused: LoanEvent;
  readonly admitted: LoanEvent;
};

/** A code without a pair would not compile. */
const pairs: Readonly<Record<AdmitRefusal["code"], readonly Pair[]>> = {
  EVENT_DUPLICATE: [
    {
      what: "an id is used once",
      history: [paid],
      refused: on("2026-02-02", pay(200n), { id: "paid" }),
      admitted: on("2026-02-02", pay(200n), { id: "paid again" }),
    },
    {
      what: "an id that was taken back is used all the same",
      history: [paid, returned],
      refused: on("2026-02-04", pay(100n), { id: "paid" }),
      admitted: on("2026-02-04", pay(100n), { id: "paid again" }),
    },
  ],
  EVENT_BEFORE_DISBURSEMENT: [
    {
      what: "nothing happens before the loan begins, and anything on that day",
      refused: on("2025-12-31", pay(100n)),
      admitted: on("2026-01-01", pay(100n)),
    },
  ],
  EVENT_AFTER_RELEASE: [
    {
      what: "the day of the release is after it; the day before, told late, is not",
      history: [released],
      refused: on("2026-02-10", fee()),
      admitted: on("2026-02-09", fee()),
    },
    {
      what: "money still comes in",
      history: [released],
      refused: on("2026-02-11", { kind: "goodwill_credit", amountMinor: 100n }),
      admitted: on("2026-02-11", pay(100n)),
    },
    {
      what: "and goes back, as far as nothing has taken it",
      history: [released, past("stray", "2026-02-12", pay(100n))],
      refused: on("2026-02-12", waiver("interest", 1n)),
      admitted: on("2026-02-12", refund(100n)),
    },
    {
      what: "a claim ends once; what ended it can be taken back",
      history: [released],
      refused: on("2026-02-11", { kind: "release" }),
      admitted: on("2026-02-11", reversal("gone")),
    },
  ],
  CURRENCY_MISMATCH: [
    {
      what: "the loan's own currency, or none said",
      refused: on("2026-02-01", pay(100n), { currency: "USD" }),
      admitted: on("2026-02-01", pay(100n), { currency: "CNY" }),
    },
  ],
  AMOUNT_NOT_POSITIVE: [
    {
      what: "a payment of nothing",
      refused: on("2026-02-01", pay(0n)),
      admitted: on("2026-02-01", pay(1n)),
    },
    {
      what: "a waiver of less than nothing",
      refused: on("2026-02-01", waiver("interest", -1n)),
      admitted: on("2026-02-01", waiver("interest", 1n)),
    },
    {
      what: "a chargeback may be free, and never pays",
      history: [paid],
      refused: on("2026-02-02", chargeback("paid", -1n)),
      admitted: on("2026-02-02", chargeback("paid", 0n)),
    },
  ],
  COMPONENT_NOT_CHARGEABLE: [
    {
      what: "a fee",
      refused: on("2026-02-01", { kind: "fee", component: "principal", amountMinor: 1n }),
      admitted: on("2026-02-01", { kind: "fee", component: "interest", amountMinor: 1n }),
    },
    {
      what: "a penalty",
      refused: on("2026-02-01", { kind: "penalty", component: "principal", amountMinor: 1n }),
      admitted: on("2026-02-01", { kind: "penalty", component: "penalty", amountMinor: 1n }),
    },
  ],
  TARGET_UNKNOWN: [
    {
      what: "a reversal",
      history: [paid],
      refused: on("2026-02-02", reversal("Paid")),
      admitted: on("2026-02-02", reversal("paid")),
    },
    {
      what: "an event cannot take back itself",
      history: [paid],
      refused: on("2026-02-02", reversal("new")),
      admitted: on("2026-02-02", reversal("paid")),
    },
    {
      what: "a resume",
      history: [hold],
      refused: on("2026-02-02", resume("held")),
      admitted: on("2026-02-02", resume("hold")),
    },
  ],
  TARGET_REVERSED: [
    {
      what: "taken back once; the payment beside it still can be",
      history: [paid, past("second", "2026-02-02", pay(100n)), returned],
      refused: on("2026-02-04", reversal("paid")),
      admitted: on("2026-02-04", reversal("second")),
    },
    {
      what: "reversed by us, then by the bank",
      history: [paid, past("second", "2026-02-02", pay(100n)), returned],
      refused: on("2026-02-04", chargeback("paid")),
      admitted: on("2026-02-04", chargeback("second")),
    },
    {
      what: "a pause that never was has no end",
      history: [
        hold,
        past("other", "2026-02-02", pause()),
        past("undo", "2026-02-03", reversal("hold")),
      ],
      refused: on("2026-02-04", resume("hold")),
      admitted: on("2026-02-04", resume("other")),
    },
  ],
  TARGET_NOT_REVERSIBLE: [
    {
      what: "a reversal stays; what it took back is recorded anew",
      history: [paid, returned],
      refused: on("2026-02-04", reversal("returned")),
      admitted: on("2026-02-01", pay(100n)),
    },
    {
      what: "a chargeback stays, the fee beside it does not",
      history: [paid, cost, past("back", "2026-02-03", chargeback("paid"))],
      refused: on("2026-02-04", reversal("back")),
      admitted: on("2026-02-04", reversal("cost")),
    },
    {
      what: "a bank takes back payments, not fees",
      history: [paid, cost],
      refused: on("2026-02-02", chargeback("cost")),
      admitted: on("2026-02-02", chargeback("paid")),
    },
    {
      what: "only a pause can be ended",
      history: [hold, cost],
      refused: on("2026-02-02", resume("cost")),
      admitted: on("2026-02-02", resume("hold")),
    },
    {
      what: "the end of a pause stays; the pause itself can be taken back",
      history: [hold, past("go", "2026-02-03", resume("hold"))],
      refused: on("2026-02-04", reversal("go")),
      admitted: on("2026-02-04", reversal("hold")),
    },
  ],
  REVERSAL_BEFORE_TARGET: [
    {
      what: "taken back on the day itself at the earliest",
      history: [paid],
      refused: on("2026-01-31", reversal("paid")),
      admitted: on("2026-02-01", reversal("paid")),
    },
    {
      what: "a pause ends on its first day at the earliest",
      history: [hold],
      refused: on("2026-01-31", resume("hold")),
      admitted: on("2026-02-01", resume("hold")),
    },
  ],
  WAIVER_ABOVE_BALANCE: [
    {
      what: "all principal there is, due or not: 3,000.00",
      refused: on("2026-02-01", waiver("principal", 3_000_01n)),
      admitted: on("2026-02-01", waiver("principal", 3_000_00n)),
    },
    {
      what: "of one instalment its own: 30.00",
      refused: on("2026-02-01", waiver("interest", 30_01n, 1)),
      admitted: on("2026-02-01", waiver("interest", 30_00n, 1)),
    },
    {
      what: "an instalment that does not exist has nothing",
      refused: on("2026-02-01", waiver("interest", 1n, 4)),
      admitted: on("2026-02-01", waiver("interest", 1n, 3)),
    },
    {
      what: "what was given up is not there again: 60.00 − 50.00",
      history: [past("given", "2026-02-01", waiver("interest", 50_00n))],
      refused: on("2026-02-02", waiver("interest", 10_01n)),
      admitted: on("2026-02-02", waiver("interest", 10_00n)),
    },
    {
      what: "money of the same day comes after it: 30.00, whichever was recorded first",
      history: [paid],
      refused: on("2026-02-01", waiver("interest", 30_01n, 1)),
      admitted: on("2026-02-01", waiver("interest", 30_00n, 1)),
    },
  ],
  REFUND_ABOVE_CREDIT: [
    {
      what: "what is held, to the cent",
      history: [past("held", "2026-01-10", credit(500n))],
      refused: on("2026-01-10", refund(501n)),
      admitted: on("2026-01-10", refund(500n)),
    },
    {
      what: "it has to be there on that day",
      history: [past("held", "2026-01-10", credit(500n))],
      refused: on("2026-01-09", refund(500n)),
      admitted: on("2026-01-10", refund(500n)),
    },
    {
      what: "money that paid something cannot go back as overpaid",
      history: [past("all", "2026-04-01", pay(3_060_01n))],
      refused: on("2026-04-01", refund(2n)),
      admitted: on("2026-04-01", refund(1n)),
    },
  ],
  DATE_NOT_LATER: [
    {
      what: "arrears are asked for again on a later day",
      refused: on("2026-02-10", { kind: "re_age", newDueOn: day("2026-02-10") }),
      admitted: on("2026-02-10", { kind: "re_age", newDueOn: day("2026-02-11") }),
    },
    {
      what: "a pause lasts a day at least",
      refused: on("2026-02-10", pause(day("2026-02-10"))),
      admitted: on("2026-02-10", pause(day("2026-02-11"))),
    },
    {
      what: "a settlement may be paid on the day it is made",
      refused: on("2026-02-10", {
        kind: "settlement_discount",
        amountMinor: 1n,
        payBy: day("2026-02-09"),
      }),
      admitted: on("2026-02-10", {
        kind: "settlement_discount",
        amountMinor: 1n,
        payBy: day("2026-02-10"),
      }),
    },
    {
      what: "a charge is due on its own day at the earliest",
      refused: on("2026-02-10", fee(day("2026-02-09"))),
      admitted: on("2026-02-10", fee(day("2026-02-10"))),
    },
    {
      what: "a deferral moves by whole months",
      refused: on("2026-02-10", { kind: "deferral", months: 0.5, bearsInterest: true }),
      admitted: on("2026-02-10", { kind: "deferral", months: 1, bearsInterest: true }),
    },
    {
      what: "a restructured loan asks later",
      refused: on("2026-02-10", restructure("2026-02-10")),
      admitted: on("2026-02-10", restructure("2026-02-11")),
    },
    {
      what: "and so does a new schedule",
      refused: on("2026-02-10", reschedule("2026-02-10", 2_000_00n)),
      admitted: on("2026-02-10", reschedule("2026-02-11", 2_000_00n)),
    },
  ],
  TERMS_MISSING: [
    {
      what: "no new rate without terms; a schedule may be given",
      loan: imported,
      refused: on("2026-02-10", rateChange(percent(10n))),
      admitted: on("2026-02-10", reschedule("2026-06-01", 2_000_00n)),
    },
    {
      what: "no new plan; dates may move",
      loan: imported,
      refused: on("2026-02-10", reAmortise()),
      admitted: on("2026-02-10", { kind: "deferral", months: 1, bearsInterest: false }),
    },
    {
      what: "no restructuring; arrears may be asked for anew",
      loan: imported,
      refused: on("2026-02-10", restructure("2026-03-10")),
      admitted: on("2026-02-10", { kind: "re_age", newDueOn: day("2026-03-10") }),
    },
    {
      what: "no more money lent; a charge may be made",
      loan: imported,
      refused: on("2026-02-10", { kind: "disbursement", amountMinor: 100n }),
      admitted: on("2026-02-10", fee()),
    },
  ],
  NOTHING_TO_REPLAN: [
    {
      what: "on its last due date an instalment is no longer to come",
      refused: on("2026-04-01", reAmortise(2)),
      admitted: on("2026-03-31", reAmortise(2)),
    },
    {
      what: "nor is there anything to lend more on",
      refused: on("2026-04-01", { kind: "disbursement", amountMinor: 100n }),
      admitted: on("2026-03-31", { kind: "disbursement", amountMinor: 100n }),
    },
  ],
  SCHEDULE_MISMATCH: [
    {
      what: "2,000.00 are to come",
      refused: on("2026-02-10", reschedule("2026-06-01", 1_999_99n)),
      admitted: on("2026-02-10", reschedule("2026-06-01", 2_000_00n)),
    },
    {
      what: "what falls due on the day itself is not to come: 1,000.00",
      refused: on("2026-03-01", reschedule("2026-06-01", 2_000_00n)),
      admitted: on("2026-03-01", reschedule("2026-06-01", 1_000_00n)),
    },
  ],
  SHARES_MISMATCH: [
    {
      what: "a millionth short",
      refused: on("2026-02-01", shares({ sharePpm: 700_000 }, { sharePpm: 299_999 })),
      admitted: on("2026-02-01", shares({ sharePpm: 700_000 }, { sharePpm: 300_000 })),
    },
    {
      what: "nobody owns less than nothing",
      refused: on("2026-02-01", shares({ sharePpm: 1_000_001 }, { sharePpm: -1 })),
      admitted: on("2026-02-01", shares({ sharePpm: 1_000_000 }, { sharePpm: 0 })),
    },
    {
      what: "interest alone leaves the rest without an owner",
      refused: on("2026-02-01", shares({ sharePpm: 1_000_000, component: "interest" })),
      admitted: on(
        "2026-02-01",
        shares({ sharePpm: 1_000_000, component: "interest" }, { sharePpm: 1_000_000 }),
      ),
    },
  ],
  STATUS_MISMATCH: [
    {
      what: "a recovery comes from the day of charge-off on",
      history: [chargedOff],
      refused: on("2026-02-10", { kind: "recovery", amountMinor: 1n }),
      admitted: on("2026-02-11", { kind: "recovery", amountMinor: 1n }),
    },
    {
      what: "charged off once",
      history: [chargedOff, past("on", "2026-02-13", { kind: "undo_charge_off" })],
      refused: on("2026-02-12", { kind: "charge_off" }),
      admitted: on("2026-02-13", { kind: "charge_off" }),
    },
    {
      what: "nothing to undo before it",
      history: [chargedOff],
      refused: on("2026-02-10", { kind: "undo_charge_off" }),
      admitted: on("2026-02-12", { kind: "undo_charge_off" }),
    },
  ],
  CALENDAR_MISSING: [
    {
      what: "a cut-off by working days needs to know them",
      loan: {
        ...planned,
        // biome-ignore lint/suspicious/noThenProperty: a word, never a function.
        policy: { ...defaultLedgerPolicy, cutOff: { minute: 1_020, then: "next_working_day" } },
      },
      refused: on("2026-02-10", pay(1n), { receivedMinute: 1_100 }),
      admitted: on("2026-02-10", pay(1n)),
    },
  ],
  PLAN_IMPOSSIBLE: [
    {
      what: "no interest is the least interest",
      refused: on("2026-02-10", rateChange(-1n as Rate)),
      admitted: on("2026-02-10", rateChange(0n as Rate)),
    },
    {
      what: "one instalment is the fewest",
      refused: on("2026-02-10", reAmortise(0)),
      admitted: on("2026-02-10", reAmortise(1)),
    },
    {
      what: "the same of a restructuring",
      refused: on("2026-02-10", restructure("2026-03-10", { count: 0 })),
      admitted: on("2026-02-10", restructure("2026-03-10", { count: 1 })),
    },
    {
      what: "after the last due date there is nothing to plan but what becomes principal",
      refused: on("2026-05-01", restructure("2026-06-01", { capitalised: [] })),
      admitted: on("2026-05-01", restructure("2026-06-01", { capitalised: ["interest"] })),
    },
  ],
};

const codeOf = (loan: Loan, history: readonly LoanEvent[], event: LoanEvent): string => {
  const result = admit(loan, history, event);
  return result.ok ? "admitted" : result.error.code;
};

describe.each(Object.entries(pairs))("%s", (code, all) => {
  test.each(all)("$what", ({ loan = planned, history = [], refused, admitted }) => {
    // The history is one that can be: each of its events was admitted in its turn.
    history.forEach((event, i) => {
      expect(codeOf(loan, history.slice(0, i), event)).toBe("admitted");
    });
    expect(codeOf(loan, history, refused)).toBe(code);
    expect(codeOf(loan, history, admitted)).toBe("admitted");
  });
});

describe("an admitted event", () => {
  test("is added at the end; the history that was is not touched", () => {
    const history = [paid];
    const next = unwrap(admit(planned, history, on("2026-01-15", pay(1n))));
    expect(next.map(({ id }) => id)).toEqual(["paid", "new"]);
    expect(history).toEqual([paid]);
  });

  test("does not turn over what is recorded: a waiver may find less than it was to give up", () => {
    const waived = past("waived", "2026-02-05", waiver("interest", 60_00n));
    const next = unwrap(admit(planned, [waived], on("2026-02-04", pay(30_00n))));
    // 30.00 paid the interest of the first instalment a day before; 20.00 and 10.00 are left.
    const { entries } = replay(planned, next, { asOf: day("2026-02-05") });
    const entry = entries.find(({ kind }) => kind === "waived");
    expect(entry).toMatchObject({
      wantedMinor: 60_00n,
      parts: [{ minor: 20_00n }, { minor: 10_00n }],
    });
  });
});
