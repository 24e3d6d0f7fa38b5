import {
  bundleFormat,
  type Column,
  type FileKind,
  fileKinds,
} from "../server/modules/intake/index.ts";

/** What each file of a bundle is, in the order in which it is read. */
const about: Readonly<Record<FileKind, string>> = {
  persons:
    "Everybody the book knows: borrowers, co-borrowers, guarantors, contact persons. Names, ids and birth dates are sealed before they reach the database.",
  accounts: "One row a loan or card, with its primary obligor.",
  parties:
    "Who else stands on the debt, in which role. Co-borrowers and guarantors owe; the others do not.",
  "contact-points":
    "Phones, e-mail and postal addresses. `source` `address_book` is refused: it is no lawful source.",
  instalments:
    "The payment schedule of serviced accounts. A schedule with one bad row waits whole.",
  payments:
    "Payments of serviced accounts; `reverses_key` names the payment that a row takes back. A rejected row puts a hold on its account until it is answered.",
  balances: "Balances of host-fed accounts (cards, other systems). Never aged past their date.",
  holds:
    "The suppression file: who must not be contacted, and for what. An empty file says that nobody must be spared, and opens the book.",
  disputes: "Contested debts: a hold while they stand.",
  complaints: "Open complaints: a hold while they stand.",
  bankruptcies:
    "A petition or discharge holds; `lifted` and `dismissed` end it. Chapters 12 and 13 protect co-obligors too.",
  deaths: "Holds the person.",
  representatives: "Who speaks for a person, with what authority.",
  consents: "Consent by purpose, channel and wording.",
  "opt-outs": "Channels a person has refused.",
  preferences: "When, how and in which language a person wants to be reached.",
  contacts: "Recent contact history, for the contact budget and the timeline.",
  promises:
    "Open promises to pay: while one runs, the person is left alone. Kept or broken is judged by the ledger.",
  plans: "Payment plans: while one is performing, the account is left alone.",
  custody: "Who holds a case, from when to when; never two at once.",
  notes: "Collection notes; sealed.",
};

const typeText = (column: Column): string =>
  column.type === "code"
    ? (column.values ?? []).map((v) => `\`${v}\``).join(" ")
    : column.type.replace("_", " ");

const row = (column: Column): string =>
  `| \`${column.name}\`${column.required ? " *" : ""} | ${typeText(column)} | ${column.note ?? ""} |`;

const section = (kind: FileKind): string =>
  [
    `### ${kind}.csv`,
    "",
    about[kind],
    "",
    "| column | values | note |",
    "|---|---|---|",
    ...bundleFormat[kind].map(row),
  ].join("\n");

/** The reference of the CSV bundle, made from the table that the reader itself uses. */
export const importReference = (): string =>
  [
    "# The CSV bundle: files and columns",
    "",
    "Made from `server/modules/intake/bundle-format.ts` by `npm run generate`; do not edit. How importing works is in [import.md](import.md).",
    "",
    "Columns with * must not be empty. Dates are `YYYY-MM-DD` unless the mapping file says otherwise, amounts plain decimals in the book's currency. Files that a book does not have may be missing; the order below is the order of reading, and a row may refer only to rows of files above it.",
    "",
    ...fileKinds.map((kind) => `${section(kind)}\n`),
  ].join("\n");
