import type pg from "pg";
import { type KeyRing, rowHash } from "../../platform/crypto/keys.ts";
import { noteLatePayments } from "./consequences.ts";

/** A payment as the ledger takes it; a reversal has a negative amount and names what it takes back. */
export type NewPayment = {
  readonly partyId: string;
  readonly accountId: string;
  readonly paymentId: string;
  readonly effectiveOn: string;
  readonly amountMinor: bigint;
  readonly reverses: string | null;
};

/**
 * Adds a payment and tells the day cycle: the account has news from the payment's date on. The same
 * payment a second time breaks a unique key, and with it the transaction.
 */
export async function addPayment(
  client: pg.ClientBase,
  { ring, at }: { ring: KeyRing; at: Date },
  payment: NewPayment,
): Promise<void> {
  const { partyId, accountId, paymentId, effectiveOn, amountMinor, reverses } = payment;
  await client.query(
    `insert into payment (party_id, account_id, payment_id, recorded_at, effective_on, amount_minor,
       reverses_payment_id, source_hash) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[partyId, accountId, paymentId, at.toISOString(), effectiveOn, amountMinor, reverses],
      rowHash(ring, [paymentId, effectiveOn, String(amountMinor), reverses ?? ""]),
    ],
  );
  await bringNews(client, payment);
  await noteLatePayments(client, { at, accounts: [{ partyId, accountId }] });
}

/** Takes back a payment row that should never have been: what it did is undone from its date on. */
export async function withdrawPayment(
  client: pg.ClientBase,
  {
    paymentId,
    partyId,
    accountId,
    at,
  }: Pick<NewPayment, "paymentId" | "partyId" | "accountId"> & { at: Date },
): Promise<void> {
  const { rows } = await client.query<{ effective_on: string }>(
    `update payment set superseded_at = $4
     where party_id = $1 and account_id = $2 and payment_id = $3 and superseded_at is null returning effective_on`,
    [partyId, accountId, paymentId, at.toISOString()],
  );
  if (!rows[0]) throw new Error(`payment ${paymentId} is not there to be withdrawn`);
  await bringNews(client, { partyId, accountId, effectiveOn: rows[0].effective_on });
}

/** The account has news from a date on: the day cycle looks at it again. */
export const bringNews = (
  client: pg.ClientBase,
  { partyId, accountId, effectiveOn }: Pick<NewPayment, "partyId" | "accountId" | "effectiveOn">,
): Promise<unknown> =>
  client.query(
    `update account set news_no = news_no + 1, next_event_on = least(next_event_on, $3)
     where party_id = $1 and account_id = $2`,
    [partyId, accountId, effectiveOn],
  );
