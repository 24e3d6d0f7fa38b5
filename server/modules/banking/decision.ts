import type { Candidate, MatchReason } from "@mora/core/banking/match-entry";
import type pg from "pg";
import { UserError } from "../../platform/errors.ts";

export type LineState = "unmatched" | "suspense" | "applied" | "ignored" | "to_return" | "returned";
export type Action = "match" | "apply" | "ignore" | "mark_return" | "return" | "undo";

/** A line with where it stands, locked until the transaction ends. */
export type LockedLine = {
  readonly line_id: string;
  readonly statement_id: string;
  readonly book_id: string;
  readonly book_kind: "serviced" | "host_fed";
  readonly creditor_id: string;
  readonly direction: "credit" | "debit";
  readonly is_reversal: boolean;
  readonly return_reason: string | null;
  readonly amount_minor: bigint;
  readonly currency: string;
  readonly booked_on: string;
  readonly value_on: string;
  readonly bank_tokens: bigint[];
  readonly uetr_token: bigint | null;
  readonly end_to_end_token: bigint | null;
  readonly transaction_token: bigint | null;
  readonly state: LineState;
  readonly decision_no: number;
  readonly party_id: string | null;
  readonly account_id: string | null;
  readonly payment_id: string | null;
  readonly returns_line_id: string | null;
  readonly payer_token: bigint | null;
  readonly sealed_for: string;
  readonly details_sealed: Buffer | null;
};

/** @throws UserError LINE_UNKNOWN */
export async function lockLine(client: pg.ClientBase, lineId: string): Promise<LockedLine> {
  const line = await tryLockLine(client, lineId, "for update of s");
  if (!line) throw new UserError("LINE_UNKNOWN", `there is no bank line ${lineId}`);
  return line;
}

/** The line, unless there is none or, with `skip locked`, somebody else is at it. */
export async function tryLockLine(
  client: pg.ClientBase,
  lineId: string,
  lock: "for update of s" | "for update of s skip locked",
): Promise<LockedLine | undefined> {
  const { rows } = await client.query<LockedLine>(
    `select l.line_id, l.statement_id, l.book_id, b.kind as book_kind, b.creditor_id, l.direction, l.is_reversal,
       l.return_reason, l.amount_minor, l.currency, l.booked_on, l.value_on, l.bank_tokens, l.uetr_token,
       l.end_to_end_token, l.transaction_token, s.state, s.decision_no, s.party_id, s.account_id, s.payment_id,
       s.returns_line_id, s.payer_token, s.sealed_for, s.details_sealed
     from bank_line_state s join bank_line l on l.line_id = s.line_id join book b on b.book_id = l.book_id
     where s.line_id = $1 ${lock}`,
    [lineId],
  );
  return rows[0];
}

export type Decision = {
  readonly action: Action;
  readonly state: LineState;
  readonly actor: string;
  readonly at: Date;
  /** A person's words. */
  readonly reason?: string;
  /** The matcher's reasons and candidates; left out, those that stand stay. */
  readonly match?: {
    readonly reasons: readonly MatchReason[];
    readonly candidates: readonly Candidate[];
  };
  /** Whose money it is now; left out, nobody's. */
  readonly to?: {
    readonly partyId: string;
    readonly accountId: string;
    readonly paymentId: string | null;
  };
  /** Left out, it stays as it is. */
  readonly returnsLineId?: string;
  /** What names the payer, sealed for another owner. */
  readonly resealed?: { readonly sealedFor: string; readonly sealed: Buffer | null };
};

/**
 * Writes a decision and what it makes of the line, in the caller's transaction. The number is the next
 * one: of two who decide from the same state, the second meets the primary key.
 *
 * @returns the number of the decision
 */
export async function recordDecision(
  client: pg.ClientBase,
  line: LockedLine,
  decision: Decision,
): Promise<number> {
  const no = line.decision_no + 1;
  const to = decision.to;
  const ids = [to?.partyId ?? null, to?.accountId ?? null, to?.paymentId ?? null];
  // A decision carries the payment that it made; later ones about the same payment do not repeat it.
  const made = decision.action === "apply" ? (to?.paymentId ?? null) : null;
  await client.query(
    `insert into bank_line_decision (line_id, decision_no, action, state, party_id, account_id, payment_id,
       reason, reasons, decided_by, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[line.line_id, no, decision.action, decision.state, ids[0], ids[1], made],
      decision.reason ?? null,
      ...[JSON.stringify(decision.match?.reasons ?? []), decision.actor, decision.at.toISOString()],
    ],
  );
  await client.query(
    `update bank_line_state set state = $2, decision_no = $3, party_id = $4, account_id = $5, payment_id = $6,
       returns_line_id = coalesce($7, returns_line_id), sealed_for = coalesce($8, sealed_for),
       details_sealed = case when $8::uuid is null then details_sealed else $9 end,
       reasons = coalesce($10, reasons), candidates = coalesce($11, candidates)
     where line_id = $1`,
    [
      ...[line.line_id, decision.state, no, ...ids, decision.returnsLineId ?? null],
      ...[decision.resealed?.sealedFor ?? null, decision.resealed?.sealed ?? null],
      ...[
        decision.match && JSON.stringify(decision.match.reasons),
        decision.match && JSON.stringify(decision.match.candidates),
      ],
    ],
  );
  return no;
}
