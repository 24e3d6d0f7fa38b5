import { type MatchDecision, matchEntry } from "@mora/core/banking/match-entry";
import type pg from "pg";
import { inTransaction } from "../../platform/db/transaction.ts";
import { readFacts } from "./candidates.ts";
import { applyCredit } from "./commands.ts";
import { type LockedLine, recordDecision, tryLockLine } from "./decision.ts";
import type { BankTools } from "./import-statement.ts";
import { readDetails } from "./sealing.ts";
import type { Details } from "./statement.ts";

export const MATCHER = "matcher";

export type MatchCounts = {
  readonly applied: number;
  readonly suspense: number;
  readonly ignored: number;
};

/**
 * Matches every line that nobody looked at yet, oldest money first, each in a transaction of its own:
 * decision, payment and state are there together or not at all, and a run that was cut off goes on
 * where it stopped.
 */
export async function matchLines(pool: pg.Pool, tools: BankTools): Promise<MatchCounts> {
  const { rows } = await pool.query<{ line_id: string }>(
    `select s.line_id from bank_line_state s join bank_line l on l.line_id = s.line_id
     where s.state = 'unmatched' order by l.value_on, l.direction, l.line_id`,
  );
  const counts = { applied: 0, suspense: 0, ignored: 0 };
  for (const { line_id } of rows) {
    const state = await inTransaction(pool, ({ client }) => matchOne(client, tools, line_id));
    if (state) counts[state]++;
  }
  return counts;
}

/** A line whose statement was erased before anybody looked at it: there is nothing left to match by. */
const erased: Details = {
  ...{ bankRefs: [], uetr: undefined, endToEndId: undefined, transactionId: undefined },
  ...{ instructionId: undefined, payerNames: [], payerAccount: undefined, remittance: "" },
  ...{ creditorReferences: [], bankText: undefined },
};

/** Undefined where somebody else is at the line or was before. */
async function matchOne(
  client: pg.ClientBase,
  tools: BankTools,
  lineId: string,
): Promise<keyof MatchCounts | undefined> {
  const line = await tryLockLine(client, lineId, "for update of s skip locked");
  if (line?.state !== "unmatched") return undefined;
  // One after the other in a book: what an account still owes counts the line before this one.
  await client.query("select pg_advisory_xact_lock(hashtextextended('bank_match ' || $1, 0))", [
    line.book_id,
  ]);
  const details = (await readDetails(client, tools.ring, line)) ?? erased;
  const facts = await readFacts({ client, ring: tools.ring }, line, details);
  return carryOut(client, tools, { line, decision: matchEntry(facts.line, facts.accounts) });
}

async function carryOut(
  client: pg.ClientBase,
  tools: BankTools,
  { line, decision }: { line: LockedLine; decision: MatchDecision },
): Promise<keyof MatchCounts> {
  const { reasons, candidates, accountId, returnsLineId } = decision;
  const match = { reasons, candidates };
  if (decision.decision === "apply" && accountId !== undefined) {
    await applyCredit({ client, tools, line }, { accountId, actor: MATCHER, match });
    return "applied";
  }
  const isIgnored = decision.decision === "ignore";
  await recordDecision(client, line, {
    ...{ action: "match", state: isIgnored ? "ignored" : "suspense", actor: MATCHER },
    ...{ at: tools.clock.now(), match },
    ...(returnsLineId === undefined ? {} : { returnsLineId }),
  });
  return isIgnored ? "ignored" : "suspense";
}
