import { type DayBands, metro2Bands, thirtyDayBands } from "./bucket.ts";
import { type DayCounting, defaultDayCounting } from "./loan-days.ts";

/**
 * What lenders disagree on about lateness, with Mora's defaults. A policy is part of the dated
 * product terms; the day cycle reads the version in force.
 */
export type ArrearsPolicy = DayCounting & {
  /** Days after the due date in which an account is late but not yet treated as arrears (宽限期). */
  readonly graceDays: number;
  /** Amount past due, in minor units, up to which an account still counts as current (容差). */
  readonly toleranceMinor: bigint;
  readonly bands: DayBands;
};

/** Names of the band tables that product terms may refer to. */
export const bandsByScheme: Readonly<Record<string, DayBands>> = {
  days_1_30: thirtyDayBands,
  metro2: metro2Bands,
};

export const defaultArrearsPolicy: ArrearsPolicy = {
  ...defaultDayCounting,
  graceDays: 0,
  toleranceMinor: 0n,
  bands: thirtyDayBands,
};
