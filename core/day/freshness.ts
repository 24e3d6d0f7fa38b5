import { addDays, type DayNumber, minDay } from "../kernel/business-date.ts";

/** What a book's data allows on one business date. */
export type BookDay = {
  /** The date to which accounts may be aged: never beyond what payments or balances are complete for. */
  readonly ageOn: DayNumber;
  /** Whether anything that presses a borrower may start. Service and relief never wait for this. */
  readonly isPressureAllowed: boolean;
};

/** Data older than this at opening time denies pressure. */
export const dataAgeHoursMax = 36;
const OPENING_HOUR = 8;

/**
 * A late feed never becomes pressure. A serviced book whose payments are complete through the evening
 * before can be aged to the morning after, no further; a host-fed book is never aged past its file.
 */
export function bookDay(
  book: { readonly kind: "serviced" | "host_fed"; readonly dataThroughOn: DayNumber },
  on: DayNumber,
): BookDay {
  const reach = book.kind === "serviced" ? addDays(book.dataThroughOn, 1) : book.dataThroughOn;
  const ageHours = (on - book.dataThroughOn - 1) * 24 + OPENING_HOUR;
  return { ageOn: minDay(on, reach), isPressureAllowed: ageHours <= dataAgeHoursMax };
}
