import { type Amounts, type GoalAmount, quoteGoals } from "@mora/contract";
import { severity } from "@mora/core/arrears/bucket";
import { loanPosition } from "@mora/core/arrears/position";
import {
  addDays,
  type DayNumber,
  dayFromTrustedIso,
  isoFromDay,
} from "@mora/core/kernel/business-date";
import { QUOTE_DAYS_MAX, type Quote, type QuoteGoal, quote } from "@mora/core/ledger/quote";
import { replay } from "@mora/core/ledger/replay/replay";
import type { LoanState } from "@mora/core/ledger/state";
import type { Db } from "../../platform/db/pool.ts";
import { UserError } from "../../platform/errors.ts";
import { type HostReport, readHostBalance } from "./host-balance.ts";
import { type LedgerAccount, readLedgerAccount } from "./store.ts";

/**
 * What a borrower may be told to pay, today or up to 30 days ahead, for each goal.
 *
 * @throws UserError ACCOUNT_UNKNOWN, AMOUNTS_UNKNOWN, QUOTE_OUT_OF_RANGE
 */
export async function readAmounts(
  db: Db,
  accountId: string,
  forDate: string | undefined,
): Promise<Amounts> {
  const account = await readLedgerAccount(db, accountId);
  if (!account) throw new UserError("ACCOUNT_UNKNOWN", `there is no account ${accountId}`);
  const askedOn = account.bookOn;
  if (askedOn === undefined)
    throw new UserError("AMOUNTS_UNKNOWN", "the book of this account has no data yet");
  const forOn = forDate === undefined ? askedOn : dayFromTrustedIso(forDate);
  if (forOn < askedOn || forOn > addDays(askedOn, QUOTE_DAYS_MAX))
    throw new UserError(
      "QUOTE_OUT_OF_RANGE",
      `${isoFromDay(forOn)} is not within ${QUOTE_DAYS_MAX} days from ${isoFromDay(askedOn)}`,
    );
  const shared = { askedOn: isoFromDay(askedOn), forOn: isoFromDay(forOn) };
  if (account.loan)
    return {
      ...shared,
      currency: account.currency,
      source: "ledger",
      hostAsOf: null,
      goals: await ledgerGoals(db, account, { askedOn, forOn }),
    };
  const host = await readHostBalance(db, account, askedOn);
  if (!host)
    throw new UserError("AMOUNTS_UNKNOWN", "the host has sent no balance for this account");
  return {
    ...shared,
    currency: account.currency,
    source: "host",
    hostAsOf: isoFromDay(host.balance.asOf),
    goals: hostGoals(host),
  };
}

type Days = { readonly askedOn: DayNumber; readonly forOn: DayNumber };

async function ledgerGoals(db: Db, account: LedgerAccount, days: Days): Promise<GoalAmount[]> {
  const { loan, events } = account.loan as NonNullable<LedgerAccount["loan"]>;
  const plan = await readPlan(db, account, days.forOn);
  const positionOf = (state: LoanState) =>
    loanPosition(state, loan, { on: days.forOn, policy: account.arrears });
  const before = positionOf(replay(loan, events, { asOf: days.forOn })).bucket;
  const isBetter = (state: LoanState): boolean =>
    state.paidOffOn !== undefined || severity(positionOf(state).bucket) < severity(before);
  return quoteGoals
    .filter((goal) => goal !== "keep_plan" || plan !== undefined)
    .map((goal) => {
      const asked = quote(loan, events, {
        goal,
        ...days,
        ...(goal === "fall_one_bucket"
          ? { isReached: before === "C" ? () => true : isBetter }
          : {}),
        ...(goal === "keep_plan" && plan ? { plan } : {}),
      });
      return asked.ok ? toGoal(asked.value) : refusedGoal(goal, asked.error);
    });
}

const toGoal = ({ goal, amountMinor, pays, savesMinor }: Quote): GoalAmount => ({
  goal,
  amountMinor: String(amountMinor),
  pays: Object.fromEntries(Object.entries(pays).map(([name, minor]) => [name, String(minor)])),
  savesMinor: String(savesMinor),
  refused: null,
});

const refusedGoal = (
  goal: QuoteGoal,
  { code, detail }: { readonly code: string; readonly detail: string },
): GoalAmount => ({
  goal,
  amountMinor: null,
  pays: {},
  savesMinor: "0",
  refused: { code, detail },
});

/**
 * What the running promise asks for, and what came in since it was taken: the only plan with amounts that
 * is stored so far. Undefined where none is running.
 */
async function readPlan(
  db: Db,
  { partyId, accountId }: LedgerAccount,
  on: DayNumber,
): Promise<{ askedMinor: bigint; receivedMinor: bigint } | undefined> {
  const promise = await db
    .selectFrom("promise")
    .leftJoin("promise_judgement", (join) =>
      join
        .onRef("promise_judgement.party_id", "=", "promise.party_id")
        .onRef("promise_judgement.promise_id", "=", "promise.promise_id"),
    )
    .where("promise.party_id", "=", partyId)
    .where("account_id", "=", accountId)
    .where("superseded_at", "is", null)
    .where("promise_judgement.promise_id", "is", null)
    .where("promised_on", "<=", isoFromDay(addDays(on, QUOTE_DAYS_MAX)))
    .orderBy("promised_on")
    .select(["amount_minor", "taken_on"])
    .executeTakeFirst();
  if (!promise) return undefined;
  const paid = await db
    .selectFrom("payment")
    .where("party_id", "=", partyId)
    .where("account_id", "=", accountId)
    .where("superseded_at", "is", null)
    .where("effective_on", ">=", promise.taken_on)
    .where("effective_on", "<=", isoFromDay(on))
    .select((eb) => eb.fn.sum<string | null>("amount_minor").as("minor"))
    .executeTakeFirst();
  return { askedMinor: promise.amount_minor, receivedMinor: BigInt(paid?.minor ?? 0) };
}

/** A host's own figures, true for its file: nothing is added to them. */
function hostGoals({ balance, minimumDueMinor, pastDueByCycleMinor }: HostReport): GoalAmount[] {
  const pastDue = Object.values(balance.pastDue).reduce((sum, minor) => sum + minor, 0n);
  const [oldest] = pastDueByCycleMinor;
  const told = (goal: QuoteGoal, minor: bigint | undefined): GoalAmount =>
    minor === undefined
      ? refusedGoal(goal, {
          code: "HOST_SILENT",
          detail: "the host does not say what is past due in each cycle",
        })
      : { goal, amountMinor: String(minor), pays: {}, savesMinor: "0", refused: null };
  return [
    told("bring_current", pastDue > 0n ? pastDue : (minimumDueMinor ?? 0n)),
    told("fall_one_bucket", pastDue === 0n ? 0n : oldest),
    told(
      "pay_off",
      Object.values(balance.balance).reduce((sum, minor) => sum + minor, 0n),
    ),
  ];
}
