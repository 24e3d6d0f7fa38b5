import type { DayNumber } from "../kernel/business-date.ts";
import { applyTo, firstOpen } from "../ledger/application.ts";
import {
  type Components,
  dueOf,
  minus,
  noComponents,
  plus,
  type Schedule,
  total,
} from "../ledger/schedule.ts";
import { type Bucket, bucketOfCycles, bucketOfDays } from "./bucket.ts";
import { certainDays, type DaysPastDue, daysPastDue, exactly } from "./days-past-due.ts";
import type { ArrearsPolicy } from "./policy.ts";

/** Where an account stands on one date. Amounts in minor units of its currency. */
export type Position = {
  readonly bucket: Bucket;
  readonly dpd: DaysPastDue;
  readonly oldestUnpaidDueOn: DayNumber | undefined;
  /** Number of the oldest unpaid instalment, from 1; undefined where none is past due or known. */
  readonly oldestUnpaidNo: number | undefined;
  readonly pastDue: Components;
  readonly balance: Components;
  /** The next instalment that is not yet past due and not yet paid, and what it still asks for. */
  readonly nextDueOn: DayNumber | undefined;
  readonly nextDueMinor: bigint;
};

/** The date that is asked about, and the lender's conventions. */
export type Ageing = { readonly on: DayNumber; readonly policy: ArrearsPolicy };

/**
 * The position of a serviced account, from its schedule and the total paid with effective date up to
 * `on`. An instalment is past due from the day after its due date. The balance is what the schedule
 * still asks for, due or not.
 */
export function servicedPosition(schedule: Schedule, paidMinor: bigint, ageing: Ageing): Position {
  const { on, policy } = ageing;
  const open = firstOpen(schedule, paidMinor);
  const sums = sumOpen(schedule, open, on);
  const isPastDue = total(sums.pastDue) > 0n;
  const oldest = isPastDue ? schedule.dueOn[open.index] : undefined;
  const days = daysPastDue(oldest, on);
  return {
    bucket: isTolerated(days, total(sums.pastDue), policy) ? "C" : bucketOfDays(days, policy.bands),
    dpd: exactly(days),
    oldestUnpaidDueOn: oldest,
    oldestUnpaidNo: isPastDue ? open.index + 1 : undefined,
    pastDue: sums.pastDue,
    balance: sums.balance,
    nextDueOn: schedule.dueOn[sums.next],
    nextDueMinor: sums.nextDueMinor,
  };
}

/** Walks the open instalments once: the hot loop of the day cycle. */
function sumOpen(
  schedule: Schedule,
  open: { readonly index: number; readonly left: bigint },
  on: DayNumber,
): { pastDue: Components; balance: Components; next: number; nextDueMinor: bigint } {
  let left = open.left;
  let pastDue = noComponents;
  let balance = noComponents;
  let next = schedule.dueOn.length;
  let nextDueMinor = 0n;
  for (let i = open.index; i < schedule.dueOn.length; i++) {
    const due = dueOf(schedule, i);
    const step = applyTo(due, left);
    left = step.left;
    const unpaid = minus(due, step.paid);
    balance = plus(balance, unpaid);
    if ((schedule.dueOn[i] as DayNumber) < on) pastDue = plus(pastDue, unpaid);
    else if (i < next && total(unpaid) > 0n) {
      next = i;
      nextDueMinor = total(unpaid);
    }
  }
  return { pastDue, balance, next, nextDueMinor };
}

/** Grace days and tolerance amount keep an account current although something is past due. */
const isTolerated = (days: number, pastDueMinor: bigint, policy: ArrearsPolicy): boolean =>
  days <= policy.graceDays || pastDueMinor <= policy.toleranceMinor;

/** What a host's file says of one account. Nothing here is ever computed beyond the book's data. */
export type HostBalance = {
  readonly asOf: DayNumber;
  readonly balance: Components;
  readonly pastDue: Components;
  readonly oldestUnpaidDueOn: DayNumber | undefined;
  /** What the host itself says of lateness, where it sends no due date. */
  readonly dpd: DaysPastDue | undefined;
  readonly cyclesMissed: number | undefined;
  readonly nextDueOn: DayNumber | undefined;
  readonly nextDueMinor: bigint;
};

/**
 * The position of a host-fed account. Cards go by cycles missed; otherwise the oldest unpaid due date
 * counts if the host sends it, else the host's own day count or band, fixed as of its file.
 */
export function hostPosition(host: HostBalance, ageing: Ageing): Position {
  const dpd = hostDays(host, ageing.on);
  const isComing = host.nextDueOn !== undefined && host.nextDueOn >= ageing.on;
  return {
    bucket: hostBucket(host, dpd, ageing.policy),
    dpd,
    oldestUnpaidDueOn: host.oldestUnpaidDueOn,
    oldestUnpaidNo: undefined,
    pastDue: host.pastDue,
    balance: host.balance,
    nextDueOn: isComing ? host.nextDueOn : undefined,
    nextDueMinor: isComing ? host.nextDueMinor : 0n,
  };
}

function hostDays(host: HostBalance, on: DayNumber): DaysPastDue {
  if (host.oldestUnpaidDueOn !== undefined) return exactly(daysPastDue(host.oldestUnpaidDueOn, on));
  if (host.dpd) return host.dpd;
  const isClean = total(host.pastDue) === 0n && (host.cyclesMissed ?? 0) === 0;
  return isClean ? exactly(0) : { kind: "unknown" };
}

/** The mildest bucket that what we know allows: a band counts from its lower edge. */
function hostBucket(host: HostBalance, dpd: DaysPastDue, policy: ArrearsPolicy): Bucket {
  if (host.cyclesMissed !== undefined) return bucketOfCycles(host.cyclesMissed);
  const days = certainDays(dpd);
  const pastDueMinor = total(host.pastDue);
  // A host that names days but no amount is believed: its silence on the amount is not tolerance.
  const isSmall = pastDueMinor > 0n && isTolerated(days, pastDueMinor, policy);
  return isSmall || days <= policy.graceDays ? "C" : bucketOfDays(days, policy.bands);
}
