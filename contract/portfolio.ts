import { z } from "zod";
import { Bucket, Currency, IsoDate, MinorAmount } from "./common.ts";

/** `book` limits to one book (its code); amounts are always of one currency, never summed across. */
export const PortfolioQuery = z.object({
  book: z.string().optional(),
  currency: Currency.optional(),
});

export const BucketStock = z.object({
  bucket: Bucket,
  accounts: z.number().int(),
  balanceMinor: MinorAmount,
  pastDueMinor: MinorAmount,
});

/** Accounts that entered (入催) and exited (出催) collections on one business date. */
export const EntryExit = z.object({
  on: IsoDate,
  entered: z.number().int(),
  exited: z.number().int(),
});

/**
 * Roll rate of one bucket in one month: of the accounts that left `bucket` in the month (`left`),
 * how many went to the next worse bucket (`rolled`), to a better late bucket (`rolledBack`) and back
 * to current (`cured`). The rest closed or were charged off.
 */
export const RollRate = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  bucket: Bucket,
  left: z.number().int(),
  rolled: z.number().int(),
  rolledBack: z.number().int(),
  cured: z.number().int(),
});

/** Stock by bucket at the end of one business date, for the trend chart. */
export const StockPoint = z.object({
  on: IsoDate,
  accountsByBucket: z.partialRecord(Bucket, z.number().int()),
  balanceMinorByBucket: z.partialRecord(Bucket, MinorAmount),
});

export const Portfolio = z
  .object({
    asOf: IsoDate.nullable(),
    currency: Currency,
    /** Currencies that the selected books hold, the one shown first. */
    currencies: z.array(Currency),
    stock: z.array(BucketStock),
    trend: z.array(StockPoint),
    entryExit: z.array(EntryExit),
    rollRates: z.array(RollRate),
    /** Accounts whose data is broken: skipped by the day cycle, with the reason. */
    failures: z.array(
      z.object({ accountId: z.uuid(), on: IsoDate, code: z.string(), detail: z.string() }),
    ),
  })
  .meta({ id: "Portfolio" });
export type Portfolio = z.infer<typeof Portfolio>;
