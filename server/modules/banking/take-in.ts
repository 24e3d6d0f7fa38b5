import type pg from "pg";
import {
  type BankImport,
  type BankTools,
  importStatements,
  type StatementSummary,
} from "./import-statement.ts";
import { type MatchCounts, matchLines } from "./match-lines.ts";

/** Takes a file in and matches what is new; lines that an earlier, broken run left are matched too. */
export async function importBankFile(
  pool: pg.Pool,
  tools: BankTools,
  request: BankImport,
): Promise<{ statements: readonly StatementSummary[]; matched: MatchCounts }> {
  const statements = await importStatements(pool, tools, request);
  return { statements, matched: await matchLines(pool, tools) };
}
