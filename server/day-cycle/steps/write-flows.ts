import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { total } from "@mora/core/ledger/groups";
import type pg from "pg";
import { uuidV7 } from "../../platform/crypto/uuid.ts";
import type { DecidedAccount } from "./decide.ts";

type Flow = {
  readonly bookId: string;
  readonly currency: string;
  readonly from: string | null;
  readonly to: string;
  accounts: number;
  entered: number;
  exited: number;
  outBalance: bigint;
  inBalance: bigint;
  outPastDue: bigint;
  inPastDue: bigint;
};

/**
 * Movements of a batch between buckets, summed by book, currency and pair. Stock by bucket on any date
 * is the sum of all movements up to it, so that a portfolio picture costs what changed and not the
 * size of the book, and cannot disagree with the events.
 */
export async function writeFlows(
  client: pg.ClientBase,
  decided: readonly DecidedAccount[],
  when: { readonly on: DayNumber; readonly at: Date },
): Promise<void> {
  const flows = [...sumFlows(decided).values()];
  if (flows.length === 0) return;
  await client.query(
    `insert into bucket_flow (flow_id, book_id, on_date, currency, from_bucket, to_bucket, accounts, entered, exited,
       out_balance_minor, in_balance_minor, out_past_due_minor, in_past_due_minor)
     select f.flow_id, f.book_id, $1::date, f.currency, f.from_bucket, f.to_bucket, f.accounts, f.entered, f.exited,
       f.ob, f.ib, f.op, f.ip
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::integer[], $9::integer[],
       $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])
       as f (flow_id, book_id, currency, from_bucket, to_bucket, accounts, entered, exited, ob, ib, op, ip)`,
    [
      isoFromDay(when.on),
      flows.map(() => uuidV7(when.at)),
      flows.map((f) => f.bookId),
      flows.map((f) => f.currency),
      flows.map((f) => f.from),
      flows.map((f) => f.to),
      flows.map((f) => f.accounts),
      flows.map((f) => f.entered),
      flows.map((f) => f.exited),
      flows.map((f) => f.outBalance),
      flows.map((f) => f.inBalance),
      flows.map((f) => f.outPastDue),
      flows.map((f) => f.inPastDue),
    ],
  );
}

function sumFlows(decided: readonly DecidedAccount[]): Map<string, Flow> {
  const flows = new Map<string, Flow>();
  for (const { row, decision } of decided) {
    const { position } = decision;
    const from = row.aged_on === null ? null : row.bucket;
    const balance = total(position.balance);
    const pastDue = total(position.pastDue);
    const isStill =
      from === position.bucket && balance === row.balance_minor && pastDue === row.past_due_minor;
    if (isStill) continue;
    const flow = flowOf(flows, {
      bookId: row.book_id,
      currency: row.currency,
      from,
      to: position.bucket,
    });
    flow.accounts += 1;
    flow.entered += decision.events.some(({ kind }) => kind === "entered_collections") ? 1 : 0;
    flow.exited += decision.events.some(({ kind }) => kind === "exited_collections") ? 1 : 0;
    flow.outBalance += from === null ? 0n : row.balance_minor;
    flow.inBalance += balance;
    flow.outPastDue += from === null ? 0n : row.past_due_minor;
    flow.inPastDue += pastDue;
  }
  return flows;
}

function flowOf(
  flows: Map<string, Flow>,
  key: { bookId: string; currency: string; from: string | null; to: string },
): Flow {
  const name = `${key.bookId}/${key.currency}/${key.from}/${key.to}`;
  let flow = flows.get(name);
  if (!flow) {
    flow = {
      ...key,
      accounts: 0,
      entered: 0,
      exited: 0,
      outBalance: 0n,
      inBalance: 0n,
      outPastDue: 0n,
      inPastDue: 0n,
    };
    flows.set(name, flow);
  }
  return flow;
}
