import { historyOf, loan, proposals } from "@mora/testkit/random-loan";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loanDaysPastDue } from "../arrears/loan-days.ts";
import { addDays, type DayNumber } from "../kernel/business-date.ts";
import { consequencesOf, defaultRemedyPolicy, type PastDecision } from "./consequences.ts";
import type { LoanEvent } from "./events.ts";
import type { Loan } from "./loan.ts";
import { defaultLedgerPolicy } from "./policy.ts";
import { replay } from "./replay/replay.ts";

const daysOf =
  (terms: Loan) =>
  (events: readonly LoanEvent[], on: DayNumber): number =>
    loanDaysPastDue(replay(terms, events, { asOf: on }), on);

/** What a borrower owes in all, due or not. */
const owed = (terms: Loan, events: readonly LoanEvent[], asOf: DayNumber): bigint => {
  const { claims, creditMinor } = replay(terms, events, { asOf });
  return claims.reduce((sum, { openMinor }) => sum + openMinor, -creditMinor);
};

describe("a payment made on time and recorded late", () => {
  test("leaves the borrower no worse than one recorded on time", () => {
    let taken = 0;
    const story = fc.record({ loan, wished: proposals(5), heard: fc.integer({ min: 1, max: 60 }) });
    fc.assert(
      fc.property(story, ({ loan: terms, wished, heard }) => {
        const dueOn = terms.schedule.dueOn[0] as DayNumber;
        const chargedOn = addDays(dueOn, terms.policy.penalty.graceDays + 1);
        const knownOn = addDays(chargedOn, heard);
        const others = historyOf(terms, wished).filter(({ kind }) => kind !== "release");
        const first = replay(terms, [], { asOf: dueOn }).claims[0];
        const payment: LoanEvent = {
          id: "~paid",
          kind: "payment",
          effectiveOn: dueOn,
          recordedAt: 500,
          amountMinor: first?.openMinor || 1n,
        };
        const fee: LoanEvent = {
          id: "~fee",
          kind: "fee",
          component: "fee",
          amountMinor: 20n,
          cause: { kind: "late", dueOn },
          effectiveOn: chargedOn,
          recordedAt: 400,
        };
        // The lender charges for lateness where there is some, as far as it knows.
        const isLate = (events: readonly LoanEvent[]): boolean =>
          replay(terms, events, { asOf: addDays(chargedOn, -1) }).claims.some(
            (claim) => claim.kind === "instalment" && claim.dueOn === dueOn && claim.openMinor > 0n,
          );
        const onTime = [...others, payment];
        if (!isLate(others)) return;
        const before = [...others, fee];
        const after = [...before, payment];
        const found = consequencesOf({
          loan: terms,
          before,
          after,
          decisions: [],
          knownOn,
          policy: defaultRemedyPolicy,
          daysPastDue: daysOf(terms),
        });
        const remedied = [
          ...after,
          ...found.flatMap(({ remedy }) => (remedy.kind === "automatic" ? [remedy.event] : [])),
        ];
        if (found.length > 0) taken++;
        const fair = isLate(onTime) ? [...onTime, fee] : onTime;
        expect(owed(terms, remedied, knownOn) <= owed(terms, fair, knownOn)).toBe(true);
      }),
      { numRuns: 1_500 },
    );
    expect(taken).toBeGreaterThan(200);
  });
});

describe("decisions that late knowledge turns over", () => {
  const day = (n: number): DayNumber => (19_800 + n) as DayNumber;
  const terms: Loan = {
    currency: "CNY",
    startOn: day(0),
    schedule: { dueOn: [day(30)], principalMinor: [1_000n], interestMinor: [0n], feeMinor: [0n] },
    policy: defaultLedgerPolicy,
  };
  const paid = (id: string, on: number, minor: bigint): LoanEvent => ({
    id,
    kind: "payment",
    effectiveOn: day(on),
    recordedAt: 1,
    amountMinor: minor,
  });
  const decisions: PastDecision[] = [
    {
      id: "promise",
      on: day(41),
      kind: "promise_broken",
      takenOn: day(35),
      promisedOn: day(40),
      amountMinor: 600n,
    },
    { id: "line", on: day(45), kind: "bureau_line", daysPastDue: 15 },
    { id: "pay-out", on: day(45), kind: "commission", paymentId: "p1", amountMinor: 50n },
  ];
  const turned = (before: LoanEvent[], after: LoanEvent[]): string[] =>
    consequencesOf({
      loan: terms,
      before,
      after,
      decisions,
      knownOn: day(50),
      policy: defaultRemedyPolicy,
      daysPastDue: daysOf(terms),
    }).map(({ of, was, shouldBe, remedy }) => `${of} ${was} ${shouldBe} ${remedy.kind}`);

  test("nothing, where nothing changed", () => {
    expect(turned([paid("p1", 36, 100n)], [paid("p1", 36, 100n)])).toEqual([]);
  });

  test("a promise, once the whole of it is found; the bureau line is a person's task", () => {
    const before = [paid("p1", 36, 100n)];
    expect(turned(before, [...before, paid("p2", 38, 500n)])).toEqual(["promise 500 0 rejudge"]);
    expect(turned(before, [...before, paid("p2", 30, 1_000n)])).toEqual([
      "promise 500 0 rejudge",
      "line 15 0 task",
    ]);
  });

  test("a part of it turns nothing over", () => {
    const before = [paid("p1", 36, 100n)];
    expect(turned(before, [...before, paid("p2", 38, 499n)])).toEqual([]);
  });

  test("the commission, where the payment bounced", () => {
    const before = [paid("p1", 36, 100n)];
    const back: LoanEvent = {
      id: "r",
      kind: "reversal",
      of: "p1",
      effectiveOn: day(47),
      recordedAt: 2,
    };
    expect(turned(before, [...before, back])).toEqual(["pay-out 50 0 task"]);
  });
});
