import { type Bucket, type DayBands, severity } from "../arrears/bucket.ts";

/**
 * The default treatment (催收方案): which step a late account calls for. Channel and intensity grow
 * with lateness (适当性): the first days get a reminder, visits and law are only ever *reviewed* by a
 * person, and nothing here sends or dials. Later strategies replace this table; it is data.
 */
export const steps = [
  "remind",
  "call",
  "negotiate",
  "visit_review",
  "legal_review",
  "recovery",
] as const;
export type Step = (typeof steps)[number];

type TreatmentRow = { readonly bucket: Bucket; readonly fromDay: number; readonly step: Step };

const defaultTreatment: readonly TreatmentRow[] = [
  { bucket: "M1", fromDay: 1, step: "remind" },
  { bucket: "M1", fromDay: 4, step: "call" },
  { bucket: "M2", fromDay: 0, step: "negotiate" },
  { bucket: "M3", fromDay: 0, step: "negotiate" },
  { bucket: "M4", fromDay: 0, step: "visit_review" },
  { bucket: "M5", fromDay: 0, step: "visit_review" },
  { bucket: "M6", fromDay: 0, step: "legal_review" },
  { bucket: "M6+", fromDay: 0, step: "legal_review" },
  { bucket: "CO", fromDay: 0, step: "recovery" },
];

/** The step for a late account; `days` are the days past due that are certain. */
export function stepFor(bucket: Bucket, days: number): Step {
  const rows = defaultTreatment.filter((row) => row.bucket === bucket && days >= row.fromDay);
  return rows.at(-1)?.step ?? "remind";
}

/** Days before the next worse bucket at which an account moves up the list. */
export const rollsSoonDays = 5;

const cache = new WeakMap<DayBands, readonly number[]>();

/**
 * Days past due on which something changes by time alone, ascending: band edges, steps, and the days
 * on which an edge comes near. The day cycle looks at a late account on these days and on no others.
 */
export function attentionDays(bands: DayBands): readonly number[] {
  let days = cache.get(bands);
  if (!days) {
    const edges = bands.map(({ from }) => from);
    const near = edges.map((edge) => edge - rollsSoonDays);
    const stepDays = defaultTreatment.map(({ fromDay }) => fromDay);
    const all = new Set([...edges, ...near, ...stepDays].filter((day) => day > 0));
    days = [...all].sort((a, b) => a - b);
    cache.set(bands, days);
  }
  return days;
}

/** Whether `a` is worse than `b`. Closed (`X`) is out of the comparison: neither is worse. */
export const isWorse = (a: Bucket, b: Bucket): boolean =>
  a !== "X" && b !== "X" && severity(a) > severity(b);
