import { readFileSync } from "node:fs";
import type { BankAside, BankLines, BankMatchReason } from "@mora/contract/banking";
import { formatMoney, money } from "@mora/core/kernel/money";
import { Command } from "commander";
import {
  addBankAccount,
  applyLine,
  type CsvMapping,
  importBankFile,
  parseCsvMapping,
  readAside,
  readAsideEntry,
  readBankFile,
  readLines,
  type StatementSummary,
} from "../../modules/banking/index.ts";
import { UserError } from "../../platform/errors.ts";
import { table } from "../terminal.ts";
import { type Mora, withMora } from "../wire.ts";

/** `mora bank …`: statements in, suspense out. */
export function bankCommand(): Command {
  const bank = new Command("bank").description("bank statements and what becomes of their lines");
  bank
    .command("import")
    .argument("<file>", "camt.052, .053 or .054 (XML), or a bank's CSV file")
    .option("--book <code>", "book of an account that is not registered")
    .option("--mapping <file>", "how the bank writes its CSV files (see docs/bank-statements.md)")
    .option("--actor <name>", "who imports", "cli")
    .description("take a statement in and match its lines; the same file twice changes nothing")
    .action(importCommand);
  bank
    .command("suspense")
    .option("--book <code>", "only this book")
    .option("--limit <n>", "how many lines", "50")
    .description("list the lines that wait for a person, with the reasons")
    .action(suspenseCommand);
  bank
    .command("aside")
    .option("--kind <kind>", "rejected, pending or zero", "rejected")
    .option("--book <code>", "only this book")
    .option("--json", "with everything the file says of the entry")
    .description("list the entries of statements that are no money here")
    .action(asideCommand);
  bank
    .command("apply")
    .argument("<line>", "id of the line")
    .argument(
      "[account]",
      "account number as the creditor knows it, or Mora's id; none for a return",
    )
    .requiredOption("--actor <name>", "who decides")
    .description("apply a line to an account, or a return to the payment it takes back")
    .action(applyCommand);
  bank
    .command("account")
    .description("the lender's own bank accounts")
    .command("add")
    .argument("<account>", "IBAN or the bank's number")
    .requiredOption("--book <code>", "book whose money comes in there")
    .requiredOption("--currency <code>", "currency of the account")
    .option("--from <date>", "first date whose entries belong to the book (default: always)")
    .option("--actor <name>", "who says so", "cli")
    .description("say which book a bank account belongs to")
    .action(addCommand);
  return bank;
}

type ImportFlags = { readonly book?: string; readonly mapping?: string; readonly actor: string };

async function importCommand(path: string, flags: ImportFlags): Promise<void> {
  const file = readBankFile(path);
  const mapping = flags.mapping === undefined ? undefined : readMapping(flags.mapping);
  await withMora(async (mora) => {
    const { statements, matched } = await importBankFile(mora.pool, mora, {
      ...{ file, mapping, bookCode: flags.book, actor: flags.actor },
    });
    for (const statement of statements) printStatement(statement);
    console.log(
      `${matched.applied} lines applied, ${matched.suspense} in suspense, ${matched.ignored} ignored.`,
    );
    if (matched.suspense > 0) console.log("See them: mora bank suspense");
  });
}

const readMapping = (path: string): CsvMapping => {
  try {
    return parseCsvMapping(readFileSync(path, "utf8"), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new UserError("MAPPING_MISSING", `there is no mapping file ${path}`);
  }
};

function printStatement(statement: StatementSummary): void {
  const period = `${statement.fromOn ?? "?"} to ${statement.toOn ?? "?"}`;
  console.log(
    `${statement.format}  ${statement.accountKey}  book ${statement.book}  ${period}: ${
      statement.isRepeat
        ? "taken in before, nothing changed"
        : `${statement.fresh} new lines, ${statement.known} known already, ${statement.aside.length} set aside`
    }`,
  );
  for (const { path, kind, code, detail } of statement.aside)
    console.log(`  ${kind}: ${path}: ${code}: ${detail}`);
  for (const path of statement.likely)
    console.log(`  known by amount and date alone: ${path}. Compare it with the line it repeats`);
  for (const { code, detail } of statement.warnings) console.log(`  warning: ${code}: ${detail}`);
}

async function suspenseCommand(flags: { book?: string; limit: string }): Promise<void> {
  await withMora(async ({ db, ring }) => {
    const limit = Math.min(200, Math.max(1, Number(flags.limit) || 50));
    const page = await readLines(db, ring, {
      ...{ state: "suspense", book: flags.book, offset: 0, limit },
    });
    console.log(page.total === 0 ? "Nothing waits in suspense." : suspenseTable(page));
  });
}

const suspenseTable = ({ lines, total }: BankLines): string =>
  [
    table(
      ["line", "book", "value date", "amount", "payer", "text", "why", "candidates"],
      lines.map((line) => [
        ...[line.lineId, line.book, line.valueOn],
        `${line.direction === "debit" ? "-" : ""}${formatMoney(money(BigInt(line.amountMinor), line.currency))} ${line.currency}`,
        ...[line.payerName ?? "", (line.remittance ?? "").replaceAll("\n", " ").slice(0, 40)],
        ...[line.reasons.map(reasonText).join(", "), line.candidates],
      ]),
    ),
    `${lines.length} of ${total}`,
  ].join("\n");

const reasonText = ({ code, params }: BankMatchReason): string => {
  const values = Object.values(params);
  return values.length === 0 ? code : `${code} (${values.join(", ")})`;
};

type AsideFlags = { readonly kind: string; readonly book?: string; readonly json?: boolean };
const kinds = ["rejected", "pending", "zero"] as const;

async function asideCommand(flags: AsideFlags): Promise<void> {
  const kind = kinds.find((name) => name === flags.kind);
  if (!kind) throw new UserError("KIND_UNKNOWN", `--kind is one of ${kinds.join(", ")}`);
  await withMora(async (mora) => {
    const page = await readAside(mora.db, { kind, book: flags.book, offset: 0, limit: 200 });
    if (flags.json) return console.log(JSON.stringify(await withEntries(mora, page), null, 2));
    for (const e of page.entries)
      console.log(`${e.book}  ${e.bankAccount}  ${e.path}  ${e.amount}  ${e.code}: ${e.detail}`);
    console.log(`${page.entries.length} of ${page.total}`);
  });
}

const withEntries = ({ db, ring }: Mora, { entries }: BankAside): Promise<unknown[]> =>
  Promise.all(
    entries.map(async (e) => ({ ...e, entry: (await readAsideEntry(db, ring, e)) ?? null })),
  );

async function applyCommand(
  lineId: string,
  account: string | undefined,
  { actor }: { actor: string },
): Promise<void> {
  if (!UUID.test(lineId)) throw new UserError("LINE_UNKNOWN", `"${lineId}" is no id of a line`);
  await withMora(async (mora) => {
    const accountId = account && (await accountIdFor(mora, lineId, account));
    const result = await applyLine(mora.pool, mora, { lineId, accountId, actor });
    console.log(
      result.isChanged
        ? `Applied: payment ${result.paymentId ?? "none"}.`
        : "Applied before: nothing changed.",
    );
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An account by the number that the creditor of the line's book gives it. */
async function accountIdFor({ pool }: Mora, lineId: string, account: string): Promise<string> {
  if (UUID.test(account)) return account;
  const { rows } = await pool.query<{ target_id: string }>(
    `select distinct e.target_id from bank_line l join book b on b.book_id = l.book_id
     join external_ref e on e.creditor_id = b.creditor_id and e.kind = 'account' and e.key = $2 and e.to_on is null
     where l.line_id = $1`,
    [lineId, account],
  );
  if (rows.length > 1)
    throw new UserError(
      "ACCOUNT_AMBIGUOUS",
      `several systems have an account ${account}: give its id`,
    );
  if (!rows[0])
    throw new UserError("ACCOUNT_UNKNOWN", `the line's creditor has no account ${account}`);
  return rows[0].target_id;
}

type AddFlags = {
  readonly book: string;
  readonly currency: string;
  readonly from?: string;
  readonly actor: string;
};

async function addCommand(account: string, flags: AddFlags): Promise<void> {
  await withMora(async ({ pool, clock }) => {
    const { accountKey, isNew } = await addBankAccount(pool, clock, {
      ...{ account, bookCode: flags.book, currency: flags.currency },
      ...{ fromOn: flags.from, actor: flags.actor },
    });
    console.log(
      isNew
        ? `Bank account ${accountKey} (${flags.currency}) belongs to book ${flags.book}.`
        : "That was said before: nothing changed.",
    );
  });
}
