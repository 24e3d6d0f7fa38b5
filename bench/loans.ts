import { createRequire } from "node:module";
import {
  addDays,
  addMonths,
  type DayNumber,
  dayFromTrustedIso,
  isoFromDay,
} from "@mora/core/kernel/business-date";
import { RATE_ONE, type Rate } from "@mora/core/kernel/rate";
import { unwrap } from "@mora/core/kernel/result";
import { xirr as certifiedXirr } from "@mora/core/ledger/annual-cost/irr";
import type { LoanEvent } from "@mora/core/ledger/events";
import type { Loan } from "@mora/core/ledger/loan";
import { planSchedule } from "@mora/core/ledger/plan-schedule";
import type { PlanTerms } from "@mora/core/ledger/plan-terms";
import {
  chineseBankPenalty,
  defaultLedgerPolicy,
  type LedgerPolicy,
} from "@mora/core/ledger/policy";
import { replay } from "@mora/core/ledger/replay/replay";
import { ipmt, pmt, ppmt } from "financial";

/**
 * The loan engine beside npm libraries that do part of its work, interleaved in one run: each contender
 * works in turn, round after round, so that a busy machine slows all alike. Medians of the rounds.
 *
 *   npm run bench:loans
 */
const require = createRequire(import.meta.url);
const { Loan: OtherLoan } = require("loanjs") as {
  Loan: new (
    amount: number,
    count: number,
    rate: number,
    kind: string,
  ) => { installments: readonly { capital: number }[]; capitalSum: number };
};
const otherXirr = require("xirr") as (flows: readonly { amount: number; when: Date }[]) => number;

const ROUNDS = 15;
const ROUND_MS = 120;
const start = dayFromTrustedIso("2024-01-15");

type Contender = {
  readonly name: string;
  readonly unit: string;
  readonly each: number;
  readonly work: () => void;
};

/** Times of work per second of each contender, the median of interleaved rounds. */
function race(contenders: readonly Contender[]): Map<string, number> {
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -2; round < ROUNDS; round++)
    for (const { name, each, work } of contenders) {
      const from = performance.now();
      let times = 0;
      while (performance.now() - from < ROUND_MS) {
        work();
        times++;
      }
      const perSecond = (times * each) / ((performance.now() - from) / 1000);
      // The first rounds warm the compiler up.
      if (round >= 0) rates.get(name)?.push(perSecond);
    }
  return new Map([...rates].map(([name, all]) => [name, median(all)]));
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function report(title: string, contenders: readonly Contender[]): void {
  const rates = race(contenders);
  const first = rates.get(contenders[0]?.name ?? "") ?? 1;
  console.log(`\n${title}`);
  for (const { name, unit } of contenders) {
    const rate = rates.get(name) ?? 0;
    const line = `${Math.round(rate).toLocaleString("en")} ${unit}/s`;
    console.log(`  ${name.padEnd(46)} ${line.padStart(26)}   ${(first / rate).toFixed(2)} × ours`);
  }
}

const terms = (minor: bigint, percent: number): PlanTerms => ({
  kind: "annuity",
  disbursements: [{ on: start, minor }],
  downPaymentMinor: 0n,
  rates: [{ from: start, rate: ((BigInt(percent) * RATE_ONE) / 100n) as Rate }],
  dayCount: "act_365f",
  interestPer: "period",
  dates: { startOn: start, count: 36, period: { unit: "month", every: 1 }, nonWorking: "none" },
  accrueTo: "unrolled",
  principalGraceCount: 0,
  interestGrace: { count: 0, mode: "deferred" },
  balloonMinor: 0n,
  feeMinor: 0n,
  roundTo: 1n,
  rounding: "half_up",
});

const schedule = unwrap(planSchedule(terms(1_000_000n, 12)));
const instalment = (schedule.principalMinor[0] ?? 0n) + (schedule.interestMinor[0] ?? 0n);

/**
 * Three years of a loan in fifty events. `isLate`: a payment bounces in month 11, so that every later
 * one pays the instalment before, and late charges accrue to the end; else every fourth is some days late.
 */
function history(isLate: boolean): LoanEvent[] {
  const events: LoanEvent[] = [];
  const head = (on: DayNumber): { id: string; effectiveOn: DayNumber; recordedAt: number } => ({
    id: `e${events.length}`,
    effectiveOn: on,
    recordedAt: events.length,
  });
  for (const [i, dueOn] of schedule.dueOn.entries()) {
    const on = addDays(dueOn, i % 4 === 3 ? 5 + (i % 15) : 0);
    if (i % 6 === 5) {
      events.push({ ...head(on), kind: "payment", amountMinor: instalment / 2n });
      const rest = instalment - instalment / 2n;
      events.push({ ...head(addDays(on, 4)), kind: "payment", amountMinor: rest });
    } else events.push({ ...head(on), kind: "payment", amountMinor: instalment });
  }
  for (let i = 0; events.length < 49; i++)
    events.push({
      ...head(addDays(start, 60 + 120 * i)),
      kind: "fee",
      component: "fee",
      amountMinor: 500n,
    });
  const last = head(addDays(start, 400));
  events.push(
    isLate
      ? { ...last, kind: "reversal", of: "e10" }
      : { ...last, kind: "waiver", component: "fee", amountMinor: 300n },
  );
  return events;
}

function benchReplay(): void {
  const asOf = addMonths(start, 37);
  const loanWith = (policy: LedgerPolicy): Loan => ({
    currency: "CNY",
    startOn: start,
    schedule,
    terms: terms(1_000_000n, 12),
    policy,
  });
  const plain = loanWith(defaultLedgerPolicy);
  const strict = loanWith({
    ...defaultLedgerPolicy,
    penalty: { ...chineseBankPenalty, graceDays: 3 },
  });
  const contender = (name: string, loan: Loan, events: readonly LoanEvent[]): Contender => ({
    name,
    unit: "replays",
    each: 1,
    work: () => void replay(loan, events, { asOf }),
  });
  report("Replay: 36 instalments, 50 events, as of the day after the end", [
    contender("no late charges, mostly on time", plain, history(false)),
    contender("penalty and compound interest, mostly on time", strict, history(false)),
    contender("the same, late from month 11 to the end", strict, history(true)),
  ]);
}

function benchSchedule(): void {
  const ours = terms(1_000_000n, 12);
  const rows = { unit: "rows", each: 36 };
  report("Schedule: annuity of 36 months", [
    {
      ...rows,
      name: "Mora (exact; due dates, day counts, checks)",
      work: () => void planSchedule(ours),
    },
    {
      ...rows,
      name: "loanjs (floats; no dates)",
      work: () => void new OtherLoan(10_000, 36, 12, "annuity"),
    },
    {
      ...rows,
      name: "financial (floats, unrounded; no dates)",
      work: () => {
        pmt(0.01, 36, 10_000);
        for (let i = 1; i <= 36; i++) {
          ipmt(0.01, i, 36, 10_000);
          ppmt(0.01, i, 36, 10_000);
        }
      },
    },
  ]);
  let wrong = 0;
  for (let i = 0; i < 1_000; i++) {
    const amount = 1_000 + i * 7.77;
    const { installments } = new OtherLoan(amount, 36, 5 + (i % 30), "annuity");
    const cents = installments.reduce((sum, { capital }) => sum + Math.round(capital * 100), 0);
    if (cents !== Math.round(amount * 100)) wrong++;
  }
  console.log(
    `  principal does not sum to the loan, of 1,000 loans: loanjs ${wrong}, Mora 0 (asserted)`,
  );
}

function benchXirr(): void {
  const advances = [{ on: start, minor: 1_000_000n }];
  const payments = schedule.dueOn.map((on) => ({ on, minor: instalment }));
  const flows = [
    { amount: -10_000, when: new Date(isoFromDay(start)) },
    ...payments.map(({ on, minor }) => ({
      amount: Number(minor) / 100,
      when: new Date(isoFromDay(on)),
    })),
  ];
  report("XIRR of 36 payments", [
    {
      name: "Mora (certified to 10⁻¹²)",
      unit: "rates",
      each: 1,
      work: () => void certifiedXirr({ advances, payments }),
    },
    { name: "xirr (floats, Newton)", unit: "rates", each: 1, work: () => void otherXirr(flows) },
  ]);
  const ours = Number(unwrap(certifiedXirr({ advances, payments })).rate) / Number(RATE_ONE);
  console.log(`  Mora ${ours}, xirr ${otherXirr(flows)}`);
}

benchReplay();
benchSchedule();
benchXirr();
