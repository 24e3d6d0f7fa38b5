import type { DayNumber } from "@mora/core/kernel/business-date";

/** Days `from` … `to` (both included) on which the same due date was the oldest unpaid one. */
export type LateStretch = {
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly oldestDueOn: DayNumber;
};

/** A series of (date, amount in cents) in date order; a negative amount takes a payment back. */
export type Series = { readonly on: readonly number[]; readonly cents: readonly number[] };

/**
 * When an account was late, from what was due and what was paid, oldest instalment first; end-of-day
 * positions up to `through`. An instalment is late from the day after its due date.
 */
export function lateStretches(due: Series, paid: Series, through: DayNumber): LateStretch[] {
  const owed = runningTotals(due.cents);
  const found: LateStretch[] = [];
  let total = 0;
  let open = 0;
  let since = Number.MIN_SAFE_INTEGER;
  for (let i = 0; i <= paid.on.length; i++) {
    const until = Math.min((paid.on[i] ?? through + 1) - 1, through);
    const oldest = due.on[open];
    if (oldest !== undefined && oldest < until)
      push(found, { from: Math.max(since, oldest + 1), to: until, oldest });
    total += paid.cents[i] ?? 0;
    since = paid.on[i] ?? since;
    while (open > 0 && (owed[open - 1] as number) > total) open--;
    while (open < owed.length && (owed[open] as number) <= total) open++;
  }
  return found;
}

type Stretch = { readonly from: number; readonly to: number; readonly oldest: number };

function push(found: LateStretch[], { from, to, oldest }: Stretch): void {
  if (from > to) return;
  const last = found.at(-1);
  if (last && last.oldestDueOn === oldest && last.to === from - 1) found.pop();
  const start = last && last.oldestDueOn === oldest && last.to === from - 1 ? last.from : from;
  found.push({
    from: start as DayNumber,
    to: to as DayNumber,
    oldestDueOn: oldest as DayNumber,
  });
}

function runningTotals(cents: readonly number[]): number[] {
  let sum = 0;
  return cents.map((amount) => {
    sum += amount;
    return sum;
  });
}

/** Days past due on a date, given an account's late stretches. */
export function daysLate(stretches: readonly LateStretch[], on: number): number {
  for (const { from, to, oldestDueOn } of stretches)
    if (on >= from && on <= to) return on - oldestDueOn;
  return 0;
}
