import type pg from "pg";
import { idFrom } from "../../platform/crypto/keys.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { UserError } from "../../platform/errors.ts";
import { addPayment, withdrawPayment } from "../servicing/index.ts";
import {
  type Decision,
  type LineState,
  type LockedLine,
  lockLine,
  recordDecision,
} from "./decision.ts";
import type { BankTools } from "./import-statement.ts";
import { resealFor } from "./sealing.ts";

/** A person's decision about a line. */
export type LineCommand = {
  readonly lineId: string;
  readonly actor: string;
  /** Number of the last decision the person saw; another one since refuses the command. */
  readonly seenDecisionNo?: number | undefined;
};

export type LineResult = {
  readonly lineId: string;
  readonly state: LineState;
  readonly decisionNo: number;
  readonly accountId: string | null;
  readonly paymentId: string | null;
  /** False where the line stood so already: the command had been given before. */
  readonly isChanged: boolean;
};

type Open = {
  readonly client: pg.ClientBase;
  readonly tools: BankTools;
  readonly line: LockedLine;
};

/**
 * Applies a line: a credit becomes a payment of the account, a return takes back the payment of the
 * line it returns (and needs no account named). The same again changes nothing.
 *
 * @throws UserError LINE_UNKNOWN, LINE_CHANGED, LINE_DECIDED, ACCOUNT_MISSING, ACCOUNT_UNKNOWN,
 *   ACCOUNT_NOT_OPEN, ACCOUNT_DIFFERS, CURRENCY_DIFFERS, HOST_FED_BOOK, DEBIT_NOT_APPLICABLE
 */
export const applyLine = (
  pool: pg.Pool,
  tools: BankTools,
  command: LineCommand & { readonly accountId?: string | undefined },
): Promise<LineResult> =>
  decide({ pool, tools, command }, async (open) => {
    const { line } = open;
    const { accountId, actor } = command;
    const isSame = accountId === undefined || accountId === line.account_id;
    if (line.state === "applied" && isSame) return unchanged(line);
    refuseDecided(line);
    if (line.direction === "debit") return applyReturn(open, { accountId, actor });
    if (accountId === undefined)
      throw new UserError("ACCOUNT_MISSING", "name the account that the money is for");
    return applyCredit(open, { accountId, actor });
  });

/** Sets a line aside for good: it is no payment. @throws UserError LINE_UNKNOWN, LINE_CHANGED, LINE_DECIDED */
export const ignoreLine = (
  pool: pg.Pool,
  tools: BankTools,
  command: LineCommand & { readonly reason: string },
): Promise<LineResult> =>
  decide({ pool, tools, command }, (open) =>
    settle(open, {
      action: "ignore",
      state: "ignored",
      actor: command.actor,
      reason: command.reason,
    }),
  );

/** Marks a credit to be sent back to its payer. @throws UserError as ignoreLine, CREDIT_NEEDED */
export const returnLine = (
  pool: pg.Pool,
  tools: BankTools,
  command: LineCommand & { readonly reason: string },
): Promise<LineResult> =>
  decide({ pool, tools, command }, (open) => {
    if (open.line.direction === "debit")
      throw new UserError("CREDIT_NEEDED", "money that left cannot be sent back; ignore the line");
    return settle(open, {
      action: "mark_return",
      state: "to_return",
      actor: command.actor,
      reason: command.reason,
    });
  });

/**
 * Takes back the last decision: the line waits in suspense again. What a decision had paid is taken
 * back by a reversal of the same date, so that no figure of any date keeps it.
 *
 * @throws UserError LINE_UNKNOWN, LINE_CHANGED, LINE_RETURNED
 */
export const undoLine = (
  pool: pg.Pool,
  tools: BankTools,
  command: LineCommand & { readonly reason?: string | undefined },
): Promise<LineResult> =>
  decide({ pool, tools, command }, async (open) => {
    const { client, tools: t, line } = open;
    if (line.state === "suspense" || line.state === "unmatched") return unchanged(line);
    if (line.state === "returned")
      throw new UserError(
        "LINE_RETURNED",
        "the bank took this money back: undo the returning line",
      );
    if (line.state === "applied" && line.direction === "debit") await undoReturn(open, command);
    else if (line.state === "applied") await reverse(open);
    const resealed = await resealFor(client, t.ring, { line, ownerId: line.statement_id });
    return write(open, {
      ...{ action: "undo", state: "suspense", actor: command.actor, resealed },
      ...(command.reason === undefined ? {} : { reason: command.reason }),
    });
  });

async function decide(
  { pool, tools, command }: { pool: pg.Pool; tools: BankTools; command: LineCommand },
  work: (open: Open) => Promise<LineResult>,
): Promise<LineResult> {
  return inTransaction(pool, async ({ client }) => {
    const line = await lockLine(client, command.lineId);
    const result = await work({ client, tools, line });
    // A repeated command is answered, not refused: its first answer may have been lost on the way.
    const { seenDecisionNo: seen } = command;
    if (result.isChanged && seen !== undefined && seen !== line.decision_no)
      throw new UserError(
        "LINE_CHANGED",
        `line ${line.line_id} was decided anew meanwhile (decision ${line.decision_no}, you saw ${seen}). Look again`,
      );
    return result;
  });
}

const unchanged = (line: LockedLine): LineResult => ({
  lineId: line.line_id,
  state: line.state,
  decisionNo: line.decision_no,
  accountId: line.account_id,
  paymentId: line.payment_id,
  isChanged: false,
});

function refuseDecided(line: LockedLine): void {
  if (line.state === "suspense" || line.state === "unmatched") return;
  throw new UserError(
    "LINE_DECIDED",
    `line ${line.line_id} is ${line.state} already. Undo that first`,
  );
}

async function settle(
  open: Open,
  decision: Pick<Decision, "action" | "state" | "actor" | "reason">,
): Promise<LineResult> {
  if (open.line.state === decision.state) return unchanged(open.line);
  refuseDecided(open.line);
  return write(open, decision);
}

async function write(
  { client, tools, line }: Open,
  decision: Omit<Decision, "at">,
): Promise<LineResult> {
  const decisionNo = await recordDecision(client, line, { ...decision, at: tools.clock.now() });
  return {
    lineId: line.line_id,
    state: decision.state,
    decisionNo,
    accountId: decision.to?.accountId ?? null,
    paymentId: decision.to?.paymentId ?? null,
    isChanged: true,
  };
}

/** A credit becomes a payment; its id follows from line and decision, so that it exists once. */
export async function applyCredit(
  open: Open,
  how: { readonly accountId: string; readonly actor: string; readonly match?: Decision["match"] },
): Promise<LineResult> {
  const { client, tools, line } = open;
  const { partyId } = await lockTarget(open, how.accountId);
  const paymentId = idFrom(tools.ring, [
    "bank_payment",
    line.line_id,
    String(line.decision_no + 1),
  ]);
  await addPayment(
    client,
    { ring: tools.ring, at: tools.clock.now() },
    {
      ...{ partyId, accountId: how.accountId, paymentId, reverses: null },
      ...{ effectiveOn: line.value_on, amountMinor: line.amount_minor },
    },
  );
  const resealed = await resealFor(client, tools.ring, { line, ownerId: partyId });
  return write(open, {
    ...{ action: "apply", state: "applied", actor: how.actor, resealed },
    to: { partyId, accountId: how.accountId, paymentId },
    ...(how.match ? { match: how.match } : {}),
  });
}

type Target = {
  readonly party_id: string;
  readonly status: string;
  readonly currency: string;
  readonly kind: string;
};

async function lockTarget({ client, line }: Open, accountId: string): Promise<{ partyId: string }> {
  const { rows } = await client.query<Target>(
    `select a.party_id, a.status, a.currency, b.kind from account a join book b on b.book_id = a.book_id
     where a.account_id = $1 and b.creditor_id = $2 for update of a`,
    [accountId, line.creditor_id],
  );
  const account = rows[0];
  if (!account) throw new UserError("ACCOUNT_UNKNOWN", `this creditor has no account ${accountId}`);
  if (account.kind === "host_fed")
    throw new UserError(
      "HOST_FED_BOOK",
      "the host keeps this account: pass the money on to it; its next file brings the new balance. Then ignore the line",
    );
  if (account.currency !== line.currency)
    throw new UserError(
      "CURRENCY_DIFFERS",
      `the account is in ${account.currency}, the money in ${line.currency}`,
    );
  if (account.status !== "open" && account.status !== "charged_off")
    throw new UserError(
      "ACCOUNT_NOT_OPEN",
      `the account is ${account.status}: it takes no payment`,
    );
  return { partyId: account.party_id };
}

async function reverse({ client, tools, line }: Open): Promise<void> {
  const paymentId = line.payment_id as string;
  await addPayment(
    client,
    { ring: tools.ring, at: tools.clock.now() },
    {
      ...{ partyId: line.party_id as string, accountId: line.account_id as string },
      paymentId: idFrom(tools.ring, ["bank_reversal", paymentId]),
      ...{ effectiveOn: line.value_on, amountMinor: -line.amount_minor, reverses: paymentId },
    },
  );
}

/** The bank took a credit back: its payment is reversed on the day the money left again. */
async function applyReturn(
  open: Open,
  command: { readonly accountId: string | undefined; readonly actor: string },
): Promise<LineResult> {
  const { client, tools, line } = open;
  if (line.returns_line_id === null)
    throw new UserError(
      "DEBIT_NOT_APPLICABLE",
      "this money left, and its references name no earlier line. Undo the application of the line that came back, and ignore this one",
    );
  const original = await lockLine(client, line.returns_line_id);
  if (original.state === "returned")
    throw new UserError("LINE_RETURNED", `line ${original.line_id} was taken back already`);
  const at = tools.clock.now();
  const to = ownerOf(original);
  if (to && command.accountId !== undefined && command.accountId !== to.accountId)
    throw new UserError(
      "ACCOUNT_DIFFERS",
      `the money that came back was applied to account ${to.accountId}: a return goes there`,
    );
  const paymentId =
    to && idFrom(tools.ring, ["bank_return", line.line_id, String(line.decision_no + 1)]);
  if (to && paymentId)
    await addPayment(
      client,
      { ring: tools.ring, at },
      {
        ...{ ...to, paymentId, effectiveOn: line.value_on },
        ...{ amountMinor: -original.amount_minor, reverses: original.payment_id },
      },
    );
  await recordDecision(client, original, {
    ...{ action: "return", state: "returned", actor: command.actor, at },
    ...(to ? { to: { ...to, paymentId: original.payment_id } } : {}),
  });
  const resealed = to && (await resealFor(client, tools.ring, { line, ownerId: to.partyId }));
  return write(open, {
    ...{ action: "apply", state: "applied", actor: command.actor },
    ...(to && paymentId ? { to: { ...to, paymentId } } : {}),
    ...(resealed ? { resealed } : {}),
  });
}

const ownerOf = (line: LockedLine): { partyId: string; accountId: string } | undefined =>
  line.state === "applied" && line.party_id !== null && line.account_id !== null
    ? { partyId: line.party_id, accountId: line.account_id }
    : undefined;

/** A return that was none: its reversal is withdrawn, and the earlier line stands as before. */
async function undoReturn(open: Open, command: LineCommand): Promise<void> {
  const { client, tools, line } = open;
  const at = tools.clock.now();
  const original = await lockLine(client, line.returns_line_id as string);
  const { party_id, account_id, payment_id } = line;
  const isPaid = party_id !== null && account_id !== null && payment_id !== null;
  if (isPaid)
    await withdrawPayment(client, {
      ...{ partyId: party_id, accountId: account_id, paymentId: payment_id, at },
    });
  await recordDecision(client, original, {
    ...{ action: "undo", state: isPaid ? "applied" : "suspense", actor: command.actor, at },
    ...(isPaid
      ? { to: { partyId: party_id, accountId: account_id, paymentId: original.payment_id } }
      : {}),
  });
}
