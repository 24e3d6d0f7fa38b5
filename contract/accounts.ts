import { z } from "zod";
import { Bucket, Components, Currency, DaysPastDue, IsoDate, MinorAmount } from "./common.ts";

export const AccountParams = z.object({ accountId: z.uuid() });

/** One line of the arithmetic: an operand or result with the rows it came from. */
export const ArithmeticLine = z
  .object({
    /** Key of the sentence, e.g. `instalments_due`, `payments_received`, `past_due`, `dpd`. */
    code: z.string(),
    op: z.enum(["start", "plus", "minus", "equals", "note"]),
    amountMinor: MinorAmount.nullable(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    components: Components.nullable(),
  })
  .meta({ id: "ArithmeticLine" });
export type ArithmeticLine = z.infer<typeof ArithmeticLine>;

/** An instalment, with what payments have covered of it (oldest first; see docs/ageing.md). */
export const ScheduleLine = z
  .object({
    no: z.number().int(),
    dueOn: IsoDate,
    due: Components,
    paid: Components,
    openMinor: MinorAmount,
    status: z.enum(["paid", "part_paid", "past_due", "due_today", "not_due"]),
  })
  .meta({ id: "ScheduleLine" });
export type ScheduleLine = z.infer<typeof ScheduleLine>;

export const TimelineEntry = z
  .object({
    on: IsoDate,
    /** Instant of recording, UTC. */
    recordedAt: z.string(),
    kind: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    amountMinor: MinorAmount.nullable(),
  })
  .meta({ id: "TimelineEntry" });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const AccountDetail = z
  .object({
    accountId: z.uuid(),
    accountRef: z.string(),
    book: z.string(),
    bookKind: z.enum(["serviced", "host_fed"]),
    productName: z.string(),
    productKind: z.string(),
    currency: Currency,
    openedOn: IsoDate.nullable(),
    isSynthetic: z.boolean(),
    /** Date the figures below are true for: never later than the data allows. */
    agedOn: IsoDate.nullable(),
    dataThroughOn: IsoDate.nullable(),
    isFresh: z.boolean(),
    bucket: Bucket,
    dpd: DaysPastDue,
    oldestUnpaidDueOn: IsoDate.nullable(),
    /** Date of first delinquency as furnished by the host: not the oldest unpaid due date. */
    firstDelinquencyOn: IsoDate.nullable(),
    balance: Components,
    pastDue: Components,
    nextDueOn: IsoDate.nullable(),
    nextDueMinor: MinorAmount.nullable(),
    inCollectionsSince: IsoDate.nullable(),
    parties: z.array(
      z.object({
        partyId: z.uuid(),
        name: z.string().nullable(),
        role: z.string(),
        isLiable: z.boolean(),
        contactPoints: z.array(
          z.object({
            kind: z.string(),
            masked: z.string(),
            status: z.string(),
            isSynthetic: z.boolean(),
          }),
        ),
      }),
    ),
    /** What stops contact now, and for which purposes. */
    holds: z.array(
      z.object({
        kind: z.string(),
        scope: z.string(),
        purposes: z.array(z.string()),
        fromOn: IsoDate,
        toOn: IsoDate.nullable(),
        source: z.string(),
      }),
    ),
    otherAccounts: z.array(
      z.object({
        accountId: z.uuid(),
        accountRef: z.string(),
        bucket: Bucket,
        pastDueMinor: MinorAmount,
        currency: Currency,
      }),
    ),
    arithmetic: z.array(ArithmeticLine),
    schedule: z.array(ScheduleLine),
    timeline: z.array(TimelineEntry),
  })
  .meta({ id: "AccountDetail" });
export type AccountDetail = z.infer<typeof AccountDetail>;
