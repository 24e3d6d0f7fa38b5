import type { Bucket } from "@mora/core/arrears/bucket";
import { type Bill, type Jar, pour, sumOf, unpaidOf } from "./pour.ts";

/** Where an account stands, by walking the calendar a day at a time. */

export type Receipt = {
  /** The day the money counts from. */
  readonly effectiveOn: number;
  /** The day the book learns of it; before `effectiveOn` for a payment known ahead. */
  readonly recordedOn: number;
  /** Minor units; negative for a reversal. */
  readonly amount: number;
};

export type Custom = {
  readonly graceDays: number;
  readonly tolerance: number;
  readonly scheme: "days_1_30" | "metro2";
};

export type Standing = {
  readonly bucket: Bucket;
  readonly days: number;
  readonly oldestDueOn: number | undefined;
  readonly pastDue: Jar;
  readonly balance: Jar;
  /** The first instalment neither past due nor paid, and what it still asks for. */
  readonly next: { readonly dueOn: number; readonly amount: number } | undefined;
};

/** The standing on `on`, given everything received with effective date up to then. */
export function standingOn(
  bills: readonly Bill[],
  receipts: readonly Receipt[],
  { on, custom }: { on: number; custom: Custom },
): Standing {
  let coins = 0;
  for (const { effectiveOn, amount } of receipts) if (effectiveOn <= on) coins += amount;
  const { jars } = pour(bills, coins);
  const open = bills
    .map((bill, i) => ({
      bill,
      unpaid: unpaidOf(bill, jars[i] as Jar),
      age: nightsSince(bill.dueOn, on),
    }))
    .filter(({ unpaid }) => sumOf(unpaid) > 0);
  const late = open.filter(({ age }) => age > 0);
  const pastDue = addUp(late.map(({ unpaid }) => unpaid));
  const next = open.find(({ age }) => age === 0);
  const days = late[0]?.age ?? 0;
  return {
    bucket: bucketOf(days, sumOf(pastDue), custom),
    days,
    oldestDueOn: late[0]?.bill.dueOn,
    pastDue,
    balance: addUp(open.map(({ unpaid }) => unpaid)),
    next: next && { dueOn: next.bill.dueOn, amount: sumOf(next.unpaid) },
  };
}

/** Nights that passed since the due date: none on the due date itself and before. */
function nightsSince(dueOn: number, on: number): number {
  let nights = 0;
  for (let day = dueOn; day < on; day++) nights += 1;
  return nights;
}

function addUp(jars: readonly Jar[]): Jar {
  const sum = { fee: 0, interest: 0, principal: 0 };
  for (const jar of jars) {
    sum.fee += jar.fee;
    sum.interest += jar.interest;
    sum.principal += jar.principal;
  }
  return sum;
}

/** The band of each day, written out: 30 days of each, the rest in the last. */
const ladders: Readonly<Record<Custom["scheme"], readonly Bucket[]>> = {
  days_1_30: ["C", ...thirtyOf("M1", "M2", "M3", "M4", "M5", "M6"), "M6+"],
  metro2: [...thirtyOf("C", "M1", "M2", "M3", "M4", "M5"), "M6+"],
};

function thirtyOf(...names: Bucket[]): Bucket[] {
  return names.flatMap((name) => Array.from({ length: 30 }, () => name));
}

function bucketOf(days: number, pastDue: number, custom: Custom): Bucket {
  if (days <= custom.graceDays || pastDue <= custom.tolerance) return "C";
  const ladder = ladders[custom.scheme];
  return ladder[Math.min(days, ladder.length - 1)] as Bucket;
}
