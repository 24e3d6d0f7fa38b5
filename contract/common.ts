import { dayFromIso } from "@mora/core/kernel/business-date";
import { z } from "zod";

/** Calendar date `YYYY-MM-DD`. */
export const IsoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => dayFromIso(text).ok, "this is no date of the calendar")
  .meta({ id: "IsoDate" });

/** Minor units (cents, fen) as a string of digits: JSON numbers would round large amounts. */
export const MinorAmount = z
  .string()
  .regex(/^-?\d+$/)
  .meta({ id: "MinorAmount" });

export const Currency = z.string().length(3).meta({ id: "Currency" });

/**
 * Stage of an account: `C` current, `M1`…`M6` by days past due (cards: missed cycles), `M6+` worse,
 * `CO` charged off with the claim alive (核销, not a bucket), `X` closed or never collected.
 */
export const Bucket = z
  .enum(["C", "M1", "M2", "M3", "M4", "M5", "M6", "M6+", "CO", "X"])
  .meta({ id: "Bucket" });
export type Bucket = z.infer<typeof Bucket>;

/** Days past due: an exact day count, or the band that is all a host told us. */
export const DaysPastDue = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("exact"), days: z.number().int() }),
    z.object({ kind: z.literal("band"), from: z.number().int(), to: z.number().int().nullable() }),
    z.object({ kind: z.literal("unknown") }),
  ])
  .meta({ id: "DaysPastDue" });
export type DaysPastDue = z.infer<typeof DaysPastDue>;

/** Amounts by group of components, in minor units of the account's currency. */
export const Components = z
  .object({
    principalMinor: MinorAmount,
    interestMinor: MinorAmount,
    /** What lateness added: penalty and compound interest, liquidated damages, judgment interest. */
    penaltyMinor: MinorAmount,
    feeMinor: MinorAmount,
    totalMinor: MinorAmount,
  })
  .meta({ id: "Components" });
export type Components = z.infer<typeof Components>;

/** Every error of the API has this shape; `code` is stable, `detail` names place and remedy. */
export const ApiError = z
  .object({ code: z.string(), detail: z.string(), issues: z.array(z.string()).optional() })
  .meta({ id: "ApiError" });
export type ApiError = z.infer<typeof ApiError>;
