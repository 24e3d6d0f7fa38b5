import { weighted } from "./random.ts";

/** Causes of delinquency, as the person names them and as the hidden state has them. */
export const causes = [
  "unemployment",
  "illness",
  "over_indebted",
  "poor_money_management",
  "no_will_to_pay",
  "service_complaint",
  "market_downturn",
] as const;
export type Cause = (typeof causes)[number];

/** How often a serious trouble has each cause. Forgetting is not here: that is a slip of days. */
export const causeWeights = weighted<Cause>([
  ["unemployment", 28],
  ["illness", 13],
  ["over_indebted", 22],
  ["poor_money_management", 7],
  ["no_will_to_pay", 8],
  ["service_complaint", 7],
  ["market_downturn", 15],
]);
