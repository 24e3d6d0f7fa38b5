import { components } from "@mora/core/ledger/components";
import { type LoanEvent, rankOfKind } from "@mora/core/ledger/events";
import { charge } from "./loan-caps.ts";
import { askDaily } from "./loan-interest.ts";
import { poolPaysAll, receive } from "./loan-money.ts";
import { changeRate, defer, disburse, reAge, reAmortise, restructure } from "./loan-plan.ts";
import {
  addRow,
  chargeNo,
  type EventOf,
  type Freeze,
  isScheduled,
  openOf,
  type World,
} from "./loan-world.ts";

/** The events that stand on `asOf`: a reversed one is gone, and so is its reversal. */
export function standing(events: readonly LoanEvent[], asOf: number): LoanEvent[] {
  const known = events.filter(({ effectiveOn }) => effectiveOn <= asOf);
  const takenBack = known.flatMap((event) =>
    event.kind === "reversal" || event.kind === "chargeback" ? [event.of] : [],
  );
  return known
    .filter(({ id, kind }) => kind !== "reversal" && !takenBack.includes(id))
    .sort(
      (a, b) =>
        a.effectiveOn - b.effectiveOn ||
        rankOfKind[a.kind] - rankOfKind[b.kind] ||
        (a.id < b.id ? -1 : 1),
    );
}

export function freezesOf(events: readonly LoanEvent[]): Freeze[] {
  return events.flatMap((event) => {
    if (event.kind !== "pause") return [];
    const ends = events.flatMap((other) =>
      other.kind === "resume" && other.of === event.id ? [other.effectiveOn as number] : [],
    );
    const until = Math.min(...ends, event.until ?? Number.POSITIVE_INFINITY);
    return [{ eventId: event.id, from: event.effectiveOn, until, freezes: event.freezes }];
  });
}

type Handlers = {
  readonly [Kind in LoanEvent["kind"]]?: (world: World, event: EventOf<Kind>) => void;
};

const takeMoney = (world: World, { amountMinor }: { readonly amountMinor: bigint }): void =>
  receive(world, amountMinor);

/** Kinds without a handler change nothing that is owed; pauses are read from the history itself. */
const handlers: Handlers = {
  payment: takeMoney,
  recovery: takeMoney,
  goodwill_credit: takeMoney,
  guarantor_payout: takeMoney,
  credit: hold,
  refund,
  fee: addCharge,
  penalty: addCharge,
  chargeback: chargeBack,
  waiver: waive,
  settlement_discount: (world, { amountMinor, payBy }) => {
    world.settlement = { amountMinor, payBy, paid: 0n };
  },
  rate_change: changeRate,
  disbursement: disburse,
  re_amortise: reAmortise,
  restructure,
  re_age: reAge,
  deferral: defer,
  charge_off: (world, { effectiveOn }) => {
    world.chargedOffOn = effectiveOn;
  },
  undo_charge_off: (world) => {
    world.chargedOffOn = undefined;
  },
  release: (world, { effectiveOn }) => {
    world.releasedOn = effectiveOn;
    waiveAll(world);
  },
};

export function happen(world: World, event: LoanEvent): void {
  (handlers[event.kind] as ((world: World, event: LoanEvent) => void) | undefined)?.(world, event);
}

/** Credit is received, but pays only what falls due, or joins the receipts of a later day. */
function hold(world: World, { amountMinor }: EventOf<"credit">): void {
  world.received += amountMinor;
  world.credit += amountMinor;
}

function refund(world: World, { amountMinor, effectiveOn }: EventOf<"refund">): void {
  const fromPool = amountMinor < world.pool ? amountMinor : world.pool;
  const rest = amountMinor - fromPool;
  const fromCredit = rest < world.credit ? rest : world.credit;
  world.credit -= fromCredit;
  world.pool -= fromPool;
  world.refunded += amountMinor;
  const uncovered = amountMinor - fromCredit - fromPool;
  if (uncovered === 0n) return;
  const row = addRow(world, {
    no: chargeNo(world),
    kind: "charge",
    dueOn: effectiveOn,
    fromOn: effectiveOn,
  });
  row.asked.costs += uncovered;
  // The payer's own money, asked back: no charge, so no cap knows it.
  row.isReturn = true;
}

function addCharge(world: World, event: EventOf<"fee"> | EventOf<"penalty">): void {
  const dueOn = event.dueOn ?? event.effectiveOn;
  const row = addRow(world, {
    no: chargeNo(world),
    kind: "charge",
    dueOn,
    fromOn: event.effectiveOn,
  });
  charge(world, { row, name: event.component, minor: event.amountMinor });
}

function chargeBack(world: World, { feeMinor, effectiveOn }: EventOf<"chargeback">): void {
  if (feeMinor === 0n) return;
  const row = addRow(world, {
    no: chargeNo(world),
    kind: "charge",
    dueOn: effectiveOn,
    fromOn: effectiveOn,
  });
  charge(world, { row, name: "fee", minor: feeMinor });
}

function waive(world: World, { component, amountMinor, no }: EventOf<"waiver">): void {
  if (component === "interest") askNow(world);
  let left = amountMinor;
  for (const row of world.rows) {
    if (no !== undefined && row.no !== no) continue;
    const open = openOf(row, component);
    const part = left < open ? left : open;
    row.waived[component] += part;
    left -= part;
  }
}

/** Interest by the day is asked with what is next to come before any of it is given up. */
function askNow(world: World): void {
  const asking = world.rows.find((row) => row.dueOn > world.today && row.kind !== "charge");
  if (!isScheduled(world) && asking) askDaily(world, asking);
}

/** The end of the claim; interest by the day that no row has asked for is asked, and waived too. */
export function waiveAll(world: World): void {
  askNow(world);
  for (const row of world.rows)
    for (const name of components) row.waived[name] += openOf(row, name);
}

export function judgeSettlement(world: World): void {
  const { settlement } = world;
  if (!settlement) return;
  if (settlement.paid >= settlement.amountMinor) {
    poolPaysAll(world, settlement);
    waiveAll(world);
    world.settlement = undefined;
  } else if (world.today >= settlement.payBy) world.settlement = undefined;
}
