import { LoanPolicy } from "@mora/contract/loan-policy";
import { assetSchemeById } from "@mora/core/arrears/asset-class/scheme";
import { bandsByScheme } from "@mora/core/arrears/policy";
import { isCurrency } from "@mora/core/kernel/currency";
import { z } from "zod";
import { UserError } from "../../platform/errors.ts";
import { type FileKind, fileKinds } from "./bundle-format.ts";

/**
 * A creditor's mapping file, `mora-mapping.json`: whose book this is, and how its files, columns and
 * values are called. Unknown settings are refused, so that a typing mistake cannot go unnoticed.
 */
const Code = z.string().regex(/^[A-Za-z0-9._-]{1,40}$/);
const byKind = <T extends z.ZodType>(value: T) =>
  z.partialRecord(z.enum(fileKinds as [FileKind, ...FileKind[]]), value);

const assetSchemes = Object.keys(assetSchemeById) as [string, ...string[]];

const Product = z.strictObject({
  name: z.string(),
  purpose: z.enum(["consumer", "business", "unknown"]).default("unknown"),
  bucketScheme: z
    .string()
    .refine((name) => name in bandsByScheme, `one of ${Object.keys(bandsByScheme).join(", ")}`)
    .default("days_1_30"),
  graceDays: z.number().int().min(0).max(60).default(0),
  toleranceMinor: z.number().int().min(0).default(0),
  /**
   * First signing date of the contracts that `policy` is for. Without it a changed policy is for contracts
   * signed from the import's date on: what was agreed earlier is not priced anew.
   */
  policyFrom: z.iso.date().optional(),
  /** Switches of the ledger (docs/policies.md); lateness bands are the settings above. */
  policy: LoanPolicy.omit({ arrears: true })
    .extend({ arrears: z.strictObject({ assetClass: z.enum(assetSchemes) }).optional() })
    .default({}),
  reminderDaysBefore: z.number().int().min(0).max(30).default(3),
});

export const Mapping = z.strictObject({
  creditor: z.strictObject({ code: Code, name: z.string() }),
  creditorGroup: z.strictObject({ code: Code, name: z.string() }).optional(),
  book: z.strictObject({
    code: Code,
    name: z.string(),
    kind: z.enum(["serviced", "host_fed"]),
    zone: z.string().refine(isZone, "an IANA zone such as Asia/Shanghai"),
    currency: z.string().refine(isCurrency, "an ISO 4217 currency code"),
  }),
  /** Name of the source system: keys of two systems never meet. */
  system: Code.default("source"),
  synthetic: z.boolean().default(false),
  format: z.enum(["csv", "metro2"]).default("csv"),
  delimiter: z.string().length(1).default(","),
  dateFormat: z
    .enum(["YYYY-MM-DD", "YYYY/MM/DD", "YYYYMMDD", "DD/MM/YYYY", "MM/DD/YYYY"])
    .default("YYYY-MM-DD"),
  products: z.record(z.string(), Product).default({}),
  files: byKind(z.string()).default({}),
  columns: byKind(z.record(z.string(), z.string())).default({}),
  values: byKind(z.record(z.string(), z.record(z.string(), z.string()))).default({}),
  /** Row counts that the sender vouches for: a file with fewer rows was cut off. */
  rows: byKind(z.number().int().min(0)).default({}),
  /** Metro 2 only: accept a file without trailer record. */
  allowMissingTrailer: z.boolean().default(false),
});
export type Mapping = z.infer<typeof Mapping>;
export type ProductMapping = z.infer<typeof Product>;

export const productDefaults = (name: string): ProductMapping => Product.parse({ name });

function isZone(zone: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId !== "";
  } catch {
    return false;
  }
}

/** @throws UserError MAPPING_MALFORMED with the place of every fault */
export function parseMapping(text: string, path: string): Mapping {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UserError("MAPPING_MALFORMED", `${path} is not JSON: ${(error as Error).message}`);
  }
  const parsed = Mapping.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((i) => `${i.path.join(".") || "(top)"}: ${i.message}`);
  throw new UserError("MAPPING_MALFORMED", `${path}: ${faults.join("; ")}`);
}
