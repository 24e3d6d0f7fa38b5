import type { Bucket } from "@mora/core/arrears/bucket";
import { bandOf, exactly } from "@mora/core/arrears/days-past-due";
import {
  type AccountDecision,
  type AccountFacts,
  type HostSource,
  planAccountDay,
  type ServicedSource,
} from "@mora/core/day/plan-account-day";
import {
  type Hold,
  isHeld,
  type PartyDecision,
  planPartyDay,
  type Standing,
} from "@mora/core/day/plan-party-day";
import { InvariantError } from "@mora/core/kernel/assert";
import { type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { type Groups, noGroups, principalOnly, total } from "@mora/core/ledger/groups";
import { accountLoan, ledgerPolicyOf } from "../../modules/servicing/index.ts";
import { type DaySettings, defaultTerms, policyOf, type Terms } from "./books.ts";
import type { AccountRow } from "./read-accounts.ts";
import type { HoldOnDebt, PartyRows } from "./read-parties.ts";

/** From rows to facts, through the core, to decisions with the rows they belong to. No I/O. */

export type DecidedAccount = { readonly row: AccountRow; readonly decision: AccountDecision };
export type FailedAccount = {
  readonly row: AccountRow;
  readonly code: string;
  readonly detail: string;
};

/** Accounts whose book has no data yet: looked at again the next day, not decided. */
export type AccountOutcome =
  | ({ readonly kind: "decided" } & DecidedAccount)
  | ({ readonly kind: "failed" } & FailedAccount)
  | { readonly kind: "waiting"; readonly row: AccountRow };

export function decideAccount(
  row: AccountRow,
  holds: readonly HoldOnDebt[],
  settings: DaySettings,
): AccountOutcome {
  try {
    const facts = accountFacts(row, holds, settings);
    if (facts === "waiting") return { kind: "waiting", row };
    if (typeof facts === "string") return failed(row, facts);
    return { kind: "decided", row, decision: planAccountDay(facts, settings.on) };
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    return { kind: "failed", row, code: "DATA_CONTRADICTS", detail: error.message };
  }
}

type Missing = "NO_SCHEDULE" | "NO_BALANCE";
const missingDetail: Readonly<Record<Missing, string>> = {
  NO_SCHEDULE: "the account has no payment schedule. Send its instalments",
  NO_BALANCE: "the host sent no balance for the account. Send its balances row",
};
const failed = (row: AccountRow, code: Missing): AccountOutcome => ({
  kind: "failed",
  row,
  code,
  detail: missingDetail[code],
});

function accountFacts(
  row: AccountRow,
  holds: readonly HoldOnDebt[],
  settings: DaySettings,
): AccountFacts | Missing | "waiting" {
  const book = settings.bookDayById.get(row.book_id);
  if (!book) return "waiting";
  const terms = settings.termsByProduct.get(row.product_id) ?? defaultTerms;
  const source = row.book_kind === "serviced" ? servicedSource(row, terms) : hostSource(row);
  if (typeof source === "string") return source;
  return {
    accountId: row.account_id,
    status: row.status,
    policy: terms.policy,
    reminderDaysBefore: terms.reminderDaysBefore,
    isReminderHeld:
      holds.length > 0 &&
      isHeld(holdsOn(holds, row), {
        purpose: "pre_due_reminder",
        accountId: row.account_id,
        on: settings.on,
      }),
    book,
    source,
    prior: {
      bucket: row.aged_on === null ? undefined : (row.bucket as Bucket),
      collectionsSince: optionalDay(row.collections_since),
      timesInCollections: row.times_in_collections,
      remindedDueOn: optionalDay(row.reminded_due_on),
    },
  };
}

const optionalDay = (text: string | null): DayNumber | undefined =>
  text === null ? undefined : dayFromTrustedIso(text);

/** Holds of a person as they bear on one account: those on another debt do not. */
export const holdsOn = (holds: readonly HoldOnDebt[], row: AccountRow): Hold[] =>
  holds
    .filter(({ debtId }) => debtId === undefined || debtId === row.debt_id)
    .map((hold) => ({
      ...hold,
      accountId: hold.debtId === undefined ? undefined : row.account_id,
    }));

function servicedSource(row: AccountRow, terms: Terms): ServicedSource | Missing {
  if (row.due_on === null && row.status === "open") return "NO_SCHEDULE";
  return {
    kind: "serviced",
    ...accountLoan(row, ledgerPolicyOf(policyOf(terms, row.signed_on), row.currency)),
  };
}

function hostSource(row: AccountRow): HostSource | Missing {
  if (row.as_of_on === null) return row.status === "open" ? "NO_BALANCE" : closedHost;
  return {
    kind: "host_fed",
    balance: {
      asOf: dayFromTrustedIso(row.as_of_on),
      balance: principalOnly(row.host_balance_minor ?? 0n),
      pastDue: hostPastDue(row),
      oldestUnpaidDueOn: optionalDay(row.host_oldest_on),
      dpd: bandOf(row.host_dpd_from, row.host_dpd_to),
      cyclesMissed: row.host_cycles ?? undefined,
      nextDueOn: optionalDay(row.host_next_due_on),
      nextDueMinor: row.host_next_due_minor ?? 0n,
    },
  };
}

const closedHost: HostSource = {
  kind: "host_fed",
  balance: {
    asOf: 0 as DayNumber,
    balance: noGroups,
    pastDue: noGroups,
    oldestUnpaidDueOn: undefined,
    dpd: exactly(0),
    cyclesMissed: undefined,
    nextDueOn: undefined,
    nextDueMinor: 0n,
  },
};

function hostPastDue(row: AccountRow): Groups {
  const interest = row.host_interest_minor ?? 0n;
  const fee = row.host_fee_minor ?? 0n;
  return {
    ...noGroups,
    interest,
    fee,
    principal: (row.host_past_due_minor ?? 0n) - interest - fee,
  };
}

/** Where an account stands: as decided today, or as it was left. */
export function standingOf(
  row: AccountRow,
  decision: AccountDecision | undefined,
  settings: DaySettings,
): Standing {
  const book = settings.bookDayById.get(row.book_id);
  const shared = {
    accountId: row.account_id,
    bookId: row.book_id,
    currency: row.currency,
    bands: (settings.termsByProduct.get(row.product_id) ?? defaultTerms).policy.bands,
    isPressureAllowed: book?.isPressureAllowed ?? false,
  };
  if (!decision) return { ...shared, ...rememberedStanding(row, book?.ageOn) };
  const { position } = decision;
  return {
    ...shared,
    bucket: position.bucket,
    dpd: position.dpd,
    oldestUnpaidDueOn: position.oldestUnpaidDueOn,
    oldestUnpaidNo: position.oldestUnpaidNo,
    pastDueMinor: total(position.pastDue),
    balanceMinor: total(position.balance),
    collectionsSince: decision.collectionsSince,
    timesInCollections: decision.timesInCollections,
    agedOn: decision.agedOn,
  };
}

function rememberedStanding(
  row: AccountRow,
  ageOn: DayNumber | undefined,
): Omit<Standing, "accountId" | "bookId" | "currency" | "bands" | "isPressureAllowed"> {
  const oldest = optionalDay(row.oldest_unpaid_due_on);
  const agedOn = ageOn ?? optionalDay(row.aged_on) ?? (0 as DayNumber);
  const isLate = row.bucket !== "C" && row.bucket !== "X";
  return {
    bucket: row.bucket as Bucket,
    dpd:
      oldest !== undefined
        ? exactly(Math.max(0, agedOn - oldest))
        : (bandOf(row.dpd_band_from, row.dpd_band_to) ??
          (isLate ? { kind: "unknown" } : exactly(0))),
    oldestUnpaidDueOn: oldest,
    oldestUnpaidNo: row.oldest_unpaid_no ?? undefined,
    pastDueMinor: row.past_due_minor,
    balanceMinor: row.balance_minor,
    collectionsSince: optionalDay(row.collections_since),
    timesInCollections: row.times_in_collections,
    agedOn,
  };
}

/** A person's decision, from the standings of all their accounts. */
export function decideParty(
  accounts: readonly { readonly row: AccountRow; readonly standing: Standing }[],
  party: PartyRows,
  on: DayNumber,
): PartyDecision {
  return planPartyDay(
    {
      standings: accounts.map(({ standing }) => standing),
      holds:
        party.holds.length === 0 ? [] : accounts.flatMap(({ row }) => holdsOn(party.holds, row)),
      promises: party.promises,
      plans: party.plans,
      promiseBrokenOn: party.promiseBrokenOn,
      hasOpenCase: party.openCaseId !== undefined,
      openItem: party.openItem,
    },
    on,
  );
}
