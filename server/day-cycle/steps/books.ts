import { type ArrearsPolicy, bandsByScheme, defaultArrearsPolicy } from "@mora/core/arrears/policy";
import { type BookDay, bookDay } from "@mora/core/day/freshness";
import { type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";
import type pg from "pg";
import { dayCountingOf, type LoanPolicy } from "../../modules/servicing/index.ts";

/** What a date's decisions share: how far each book's data goes, and each product's terms. */
export type DaySettings = {
  readonly zone: string;
  readonly on: DayNumber;
  readonly bookDayById: ReadonlyMap<string, BookDay>;
  readonly termsByProduct: ReadonlyMap<string, Terms>;
};

export type Terms = {
  readonly policy: ArrearsPolicy;
  /** Switches of the ledger, as product terms write them. */
  readonly ledger: LoanPolicy;
  readonly reminderDaysBefore: number;
};

export const defaultTerms: Terms = {
  policy: defaultArrearsPolicy,
  ledger: {},
  reminderDaysBefore: 3,
};

export async function readDaySettings(
  client: pg.ClientBase,
  zone: string,
  on: DayNumber,
): Promise<DaySettings> {
  const books = await client.query<{
    book_id: string;
    kind: "serviced" | "host_fed";
    through: string;
  }>(
    "select book_id, kind, data_through_on as through from book where zone = $1 and data_through_on is not null",
    [zone],
  );
  return {
    zone,
    on,
    bookDayById: new Map(
      books.rows.map(({ book_id, kind, through }) => [
        book_id,
        bookDay({ kind, dataThroughOn: dayFromTrustedIso(through) }, on),
      ]),
    ),
    termsByProduct: await readTerms(client),
  };
}

async function readTerms(client: pg.ClientBase): Promise<Map<string, Terms>> {
  const { rows } = await client.query<{
    product_id: string;
    bucket_scheme: string;
    grace_days: number;
    tolerance_minor: bigint;
    reminder_days_before: number;
    policy: LoanPolicy;
  }>(
    `select distinct on (product_id) product_id, bucket_scheme, grace_days, tolerance_minor, reminder_days_before, policy
     from product_terms order by product_id, effective_on desc, recorded_at desc`,
  );
  return new Map(
    rows.map((row) => [
      row.product_id,
      {
        policy: {
          ...dayCountingOf(row.policy),
          graceDays: row.grace_days,
          toleranceMinor: row.tolerance_minor,
          bands: bandsByScheme[row.bucket_scheme] ?? defaultArrearsPolicy.bands,
        },
        ledger: row.policy,
        reminderDaysBefore: row.reminder_days_before,
      },
    ]),
  );
}
