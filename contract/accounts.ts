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

/** Minor units by component of the ledger (principal, interest, penalty, …); none is left out but zeros. */
export const ByComponent = z.record(z.string(), MinorAmount).meta({ id: "ByComponent" });
export type ByComponent = z.infer<typeof ByComponent>;

/** An instalment or a charge: what it asked for, and what became of it (see docs/loan-engine.md). */
export const ScheduleLine = z
  .object({
    /** Instalments from 1; what events added counts down from −1. */
    no: z.number().int(),
    kind: z.enum(["instalment", "charge", "re_aged", "prepayment"]),
    dueOn: IsoDate,
    due: Components,
    paid: Components,
    waived: Components,
    /** The same to the last component. */
    detail: z.object({ asked: ByComponent, paid: ByComponent, waived: ByComponent }),
    openMinor: MinorAmount,
    status: z.enum(["paid", "part_paid", "past_due", "due_today", "not_due"]),
  })
  .meta({ id: "ScheduleLine" });
export type ScheduleLine = z.infer<typeof ScheduleLine>;

/** What one event, or one day, did to the loan: the other end of every number of the statement. */
export const LedgerEntry = z
  .object({
    on: IsoDate,
    kind: z.string(),
    /** Where money came from, or why something was waived, moved or planned anew. */
    why: z.string().nullable(),
    eventId: z.string().nullable(),
    amountMinor: MinorAmount.nullable(),
    /** Which claims it touched, and by how much. */
    parts: z.array(z.object({ no: z.number().int(), component: z.string(), minor: MinorAmount })),
    /** What of it stayed as credit. */
    creditedMinor: MinorAmount.nullable(),
  })
  .meta({ id: "LedgerEntry" });
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** One stretch of penalty or compound interest: base × rate × time, exact. */
export const Accrual = z
  .object({
    no: z.number().int(),
    component: z.enum(["penalty", "compound"]),
    from: IsoDate,
    /** First day after it. */
    to: IsoDate,
    baseMinor: MinorAmount,
    /** Share of the base that the time bears, in percent, as an exact decimal cut at ten places. */
    growthPercent: z.string(),
    /** Minor units before rounding, cut at four places. */
    amount: z.string(),
  })
  .meta({ id: "Accrual" });
export type Accrual = z.infer<typeof Accrual>;

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

/** A card or revolving account as its host reports it. */
export const CardFacts = z
  .object({
    statementOn: IsoDate.nullable(),
    dueOn: IsoDate.nullable(),
    minimumDueMinor: MinorAmount.nullable(),
    cyclesMissed: z.number().int().nullable(),
    /** Past due by statement cycle, oldest first. */
    pastDueByCycleMinor: z.array(MinorAmount),
  })
  .meta({ id: "CardFacts" });
export type CardFacts = z.infer<typeof CardFacts>;

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
    entries: z.array(LedgerEntry),
    accruals: z.array(Accrual),
    creditMinor: MinorAmount,
    card: CardFacts.nullable(),
    /** By the product's scheme, the person's other loans included where classes spread. */
    assetClass: z
      .object({ scheme: z.string(), code: z.string(), zh: z.string(), en: z.string() })
      .nullable(),
    timeline: z.array(TimelineEntry),
  })
  .meta({ id: "AccountDetail" });
export type AccountDetail = z.infer<typeof AccountDetail>;
