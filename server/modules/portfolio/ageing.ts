import type { DaysPastDue } from "@mora/core/arrears/days-past-due";
import { bandOf, exactly } from "@mora/core/arrears/days-past-due";
import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { ageDateOf, type BookReach } from "../servicing/index.ts";

/** Days past due as far as the book's data reaches, from what the account row stores. */
export function dpdOf(
  row: {
    readonly bucket: string;
    readonly oldest_unpaid_due_on: string | null;
    readonly dpd_band_from: number | null;
    readonly dpd_band_to: number | null;
  },
  book: BookReach,
): DaysPastDue {
  if (row.oldest_unpaid_due_on !== null) {
    const on = ageDateOf(book);
    return exactly(
      on === undefined ? 0 : Math.max(0, on - dayFromTrustedIso(row.oldest_unpaid_due_on)),
    );
  }
  const isLate = row.bucket !== "C" && row.bucket !== "X";
  return bandOf(row.dpd_band_from, row.dpd_band_to) ?? (isLate ? { kind: "unknown" } : exactly(0));
}
