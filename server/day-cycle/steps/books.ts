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
  /** Switches of the ledger, as product terms write them, by the first signing date that they are for. */
  readonly policies: readonly DatedPolicy[];
  readonly reminderDaysBefore: number;
};

export type DatedPolicy = { readonly from: string; readonly policy: LoanPolicy };

/** What was agreed in a contract of that date: the last policy begun by then, or the oldest there is. */
export function policyOf({ policies }: Terms, signedOn: string | null): LoanPolicy {
  const begun = policies.filter(({ from }) => signedOn === null || from <= signedOn);
  return (begun.at(-1) ?? policies[0])?.policy ?? {};
}

export const defaultTerms: Terms = {
  policy: defaultArrearsPolicy,
  policies: [],
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

async function readPolicies(client: pg.ClientBase): Promise<Map<string, DatedPolicy[]>> {
  const { rows } = await client.query<{ product_id: string; from: string; policy: LoanPolicy }>(
    `select distinct on (product_id, effective_on) product_id, effective_on as from, policy
     from product_terms order by product_id, effective_on, recorded_at desc`,
  );
  return Map.groupBy(rows, ({ product_id }) => product_id);
}

async function readTerms(client: pg.ClientBase): Promise<Map<string, Terms>> {
  const policiesByProduct = await readPolicies(client);
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
        policies: policiesByProduct.get(row.product_id) ?? [],
        reminderDaysBefore: row.reminder_days_before,
      },
    ]),
  );
}
