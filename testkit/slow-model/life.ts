import type { Bucket } from "@mora/core/arrears/bucket";
import { type Custom, type Receipt, type Standing, standingOn } from "./arrears.ts";
import type { Bill } from "./pour.ts";

/**
 * The life of one serviced account: what it owes, what comes in and when the book hears of it, and
 * how far the book's data reaches on each day.
 */
export type Life = {
  readonly bills: readonly Bill[];
  readonly receipts: readonly Receipt[];
  readonly custom: Custom;
  readonly reminderDaysBefore: number;
  readonly from: number;
  readonly to: number;
  /** Days by which the data lags, by day of life (repeated); empty: complete every evening. */
  readonly lags: readonly number[];
  /** Reminders are held from the first day up to, not including, the second. */
  readonly held: readonly [number, number] | undefined;
  /** The day the account leaves the open status, and what it becomes. */
  readonly ends:
    | { readonly on: number; readonly status: "closed" | "charged_off" | "transferred" }
    | undefined;
};

/** The last evening through which payments are complete, on each day of the life; never shrinks. */
export function throughByDay(life: Life): ReadonlyMap<number, number> {
  const through = new Map<number, number>();
  let reached = life.from - 1;
  for (let day = life.from; day <= life.to; day++) {
    const lag = life.lags[(day - life.from) % Math.max(1, life.lags.length)] ?? 0;
    reached = Math.max(reached, day - 1 - lag);
    through.set(day, day === life.to ? day - 1 : reached);
  }
  return through;
}

/** What the book has been told by `day`. */
export const knownOn = (receipts: readonly Receipt[], day: number): Receipt[] =>
  receipts.filter(({ recordedOn }) => recordedOn <= day);

export type Happening =
  | { readonly on: number; readonly what: "bucket"; readonly from: Bucket; readonly to: Bucket }
  | { readonly on: number; readonly what: "enter" | "exit" }
  | { readonly on: number; readonly what: "remind" | "unremind"; readonly dueOn: number };

/**
 * Everything that should happen to an open account whose data is complete every evening, by looking
 * at it every single day. Written from the rules, with its own memory.
 */
export function liveThrough(life: Life): Happening[] {
  const happenings: Happening[] = [];
  const reminded = new Set<number>();
  let before: Bucket | undefined;
  let isInCollections = false;
  for (let on = life.from; on <= life.to; on++) {
    const standing = stageOn(life, on);
    const { bucket } = standing;
    if (before !== undefined && before !== bucket)
      happenings.push({ on, what: "bucket", from: before, to: bucket });
    before = bucket;
    const isLateNow = bucket !== "C" && bucket !== "X";
    if (isLateNow !== isInCollections) happenings.push({ on, what: isLateNow ? "enter" : "exit" });
    isInCollections = isLateNow;
    happenings.push(...remind(life, { on, standing, reminded }));
  }
  return happenings;
}

/** A loan with nothing left to pay is out of the comparison. */
function stageOn(life: Life, on: number): Standing {
  const known = knownOn(life.receipts, on);
  const standing = standingOn(life.bills, known, { on, custom: life.custom });
  const { fee, interest, principal } = standing.balance;
  return fee + interest + principal === 0 ? { ...standing, bucket: "X" } : standing;
}

/** A planned reminder dies with its instalment's payment; a current account gets one per due date. */
function remind(
  life: Life,
  { on, standing, reminded }: { on: number; standing: Standing; reminded: Set<number> },
): Happening[] {
  const happenings: Happening[] = [];
  const { next, bucket } = standing;
  for (const dueOn of reminded) {
    const isPaid = next === undefined || next.dueOn > dueOn;
    if (dueOn < on) reminded.delete(dueOn);
    else if (isPaid) {
      reminded.delete(dueOn);
      happenings.push({ on, what: "unremind", dueOn });
    }
  }
  const isWindow = next !== undefined && on >= next.dueOn - life.reminderDaysBefore;
  const isHeld = life.held !== undefined && on >= life.held[0] && on < life.held[1];
  if (bucket === "C" && isWindow && !isHeld && !reminded.has(next.dueOn)) {
    reminded.add(next.dueOn);
    happenings.push({ on, what: "remind", dueOn: next.dueOn });
  }
  return happenings;
}
