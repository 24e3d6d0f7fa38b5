import { bandOf } from "@mora/core/arrears/days-past-due";
import type { HostBalance } from "@mora/core/arrears/position";
import { type DayNumber, dayFromTrustedIso, isoFromDay } from "@mora/core/kernel/business-date";
import { noGroups, principalOnly } from "@mora/core/ledger/groups";
import type { Db } from "../../platform/db/pool.ts";

/** What a host's last file, up to a date, says of one account; cards with their statement. */
export type HostReport = {
  readonly balance: HostBalance;
  readonly statementOn: string | null;
  readonly minimumDueMinor: bigint | null;
  /** Oldest cycle first; empty where the host does not say. */
  readonly pastDueByCycleMinor: readonly bigint[];
};

export async function readHostBalance(
  db: Db,
  { partyId, accountId }: { readonly partyId: string; readonly accountId: string },
  on: DayNumber,
): Promise<HostReport | undefined> {
  const host = await db
    .selectFrom("host_balance")
    .selectAll()
    .where("party_id", "=", partyId)
    .where("account_id", "=", accountId)
    .where("superseded_at", "is", null)
    .where("as_of_on", "<=", isoFromDay(on))
    .orderBy("as_of_on", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!host) return undefined;
  const interest = host.past_due_interest_minor;
  const fee = host.past_due_fee_minor;
  return {
    balance: {
      asOf: dayFromTrustedIso(host.as_of_on),
      balance: principalOnly(host.balance_minor),
      pastDue: { ...noGroups, principal: host.past_due_minor - interest - fee, interest, fee },
      oldestUnpaidDueOn: optionalDay(host.oldest_unpaid_due_on),
      dpd: bandOf(host.dpd_from, host.dpd_to),
      cyclesMissed: host.cycles_missed ?? undefined,
      nextDueOn: optionalDay(host.next_due_on),
      nextDueMinor: host.next_due_minor,
    },
    statementOn: host.statement_on,
    minimumDueMinor: host.minimum_due_minor,
    pastDueByCycleMinor: host.past_due_by_cycle_minor ?? [],
  };
}

const optionalDay = (text: string | null): DayNumber | undefined =>
  text === null ? undefined : dayFromTrustedIso(text);
