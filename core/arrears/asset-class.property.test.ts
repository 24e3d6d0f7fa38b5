import fc from "fast-check";
import { expect, test } from "vitest";
import { addMonths, type DayNumber, dayFromCivil } from "../kernel/business-date.ts";
import { type AssetScheme, assetSchemeById, type CureRule } from "./asset-class/scheme.ts";
import { type ArrearsSpan, mergeSpans } from "./asset-class/spans.ts";
import { classTimeline } from "./asset-class.ts";

const first = dayFromCivil(2024, 1, 1);
const length = 900;
const dueOn = Array.from({ length: 36 }, (_, i) => addMonths(first, i));

const schemes: AssetScheme[] = Object.values(assetSchemeById);
const cures: CureRule[] = [
  { kind: "immediate" },
  { kind: "arrears_cleared" },
  { kind: "observed_days", days: 45 },
  { kind: "observed_instalments", instalments: 2 },
  { kind: "never" },
];

/** Any scheme of ours, with any cure rule on its bad classes. */
const anyScheme = fc
  .record({ scheme: fc.constantFrom(...schemes), cure: fc.constantFrom(...cures) })
  .map(({ scheme, cure }): AssetScheme => {
    const [mildest, ...worse] = scheme.classes;
    return {
      ...scheme,
      classes: [mildest, ...worse.map((one) => (one.nonPerforming ? { ...one, cure } : one))],
    };
  });

const anySpans: fc.Arbitrary<ArrearsSpan[]> = fc
  .array(fc.record({ at: fc.nat(length), late: fc.option(fc.nat(150), { nil: undefined }) }), {
    maxLength: 12,
  })
  .map((changes) => {
    const byDay = new Map<number, number | undefined>([[0, undefined]]);
    for (const { at, late } of changes) byDay.set(at, late);
    return [...byDay]
      .sort(([a], [b]) => a - b)
      .map(([at, late]) => ({
        from: (first + at) as DayNumber,
        oldestDueOn: late === undefined ? undefined : ((first + at - late) as DayNumber),
        pastDueMinor: late === undefined ? 0n : 1n,
      }));
  });

const anyRestructured = fc
  .array(fc.nat(length), { maxLength: 3 })
  .map((offsets) => offsets.map((offset) => (first + offset) as DayNumber));

/** The slow model: a clerk who writes down the class of every day, remembering only yesterday. */
function clerk(spans: ArrearsSpan[], scheme: AssetScheme, restructuredOn: DayNumber[]): string[] {
  const severity = (code: string): number => scheme.classes.findIndex((one) => one.code === code);
  const isBad = (level: number): boolean => scheme.classes[level]?.nonPerforming === true;
  const rule = scheme.restructured;
  const codes: string[] = [];
  let [own, clearDays, clearDues] = [0, 0, 0];
  let [watchEnds, watchLevel, shown] = [0, 0, 0];
  for (let on = first as number; on <= first + length; on++) {
    const span = spans.findLast(({ from }) => from <= on);
    const due = span?.oldestDueOn;
    const late = due === undefined ? 0 : on - due + scheme.dueDateIs;
    const level = scheme.classes.findLastIndex(
      (one) => one.fromDays !== undefined && late >= one.fromDays,
    );
    const byDays = Math.max(0, level);
    const cure = scheme.classes[own]?.cure ?? { kind: "never" };
    if (due !== undefined) [clearDays, clearDues] = [0, 0];
    const met =
      cure.kind === "immediate" ||
      (cure.kind === "arrears_cleared" && due === undefined) ||
      (cure.kind === "observed_days" && due === undefined && clearDays >= cure.days) ||
      (cure.kind === "observed_instalments" && due === undefined && clearDues >= cure.instalments);
    if (due === undefined) {
      clearDays++;
      if (dueOn.includes(on as DayNumber)) clearDues++;
    }
    const ownBefore = own;
    if (byDays > own || met) own = byDays;
    if (rule) {
      if (on >= watchEnds) watchLevel = 0;
      const watched = watchLevel > 0;
      const year = addMonths(on as DayNumber, rule.observationMonths);
      if (restructuredOn.includes(on as DayNumber)) {
        const bad = isBad(own) || isBad(shown);
        const mild = watched ? rule.atLeastIfAgain : rule.atLeast;
        watchLevel = severity(bad ? rule.atLeastIfNonPerforming : mild);
        watchEnds = year;
      } else if (watched && !isBad(ownBefore) && isBad(own)) watchEnds = year;
    }
    shown = Math.max(own, watchLevel);
    codes.push(scheme.classes[shown]?.code ?? "?");
  }
  return codes;
}

test("the change points give, for every day, the class a clerk would write down that day", () => {
  const law = (spans: ArrearsSpan[], scheme: AssetScheme, restructuredOn: DayNumber[]): void => {
    const until = (first + length) as DayNumber;
    const points = classTimeline(spans, scheme, { until, restructuredOn, dueOn });
    const daily = Array.from(
      { length: length + 1 },
      (_, i) => points.findLast((p) => p.on <= first + i)?.code,
    );
    expect(daily).toEqual(clerk(spans, scheme, restructuredOn));
  };
  fc.assert(fc.property(anySpans, anyScheme, anyRestructured, law), { numRuns: 400 });
});

test("asking early never changes the past: the timeline to a day begins the longer one", () => {
  const law = (spans: ArrearsSpan[], scheme: AssetScheme, offset: number): void => {
    const until = (first + offset) as DayNumber;
    const short = classTimeline(spans, scheme, { until, dueOn });
    const long = classTimeline(spans, scheme, { until: (first + length) as DayNumber, dueOn });
    expect(long.filter(({ on }) => on <= until)).toEqual(short);
  };
  fc.assert(fc.property(anySpans, anyScheme, fc.nat(length), law), { numRuns: 200 });
});

test("merged spans show, on every day, the oldest due date of any loan and the sum past due", () => {
  const law = (loans: ArrearsSpan[][]): void => {
    const merged = mergeSpans(loans);
    for (let on = first as number; on <= first + length; on += 7) {
      const now = loans.flatMap((spans) => spans.findLast(({ from }) => from <= on) ?? []);
      const dues = now.flatMap((span) => span.oldestDueOn ?? []);
      const found = merged.findLast(({ from }) => from <= on);
      expect(found?.oldestDueOn).toBe(dues.length > 0 ? Math.min(...dues) : undefined);
      expect(found?.pastDueMinor).toBe(now.reduce((sum, span) => sum + span.pastDueMinor, 0n));
    }
  };
  fc.assert(fc.property(fc.array(anySpans, { minLength: 1, maxLength: 4 }), law), { numRuns: 60 });
});
