import {
  addDays,
  addMonths,
  civilFromDay,
  type DayNumber,
  dayFromCivil,
  daysInMonth,
} from "@mora/core/kernel/business-date";
import { RATE_ONE, type Rate } from "@mora/core/kernel/rate";
import { unwrap } from "@mora/core/kernel/result";
import { planSchedule } from "@mora/core/ledger/plan-schedule";
import type { PlanTerms } from "@mora/core/ledger/plan-terms";
import { fixedPath } from "@mora/core/ledger/rate-path";
import { type LateStretch, lateStretches } from "./ageing.ts";
import { HISTORY_MONTHS, type Temper } from "./behaviour.ts";
import { pad } from "./numbers.ts";
import { divide } from "./options.ts";
import { type Payment, payments } from "./payments.ts";
import { drawQuantile, type Rng, streamOf, streams, weighted } from "./random.ts";

export const loanProducts = {
  "GF-CASH": { name: "青禾现金分期 Greenfield cash instalment loan" },
  "GF-SHOP": { name: "青禾商品分期 Greenfield shopping instalment loan" },
  "GF-TRADE": {
    name: "青禾小微经营贷 Greenfield micro-business loan",
    purpose: "business",
    // Late charges of earlier months that an early payment met must not make the next month late.
    toleranceMinor: 20_000,
    // Penalty interest at 1.5 times the contract rate (银发〔2003〕251号), paid after all that is due, so
    // that it never makes the next instalment late.
    policy: {
      application: {
        direction: "vertical",
        due: ["interest", "principal", "fee", "guarantee_fee", "compound", "penalty"],
      },
      penalty: { rate: { timesContract: "1.5" }, compounding: true, graceDays: 3 },
    },
  },
} as const;
export type LoanProduct = keyof typeof loanProducts;

/** A loan's terms and schedule as parallel columns; amounts in cents. */
export type Loan = {
  readonly key: string;
  readonly product: LoanProduct;
  readonly openedOn: DayNumber;
  readonly principal: number;
  /** Contract rate a year; a whole month bears a twelfth of it. */
  readonly rate: Rate;
  readonly dueOn: readonly DayNumber[];
  readonly principals: readonly number[];
  readonly interests: readonly number[];
  readonly fees: readonly number[];
  /** What each instalment asks for in all. */
  readonly asked: readonly number[];
};

/** A loan and what happens on it; payments are made only when somebody asks. */
export class LoanLife {
  readonly loan: Loan;
  readonly #rng: Rng;
  readonly #temper: Temper;
  readonly #through: DayNumber;
  #payments: readonly Payment[] | undefined;
  #stretches: readonly LateStretch[] | undefined;

  constructor(loan: Loan, payer: { rng: Rng; temper: Temper; through: DayNumber }) {
    this.loan = loan;
    this.#rng = payer.rng;
    this.#temper = payer.temper;
    this.#through = payer.through;
  }

  get payments(): readonly Payment[] {
    this.#payments ??= payments(this.#rng, this.loan, {
      temper: this.#temper,
      through: this.#through,
    });
    return this.#payments;
  }

  /** When the loan was late. */
  get stretches(): readonly LateStretch[] {
    const due = { on: this.loan.dueOn, cents: this.loan.asked };
    const paid = { on: this.payments.map((p) => p.on), cents: this.payments.map((p) => p.cents) };
    this.#stretches ??= lateStretches(due, paid, this.#through);
    return this.#stretches;
  }
}

/** Principal in CNY: quantiles of a lognormal with median 18,000 and σ = 0.95, cut at both ends. */
const principals = [
  2_000, 3_100, 4_200, 5_100, 6_000, 6_900, 7_700, 8_600, 9_500, 10_400, 11_300, 12_300, 13_300,
  14_400, 15_500, 16_700, 18_000, 19_400, 20_900, 22_500, 24_400, 26_400, 28_600, 31_200, 34_200,
  37_600, 41_800, 47_000, 53_700, 63_000, 77_300, 105_600, 223_600,
];
const terms = weighted([
  [6, 12],
  [9, 6],
  [12, 34],
  [18, 14],
  [24, 20],
  [36, 14],
]);

/** Who has what: loans only 65 %, loan and card 10 %, card only 25 %; 8 % of borrowers a second loan. */
export type Holdings = { readonly loans: 0 | 1 | 2; readonly hasCard: boolean };

export function holdingsOf(seed: number, k: number): Holdings {
  const rng = streamOf(seed, k, streams.loans);
  const at = rng.below(100);
  const second = rng.chance(80_000);
  const loans = at >= 75 ? 0 : second ? 2 : 1;
  return { loans, hasCard: at >= 65 };
}

type World = { readonly seed: number; readonly startOn: DayNumber; readonly endOn: DayNumber };

/** The loans of a person with everything that is paid on them, the earliest first. */
export function loansOf(k: number, temper: Temper, world: World): LoanLife[] {
  const { loans } = holdingsOf(world.seed, k);
  const found: LoanLife[] = [];
  for (let j = 0; j < loans; j++) found.push(loanLife(k, j, { temper, world }));
  return found.sort((a, b) => a.loan.openedOn - b.loan.openedOn);
}

function loanLife(
  k: number,
  j: number,
  { temper, world }: { temper: Temper; world: World },
): LoanLife {
  const terms = streamOf(world.seed, k, streams.loanTerms + 100 * j);
  const rng = streamOf(world.seed, k, streams.loanPayments + 100 * j);
  const loan = drawLoan(terms, `L${pad(k, 7)}-${j + 1}`, { temper, world });
  return new LoanLife(loan, { rng, temper, through: (world.endOn + 21) as DayNumber });
}

function drawLoan(
  rng: Rng,
  key: string,
  { temper, world }: { temper: Temper; world: World },
): Loan {
  const { startOn, endOn } = world;
  const term = rng.weighted(terms);
  const principal = divide(drawQuantile(rng, principals), 100) * 10_000;
  const isNew = rng.chance(newSharePpm(startOn, endOn)) && temper.diedOn === undefined;
  const openedOn = isNew
    ? ((startOn + 1 + rng.below(endOn - startOn)) as DayNumber)
    : ((startOn - rng.below(30 * Math.min(term, HISTORY_MONTHS - 2))) as DayNumber);
  const product = principal > 6_000_000 ? "GF-TRADE" : rng.chance(600_000) ? "GF-CASH" : "GF-SHOP";
  const rate = (BigInt(rng.range(8, 24)) * ONE_PERCENT) as Rate;
  const dueDay = temper.payday + rng.below(4);
  return schedule({ key, product, openedOn, principal, rate, term, dueDay });
}

/** About 4 % of loans a month are new, up to 45 %: the book neither grows fast nor runs off. */
const newSharePpm = (startOn: DayNumber, endOn: DayNumber): number =>
  Math.min(450_000, divide((endOn - startOn) * 40_000, 30));

/** The schedule, by the engine that will service the loan: an annuity with a longer or shorter first month. */
function schedule(drawn: {
  key: string;
  product: LoanProduct;
  openedOn: DayNumber;
  principal: number;
  rate: Rate;
  term: number;
  dueDay: number;
}): Loan {
  const { key, product, openedOn, principal, rate } = drawn;
  const planned = unwrap(planSchedule(planTerms(drawn)));
  const principals = planned.principalMinor.map(Number);
  const interests = planned.interestMinor.map(Number);
  const fees = principals.map((_, i) => (i === 0 && product === "GF-SHOP" ? principal / 100 : 0));
  const asked = principals.map((part, i) => part + (interests[i] ?? 0) + (fees[i] ?? 0));
  const { dueOn } = planned;
  return { key, product, openedOn, principal, rate, dueOn, principals, interests, fees, asked };
}

const ONE_PERCENT = RATE_ONE / 100n;

function planTerms(drawn: {
  openedOn: DayNumber;
  principal: number;
  rate: Rate;
  term: number;
  dueDay: number;
}): PlanTerms {
  const { openedOn, principal, rate, term, dueDay } = drawn;
  return {
    kind: "annuity",
    disbursements: [{ on: openedOn, minor: BigInt(principal) }],
    downPaymentMinor: 0n,
    rates: fixedPath(openedOn, rate),
    dayCount: "act_365f",
    interestPer: "period",
    dates: {
      startOn: openedOn,
      firstDueOn: firstDueOn(openedOn, dueDay),
      count: term,
      period: { unit: "month", every: 1 },
      dayOfMonth: dueDay,
      nonWorking: "none",
    },
    accrueTo: "unrolled",
    principalGraceCount: 0,
    interestGrace: { count: 0, mode: "deferred" },
    balloonMinor: 0n,
    feeMinor: 0n,
    roundTo: 1n,
    rounding: "half_up",
  };
}

/** The first `dueDay` of a month at least 15 days after the loan was paid out. */
function firstDueOn(openedOn: DayNumber, dueDay: number): DayNumber {
  const start = addDays(openedOn, 15);
  const inMonthOf = (on: DayNumber): DayNumber => {
    const { year, month } = civilFromDay(on);
    return dayFromCivil(year, month, Math.min(dueDay, daysInMonth(year, month)));
  };
  const same = inMonthOf(start);
  return same >= start ? same : inMonthOf(addMonths(start, 1));
}
