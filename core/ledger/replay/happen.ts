import { addDays } from "../../kernel/business-date.ts";
import { minOf } from "../../kernel/money.ts";
import { columnOf, components } from "../components.ts";
import type { EventKind, LoanEvent } from "../events.ts";
import type { EventOf } from "../history.ts";
import type { Part } from "../state.ts";
import { applyAhead, moveFirstOpen, type Receipt, receive } from "./apply.ts";
import { isDaily, nextBearing, postAccrued } from "./interest.ts";
import { charge, settleAll } from "./late.ts";
import { defer, principalAhead, reAge, replan, restructure } from "./replan.ts";
import { ask, insertRow, newRow, openAt, purseOf, type Row, type Sheet, waive } from "./sheet.ts";

type Handlers = { readonly [K in EventKind]: (sheet: Sheet, event: EventOf<K>) => void };

const nothing = (): void => {
  // Read from the history itself: pauses by growth and ageing, shares by whoever splits cash.
};

const handlers: Handlers = {
  payment: takeMoney,
  recovery: takeMoney,
  goodwill_credit: takeMoney,
  guarantor_payout: takeMoney,
  credit: holdCredit,
  refund: giveBack,
  fee: addCharge,
  penalty: addCharge,
  chargeback: chargeBackFee,
  waiver: forgive,
  settlement_discount: (sheet, event) => {
    sheet.settlement = { event, receivedMinor: 0n };
  },
  charge_off: (sheet) => {
    sheet.chargedOffOn = sheet.day;
  },
  undo_charge_off: (sheet) => {
    sheet.chargedOffOn = undefined;
  },
  release: (sheet, event) => {
    giveUpAll(sheet, event, "release");
    sheet.releasedOn = sheet.day;
  },
  disbursement: (sheet, { id, amountMinor }) => {
    const principalMinor = principalAhead(sheet) + amountMinor;
    replan(sheet, { why: "disbursement", eventId: id, principalMinor });
  },
  rate_change: (sheet, { id }) => {
    const principalMinor = principalAhead(sheet);
    if (principalMinor > 0n) replan(sheet, { why: "rate", eventId: id, principalMinor });
  },
  reschedule: (sheet, { id, schedule }) => {
    replan(sheet, { why: "schedule", eventId: id, principalMinor: 0n, schedule });
  },
  re_amortise: (sheet, { id, count }) => {
    replan(sheet, {
      why: "schedule",
      eventId: id,
      principalMinor: principalAhead(sheet),
      count,
    });
  },
  re_age: reAge,
  deferral: defer,
  restructure,
  pause: nothing,
  resume: nothing,
  owner_share: nothing,
  sale: nothing,
  reversal: nothing,
};

/** What an event does to the sheet. Reversed events never come here. */
export function happen(sheet: Sheet, event: LoanEvent): void {
  // Money settles the claims that it reaches; everything else may touch any claim.
  if (event.kind !== "payment" && event.kind !== "recovery") settleAll(sheet);
  (handlers[event.kind] as (sheet: Sheet, event: LoanEvent) => void)(sheet, event);
}

type MoneyEvent = EventOf<"payment" | "recovery" | "goodwill_credit" | "guarantor_payout">;

function takeMoney(sheet: Sheet, event: MoneyEvent): void {
  const { amountMinor } = event;
  const receipt: Receipt = { source: event.kind, eventId: event.id, amountMinor };
  sheet.receivedMinor += amountMinor;
  receive(sheet, receipt, settlementRoom(sheet, amountMinor));
}

/** What of a receipt a running settlement still asks for; the rest is the payer's once it is kept. */
function settlementRoom({ settlement, day }: Sheet, amountMinor: bigint): bigint {
  if (!settlement) return amountMinor;
  const missing = settlement.event.amountMinor - settlement.receivedMinor;
  settlement.receivedMinor += amountMinor;
  if (day > settlement.event.payBy) return amountMinor;
  return minOf(amountMinor, missing > 0n ? missing : 0n);
}

function holdCredit(sheet: Sheet, event: EventOf<"credit">): void {
  sheet.receivedMinor += event.amountMinor;
  sheet.creditMinor += event.amountMinor;
  note(sheet, event, { kind: "credited", minor: event.amountMinor });
}

/**
 * Out of what nothing has taken: today's receipts first, then older credit. The money has left in any
 * case: what a later reversal no longer covers is asked for again.
 */
function giveBack(sheet: Sheet, event: EventOf<"refund">): void {
  const minor = event.amountMinor;
  const pooled = minOf(sheet.pooledMinor, minor);
  const credit = minOf(sheet.creditMinor, minor - pooled);
  const uncoveredMinor = minor - pooled - credit;
  sheet.pooledMinor -= pooled;
  sheet.creditMinor -= credit;
  sheet.refundedMinor += minor;
  note(sheet, event, { kind: "refunded", minor, uncoveredMinor });
  if (uncoveredMinor === 0n) return;
  const row = chargeRow(sheet, event.id, sheet.day);
  ask(row, columnOf.costs, uncoveredMinor);
  insertRow(sheet, row);
}

function addCharge(sheet: Sheet, event: EventOf<"fee" | "penalty">): void {
  const row = chargeRow(sheet, event.id, event.dueOn ?? sheet.day);
  const { component, amountMinor: wantedMinor } = event;
  charge(sheet, row, { component, wantedMinor, eventId: event.id });
  insertRow(sheet, row);
}

function chargeBackFee(sheet: Sheet, event: EventOf<"chargeback">): void {
  if (event.feeMinor === 0n) return;
  const row = chargeRow(sheet, event.id, sheet.day);
  charge(sheet, row, { component: "fee", wantedMinor: event.feeMinor, eventId: event.id });
  insertRow(sheet, row);
}

const chargeRow = (sheet: Sheet, eventId: string, dueOn: Sheet["day"]): Row =>
  newRow(sheet, {
    no: --sheet.lastChargeNo,
    kind: "charge",
    eventId,
    dueOn,
    fromOn: sheet.day,
    plannedMinor: 0n,
  });

/** Oldest claims first; a waiver that finds less than it gives up says so. */
function forgive(sheet: Sheet, event: EventOf<"waiver">): void {
  const purse = purseOf(event.amountMinor);
  const column = columnOf[event.component];
  const next = nextBearing(sheet);
  if (isDaily(sheet) && event.component === "interest" && next) postAccrued(sheet, next);
  for (const row of sheet.rows)
    if (event.no === undefined || row.no === event.no) waive(row, column, purse);
  moveFirstOpen(sheet);
  note(sheet, event, {
    kind: "waived",
    why: "waiver",
    wantedMinor: event.amountMinor,
    parts: purse.parts,
  });
}

/** Gives up everything that is open. */
export function giveUpAll(sheet: Sheet, event: LoanEvent, why: "settlement" | "release"): void {
  const parts: Part[] = [];
  const next = nextBearing(sheet);
  if (isDaily(sheet) && next) postAccrued(sheet, next);
  for (const row of sheet.rows)
    for (const column of components.keys())
      waive(row, column, { leftMinor: openAt(row, column), parts });
  moveFirstOpen(sheet);
  const wantedMinor = parts.reduce((sum, part) => sum + part.minor, 0n);
  note(sheet, event, { kind: "waived", why, wantedMinor, parts });
}

/** A settlement is kept once enough came in time, and lapses when its last day has passed. */
export function judgeSettlement(sheet: Sheet): void {
  const { settlement } = sheet;
  if (!settlement) return;
  const { event, receivedMinor } = settlement;
  settleAll(sheet);
  if (receivedMinor >= event.amountMinor && sheet.day <= event.payBy) {
    // What was paid beyond the settlement was asked for by nobody.
    const beyond = minOf(sheet.pooledMinor, receivedMinor - event.amountMinor);
    const asked = sheet.pooledMinor - beyond;
    const purse = purseOf(asked);
    applyAhead(sheet, purse, "next");
    if (purse.parts.length > 0)
      note(sheet, event, {
        kind: "applied",
        source: "ahead",
        amountMinor: asked - purse.leftMinor,
        parts: purse.parts,
        creditedMinor: 0n,
      });
    sheet.pooledMinor = beyond + purse.leftMinor;
    sheet.settlement = undefined;
    giveUpAll(sheet, event, "settlement");
  } else if (sheet.day > event.payBy) {
    sheet.settlement = undefined;
    note(sheet, event, { kind: "settlement_lapsed", receivedMinor });
  }
}

/** The day on which a running settlement lapses if it is not kept. */
export const settlementLapsesOn = ({ settlement }: Sheet): Sheet["day"] | undefined =>
  settlement && addDays(settlement.event.payBy, 1);

type NoteBody<E = Sheet["entries"][number]> = E extends unknown ? Omit<E, "on" | "eventId"> : never;

const note = (sheet: Sheet, event: LoanEvent, body: NoteBody): void => {
  sheet.entries.push({ on: sheet.day, eventId: event.id, ...body } as Sheet["entries"][number]);
};
