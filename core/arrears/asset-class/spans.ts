import { assert } from "../../kernel/assert.ts";
import type { DayNumber } from "../../kernel/business-date.ts";

/**
 * Arrears from a day until the next span begins. `oldestDueOn`: the oldest unpaid due date that
 * counts (tolerance and grace are already taken off), undefined while nothing is past due.
 */
export type ArrearsSpan = {
  readonly from: DayNumber;
  readonly oldestDueOn: DayNumber | undefined;
  /** What is past due, minor units. */
  readonly pastDueMinor: bigint;
};

/** Throws unless the spans ascend strictly. */
export function assertSpans(spans: readonly ArrearsSpan[]): void {
  assert(
    spans.every(({ from }, i) => i === 0 || from > (spans[i - 1]?.from ?? from)),
    "arrears spans do not ascend",
  );
}

/** The span in force on a day; undefined before the first. */
export function spanOn(spans: readonly ArrearsSpan[], on: DayNumber): ArrearsSpan | undefined {
  let found: ArrearsSpan | undefined;
  for (const span of spans) if (span.from <= on) found = span;
  return found;
}

/** Several loans of one person seen as one: the oldest due date of any, the sum past due. */
export function mergeSpans(loans: readonly (readonly ArrearsSpan[])[]): ArrearsSpan[] {
  const days = [...new Set(loans.flatMap((spans) => spans.map(({ from }) => from)))];
  return days
    .sort((a, b) => a - b)
    .map((from) =>
      merged(
        from,
        loans.map((spans) => spanOn(spans, from)),
      ),
    );
}

function merged(from: DayNumber, spans: readonly (ArrearsSpan | undefined)[]): ArrearsSpan {
  let oldestDueOn: DayNumber | undefined;
  let pastDueMinor = 0n;
  for (const span of spans) {
    pastDueMinor += span?.pastDueMinor ?? 0n;
    const dueOn = span?.oldestDueOn;
    if (dueOn !== undefined && dueOn < (oldestDueOn ?? Number.POSITIVE_INFINITY))
      oldestDueOn = dueOn;
  }
  return { from, oldestDueOn, pastDueMinor };
}
