import { assert } from "../../kernel/assert.ts";
import type { DayNumber } from "../../kernel/business-date.ts";
import { noRate } from "../../kernel/rate.ts";
import type { LoanEvent } from "../events.ts";
import type { Loan } from "../loan.ts";
import type { RateStep } from "../rate-path.ts";

/**
 * The contract's rates with those that events up to a day have changed; an event's rate holds until the
 * next event's. Throws where the policy needs a rate and none is known.
 */
export function contractRates(
  loan: Loan,
  events: readonly LoanEvent[],
  through: DayNumber,
): readonly RateStep[] {
  let rates = loan.rates ?? loan.terms?.rates ?? [];
  for (const event of events) {
    if (event.kind !== "rate_change" && event.kind !== "restructure") continue;
    if (event.rate === undefined || event.effectiveOn > through) continue;
    const from = event.effectiveOn;
    rates = [...rates.filter((step) => step.from < from), { from, rate: event.rate }];
  }
  if (rates.length > 0) return rates;
  const { interestBasis, penalty } = loan.policy;
  assert(
    interestBasis === "scheduled" && penalty.rate.kind !== "times_contract",
    "the policy asks for the contract rate, and none is known",
  );
  return [{ from: loan.startOn, rate: noRate }];
}

/** The events that change a rate: what is kept of a history for those who plan. */
export const rateEventsOf = (events: readonly LoanEvent[]): readonly LoanEvent[] =>
  events.filter(({ kind }) => kind === "rate_change" || kind === "restructure");
