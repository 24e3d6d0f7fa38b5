import { randomUUID } from "node:crypto";
import type { Quote, RecordedEvent } from "@mora/contract";
import type { EventForm } from "@mora/contract/loan-terms";
import { type DayNumber, dayFromTrustedIso, isoFromDay } from "@mora/core/kernel/business-date";
import { admit } from "@mora/core/ledger/admit";
import { sumOf } from "@mora/core/ledger/components";
import type { LoanEvent } from "@mora/core/ledger/events";
import { replay } from "@mora/core/ledger/replay/replay";
import { balanceOf, pastDueOf } from "@mora/core/ledger/state-sums";
import type pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import { idFrom, type KeyRing } from "../../platform/crypto/keys.ts";
import { inTransaction, type Work } from "../../platform/db/transaction.ts";
import { UserError } from "../../platform/errors.ts";
import { readAmounts } from "./amounts.ts";
import { noteConsequences, readConsequences } from "./consequences.ts";
import { readEvent, refuseOtherFact } from "./new-event.ts";
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
      const event = readEvent(account, command, { id: eventId, at: tools.clock.now() });
      const known = events.find(({ id }) => id === eventId);
      if (known) refuseOtherFact(known, event);
      else await admitAndWrite(work, { tools, account, command, event });
      const after = servicedLoan((await readLedgerAccount(work.client, accountId)) ?? account);
      const state = replay(loan, after.events, { asOf: latestDay(account, command.event.on) });
      return {
        eventId,
        isRecorded: !dryRun && !known,
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
  /** As the ledger takes it, on the day for which it counts. */
  readonly event: LoanEvent;
};

async function admitAndWrite({ client }: Work, writing: Writing): Promise<void> {
  const { account, event } = writing;
  const { loan, events } = servicedLoan(account);
  const admitted = admit(loan, events, event);
  if (!admitted.ok) throw UserError.from(admitted.error);
  const taken = await paymentOf(client, account, event);
  if (taken) await writePayment(client, writing, taken);
  else await writeEvent(client, writing, writing.command.event);
}

/** Money, and what takes it back, stands in one table whoever brings it: whoever sums it finds it all. */
async function writePayment(
  client: pg.ClientBase,
  writing: Writing,
  taken: { readonly amountMinor: bigint; readonly reverses: string | null },
): Promise<void> {
  const { tools, account, event, command } = writing;
  const { partyId, accountId } = account;
  const effectiveOn = isoFromDay(event.effectiveOn);
  const payment = { partyId, accountId, paymentId: event.id, effectiveOn, ...taken };
  await addPayment(client, { ring: tools.ring, at: tools.clock.now() }, payment);
  if (event.kind !== "chargeback" || event.feeMinor === 0n) return;
  const { fee = "0", on } = command.event as Extract<EventForm, { kind: "chargeback" }>;
  const id = idFrom(tools.ring, ["loan-event", event.id, "fee"]);
  await writeEvent(
    client,
    { ...writing, event: { ...event, id } },
    { kind: "fee", on, component: "fee", amount: fee },
  );
}

/** Every other event stands as it was told. */
async function writeEvent(client: pg.ClientBase, writing: Writing, form: EventForm): Promise<void> {
  const { tools, account, command, event } = writing;
  const { on, kind, ...body } = form;
  const { partyId, accountId } = account;
  const at = tools.clock.now();
  await client.query(
    `insert into loan_event (party_id, account_id, event_id, effective_on, recorded_at, kind, body, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[partyId, accountId, event.id, on, at.toISOString(), kind],
      JSON.stringify({ kind, ...body }),
      command.actor,
    ],
  );
  await bringNews(client, { partyId, accountId, effectiveOn: on });
  const before = servicedLoan(account).events;
  const after = servicedLoan((await readLedgerAccount(client, accountId)) ?? account).events;
  await noteConsequences(client, { account, before, after, eventId: event.id, at });
}

/** The payment row that an event is, or undefined. A recovery is what is paid after charge-off. */
async function paymentOf(
  client: pg.ClientBase,
  { partyId, accountId }: LedgerAccount,
  event: LoanEvent,
): Promise<{ amountMinor: bigint; reverses: string | null } | undefined> {
  if (event.kind === "payment" || event.kind === "recovery")
    return { amountMinor: event.amountMinor, reverses: null };
  if (event.kind !== "reversal" && event.kind !== "chargeback") return undefined;
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
