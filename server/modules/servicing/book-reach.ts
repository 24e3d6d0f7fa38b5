import { bookDay } from "@mora/core/day/freshness";
import { addDays, type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";

/** What a book's reach follows from: its kind, how far its data goes, the last completed date. */
export type BookReach = {
  readonly kind: "serviced" | "host_fed";
  readonly dataThroughOn: string | null;
  readonly dayDoneOn: string | null;
};

/** The book on its last completed date, or on the first it could have; undefined without data. */
function reachOf({ kind, dataThroughOn, dayDoneOn }: BookReach) {
  if (dataThroughOn === null) return undefined;
  const through = dayFromTrustedIso(dataThroughOn);
  const on = dayDoneOn === null ? addDays(through, 1) : dayFromTrustedIso(dayDoneOn);
  return bookDay({ kind, dataThroughOn: through }, on);
}

/** The date for which the book's figures are true; undefined without data. */
export const ageDateOf = (book: BookReach): DayNumber | undefined => reachOf(book)?.ageOn;

/** Whether the book's data allows pressure on its last completed date. */
export const isFresh = (book: BookReach): boolean => reachOf(book)?.isPressureAllowed ?? false;
