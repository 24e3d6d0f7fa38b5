import { z } from "zod";
import { Bucket, Currency, DaysPastDue, IsoDate, MinorAmount } from "./common.ts";

/**
 * Why a person stands where they stand. Each reason adds `points` to the score; `params` complete
 * the sentence in the reader's language (for instance `{ days: 3, bucket: "M2" }`).
 */
export const RankReason = z
  .object({
    code: z.enum([
      "entered_collections",
      "stage",
      "rolls_soon",
      "amount",
      "several_accounts",
      "promise_broken",
      "re_default",
      "first_payment_default",
    ]),
    points: z.number().int(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: "RankReason" });
export type RankReason = z.infer<typeof RankReason>;

export const WorkItem = z
  .object({
    workItemId: z.uuid(),
    partyId: z.uuid(),
    /** The person's account that is worst, the one the row opens. */
    accountId: z.uuid(),
    /** Decrypted for display; null where the source sent no name. */
    name: z.string().nullable(),
    accountRef: z.string(),
    book: z.string(),
    productName: z.string(),
    currency: Currency,
    pastDueMinor: MinorAmount,
    balanceMinor: MinorAmount,
    accountsLate: z.number().int(),
    dpd: DaysPastDue,
    bucket: Bucket,
    /** What the strategy suggests as the next step. */
    step: z.enum(["remind", "call", "negotiate", "visit_review", "legal_review", "recovery"]),
    openedOn: IsoDate,
    score: z.number().int(),
    reasons: z.array(RankReason),
    rank: z.number().int(),
  })
  .meta({ id: "WorkItem" });
export type WorkItem = z.infer<typeof WorkItem>;

export const WorkItemsQuery = z.object({
  book: z.string().optional(),
  bucket: z.union([Bucket, z.array(Bucket)]).optional(),
  step: WorkItem.shape.step.optional(),
  /** A name, phone, id or contract number, whole or its usual part (see docs/search.md). */
  q: z.string().max(100).optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export const WorkItems = z
  .object({
    asOf: IsoDate.nullable(),
    /** Items that match the filter. */
    total: z.number().int(),
    countByBucket: z.partialRecord(Bucket, z.number().int()),
    /** People who are late but are not shown, by the reason that protects them. */
    withheld: z.array(
      z.object({
        reason: z.enum(["hold", "book_not_contactable", "data_too_old", "promise_or_plan_running"]),
        people: z.number().int(),
      }),
    ),
    items: z.array(WorkItem),
  })
  .meta({ id: "WorkItems" });
export type WorkItems = z.infer<typeof WorkItems>;
