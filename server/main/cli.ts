import { Command } from "commander";
import { UserError } from "../platform/errors.ts";
import { version } from "../platform/version.ts";
import { accountCommand } from "./commands/account.ts";
import { bankCommand } from "./commands/bank.ts";
import { bookListCommand, signCommand } from "./commands/book.ts";
import { dayCommand } from "./commands/day.ts";
import { demoCommand } from "./commands/demo.ts";
import { importCommand } from "./commands/import.ts";
import { loanCommand } from "./commands/loan.ts";
import { mappingCommand } from "./commands/mapping.ts";
import { serveCommand, startCommand } from "./commands/serve.ts";

const mora = new Command("mora")
  .description(
    "Loan collections: prevent, negotiate and, as a last resort, enforce. Lawfully, in proportion, with respect.",
  )
  .version(version)
  .addHelpText(
    "after",
    `
Environment:
  MORA_HOME      where the embedded database, keys and reject files live (default: .mora in the checkout)
  DATABASE_URL   your own PostgreSQL 16 or later instead of the embedded one
  MORA_PORT      port of the pages (default: 8080)`,
  );

const withDemoSize = (command: Command, people: string, months: string): Command =>
  command
    .option("--people <n>", "how many people", people)
    .option("--months <n>", "how many months of history", months)
    .option("--seed <n>", "seed: the same seed makes the same bytes on any machine", "1")
    .option("--end <date>", "last day of the history (default: today in Shanghai)");

withDemoSize(mora.command("start"), "2000", "6")
  .description(
    "build the pages, make a synthetic lender on first start, run the day, serve the pages",
  )
  .action(startCommand);

mora
  .command("serve")
  .description("serve the pages and the API from the data that is there")
  .action(serveCommand);

mora
  .command("import")
  .argument("<file...>", "a folder with a CSV bundle, single CSV files of one, or Metro 2 files")
  .requiredOption("--as-of <date>", "date for which the data is complete, YYYY-MM-DD")
  .option("--mapping <file>", "mapping file (default: mora-mapping.json beside the data)")
  .option(
    "--dry-run",
    "do everything and take it back: prints what would be new, changed, unchanged, rejected",
  )
  .option("--rejects <file>", "where to write the rejected rows (default: in MORA_HOME/rejects)")
  .description("take a loan file into its book; the same file twice changes nothing")
  .action(importCommand);

mora
  .command("mapping")
  .option("--format <format>", "csv or metro2", "csv")
  .description("print a mapping file to fill in")
  .action(mappingCommand);

mora
  .command("day")
  .option("--date <date>", "business date to reach (default: today in each book's zone)")
  .option("--zone <zone>", "only books of this zone")
  .description(
    "run every business date not run yet: age, enter and exit collections, plan reminders and work",
  )
  .action(dayCommand);

withDemoSize(mora.command("demo"), "5000", "12")
  .option("--out <folder>", "write the deliveries as files instead of importing them")
  .description("make the synthetic lender and print its calibration card")
  .action(demoCommand);

const book = mora.command("book").description("books and whether they may be worked");
book.command("list").description("list the books").action(bookListCommand);
book
  .command("sign-suppression")
  .argument("<book>", "code of the book")
  .requiredOption("--signer <name>", "who signs; the second signature must be somebody else's")
  .description("sign that a book has no suppression file; two signatures open it")
  .action(signCommand);

mora
  .command("account")
  .argument("<ref>", "account number as the creditor knows it, or Mora's id")
  .option("--json", "everything, as JSON")
  .description("show an account's figures with the arithmetic behind each")
  .action(accountCommand);

try {
  mora.addCommand(bankCommand());
  mora.addCommand(loanCommand());

  await mora.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`mora: ${error.code}: ${error.message}`);
  process.exitCode = 1;
}
