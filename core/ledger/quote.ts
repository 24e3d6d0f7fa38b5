import { addDays, type DayNumber, isoFromDay } from "../kernel/business-date.ts";
import { ok, type Refusal, type Result, refuse } from "../kernel/result.ts";
import { type Amounts, noColumns, sumOf, toAmounts } from "./components.ts";
import type { LoanEvent } from "./events.ts";
import type { Loan } from "./loan.ts";
import { replay } from "./replay/replay.ts";
import type { LoanState } from "./state.ts";
import { dueOf } from "./state-sums.ts";

/**
 * Amounts on demand. Each is the least payment on a day after which the engine itself says that the goal
 * is reached: there is no second arithmetic that could disagree with what a payment then does.
 */
export type QuoteGoal = "bring_current" | "fall_one_bucket" | "keep_plan" | "pay_off";

export type Quote = {
  readonly goal: QuoteGoal;
  readonly forOn: DayNumber;
  /** Minor units; 0n where the goal is reached without paying. */
  readonly amountMinor: bigint;
  /** What the payment would pay, by component; with interest or fees that it would save. */
  readonly pays: Amounts;
  readonly savesMinor: bigint;
  /** What of it would stay as credit: 0n unless the amount was given. */
  readonly creditedMinor: bigint;
};

export type QuoteRefusal = Refusal<"QUOTE_OUT_OF_RANGE" | "QUOTE_UNREACHABLE">;

export const QUOTE_DAYS_MAX = 30;

export type QuoteQuestion = {
  readonly goal: QuoteGoal;
  readonly askedOn: DayNumber;
  readonly forOn: DayNumber;
  /** Whether a state has reached the goal; only `fall_one_bucket` needs one. */
  readonly isReached?: (state: LoanState) => boolean;
  /** `keep_plan`: what the plan asks for until that day, and what it has received. */
  readonly plan?: { readonly askedMinor: bigint; readonly receivedMinor: bigint };
};

/** The amount that reaches a goal if it is paid on `forOn`, today or up to 30 days ahead. */
export function quote(
  loan: Loan,
  events: readonly LoanEvent[],
  question: QuoteQuestion,
): Result<Quote, QuoteRefusal> {
  const { askedOn, forOn, goal, plan } = question;
  if (forOn < loan.startOn)
    return refuse("QUOTE_OUT_OF_RANGE", `the loan begins on ${isoFromDay(loan.startOn)}`);
  if (forOn < askedOn || forOn > addDays(askedOn, QUOTE_DAYS_MAX))
    return refuse(
      "QUOTE_OUT_OF_RANGE",
      `${isoFromDay(forOn)} is not within ${QUOTE_DAYS_MAX} days from ${isoFromDay(askedOn)}`,
    );
  const payment = (minor: bigint): LoanState => stateAfter(loan, events, { forOn, minor });
  const least =
    goal === "keep_plan"
      ? planGap(plan)
      : leastAmount(payment, question.isReached ?? goals[goal] ?? (() => false));
  if (least === undefined)
    return refuse("QUOTE_UNREACHABLE", `no payment on ${isoFromDay(forOn)} reaches "${goal}"`);
  return ok({ goal, forOn, amountMinor: least, ...explain(payment(least)) });
}

const planGap = (plan: QuoteQuestion["plan"]): bigint | undefined => {
  if (!plan) return undefined;
  const gap = plan.askedMinor - plan.receivedMinor;
  return gap > 0n ? gap : 0n;
};

const goals: Readonly<Partial<Record<QuoteGoal, (state: LoanState) => boolean>>> = {
  bring_current: (state) => sumOf(dueOf(state)) === 0n,
  pay_off: (state) => state.paidOffOn !== undefined,
};

const QUOTED = "\uffffquoted";

function stateAfter(
  loan: Loan,
  events: readonly LoanEvent[],
  { forOn, minor }: { readonly forOn: DayNumber; readonly minor: bigint },
): LoanState {
  if (minor === 0n) return replay(loan, events, { asOf: forOn });
  const payment: LoanEvent = {
    id: QUOTED,
    kind: "payment",
    effectiveOn: forOn,
    recordedAt: 0,
    amountMinor: minor,
  };
  return replay(loan, [...events, payment], { asOf: forOn });
}

/** The least amount for which `isReached` holds; paying more never undoes a goal, so halving finds it. */
function leastAmount(
  stateOf: (minor: bigint) => LoanState,
  isReached: (state: LoanState) => boolean,
): bigint | undefined {
  const now = stateOf(0n);
  if (isReached(now)) return 0n;
  let high = now.claims.reduce((sum, { openMinor }) => sum + openMinor, 0n) + now.accruedMinor + 1n;
  if (!isReached(stateOf(high))) return undefined;
  let low = 0n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (isReached(stateOf(middle))) high = middle;
    else low = middle;
  }
  return high;
}

function explain(state: LoanState): Pick<Quote, "pays" | "savesMinor" | "creditedMinor"> {
  const pays = noColumns();
  let savesMinor = 0n;
  let creditedMinor = 0n;
  for (const entry of state.entries) {
    if (entry.eventId !== QUOTED) continue;
    if (entry.kind === "waived") savesMinor += entry.wantedMinor;
    if (entry.kind !== "applied") continue;
    for (const { column, minor } of entry.parts) pays[column] = (pays[column] as bigint) + minor;
    creditedMinor = state.creditMinor;
  }
  return { pays: toAmounts(pays), savesMinor, creditedMinor };
}
