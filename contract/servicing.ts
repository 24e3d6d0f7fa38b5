import { z } from "zod";
import { ByComponent } from "./accounts.ts";
import { ApiError, Currency, IsoDate, MinorAmount } from "./common.ts";
import { EventForm } from "./loan-terms.ts";

/** Paths of loan servicing: amounts on demand, and events of a loan. */
export const servicingPaths = {
  accountAmounts: "/api/v1/accounts/:accountId/amounts",
  accountQuotes: "/api/v1/accounts/:accountId/quotes",
  accountEvents: "/api/v1/accounts/:accountId/events",
} as const;

export const quoteGoals = ["bring_current", "fall_one_bucket", "keep_plan", "pay_off"] as const;

/** The least payment on a day that reaches a goal, and what it would pay. */
export const GoalAmount = z
  .object({
    goal: z.enum(quoteGoals),
    /** Null where no payment on that day reaches it; `refused` says why. */
    amountMinor: MinorAmount.nullable(),
    pays: ByComponent,
    /** Interest and fees that the payment saves, because the time they are for will not pass. */
    savesMinor: MinorAmount,
    refused: ApiError.nullable(),
  })
  .meta({ id: "GoalAmount" });
export type GoalAmount = z.infer<typeof GoalAmount>;

export const Amounts = z
  .object({
    currency: Currency,
    askedOn: IsoDate,
    forOn: IsoDate,
    /** Where the figures come from: the loan engine, or the host's last file. */
    source: z.enum(["ledger", "host"]),
    /** Date of the host's file; null for serviced loans. */
    hostAsOf: IsoDate.nullable(),
    goals: z.array(GoalAmount),
  })
  .meta({ id: "Amounts" });
export type Amounts = z.infer<typeof Amounts>;

export const AmountsQuery = z.object({
  /** Today or up to 30 days ahead; default today (the account's own date). */
  forOn: IsoDate.optional(),
});

/** Amounts that were told to somebody: numbered, kept, and valid through a day. */
export const Quote = Amounts.extend({
  quoteNo: z.string(),
  validThroughOn: IsoDate,
  recordedAt: z.string(),
}).meta({ id: "Quote" });
export type Quote = z.infer<typeof Quote>;

export const IssueQuote = z.strictObject({
  forOn: IsoDate,
  actor: z.string().min(1).max(100),
});

/** An event as a story writes it, and who records it. The same key twice records once. */
export const RecordEvent = z.strictObject({
  event: EventForm.refine(
    ({ id, recordedOn, refused }) =>
      id === undefined && recordedOn === undefined && refused === undefined,
    "id, recordedOn and refused belong to stories: here Mora says them",
  ),
  idempotencyKey: z.string().min(8).max(100),
  actor: z.string().min(1).max(100),
  /** Checks everything and records nothing. */
  dryRun: z.boolean().default(false),
});

export const RecordedEvent = z
  .object({
    eventId: z.string(),
    isRecorded: z.boolean(),
    pastDueMinor: MinorAmount,
    balanceMinor: MinorAmount,
    creditMinor: MinorAmount,
    /** Past decisions that it turns over, and what is done about each. */
    consequences: z.array(
      z.object({
        kind: z.string(),
        of: z.string(),
        on: IsoDate,
        was: z.string(),
        shouldBe: z.string(),
        remedy: z.enum(["automatic", "rejudge", "task"]),
      }),
    ),
  })
  .meta({ id: "RecordedEvent" });
export type RecordedEvent = z.infer<typeof RecordedEvent>;
