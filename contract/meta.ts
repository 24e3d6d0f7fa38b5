import { z } from "zod";
import { Currency, IsoDate } from "./common.ts";

/**
 * Whether a book may be worked. A book stays `unknown` — nobody in it may be contacted — until its
 * suppression file (holds, disputes, opt-outs …) is in, or two people signed that none exists.
 */
export const Suppression = z.enum(["unknown", "loaded", "signed_none"]).meta({ id: "Suppression" });

export const Book = z
  .object({
    bookId: z.uuid(),
    code: z.string(),
    name: z.string(),
    creditor: z.string(),
    /** `serviced`: Mora holds schedule and payments. `host_fed`: another system sends balances. */
    kind: z.enum(["serviced", "host_fed"]),
    zone: z.string(),
    currency: Currency,
    accounts: z.number().int(),
    /** Last business date whose day cycle is complete; null before the first. */
    dayDoneOn: IsoDate.nullable(),
    /** Balances (host-fed) or payments (serviced) are complete through this date. */
    dataThroughOn: IsoDate.nullable(),
    /** False when the data is too old for pressure (36 h by default): service goes on, pressure not. */
    isFresh: z.boolean(),
    suppression: Suppression,
    isContactable: z.boolean(),
    isSynthetic: z.boolean(),
  })
  .meta({ id: "Book" });
export type Book = z.infer<typeof Book>;

export const Meta = z
  .object({
    version: z.string(),
    /** Until sign-in exists the server listens on loopback only; pages say so. */
    isLoopbackOnly: z.boolean(),
    /** Latest business date any book has completed; null on an empty database. */
    businessOn: IsoDate.nullable(),
    books: z.array(Book),
  })
  .meta({ id: "Meta" });
export type Meta = z.infer<typeof Meta>;
