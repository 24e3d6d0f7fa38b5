import { randomUUID } from "node:crypto";
import type { Quote, RecordedEvent } from "@mora/contract";
import type { EventForm } from "@mora/contract/loan-terms";
import { type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { admit } from "@mora/core/ledger/admit";
import { sumOf } from "@mora/core/ledger/components";
import { replay } from "@mora/core/ledger/replay/replay";
import { balanceOf, pastDueOf } from "@mora/core/ledger/state-sums";
import type pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import { idFrom, type KeyRing } from "../../platform/crypto/keys.ts";
import { inTransaction, type Work } from "../../platform/db/transaction.ts";
import { UserError } from "../../platform/errors.ts";
import { toLoanEvent } from "../ledger/index.ts";
import { readAmounts } from "./amounts.ts";
import { noteConsequences } from "./consequences.ts";
import { type LedgerAccount, readLedgerAccount } from "./store.ts";

export type ServicingTools = { readonly clock: Clock; readonly ring: KeyRing };

export type NewEvent = {
  readonly accountId: string;
  readonly event: EventForm;
  readonly idempotencyKey: string;
  readonly actor: string;
  readonly dryRun: boolean;
};

/**
 * Records an event of a loan: locked, admitted by the core, written with what it turns over, in one
 * transaction. The same key twice records once; a dry run does everything and takes it back.
 *
 * @throws UserError ACCOUNT_UNKNOWN, LOAN_NOT_SERVICED, and every refusal of `admit`
 */
export async function recordEvent(
  pool: pg.Pool,
  tools: ServicingTools,
  command: NewEvent,
): Promise<RecordedEvent> {
  const { accountId, idempotencyKey, dryRun } = command;
  const eventId = idFrom(tools.ring, ["loan-event", accountId, idempotencyKey]);
  return inTransaction(
    pool,
    async (work) => {
      const account = await lockedAccount(work, accountId);
      const { loan, events } = servicedLoan(account);
      const isKnown = events.some(({ id }) => id === eventId);
      if (!isKnown) await admitAndWrite(work, { tools, account, command, eventId });
      const after = servicedLoan((await readLedgerAccount(work.client, accountId)) ?? account);
      const consequences = isKnown
        ? []
        : await noteConsequences(work.client, {
            account,
            before: events,
            after: after.events,
            eventId,
            at: tools.clock.now(),
          });
      const state = replay(loan, after.events, { asOf: latestDay(account, command.event.on) });
      return {
        eventId,
        isRecorded: !dryRun && !isKnown,
        pastDueMinor: String(sumOf(pastDueOf(state))),
        balanceMinor: String(sumOf(balanceOf(state))),
        creditMinor: String(state.creditMinor),
        consequences,
      };
    },
    dryRun ? "rollback" : "commit",
  );
}

async function lockedAccount({ client }: Work, accountId: string): Promise<LedgerAccount> {
  const found = await readLedgerAccount(client, accountId);
  if (!found) throw new UserError("ACCOUNT_UNKNOWN", `there is no account ${accountId}`);
  await client.query("select 1 from account where party_id = $1 and account_id = $2 for update", [
    found.partyId,
    accountId,
  ]);
  // What another command wrote while we waited for the lock counts.
  return (await readLedgerAccount(client, accountId)) ?? found;
}

function servicedLoan(account: LedgerAccount): NonNullable<LedgerAccount["loan"]> {
  if (account.loan) return account.loan;
  throw new UserError(
    "LOAN_NOT_SERVICED",
    "this account is kept by its host: an event here would be an instruction to the host, not a fact",
  );
}

const latestDay = ({ agedOn }: LedgerAccount, on: string): DayNumber =>
  dayFromTrustedIso(agedOn !== null && agedOn > on ? agedOn : on);

type Writing = {
  readonly tools: ServicingTools;
  readonly account: LedgerAccount;
  readonly command: NewEvent;
  readonly eventId: string;
};

async function admitAndWrite({ client }: Work, writing: Writing): Promise<void> {
  const { tools, account, command, eventId } = writing;
  const { loan, events } = servicedLoan(account);
  const { currency, accountId, partyId } = account;
  const read = toLoanEvent(command.event, { id: eventId, place: 0, currency });
  if (!read.ok) throw UserError.from(read.error);
  const at = tools.clock.now();
  const admitted = admit(loan, events, { ...read.value, recordedAt: at.getTime() / 1_000 });
  if (!admitted.ok) throw UserError.from(admitted.error);
  const { on, kind, ...body } = command.event;
  await client.query(
    `insert into loan_event (party_id, account_id, event_id, effective_on, recorded_at, kind, body, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[partyId, accountId, eventId, on, at.toISOString(), kind],
      JSON.stringify({ kind, ...body }),
      command.actor,
    ],
  );
  await client.query(
    `update account set news_no = news_no + 1, next_event_on = least(next_event_on, $3)
     where party_id = $1 and account_id = $2`,
    [partyId, accountId, on],
  );
}

const quoteNumber = (askedOn: string, id: string): string =>
  `Q${askedOn.replaceAll("-", "")}-${id.slice(0, 8).toUpperCase()}`;

/**
 * Numbers and keeps the amounts that are told to somebody. They hold through the day they are for.
 *
 * @throws UserError as `readAmounts`
 */
export async function issueQuote(
  pool: pg.Pool,
  { clock }: ServicingTools,
  { accountId, forOn, actor }: { accountId: string; forOn: string; actor: string },
): Promise<Quote> {
  return inTransaction(pool, async ({ client, db }) => {
    const amounts = await readAmounts(db, accountId, forOn);
    const quoteId = randomUUID();
    const recordedAt = clock.now().toISOString();
    const quoteNo = quoteNumber(amounts.askedOn, quoteId);
    await client.query(
      `insert into quote (party_id, account_id, quote_id, quote_no, asked_on, for_on, valid_through_on, body, recorded_at, recorded_by)
       select party_id, target_id, $2, $3, $4, $5, $5, $6, $7, $8 from external_ref
       where target_id = $1 and kind = 'account' and to_on is null`,
      [
        ...[accountId, quoteId, quoteNo, amounts.askedOn, amounts.forOn],
        JSON.stringify(amounts),
        ...[recordedAt, actor],
      ],
    );
    return { ...amounts, quoteNo, validThroughOn: amounts.forOn, recordedAt };
  });
}
