import { assert } from "../../kernel/assert.ts";
import { addDays, type DayNumber } from "../../kernel/business-date.ts";
import { noRate, RATE_ONE, type Rate } from "../../kernel/rate.ts";
import type { LoanEvent } from "../events.ts";
import { pausesOf, type Reading, standingEvents } from "../history.ts";
import type { Loan } from "../loan.ts";
import type { RateStep } from "../rate-path.ts";
import type { LoanState } from "../state.ts";
import { recordSpan } from "./ageing.ts";
import { useCredit } from "./apply.ts";
import { capsOf, countCharge, endDefault, growLimit } from "./caps.ts";
import { contractRates, rateEventsOf } from "./contract-rates.ts";
import { placeExcess } from "./excess.ts";
import { type Growth, growthOf } from "./growth.ts";
import { happen, judgeSettlement, settlementLapsesOn } from "./happen.ts";
import { accrue, accruedSoFar, fallDue, isDaily, postAccrued } from "./interest.ts";
import { judgeLate, lateOn, settleAll } from "./late.ts";
import { policyColumns } from "./policy-columns.ts";
import { layOutContract } from "./replan.ts";
import { openOf, type Sheet } from "./sheet.ts";
import { talliesOf } from "./tally.ts";

/**
 * The state of a loan at the end of a business date: a fold over its events, and the only way in which a
 * balance comes to exist. Any order of recording gives the same state; a reversed event leaves no trace
 * but itself. A thousandth look changes nothing that the first did not.
 *
 * Events are taken as admitted (see admit.ts): what is impossible was refused when it was recorded.
 */
export function replay(loan: Loan, events: readonly LoanEvent[], reading: Reading): LoanState {
  const standing = standingEvents(loan, events, reading);
  const run = newRun(loan, standing, reading);
  const { sheet } = run;
  layOutContract(sheet);
  let next = 0;
  for (let day = nextDay(run, next); day <= reading.asOf; day = nextDay(run, next)) {
    startDay(run, day);
    while (standing[next]?.effectiveOn === day) {
      happen(sheet, standing[next] as LoanEvent);
      next++;
    }
    endDay(sheet);
  }
  if (sheet.day < reading.asOf) startDay(run, reading.asOf);
  settleAll(sheet);
  return stateOf(sheet, reading.asOf);
}

type Run = {
  readonly sheet: Sheet;
  readonly standing: readonly LoanEvent[];
  readonly capGrowth: Growth | undefined;
};

function newRun(loan: Loan, standing: readonly LoanEvent[], reading: Reading): Run {
  const pauses = pausesOf(standing);
  const frozen = pauses.filter((pause) => pause.freezes.includes("charges"));
  const rateEvents = rateEventsOf(standing);
  const rates = contractRates(loan, rateEvents, reading.asOf);
  const { startOn, policy } = loan;
  const { dayCount } = policy.penalty;
  const anchor = { anchorOn: startOn, frozen };
  const { costCap } = policy;
  const penalty = { rates: penaltyRates(loan, rates), dayCount, ...anchor };
  const penaltyGrowth = growthOf(penalty);
  const growth = {
    pauses,
    rateEvents,
    penaltyGrowth,
    tallies: talliesOf(penaltyGrowth, penalty, policy.rounding),
    contractGrowth: growthOf({
      rates,
      dayCount: loan.terms?.dayCount ?? "act_365f",
      maturityOn: loan.schedule.dueOn.at(-1),
      ...anchor,
    }),
  };
  const sheet = blankSheet(loan, growth, reading.isExplained ?? false);
  const capGrowth =
    costCap === undefined
      ? undefined
      : growthOf({ rates: [{ from: startOn, rate: costCap }], dayCount, ...anchor });
  return { sheet, standing, capGrowth };
}

function penaltyRates({ policy, startOn }: Loan, rates: readonly RateStep[]): readonly RateStep[] {
  const { rate } = policy.penalty;
  if (rate.kind === "none") return [{ from: startOn, rate: noRate }];
  if (rate.kind === "fixed") return [{ from: startOn, rate: rate.rate }];
  return rates.map((step) => ({
    from: step.from,
    rate: ((step.rate * rate.times) / RATE_ONE) as Rate,
  }));
}

function blankSheet(
  loan: Loan,
  growth: Pick<Sheet, "pauses" | "rateEvents" | "penaltyGrowth" | "contractGrowth" | "tallies">,
  isExplained: boolean,
): Sheet {
  return {
    loan,
    columns: policyColumns(loan.policy),
    pauses: growth.pauses,
    rateEvents: growth.rateEvents,
    penaltyGrowth: growth.penaltyGrowth,
    tallies: growth.tallies,
    contractGrowth: growth.contractGrowth,
    rows: [],
    day: addDays(loan.startOn, -1),
    firstOpen: 0,
    firstUndue: 0,
    firstUnjudged: 0,
    lateRows: [],
    accruedNumerator: 0n,
    accruedPostedMinor: 0n,
    accruedTo: loan.startOn,
    sums: { principalMinor: 0n, pastDueMinor: 0n },
    creditMinor: 0n,
    pooledMinor: 0n,
    pooledBy: undefined,
    receivedMinor: 0n,
    refundedMinor: 0n,
    lastNo: 0,
    lastChargeNo: 0,
    chargedOffOn: undefined,
    releasedOn: undefined,
    paidOffOn: undefined,
    settlement: undefined,
    caps: capsOf(loan.policy, loan.startOn),
    entries: [],
    accruals: isExplained ? [] : undefined,
    spans: [],
  };
}

const never = Number.MAX_SAFE_INTEGER;

/** The next day on which something happens: an event, a due date, the end of a grace, a settlement. */
function nextDay({ sheet, standing }: Run, next: number): DayNumber {
  const { rows, firstUndue, firstUnjudged } = sheet;
  let day: number = standing[next]?.effectiveOn ?? never;
  const due = rows[firstUndue];
  if (due && due.dueOn < day) day = due.dueOn;
  const unjudged = rows[firstUnjudged];
  if (unjudged) day = Math.min(day, lateOn(sheet, unjudged));
  if (sheet.settlement) day = Math.min(day, settlementLapsesOn(sheet) ?? never);
  // A cap may bind in the middle of a span: charges are then looked at day by day.
  if (sheet.caps && sheet.lateRows.length > 0) day = Math.min(day, sheet.day + 1);
  assert(day > sheet.day, "a replay goes forward");
  return day as DayNumber;
}

/** What time alone brings: interest, due dates, lateness. */
function startDay({ sheet, capGrowth }: Run, day: DayNumber): void {
  sheet.day = day;
  accrue(sheet);
  growLimit(sheet, capGrowth);
  fallDue(sheet);
  if (isDaily(sheet)) postAfterMaturity(sheet);
  judgeLate(sheet);
  // Caps look at all claims together; without them each claim is settled when something touches it.
  if (sheet.caps) settleAll(sheet);
  useCredit(sheet);
}

/** After the last due date there is no next instalment: the claim that holds the principal asks for more. */
function postAfterMaturity(sheet: Sheet): void {
  const { rows, firstUndue, sums } = sheet;
  const isMoreToCome = rows.some((row, i) => i >= firstUndue && row.kind !== "charge");
  if (sums.principalMinor === 0n || isMoreToCome) return;
  const last = rows.findLast((row) => openOf(row, "principal") > 0n);
  assert(last, "open principal stands in some row");
  const minor = postAccrued(sheet, last);
  last.afterMaturityMinor += minor;
  countCharge(sheet, minor, 0n);
}

/** What the day's events leave to be done once all of them are in. */
function endDay(sheet: Sheet): void {
  judgeSettlement(sheet);
  placeExcess(sheet);
  useCredit(sheet);
  endDefault(sheet);
  recordSpan(sheet);
  const isOpen = sheet.sums.principalMinor > 0n || sheet.rows.some((row) => !row.isClosed);
  sheet.paidOffOn = isOpen ? undefined : (sheet.paidOffOn ?? sheet.day);
}

function stateOf(sheet: Sheet, asOf: DayNumber): LoanState {
  return {
    asOf,
    status: statusOf(sheet),
    claims: sheet.rows,
    principalMinor: sheet.sums.principalMinor,
    accruedMinor: accruedSoFar(sheet),
    creditMinor: sheet.creditMinor,
    receivedMinor: sheet.receivedMinor,
    refundedMinor: sheet.refundedMinor,
    chargedOffOn: sheet.chargedOffOn,
    releasedOn: sheet.releasedOn,
    paidOffOn: sheet.paidOffOn,
    pauses: sheet.pauses,
    entries: sheet.entries,
    accruals: sheet.accruals ?? [],
    spans: sheet.spans,
  };
}

function statusOf(sheet: Sheet): LoanState["status"] {
  if (sheet.releasedOn !== undefined) return "released";
  if (sheet.paidOffOn !== undefined) return "paid_off";
  return sheet.chargedOffOn === undefined ? "open" : "charged_off";
}
