/** A statement as a file gives it, before it meets the database. */
export type Statement = {
  /** `camt.053.001.02` or `csv`. */
  readonly format: string;
  readonly messageId: string | undefined;
  readonly statementRef: string | undefined;
  readonly fromOn: string | undefined;
  readonly toOn: string | undefined;
  readonly openingMinor: bigint | undefined;
  readonly closingMinor: bigint | undefined;
  readonly lines: readonly Line[];
  readonly aside: readonly Aside[];
  readonly warnings: readonly Warning[];
};

/** One movement of money. Dates are ISO dates in the book's zone, amounts minor units above zero. */
export type Line = {
  /** Where in the file, such as `Stmt 1/Ntry 3/TxDtls 2 (line 91)`. */
  readonly path: string;
  readonly direction: "credit" | "debit";
  readonly isReversal: boolean;
  readonly returnReason: string | undefined;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly bookedOn: string;
  readonly valueOn: string;
  readonly details: Details;
};

/** What names the payer or the transfer: sealed as a whole. */
export type Details = {
  /** The bank's reference of the whole entry, and of the transaction in it. */
  readonly bankRefs: readonly string[];
  readonly uetr: string | undefined;
  readonly endToEndId: string | undefined;
  readonly transactionId: string | undefined;
  readonly instructionId: string | undefined;
  readonly payerNames: readonly string[];
  readonly payerAccount: string | undefined;
  readonly remittance: string;
  readonly creditorReferences: readonly string[];
  /** What the bank itself says of the entry. */
  readonly bankText: string | undefined;
};

/** An entry that is no money here, kept with everything the file says of it. */
export type Aside = {
  readonly path: string;
  readonly kind: "pending" | "zero" | "rejected";
  readonly code: string;
  readonly detail: string;
  /** As written, with its currency. */
  readonly amount: string;
  readonly entry: string;
};

export type Warning = { readonly code: string; readonly detail: string };

/** A statement whose account is known but whose dates still need the book's zone. */
export type Draft = {
  /** Capital letters and digits; undefined where a CSV file names none. */
  readonly accountKey: string | undefined;
  readonly currency: string | undefined;
  /** A date to ask by which book the account belongs to at that time. */
  readonly aboutOn: string | undefined;
  readonly read: (book: { readonly zone: string; readonly currency: string }) => Statement;
};

export const accountKeyOf = (text: string): string =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
