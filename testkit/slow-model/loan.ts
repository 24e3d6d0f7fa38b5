import { addDays, type DayNumber } from "@mora/core/kernel/business-date";
import type { LoanEvent } from "@mora/core/ledger/events";
import type { Loan } from "@mora/core/ledger/loan";
import type { LoanState } from "@mora/core/ledger/state";
import { cutDueInterest, endDefault, growRoom } from "./loan-caps.ts";
import { askAfterLast, fallDueDaily } from "./loan-daily.ts";
import { freezesOf, happen, judgeSettlement, standing } from "./loan-events.ts";
import { accruedInterest, growDaily, growPenalties, judgeLateness } from "./loan-interest.ts";
import { creditPaysDue, placePool } from "./loan-money.ts";
import {
  allOpen,
  dueRows,
  makeWorld,
  openOf,
  principalOpen,
  type Row,
  type World,
} from "./loan-world.ts";

/** What the model can tell of one day. */
export type ModelDay = {
  readonly on: DayNumber;
  readonly oldestDueOn: DayNumber | undefined;
  readonly pastDueMinor: bigint;
  readonly daysPastDue: number;
};

export type ModelLoan = {
  readonly rows: readonly Row[];
  readonly days: readonly ModelDay[];
  readonly status: LoanState["status"];
  readonly creditMinor: bigint;
  readonly principalMinor: bigint;
  readonly accruedMinor: bigint;
  readonly receivedMinor: bigint;
  readonly refundedMinor: bigint;
};

export function slowLoan(loan: Loan, events: readonly LoanEvent[], asOf: DayNumber): ModelLoan {
  const todo = standing(events, asOf);
  const world = makeWorld(loan, freezesOf(todo));
  const days: ModelDay[] = [];
  for (let today = loan.startOn; today <= asOf; today = addDays(today, 1)) {
    world.today = today;
    oneDay(
      world,
      todo.filter(({ effectiveOn }) => effectiveOn === today),
    );
    days.push(tellDay(world));
  }
  return {
    rows: world.rows,
    days,
    status: statusOf(world),
    creditMinor: world.credit,
    principalMinor: principalOpen(world),
    accruedMinor: accruedInterest(world),
    receivedMinor: world.received,
    refundedMinor: world.refunded,
  };
}

function oneDay(world: World, events: readonly LoanEvent[]): void {
  if (world.today > world.loan.startOn) {
    growRoom(world);
    growDaily(world);
  }
  fallDue(world);
  if (world.today > world.loan.startOn) growPenalties(world);
  judgeLateness(world);
  creditPaysDue(world);
  for (const event of events) happen(world, event);
  judgeSettlement(world);
  placePool(world);
  creditPaysDue(world);
  endDefault(world);
}

/** Step 2. */
function fallDue(world: World): void {
  for (const row of world.rows)
    if (row.dueOn === world.today) {
      fallDueDaily(world, row);
      if (row.kind !== "charge") cutDueInterest(world, row);
    }
  askAfterLast(world);
}

function statusOf(world: World): LoanState["status"] {
  if (world.releasedOn !== undefined) return "released";
  if (world.rows.every((row) => allOpen(row) === 0n)) return "paid_off";
  return world.chargedOffOn === undefined ? "open" : "charged_off";
}

function tellDay(world: World): ModelDay {
  const { ageing } = world.loan.policy;
  const ageingOpen = (row: Row): bigint => {
    if (row.kind === "charge" && !ageing.charges) return 0n;
    return ageing.components.reduce((sum, name) => sum + openOf(row, name), 0n);
  };
  const unpaid = dueRows(world).filter((row) => ageingOpen(row) > 0n);
  const oldestDueOn = unpaid[0]?.dueOn;
  return {
    on: world.today,
    oldestDueOn,
    pastDueMinor: unpaid.reduce((sum, row) => sum + ageingOpen(row), 0n),
    daysPastDue: oldestDueOn === undefined ? 0 : unfrozenDays(world, oldestDueOn),
  };
}

/** Day after the due date to today, without the days on which ageing stood still. */
function unfrozenDays(world: World, dueOn: DayNumber): number {
  let days = 0;
  for (let on = addDays(dueOn, 1); on <= world.today; on = addDays(on, 1))
    if (!world.freezes.some((f) => f.freezes.includes("ageing") && f.from <= on && on < f.until))
      days += 1;
  return days;
}
