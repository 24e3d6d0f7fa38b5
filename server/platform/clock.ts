import { type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";

/**
 * The only source of "now". Commands and jobs take a clock, so that a test or a replay can set one;
 * nothing else in the server reads the machine's time.
 */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still, for tests and for seeding history. */
export const fixedClock = (at: Date): Clock => ({ now: () => at });

/** The calendar date of an instant in an IANA zone. Throws RangeError on an unknown zone. */
export function dateInZone(at: Date, zone: string): DayNumber {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return dayFromTrustedIso(local.toPlainDate().toString());
}
