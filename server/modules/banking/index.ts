export { addBankAccount, type NewBankAccount } from "./bank-accounts.ts";
export {
  applyLine,
  ignoreLine,
  type LineCommand,
  type LineResult,
  returnLine,
  undoLine,
} from "./commands.ts";
export { type CsvMapping, parseCsvMapping } from "./csv-mapping.ts";
export type { BankImport, BankTools, StatementSummary } from "./import-statement.ts";
export { openStatements } from "./import-statement.ts";
export { type MatchCounts, matchLines } from "./match-lines.ts";
export { readAside, readAsideEntry, readLine, readLines } from "./queries.ts";
export { type BankFile, bankFile, readBankFile } from "./read-file.ts";
export { bankRoutes } from "./routes.ts";
export { importBankFile } from "./take-in.ts";
