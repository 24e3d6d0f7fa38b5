/**
 * Buckets (逾期阶段): how late an account is, in the bands everybody in the field speaks of. Bands are
 * data; a product may bring its own. Loans go by days past due, cards by statement cycles missed.
 */
export const buckets = ["C", "M1", "M2", "M3", "M4", "M5", "M6", "M6+", "CO", "X"] as const;
export type Bucket = (typeof buckets)[number];

/** Severity of a bucket: higher is worse. `CO` ranks above all bands; `X` is out of the comparison. */
export const severity = (bucket: Bucket): number => (bucket === "X" ? -1 : buckets.indexOf(bucket));

export const isLate = (bucket: Bucket): boolean => bucket !== "C" && bucket !== "X";

/** The first day (days past due) of each late band, mildest first: M1 = 1–30 by default. */
export type DayBands = ReadonlyArray<{ readonly from: number; readonly bucket: Bucket }>;

/** M1 = 1–30, M2 = 31–60 … M6 = 151–180, M6+ from 181: the usual bands of Chinese retail lending. */
export const thirtyDayBands: DayBands = [
  { from: 1, bucket: "M1" },
  { from: 31, bucket: "M2" },
  { from: 61, bucket: "M3" },
  { from: 91, bucket: "M4" },
  { from: 121, bucket: "M5" },
  { from: 151, bucket: "M6" },
  { from: 181, bucket: "M6+" },
];

/**
 * The bands of Metro 2 account statuses 71 (30–59 days), 78, 80, 82, 83 and 84: in US credit
 * reporting an account is current until 30 days past due (CDIA Credit Reporting Resource Guide).
 */
export const metro2Bands: DayBands = [
  { from: 30, bucket: "M1" },
  { from: 60, bucket: "M2" },
  { from: 90, bucket: "M3" },
  { from: 120, bucket: "M4" },
  { from: 150, bucket: "M5" },
  { from: 180, bucket: "M6+" },
];

/** Bucket of a number of days past due; 0 or fewer is current. */
export function bucketOfDays(days: number, bands: DayBands): Bucket {
  let bucket: Bucket = "C";
  for (const band of bands) if (days >= band.from) bucket = band.bucket;
  return bucket;
}

/** The days past due at which the next worse band begins; undefined in the last band. */
export const nextBandFrom = (days: number, bands: DayBands): number | undefined =>
  bands.find((band) => band.from > days)?.from;

/** Bucket of a card by statement cycles missed (期数): one missed cycle is M1. */
export function bucketOfCycles(cyclesMissed: number): Bucket {
  if (cyclesMissed <= 0) return "C";
  return cyclesMissed > 6 ? "M6+" : (`M${cyclesMissed}` as Bucket);
}
