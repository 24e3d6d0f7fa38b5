import { randomUUID } from "node:crypto";
import type { Quote, RecordedEvent } from "@mora/contract";
import type { EventForm } from "@mora/contract/loan-terms";
import { type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { parseMoney } from "@mora/core/kernel/money";
import { unwrap } from "@mora/core/kernel/result";
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
import { noteConsequences, readConsequences } from "./consequences.ts";
import { addPayment, bringNews } from "./payments.ts";
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
      const state = replay(loan, after.events, { asOf: latestDay(account, command.event.on) });
      return {
        eventId,
        isRecorded: !dryRun && !isKnown,
        pastDueMinor: String(sumOf(pastDueOf(state))),
        balanceMinor: String(sumOf(balanceOf(state))),
        creditMinor: String(state.creditMinor),
        consequences: await readConsequences(work.client, account, eventId),
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
  const { currency } = account;
  const read = toLoanEvent(command.event, { id: eventId, place: 0, currency });
  if (!read.ok) throw UserError.from(read.error);
  const at = tools.clock.now();
  const admitted = admit(loan, events, { ...read.value, recordedAt: at.getTime() / 1_000 });
  if (!admitted.ok) throw UserError.from(admitted.error);
  await writeEvent(client, { ...writing, at });
}

/** Payments and what takes one back stand with all others; every other event stands as it was told. */
async function writeEvent(
  client: pg.ClientBase,
  writing: Writing & { readonly at: Date },
): Promise<void> {
  const { tools, account, command, eventId, at } = writing;
  const { on, kind, ...body } = command.event;
  const { partyId, accountId } = account;
  const taken = await paymentOf(client, account, command.event);
  if (taken !== undefined) {
    const payment = { partyId, accountId, paymentId: eventId, effectiveOn: on, ...taken };
    await addPayment(client, { ring: tools.ring, at }, payment);
    return;
  }
  await client.query(
    `insert into loan_event (party_id, account_id, event_id, effective_on, recorded_at, kind, body, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[partyId, accountId, eventId, on, at.toISOString(), kind],
      JSON.stringify({ kind, ...body }),
      command.actor,
    ],
  );
  await bringNews(client, { partyId, accountId, effectiveOn: on });
  const before = servicedLoan(account).events;
  const after = servicedLoan((await readLedgerAccount(client, accountId)) ?? account).events;
  await noteConsequences(client, { account, before, after, eventId, at });
}

/** The payment row that an event is, or undefined. */
async function paymentOf(
  client: pg.ClientBase,
  { partyId, accountId, currency }: LedgerAccount,
  event: EventForm,
): Promise<{ amountMinor: bigint; reverses: string | null } | undefined> {
  if (event.kind === "payment" && event.at === undefined)
    return { amountMinor: unwrap(parseMoney(event.amount, currency)).minor, reverses: null };
  if (event.kind !== "reversal") return undefined;
  const { rows } = await client.query<{ amount_minor: bigint }>(
    `select amount_minor from payment where party_id = $1 and account_id = $2 and payment_id::text = $3
       and superseded_at is null`,
    [partyId, accountId, event.of],
  );
  const [target] = rows;
  return target && { amountMinor: -target.amount_minor, reverses: event.of };
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
