import type { DayNumber } from "@mora/core/kernel/business-date";
import { episodeOn, type Temper } from "./behaviour.ts";
import type { Loan } from "./loans.ts";
import { NEVER } from "./options.ts";
import type { Rng } from "./random.ts";

/** A payment in cents; a negative one takes back the payment numbered `reverses` (a bounced debit). */
export type Payment = {
  readonly on: DayNumber;
  readonly cents: number;
  readonly reverses: number | undefined;
};

/** How a borrower pays one loan, instalment by instalment, in date order. */
class Payer {
  readonly made: Payment[] = [];
  readonly rng: Rng;
  readonly loan: Loan;
  paid = 0;
  asked = 0;
  /** Date of the payment that will make up what is missing; 0 when nothing is. */
  catchUpOn = 0;

  constructor(rng: Rng, loan: Loan) {
    this.rng = rng;
    this.loan = loan;
  }

  pay(on: number, cents: number): void {
    if (cents <= 0) return;
    const last = this.made.at(-1)?.on ?? this.loan.openedOn;
    this.made.push({ on: Math.max(on, last) as DayNumber, cents, reverses: undefined });
    this.paid += cents;
  }

  bounce(on: number): void {
    const last = this.made.at(-1) as Payment;
    const reverses = this.made.length - 1;
    this.made.push({ on: on as DayNumber, cents: -last.cents, reverses });
    this.paid -= last.cents;
  }

  get missing(): number {
    return this.asked - this.paid;
  }

  get whole(): number {
    return this.loan.asked.reduce((sum, cents) => sum + cents, 0);
  }
}

/** All payments of a loan up to `through`. */
export function payments(
  rng: Rng,
  loan: Loan,
  { temper, through }: { temper: Temper; through: DayNumber },
): Payment[] {
  const payer = new Payer(rng, loan);
  const count = loan.dueOn.length;
  for (let i = 0; i < count; i++) {
    const dueOn = loan.dueOn[i] as DayNumber;
    if (payer.catchUpOn > 0 && payer.catchUpOn < dueOn) catchUp(payer, dueOn);
    if (payer.missing < 0) break; // everything was paid early
    if (dueOn > through + 4) break;
    payer.asked += loan.asked[i] as number;
    payInstalment(payer, i, temper);
  }
  if (payer.catchUpOn > 0 && payer.catchUpOn < NEVER) catchUp(payer, NEVER);
  return payer.made.filter((payment) => payment.on <= through);
}

function payInstalment(payer: Payer, i: number, temper: Temper): void {
  const { rng, loan } = payer;
  const dueOn = loan.dueOn[i] as DayNumber;
  const episode = episodeOn(temper, dueOn);
  if (episode) {
    miss(payer, { dueOn, asked: loan.asked[i] as number, until: episode.to });
    return;
  }
  if (payer.catchUpOn > 0) return; // it is made up together with the older ones
  if (rng.chance(temper.slipPpm)) {
    slip(payer, dueOn);
    return;
  }
  const early = rng.chance(700_000) ? 0 : rng.range(1, 3);
  const amount = rng.chance(3_500) ? payer.whole - payer.paid : payer.missing;
  payer.pay(dueOn - early, amount);
}

/** Forgotten for some days, or a debit that bounces and is paid again. */
function slip(payer: Payer, dueOn: DayNumber): void {
  const { rng } = payer;
  if (rng.chance(80_000)) {
    payer.pay(dueOn, payer.missing);
    payer.bounce(dueOn + 1);
    payer.pay(dueOn + 1 + rng.range(1, 5), payer.missing);
    return;
  }
  const days = rng.chance(650_000) ? rng.range(1, 9) : rng.range(10, 22);
  payer.pay(dueOn + days, payer.missing);
}

function miss(
  payer: Payer,
  { dueOn, asked, until }: { dueOn: DayNumber; asked: number; until: DayNumber },
): void {
  const { rng } = payer;
  payer.catchUpOn = until === NEVER ? NEVER : until + rng.below(6);
  const paysPart = rng.chance(150_000);
  const on = dueOn + rng.range(3, 20);
  const part = Math.floor((asked * rng.range(20, 60)) / 100);
  if (paysPart && on < payer.catchUpOn) payer.pay(on, part - (part % 100));
}

/** Makes up what is missing: at once, in two payments, or by settling the whole loan. */
function catchUp(payer: Payer, nextDueOn: number): void {
  const { rng, catchUpOn } = payer;
  payer.catchUpOn = 0;
  if (rng.chance(50_000)) {
    payer.pay(catchUpOn, payer.whole - payer.paid);
    return;
  }
  const secondOn = Math.min(catchUpOn + rng.range(4, 10), nextDueOn - 4);
  if (rng.chance(220_000) && secondOn > catchUpOn) {
    payer.pay(catchUpOn, Math.floor(payer.missing / 2));
    payer.pay(secondOn, payer.missing);
    return;
  }
  payer.pay(catchUpOn, payer.missing);
}
