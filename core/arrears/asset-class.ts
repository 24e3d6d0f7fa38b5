import { assert } from "../kernel/assert.ts";
import { addDays, addMonths, type DayNumber } from "../kernel/business-date.ts";
import type { AssetClass, AssetScheme } from "./asset-class/scheme.ts";
import { type ArrearsSpan, assertSpans, mergeSpans } from "./asset-class/spans.ts";

/**
 * Why a class was entered: the first day known; days past due (worse or better); a cure rule met
 * after arrears were cleared; a restructuring; the end of its watch.
 */
export type ClassReason =
  | "opening"
  | "days_past_due"
  | "cured"
  | "restructured"
  | "observation_ended";

/**
 * A class from `on` until the next point. `causeOn` is the date that explains it: the oldest unpaid
 * due date, the day arrears were cleared, or the day of restructuring.
 */
export type ClassPoint = {
  readonly on: DayNumber;
  readonly code: string;
  readonly reason: ClassReason;
  readonly causeOn: DayNumber;
  readonly daysPastDue: number;
};

export type ClassOptions = {
  /** The last day looked at. */
  readonly until: DayNumber;
  /** On or after the first span, which opens with the loan. */
  readonly restructuredOn?: readonly DayNumber[];
  /** Due dates, ascending; needed by a scheme that observes instalments. */
  readonly dueOn?: readonly DayNumber[];
};

/**
 * The asset class (资产分类) over time: worse at once, better only as the class's cure rule allows.
 * Steps from one day on which something can change to the next, so its cost follows the changes and
 * not the days. A span's `from` is the first day on which it is seen at day-end.
 */
export function classTimeline(
  spans: readonly ArrearsSpan[],
  scheme: AssetScheme,
  options: ClassOptions,
): ClassPoint[] {
  assertSpans(spans);
  const points: ClassPoint[] = [];
  const walk = openWalk({ spans, scheme, options });
  for (let on = spans[0]?.from; on !== undefined && on <= options.until; on = nextDay(walk, on)) {
    const point = classify(walk, on);
    if (point.code !== points.at(-1)?.code) points.push(point);
  }
  return points;
}

/** The class on a day; undefined before the first span. */
export const classOn = (
  spans: readonly ArrearsSpan[],
  scheme: AssetScheme,
  options: ClassOptions,
): ClassPoint | undefined => classTimeline(spans, scheme, options).at(-1);

type Input = {
  readonly spans: readonly ArrearsSpan[];
  readonly scheme: AssetScheme;
  readonly options: ClassOptions;
};

/** What is remembered from day to day; `held` and `shown` index the scheme's classes. */
type Walk = Input & {
  /** Days fixed in advance on which the class may change, ascending; `dayIndex` is the next one. */
  readonly days: readonly DayNumber[];
  dayIndex: number;
  spanIndex: number;
  held: number;
  shown: number | undefined;
  clearSince: DayNumber | undefined;
  watch: { readonly from: DayNumber; until: DayNumber; readonly atLeast: number } | undefined;
};

function openWalk(input: Input): Walk {
  const { spans, scheme, options } = input;
  if (scheme.classes.some(({ cure }) => cure.kind === "observed_instalments"))
    assert(options.dueOn !== undefined, `${scheme.id} observes instalments: it needs due dates`);
  const days = [
    ...spans.map(({ from }) => from),
    ...spans.flatMap((span) => bandDays(span, scheme)),
    ...(options.restructuredOn ?? []),
  ];
  const start = {
    spanIndex: 0,
    dayIndex: 0,
    held: 0,
    shown: undefined,
    clearSince: undefined,
    watch: undefined,
  };
  return { ...input, ...start, days: [...new Set(days)].sort((a, b) => a - b) };
}

function bandDays({ oldestDueOn }: ArrearsSpan, scheme: AssetScheme): DayNumber[] {
  if (oldestDueOn === undefined) return [];
  const known = scheme.classes.filter(({ fromDays }) => fromDays !== undefined);
  return known.map(({ fromDays }) => addDays(oldestDueOn, (fromDays ?? 0) - scheme.dueDateIs));
}

function nextDay(walk: Walk, after: DayNumber): DayNumber | undefined {
  const candidates = [walk.watch?.until, cureDay(walk)];
  while ((walk.days[walk.dayIndex] ?? Number.POSITIVE_INFINITY) <= after) walk.dayIndex++;
  let next = walk.days[walk.dayIndex];
  for (const day of candidates)
    if (day !== undefined && day > after && (next === undefined || day < next)) next = day;
  return next;
}

/** Moves the walk to a day on which something may change, and says the class from then on. */
function classify(walk: Walk, on: DayNumber): ClassPoint {
  const span = spanAt(walk, on);
  const days = daysPastDueIn(span, walk.scheme, on);
  const before = { shown: walk.shown, watched: walk.watch !== undefined };
  const performed = !classAt(walk, walk.held).nonPerforming;
  const cleared = walk.clearSince;
  walk.clearSince = span.oldestDueOn === undefined ? (cleared ?? on) : undefined;
  const cured = hold(walk, { on, byDays: classByDays(days, walk.scheme) });
  watchRestructured(walk, { on, performed });
  const shown = Math.max(walk.held, walk.watch?.atLeast ?? 0);
  walk.shown = shown;
  const reason = reasonOf(walk, { ...before, cured, on });
  return {
    on,
    code: codeAt(walk, shown),
    reason,
    causeOn: causeOf(walk, { reason, span, on }),
    daysPastDue: days,
  };
}

function spanAt(walk: Walk, on: DayNumber): ArrearsSpan {
  while ((walk.spans[walk.spanIndex + 1]?.from ?? Number.POSITIVE_INFINITY) <= on) walk.spanIndex++;
  return walk.spans[walk.spanIndex] as ArrearsSpan;
}

/** Days past due on a day inside a span, as the scheme counts the due date. */
export function daysPastDueIn(span: ArrearsSpan, scheme: AssetScheme, on: DayNumber): number {
  if (span.oldestDueOn === undefined || on < span.oldestDueOn) return 0;
  return on - span.oldestDueOn + scheme.dueDateIs;
}

/** Index of the worst class that begins at or below a number of days. */
export function classByDays(days: number, { classes }: AssetScheme): number {
  let found = 0;
  classes.forEach(({ fromDays }, i) => {
    if (fromDays !== undefined && days >= fromDays) found = i;
  });
  return found;
}

type Today = { readonly on: DayNumber; readonly byDays: number };

/** Worse at once, better when the cure rule of the class held is met; true when one was. */
function hold(walk: Walk, { on, byDays }: Today): boolean {
  if (byDays >= walk.held) {
    walk.held = byDays;
    return false;
  }
  const rule = classAt(walk, walk.held).cure;
  const curedOn = cureDay(walk);
  if (rule.kind !== "immediate" && (curedOn === undefined || curedOn > on)) return false;
  walk.held = byDays;
  return rule.kind !== "immediate";
}

/** The day on which the class held is cured if nothing falls due unpaid before it. */
function cureDay(walk: Walk): DayNumber | undefined {
  const { clearSince } = walk;
  if (clearSince === undefined) return undefined;
  const rule = classAt(walk, walk.held).cure;
  if (rule.kind === "arrears_cleared") return clearSince;
  if (rule.kind === "observed_days") return addDays(clearSince, rule.days);
  if (rule.kind !== "observed_instalments") return undefined;
  const due = (walk.options.dueOn ?? []).filter((dueOn) => dueOn >= clearSince);
  const last = due[rule.instalments - 1];
  return last === undefined ? undefined : addDays(last, 1);
}

/** Starts, restarts or ends the watch over a restructured asset; `performed`: by its own days. */
function watchRestructured(
  walk: Walk,
  { on, performed }: { on: DayNumber; performed: boolean },
): void {
  const rule = walk.scheme.restructured;
  if (rule === undefined) return;
  if (walk.watch !== undefined && on >= walk.watch.until) walk.watch = undefined;
  const until = addMonths(on, rule.observationMonths);
  const bad = classAt(walk, walk.held).nonPerforming;
  if (walk.options.restructuredOn?.includes(on)) {
    const wasBad = bad || classAt(walk, walk.shown ?? 0).nonPerforming;
    const elseCode = walk.watch ? rule.atLeastIfAgain : rule.atLeast;
    const code = wasBad ? rule.atLeastIfNonPerforming : elseCode;
    walk.watch = { from: on, until, atLeast: indexOf(walk.scheme, code) };
    return;
  }
  if (walk.watch && rule.restartsWhenNonPerforming && bad && performed) walk.watch.until = until;
}

type Change = {
  readonly shown: number | undefined;
  readonly watched: boolean;
  readonly cured: boolean;
  readonly on: DayNumber;
};

function reasonOf(walk: Walk, { shown, watched, cured, on }: Change): ClassReason {
  if (shown === undefined) return "opening";
  if (walk.watch?.from === on && walk.watch.atLeast > walk.held) return "restructured";
  if (cured) return "cured";
  return watched && !walk.watch ? "observation_ended" : "days_past_due";
}

type Cause = { readonly reason: ClassReason; readonly span: ArrearsSpan; readonly on: DayNumber };

function causeOf(walk: Walk, { reason, span, on }: Cause): DayNumber {
  if (reason === "restructured" || reason === "observation_ended") return on;
  return span.oldestDueOn ?? walk.clearSince ?? on;
}

const classAt = (walk: Walk, index: number): AssetClass =>
  walk.scheme.classes[index] ?? walk.scheme.classes[0];
const codeAt = (walk: Walk, index: number): string => classAt(walk, index).code;

/** Severity of a class in its scheme, 0 the mildest; throws on a code the scheme has not. */
export function indexOf(scheme: AssetScheme, code: string): number {
  const index = scheme.classes.findIndex((one) => one.code === code);
  assert(index >= 0, `${scheme.id} has no class "${code}"`);
  return index;
}

/** One loan of a person; `outstandingMinor` in one currency weighs it where shares count. */
export type PersonLoan = {
  readonly spans: readonly ArrearsSpan[];
  readonly outstandingMinor: bigint;
  readonly restructuredOn?: readonly DayNumber[];
  readonly dueOn?: readonly DayNumber[];
};

/**
 * The least class that a person's loans must have together on a day, by the scheme's contagion:
 * the mildest class where none spreads. A loan's class is the worse of its own and this.
 */
export function personClass(
  loans: readonly PersonLoan[],
  scheme: AssetScheme,
  on: DayNumber,
): string {
  const { contagion } = scheme;
  if (contagion.kind === "loan") return scheme.classes[0].code;
  const from = indexOf(scheme, contagion.from);
  if (contagion.kind === "arrears") {
    const together = mergeSpans(loans.map(({ spans }) => spans));
    const dueOn = loans.flatMap((loan) => loan.dueOn ?? []).sort((a, b) => a - b);
    const code = classOn(together, scheme, { until: on, dueOn })?.code;
    return code !== undefined && indexOf(scheme, code) >= from ? code : scheme.classes[0].code;
  }
  const whole = loans.reduce((sum, { outstandingMinor }) => sum + outstandingMinor, 0n);
  const bad = loans.filter((loan) => ownClass(loan, scheme, on) >= from);
  const part = bad.reduce((sum, { outstandingMinor }) => sum + outstandingMinor, 0n);
  const spreads = part * contagion.above.of > whole * contagion.above.part;
  return spreads ? contagion.from : scheme.classes[0].code;
}

/** The class of each loan with contagion applied, in the order given. */
export function loanClasses(
  loans: readonly PersonLoan[],
  scheme: AssetScheme,
  on: DayNumber,
): string[] {
  const least = indexOf(scheme, personClass(loans, scheme, on));
  return loans.map((loan) => {
    const worst = Math.max(least, ownClass(loan, scheme, on));
    return (scheme.classes[worst] ?? scheme.classes[0]).code;
  });
}

function ownClass(loan: PersonLoan, scheme: AssetScheme, on: DayNumber): number {
  const point = classOn(loan.spans, scheme, {
    until: on,
    restructuredOn: loan.restructuredOn ?? [],
    ...(loan.dueOn && { dueOn: loan.dueOn }),
  });
  return point === undefined ? 0 : indexOf(scheme, point.code);
}
