import { z } from "zod";
import { Currency, IsoDate, MinorAmount } from "./common.ts";

/** Paths of the bank desk; they belong into `routes`. */
export const bankPaths = {
  bankLines: "/api/v1/bank/lines",
  bankLine: "/api/v1/bank/lines/:lineId",
  bankLineApply: "/api/v1/bank/lines/:lineId/apply",
  bankLineIgnore: "/api/v1/bank/lines/:lineId/ignore",
  bankLineReturn: "/api/v1/bank/lines/:lineId/return",
  bankLineUndo: "/api/v1/bank/lines/:lineId/undo",
  bankAside: "/api/v1/bank/aside",
} as const;

/**
 * Where a line stands: `suspense` waits for a person, `applied` is a payment, `ignored` is none,
 * `to_return` is to be sent back to its payer, `returned` was taken back by the bank.
 */
export const BankLineState = z
  .enum(["unmatched", "suspense", "applied", "ignored", "to_return", "returned"])
  .meta({ id: "BankLineState" });
export type BankLineState = z.infer<typeof BankLineState>;

/**
 * Why a line went where it went, or what stood in the way (0 points). `params` complete the sentence
 * in the reader's language.
 */
export const BankMatchReason = z
  .object({
    code: z.enum([
      "creditor_reference",
      "contract_number",
      "short_reference",
      "known_payer",
      "payer_name",
      "amount_past_due",
      "amount_promised",
      "amount_next_due",
      "amount_payoff",
      "several_accounts_named",
      "payer_pays_several",
      "payer_not_confirmed",
      "nothing_exact",
      "no_candidate",
      "currency_differs",
      "account_not_open",
      "more_than_owed",
      "same_payment_known",
      "host_fed_book",
      "takes_back_a_debit",
      "returns_line",
      "return_of_unknown",
      "outgoing",
    ]),
    points: z.number().int(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: "BankMatchReason" });
export type BankMatchReason = z.infer<typeof BankMatchReason>;

export const BankLine = z
  .object({
    lineId: z.uuid(),
    book: z.string(),
    /** The lender's own account that the money came to or left. */
    bankAccount: z.string(),
    direction: z.enum(["credit", "debit"]),
    isReversal: z.boolean(),
    /** ISO 20022 return reason code, as the bank gives it. */
    returnReason: z.string().nullable(),
    amountMinor: MinorAmount,
    currency: Currency,
    bookedOn: IsoDate,
    valueOn: IsoDate,
    /** Decrypted for display; null where the bank names nobody, or the person was erased. */
    payerName: z.string().nullable(),
    remittance: z.string().nullable(),
    state: BankLineState,
    /** Number of the last decision; a command may name it to be refused if somebody was faster. */
    decisionNo: z.number().int(),
    reasons: z.array(BankMatchReason),
    candidates: z.number().int(),
    accountId: z.uuid().nullable(),
    accountRef: z.string().nullable(),
    returnsLineId: z.uuid().nullable(),
  })
  .meta({ id: "BankLine" });
export type BankLine = z.infer<typeof BankLine>;

export const BankLinesQuery = z.object({
  state: BankLineState.default("suspense"),
  book: z.string().optional(),
  direction: z.enum(["credit", "debit"]).optional(),
  reason: BankMatchReason.shape.code.optional(),
  currency: Currency.optional(),
  fromOn: IsoDate.optional(),
  toOn: IsoDate.optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export const BankLines = z
  .object({
    /** Lines that match the filter, and their sum in each currency. */
    total: z.number().int(),
    sums: z.array(
      z.object({
        currency: Currency,
        direction: z.enum(["credit", "debit"]),
        amountMinor: MinorAmount,
      }),
    ),
    /** Lines by state, under the filter's book. */
    countByState: z.partialRecord(BankLineState, z.number().int()),
    lines: z.array(BankLine),
  })
  .meta({ id: "BankLines" });
export type BankLines = z.infer<typeof BankLines>;

export const BankCandidate = z
  .object({
    accountId: z.uuid(),
    accountRef: z.string(),
    book: z.string(),
    productName: z.string(),
    currency: Currency,
    status: z.string(),
    /** Whose account it is; decrypted for display. */
    name: z.string().nullable(),
    pastDueMinor: MinorAmount,
    nextDueOn: IsoDate.nullable(),
    nextDueMinor: MinorAmount,
    points: z.number().int(),
    reasons: z.array(BankMatchReason),
  })
  .meta({ id: "BankCandidate" });
export type BankCandidate = z.infer<typeof BankCandidate>;

export const BankLineDetail = BankLine.extend({
  payerNames: z.array(z.string()),
  payerAccount: z.string().nullable(),
  creditorReferences: z.array(z.string()),
  bankRefs: z.array(z.string()),
  uetr: z.string().nullable(),
  endToEndId: z.string().nullable(),
  transactionId: z.string().nullable(),
  bankText: z.string().nullable(),
  candidates: z.array(BankCandidate),
  /** Every statement that reported this money. */
  seenIn: z.array(
    z.object({
      statementId: z.uuid(),
      format: z.string(),
      importedAt: z.string(),
      path: z.string(),
      /** `likely`: recognised by amount and date alone; a person should compare. */
      strength: z.enum(["first", "certain", "likely"]),
    }),
  ),
  decisions: z.array(
    z.object({
      no: z.number().int(),
      action: z.enum(["match", "apply", "ignore", "mark_return", "return", "undo"]),
      state: BankLineState,
      accountRef: z.string().nullable(),
      reason: z.string().nullable(),
      by: z.string(),
      at: z.string(),
    }),
  ),
}).meta({ id: "BankLineDetail" });
export type BankLineDetail = z.infer<typeof BankLineDetail>;

export const BankLineParams = z.object({ lineId: z.uuid() });

/** Until sign-in exists the caller says who acts. */
const command = {
  actor: z.string().trim().min(2).max(100),
  seenDecisionNo: z.number().int().min(0).optional(),
};
const Words = z.string().trim().min(3).max(500);
/** A return needs no account: it takes back what its line was applied to. */
export const ApplyBankLine = z.strictObject({ ...command, accountId: z.uuid().optional() });
export const IgnoreBankLine = z.strictObject({ ...command, reason: Words });
export const ReturnBankLine = z.strictObject({ ...command, reason: Words });
export const UndoBankLine = z.strictObject({ ...command, reason: Words.optional() });

export const BankLineResult = z
  .object({
    lineId: z.uuid(),
    state: BankLineState,
    decisionNo: z.number().int(),
    accountId: z.uuid().nullable(),
    paymentId: z.uuid().nullable(),
    /** False where the line stood so already. */
    isChanged: z.boolean(),
  })
  .meta({ id: "BankLineResult" });
export type BankLineResult = z.infer<typeof BankLineResult>;

export const BankAsideQuery = z.object({
  kind: z.enum(["pending", "zero", "rejected"]).default("rejected"),
  book: z.string().optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/** Entries of statements that are no money here: not booked yet, zero, or refused. */
export const BankAside = z
  .object({
    total: z.number().int(),
    entries: z.array(
      z.object({
        statementId: z.uuid(),
        book: z.string(),
        bankAccount: z.string(),
        format: z.string(),
        path: z.string(),
        kind: z.enum(["pending", "zero", "rejected"]),
        code: z.string(),
        detail: z.string(),
        /** As the file writes it, with its currency. */
        amount: z.string(),
        importedAt: z.string(),
      }),
    ),
  })
  .meta({ id: "BankAside" });
export type BankAside = z.infer<typeof BankAside>;
