import type { DayNumber } from "../../kernel/business-date.ts";
import { isoFromDay } from "../../kernel/business-date.ts";
import { formatRate, noRate, type Rate } from "../../kernel/rate.ts";
import { ok, type Refusal, type Result, refuse } from "../../kernel/result.ts";

/** A published value of a reference rate, in force from `on` until the next one. */
export type Fixing = { readonly on: DayNumber; readonly rate: Rate };

/**
 * The most that credit may cost a year.
 * `fixed`: 24 % or 36 %, as law, a regulator's guidance or house policy has it.
 * `multiple`: so many times a reference rate as it stood when the contract was made. Four times the
 * one-year LPR is the Chinese private-lending cap (民间借贷规定 25); it does not move with later
 * fixings, and 29 holds late interest, penalties and fees together to the same cap.
 */
export type Cap =
  | { readonly kind: "none" }
  | { readonly kind: "fixed"; readonly rate: Rate }
  | {
      readonly kind: "multiple";
      readonly times: bigint;
      readonly reference: string;
      readonly fixings: readonly Fixing[];
      /** A fixing older than this at signing is refused as a gap in the table, not used. */
      readonly staleAfterDays: number;
    };

/** Four times the one-year loan prime rate, published on the 20th of each month or soon after. */
export const fourTimesLpr = (fixings: readonly Fixing[]): Cap => ({
  kind: "multiple",
  times: 4n,
  reference: "LPR_1Y",
  fixings,
  staleAfterDays: 45,
});

export type RateCapQuestion = {
  readonly annualCost: Rate;
  readonly cap: Cap;
  readonly signedOn: DayNumber;
};

/** `reference`: the fixing that was used. `excess` is what the cost is above the cap, or nothing. */
export type RateCapAnswer = {
  readonly verdict: "within" | "above" | "no_cap";
  readonly capRate: Rate | undefined;
  readonly excess: Rate;
  readonly reference: Fixing | undefined;
  readonly arithmetic: readonly string[];
};

export type RateCapRefusal = Refusal<"FIXING_MISSING" | "FIXING_STALE">;

/** Whether a yearly cost keeps to its cap; equal to the cap is within it. Shows the arithmetic. */
export function checkRateCap(question: RateCapQuestion): Result<RateCapAnswer, RateCapRefusal> {
  const { annualCost, cap, signedOn } = question;
  if (cap.kind === "none") return ok(noCap);
  if (cap.kind === "fixed")
    return ok(compare(annualCost, cap.rate, [`cap = ${formatRate(cap.rate)}`]));
  const fixing = fixingAt(cap, signedOn);
  if (!fixing.ok) return fixing;
  const { on, rate } = fixing.value;
  const capRate = (cap.times * rate) as Rate;
  const answer = compare(annualCost, capRate, [
    `${cap.reference} on ${isoFromDay(signedOn)} = ${formatRate(rate)} (fixed ${isoFromDay(on)})`,
    `cap = ${cap.times} × ${formatRate(rate)} = ${formatRate(capRate)}`,
  ]);
  return ok({ ...answer, reference: fixing.value });
}

const noCap: RateCapAnswer = {
  verdict: "no_cap",
  capRate: undefined,
  excess: noRate,
  reference: undefined,
  arithmetic: ["no cap applies"],
};

function compare(annualCost: Rate, capRate: Rate, lines: readonly string[]): RateCapAnswer {
  const above = annualCost > capRate;
  const excess = (above ? annualCost - capRate : 0n) as Rate;
  const [cost, limit] = [formatRate(annualCost), formatRate(capRate)];
  const line = above ? `${cost} − ${limit} = ${formatRate(excess)} above` : `${cost} ≤ ${limit}`;
  const verdict = above ? "above" : "within";
  return { verdict, capRate, excess, reference: undefined, arithmetic: [...lines, line] };
}

type Multiple = Extract<Cap, { kind: "multiple" }>;

function fixingAt(cap: Multiple, signedOn: DayNumber): Result<Fixing, RateCapRefusal> {
  let last: Fixing | undefined;
  for (const fixing of cap.fixings)
    if (fixing.on <= signedOn && (last === undefined || fixing.on > last.on)) last = fixing;
  const signed = isoFromDay(signedOn);
  if (!last) return refuse("FIXING_MISSING", `no ${cap.reference} fixing on or before ${signed}`);
  if (signedOn - last.on > cap.staleAfterDays)
    return refuse(
      "FIXING_STALE",
      `the last ${cap.reference} fixing before ${signed} is of ${isoFromDay(last.on)}`,
    );
  return ok(last);
}
