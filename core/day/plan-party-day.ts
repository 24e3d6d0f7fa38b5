import type { DayBands } from "../arrears/bucket.ts";
import { type Bucket, isLate, severity } from "../arrears/bucket.ts";
import { certainDays, type DaysPastDue } from "../arrears/days-past-due.ts";
import type { DayNumber } from "../kernel/business-date.ts";
import { currencyExponent } from "../kernel/currency.ts";
import { type Judgement, judgePromise, type PromiseToPay } from "../promises/judge.ts";
import { type RankReason, rankReasons, scoreOf } from "../strategy/rank.ts";
import { type Step, stepFor } from "../strategy/treatment.ts";

/**
 * A person's business date: their accounts are decided one by one (plan-account-day.ts), then this
 * file joins them. A person has one case per episode and at most one open work item, whatever the
 * number of accounts: nobody is called twice because they owe twice.
 */
export type PartyFacts = {
  readonly standings: readonly Standing[];
  readonly holds: readonly Hold[];
  readonly promises: readonly PromiseToPay[];
  /** Performing payment plans: being kept, so their accounts are left alone while they run. */
  readonly plans: readonly Plan[];
  readonly promiseBrokenOn: DayNumber | undefined;
  readonly hasOpenCase: boolean;
  readonly openItem: OpenItem | undefined;
};

/** Where one of the person's accounts stands, whether decided today or remembered. */
export type Standing = {
  readonly accountId: string;
  readonly bookId: string;
  readonly currency: string;
  readonly bucket: Bucket;
  readonly dpd: DaysPastDue;
  readonly oldestUnpaidDueOn: DayNumber | undefined;
  readonly oldestUnpaidNo: number | undefined;
  readonly pastDueMinor: bigint;
  readonly balanceMinor: bigint;
  readonly collectionsSince: DayNumber | undefined;
  readonly timesInCollections: number;
  readonly bands: DayBands;
  readonly agedOn: DayNumber;
  readonly isPressureAllowed: boolean;
};

/** A hold on the person (accountId undefined) or on one account. */
export type Hold = {
  readonly accountId: string | undefined;
  readonly purposes: readonly string[];
  readonly fromOn: DayNumber;
  readonly toOn: DayNumber | undefined;
};

/** A performing plan on one account, both days included; without end until it is broken or done. */
export type Plan = {
  readonly accountId: string;
  readonly fromOn: DayNumber;
  readonly toOn: DayNumber | undefined;
};

export type OpenItem = {
  readonly accountId: string;
  readonly bucket: Bucket;
  readonly step: Step;
  readonly score: number;
  readonly pastDueMinor: bigint;
  readonly accountsLate: number;
};

export type WorkItemDraft = OpenItem & {
  readonly bookId: string;
  readonly currency: string;
  readonly balanceMinor: bigint;
  readonly reasons: readonly RankReason[];
};

export type ItemDecision =
  | { readonly kind: "keep" }
  | { readonly kind: "open"; readonly item: WorkItemDraft }
  | { readonly kind: "update"; readonly item: WorkItemDraft }
  | { readonly kind: "withdraw"; readonly reason: WithdrawReason };
export type WithdrawReason = "no_longer_late" | "hold" | "promise_or_plan_running";

export type PartyDecision = {
  readonly case: "open" | "close" | "keep";
  readonly item: ItemDecision;
  readonly judgements: readonly {
    readonly promise: PromiseToPay;
    readonly outcome: "kept" | "broken";
  }[];
  /** The next date on which the person's holds or promises change anything; undefined: none does. */
  readonly nextLookOn: DayNumber | undefined;
};

/** Decides a person's case, work item and promises for one business date. Pure. */
export function planPartyDay(facts: PartyFacts, on: DayNumber): PartyDecision {
  const judged = facts.promises.map((promise) => ({ promise, outcome: judge(facts, promise) }));
  const late = facts.standings.filter(({ bucket }) => isLate(bucket));
  return {
    case: planCase(facts.hasOpenCase, late.length > 0),
    item: planItem(facts, { on, late, judged }),
    judgements: judged.filter(
      (j): j is { promise: PromiseToPay; outcome: "kept" | "broken" } => j.outcome !== "open",
    ),
    nextLookOn: nextLook(facts, { on, late, judged }),
  };
}

type Judged = { readonly promise: PromiseToPay; readonly outcome: Judgement };

function judge(facts: PartyFacts, promise: PromiseToPay): Judgement {
  const standing = facts.standings.find(({ accountId }) => accountId === promise.accountId);
  return standing ? judgePromise(promise, standing.agedOn) : "open";
}

function planCase(isOpen: boolean, isAnyLate: boolean): "open" | "close" | "keep" {
  if (isOpen === isAnyLate) return "keep";
  return isAnyLate ? "open" : "close";
}

/** Whether a hold is in force on `on` and stops `purpose` for the account (or the whole person). */
export const isHeld = (
  holds: readonly Hold[],
  act: { readonly purpose: string; readonly accountId: string; readonly on: DayNumber },
): boolean =>
  holds.some(
    (hold) =>
      (hold.accountId === undefined || hold.accountId === act.accountId) &&
      hold.purposes.includes(act.purpose) &&
      hold.fromOn <= act.on &&
      (hold.toOn === undefined || act.on < hold.toOn),
  );

function planItem(
  facts: PartyFacts,
  day: { on: DayNumber; late: readonly Standing[]; judged: readonly Judged[] },
): ItemDecision {
  const { on, late, judged } = day;
  const none = (reason: WithdrawReason): ItemDecision =>
    facts.openItem ? { kind: "withdraw", reason } : { kind: "keep" };
  if (late.length === 0) return none("no_longer_late");
  const free = late.filter(
    ({ accountId }) => !isHeld(facts.holds, { purpose: "collection", accountId, on }),
  );
  if (free.length === 0) return none("hold");
  const workable = free.filter(({ accountId }) => !isRunning(facts, day, accountId));
  if (workable.length === 0) return none("promise_or_plan_running");
  const fresh = workable.filter(({ isPressureAllowed }) => isPressureAllowed);
  const lead = fresh.toSorted(worstFirst)[0];
  if (!lead) return keepIfStillWorkable(facts, workable, none);
  return openOrUpdate(facts, draft(facts, { on, lead, workable: fresh, judged }));
}

/** Old data opens and hardens nothing; but relief does not wait, so an item of a freed account goes. */
function keepIfStillWorkable(
  { openItem }: PartyFacts,
  workable: readonly Standing[],
  none: (reason: WithdrawReason) => ItemDecision,
): ItemDecision {
  const isStill = workable.some(({ accountId }) => accountId === openItem?.accountId);
  return isStill ? { kind: "keep" } : none("no_longer_late");
}

/** A promise that is still open, or a plan that is kept, is the borrower's answer: wait for it. */
const isRunning = (
  { plans }: PartyFacts,
  { on, judged }: { on: DayNumber; judged: readonly Judged[] },
  accountId: string,
): boolean =>
  judged.some((j) => j.promise.accountId === accountId && j.outcome === "open") ||
  plans.some(
    (plan) =>
      plan.accountId === accountId &&
      plan.fromOn <= on &&
      (plan.toOn === undefined || on <= plan.toOn),
  );

function worstFirst(a: Standing, b: Standing): number {
  const bySeverity = severity(b.bucket) - severity(a.bucket);
  const byDays = certainDays(b.dpd) - certainDays(a.dpd);
  if (bySeverity !== 0 || byDays !== 0) return bySeverity || byDays;
  if (a.pastDueMinor !== b.pastDueMinor) return a.pastDueMinor > b.pastDueMinor ? -1 : 1;
  return a.accountId < b.accountId ? -1 : 1;
}

function draft(
  facts: PartyFacts,
  day: {
    on: DayNumber;
    lead: Standing;
    workable: readonly Standing[];
    judged: readonly Judged[];
  },
): WorkItemDraft {
  const { on, lead, workable } = day;
  // Amounts of other currencies are never added; the row shows the lead account's currency.
  const same = workable.filter(({ currency }) => currency === lead.currency);
  const pastDueMinor = same.reduce((sum, standing) => sum + standing.pastDueMinor, 0n);
  const balanceMinor = same.reduce((sum, standing) => sum + standing.balanceMinor, 0n);
  // A charged-off claim is due as a whole; its host often reports nothing as past due.
  const owed = lead.bucket === "CO" ? balanceMinor : pastDueMinor;
  const reasons = rankReasons({
    ...lead,
    amountMajor: Number(owed / 10n ** BigInt(currencyExponent(lead.currency))),
    accountsLate: workable.length,
    collectionsSince: lead.collectionsSince ?? on,
    promiseBrokenOn: brokenOn(facts, { on, judged: day.judged }),
  });
  return {
    accountId: lead.accountId,
    bookId: lead.bookId,
    currency: lead.currency,
    bucket: lead.bucket,
    step: stepFor(lead.bucket, certainDays(lead.dpd)),
    score: scoreOf(reasons),
    reasons,
    pastDueMinor,
    balanceMinor,
    accountsLate: workable.length,
  };
}

/** Days for which a broken promise weighs in the ranking. */
export const brokenPromiseDays = 30;

const brokenOn = (
  facts: PartyFacts,
  { on, judged }: { on: DayNumber; judged: readonly Judged[] },
): DayNumber | undefined =>
  judged.some(({ outcome }) => outcome === "broken") ? on : facts.promiseBrokenOn;

function openOrUpdate({ openItem }: PartyFacts, item: WorkItemDraft): ItemDecision {
  if (!openItem) return { kind: "open", item };
  const isSame =
    openItem.accountId === item.accountId &&
    openItem.bucket === item.bucket &&
    openItem.step === item.step &&
    openItem.score === item.score &&
    openItem.pastDueMinor === item.pastDueMinor &&
    openItem.accountsLate === item.accountsLate;
  return isSame ? { kind: "keep" } : { kind: "update", item };
}

function nextLook(
  facts: PartyFacts,
  day: { on: DayNumber; late: readonly Standing[]; judged: readonly Judged[] },
): DayNumber | undefined {
  const { on, late, judged } = day;
  const broken = brokenOn(facts, day);
  const dates: number[] = [
    ...facts.holds.flatMap(({ fromOn, toOn }) => (toOn === undefined ? [fromOn] : [fromOn, toOn])),
    // Overdue but not yet judged means that the payments are not in: look again tomorrow.
    ...judged
      .filter(({ outcome }) => outcome === "open")
      .map(({ promise }) => Math.max(promise.promisedOn + 1, on + 1)),
    ...facts.plans.flatMap(({ fromOn, toOn }) =>
      toOn === undefined ? [fromOn] : [fromOn, toOn + 1],
    ),
    ...(broken === undefined ? [] : [broken + brokenPromiseDays]),
    // Pressure that old data denied may be allowed tomorrow.
    ...(late.some(({ isPressureAllowed }) => !isPressureAllowed) ? [on + 1] : []),
  ].filter((date) => date > on);
  return dates.length === 0 ? undefined : (Math.min(...dates) as DayNumber);
}
