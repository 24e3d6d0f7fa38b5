import type { DayNumber } from "../kernel/business-date.ts";
import { columnOf } from "../ledger/components.ts";
import type { LoanEvent } from "../ledger/events.ts";
import { type Groups, toGroups, total } from "../ledger/groups.ts";
import type { Loan } from "../ledger/loan.ts";
import { replay } from "../ledger/replay/replay.ts";
import type { LoanState } from "../ledger/state.ts";
import { balanceOf, nextClaim, pastDueOf } from "../ledger/state-sums.ts";
import { type Bucket, bucketOfCycles, bucketOfDays } from "./bucket.ts";
import { certainDays, type DaysPastDue, daysPastDue, exactly } from "./days-past-due.ts";
import { lateSince, loanDaysPastDue } from "./loan-days.ts";
import type { ArrearsPolicy } from "./policy.ts";

/** Where an account stands on one date. Amounts in minor units of its currency. */
export type Position = {
  readonly bucket: Bucket;
  readonly dpd: DaysPastDue;
  readonly oldestUnpaidDueOn: DayNumber | undefined;
  /** Number of the oldest unpaid instalment, from 1; undefined where none is past due or known. */
  readonly oldestUnpaidNo: number | undefined;
  readonly pastDue: Groups;
  readonly balance: Groups;
  /** The next instalment that is not yet past due and not yet paid, and what it still asks for. */
  readonly nextDueOn: DayNumber | undefined;
  readonly nextDueMinor: bigint;
  /** Received and not applied: overpaid, or held until something falls due. */
  readonly creditMinor: bigint;
};

/** The date that is asked about, and the lender's conventions. */
export type Ageing = { readonly on: DayNumber; readonly policy: ArrearsPolicy };

/** The position of a serviced account: its loan replayed to the date, as the lender looks at lateness. */
export const servicedPosition = (
  loan: Loan,
  events: readonly LoanEvent[],
  ageing: Ageing,
): Position => loanPosition(replay(loan, events, { asOf: ageing.on }), loan, ageing);

/** The same, of a state that is at hand. The balance is what is still asked for, due or not. */
export function loanPosition(state: LoanState, loan: Loan, { on, policy }: Ageing): Position {
  const days = loanDaysPastDue(state, on, policy);
  const since = days > 0 ? lateSince(state, on, policy) : undefined;
  const next = nextClaim(state);
  const ageing = ageingMinor(state, loan, policy);
  return {
    bucket: isTolerated(days, ageing, policy) ? "C" : bucketOfDays(days, policy.bands),
    dpd: exactly(days),
    oldestUnpaidDueOn: since,
    oldestUnpaidNo: since === undefined ? undefined : numberOf(state, since),
    pastDue: toGroups(pastDueOf(state)),
    balance: toGroups(balanceOf(state)),
    nextDueOn: next?.dueOn,
    nextDueMinor: next?.openMinor ?? 0n,
    creditMinor: state.creditMinor,
  };
}

const numberOf = ({ claims }: LoanState, dueOn: DayNumber): number | undefined =>
  claims.find((claim) => claim.kind === "instalment" && claim.dueOn === dueOn)?.no;

/** What of the amount past due makes the account late. */
function ageingMinor(
  { claims, asOf }: LoanState,
  { policy }: Loan,
  { dueDateIs }: ArrearsPolicy,
): bigint {
  let minor = 0n;
  for (const { kind, dueOn, openMinor, open } of claims) {
    if (dueOn - dueDateIs >= asOf) break;
    if (openMinor === 0n || (kind === "charge" && !policy.ageing.charges)) continue;
    for (const component of policy.ageing.components) minor += open[columnOf[component]] as bigint;
  }
  return minor;
}

/** Grace days and tolerance amount keep an account current although something is past due. */
const isTolerated = (days: number, pastDueMinor: bigint, policy: ArrearsPolicy): boolean =>
  days <= policy.graceDays || pastDueMinor <= policy.toleranceMinor;

/** What a host's file says of one account. Nothing here is ever computed beyond the book's data. */
export type HostBalance = {
  readonly asOf: DayNumber;
  readonly balance: Groups;
  readonly pastDue: Groups;
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
    creditMinor: 0n,
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
