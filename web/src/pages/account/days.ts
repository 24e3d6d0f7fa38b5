/** A calendar date some days later; both as `YYYY-MM-DD`. */
export const addDaysTo = (on: string, days: number): string =>
  new Date(Date.parse(on) + days * 86_400_000).toISOString().slice(0, 10);

/** Days from a date to the first day after a stretch. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
