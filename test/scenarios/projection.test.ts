import { loanPosition, type Position } from "@mora/core/arrears/position";
import { type DayNumber, dayFromIso, isoFromDay } from "@mora/core/kernel/business-date";
import { unwrap } from "@mora/core/kernel/result";
import { replay } from "@mora/core/ledger/replay/replay";
import { seedDemo } from "@mora/server/main/seed-demo";
import { readLedgerAccount } from "@mora/server/modules/servicing/index";
import { expect, test } from "vitest";
import { useDatabase } from "../../testkit/database.ts";
import { testRing } from "../../testkit/lender.ts";

/**
 * The account row is a projection: for every serviced account on every day of a lender's life it says
 * what a replay of the loan to that day says, late charges that grow by the day included.
 */
const store = useDatabase();

const options = {
  people: 60,
  months: 3,
  seed: 11,
  endOn: unwrap(dayFromIso("2026-06-30")),
};

type Stored = {
  account_id: string;
  bucket: string;
  oldest: string | null;
  next_due_on: string | null;
  next_due: string;
  agreed: string;
  penalty: string;
  balance: string;
  credit: string;
};

const QUERY = `
select a.account_id, a.bucket, a.oldest_unpaid_due_on as oldest, a.next_due_on, a.next_due_minor::text as next_due,
  (past_due_principal_minor + past_due_interest_minor + past_due_fee_minor)::text as agreed,
  past_due_penalty_minor::text as penalty,
  (balance_principal_minor + balance_interest_minor + balance_fee_minor)::text as balance,
  credit_minor::text as credit
from account a join book b using (book_id)
where b.kind = 'serviced' and a.aged_on is not null and a.status = 'open' order by 1`;

test("what the day cycle stores equals a replay, for every account on every day", async () => {
  let compared = 0;
  let withPenalty = 0;
  const compareAll = async (on: DayNumber): Promise<void> => {
    const { rows } = await store.pool.query<Stored>(QUERY);
    for (const row of rows) {
      const account = await readLedgerAccount(store.db, row.account_id);
      const found = account?.loan;
      if (!account || !found) throw new Error(`no loan behind ${row.account_id}`);
      const at = (day: DayNumber): Position =>
        loanPosition(replay(found.loan, found.events, { asOf: day }), found.loan, {
          on: day,
          policy: account.arrears,
        });
      const today = at(on);
      expect(told(row), `${row.account_id} on day ${on}`).toEqual(replayed(today));
      compared++;
      if (today.pastDue.penalty > 0n) withPenalty++;
    }
  };
  let days = 0;
  await seedDemo({ pool: store.pool, ring: testRing }, options, async ({ on }) => {
    await compareAll(on);
    days++;
  });
  expect(days).toBeGreaterThan(80);
  expect(compared).toBeGreaterThan(2_000);
  expect(withPenalty).toBeGreaterThan(20);
});

const told = (row: Stored): object => ({
  bucket: row.bucket,
  oldest: row.oldest,
  nextDueOn: row.next_due_on,
  nextDue: row.next_due,
  agreed: row.agreed,
  penalty: row.penalty,
  balance: row.balance,
  credit: row.credit,
});

const isoOf = (on: DayNumber | undefined): string | null =>
  on === undefined ? null : isoFromDay(on);

function replayed({ bucket, pastDue, balance, ...position }: Position): object {
  const agreed = (groups: Position["pastDue"]): bigint =>
    groups.principal + groups.interest + groups.fee;
  const isPaidOff = agreed(balance) + balance.penalty === 0n;
  return {
    // A loan that owes nothing any more is out of the bands.
    bucket: isPaidOff ? "X" : bucket,
    oldest: isoOf(position.oldestUnpaidDueOn),
    nextDueOn: isoOf(position.nextDueOn),
    nextDue: String(position.nextDueMinor),
    agreed: String(agreed(pastDue)),
    penalty: String(pastDue.penalty),
    balance: String(agreed(balance)),
    credit: String(position.creditMinor),
  };
}
