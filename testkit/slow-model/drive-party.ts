import { isLate } from "@mora/core/arrears/bucket";
import { bookDay } from "@mora/core/day/freshness";
import { type AccountDecision, planAccountDay } from "@mora/core/day/plan-account-day";
import {
  brokenPromiseDays,
  type Hold,
  type OpenItem,
  type PartyFacts,
  type Plan,
  planPartyDay,
  type Standing,
} from "@mora/core/day/plan-party-day";
import type { DayNumber } from "@mora/core/kernel/business-date";
import { total } from "@mora/core/ledger/groups";
import type { PromiseToPay } from "@mora/core/promises/judge";
import { factsOn, hasNews, newborn, policyOf, priorAfter } from "./drive-account.ts";
import { knownOn, type Life, throughByDay } from "./life.ts";

/**
 * Runs the real core over the life of a person with several accounts in one book, either every day
 * or only when some account is due, as the day cycle does: due accounts are decided, the others stand
 * as they were left, their days counted to the date that the book can be aged to.
 */
export type Person = {
  /** Lives of one length, with one feed (the lags of the first). */
  readonly lives: readonly Life[];
  readonly holds: readonly Hold[];
  readonly plans: readonly Plan[];
  readonly promises: readonly (Omit<PromiseToPay, "paidMinor"> & { readonly takenOn: number })[];
};

type Remembered = { decision: AccountDecision | undefined; dueOn: number };
type Memory = {
  readonly accounts: Remembered[];
  readonly judged: Set<string>;
  brokenOn: DayNumber | undefined;
  hasCase: boolean;
  item: OpenItem | undefined;
};
type Morning = { readonly day: number; readonly through: number; readonly ageOn: DayNumber };

export const accountName = (index: number): string => `account-${index}`;

/** The open work item at the end of each day. */
export function drivePerson(
  person: Person,
  how: "every_day" | "when_due",
): Map<number, OpenItem | undefined> {
  const first = person.lives[0] as Life;
  const memory: Memory = {
    accounts: person.lives.map(() => ({ decision: undefined, dueOn: first.from })),
    judged: new Set(),
    brokenOn: undefined,
    hasCase: false,
    item: undefined,
  };
  const items = new Map<number, OpenItem | undefined>();
  for (const [day, through] of throughByDay(first)) {
    const book = { kind: "serviced", dataThroughOn: through as DayNumber } as const;
    const morning = { day, through, ageOn: bookDay(book, day as DayNumber).ageOn };
    const due = person.lives
      .map((_, i) => i)
      .filter((i) => how === "every_day" || isDue(person, memory, { i, day }));
    if (due.length > 0) liveDay(person, memory, { due, morning });
    items.set(day, memory.item);
  }
  return items;
}

function isDue(person: Person, { accounts }: Memory, at: { i: number; day: number }): boolean {
  const { i, day } = at;
  const isPersonNews =
    person.promises.some(({ takenOn }) => takenOn === day) ||
    person.holds.some(({ fromOn }) => fromOn === day);
  return day >= (accounts[i]?.dueOn ?? 0) || isPersonNews || hasNews(person.lives[i] as Life, day);
}

function liveDay(
  person: Person,
  memory: Memory,
  { due, morning }: { due: readonly number[]; morning: Morning },
): void {
  const on = morning.day as DayNumber;
  const wasLate = memory.accounts.some(({ decision }) => decision?.collectionsSince !== undefined);
  for (const i of due) {
    const before = memory.accounts[i]?.decision;
    const prior = before ? priorAfter(before) : newborn;
    const decision = planAccountDay(factsOn(person.lives[i] as Life, morning, prior), on);
    memory.accounts[i] = { decision, dueOn: decision.nextEventOn };
  }
  const facts = partyFacts(person, memory, morning);
  if (!wasLate && !facts.standings.some(({ bucket }) => isLate(bucket))) return;
  const decision = planPartyDay(facts, on);
  if (decision.case !== "keep") memory.hasCase = decision.case === "open";
  for (const { promise, outcome } of decision.judgements) {
    memory.judged.add(promise.promiseId);
    if (outcome === "broken") memory.brokenOn = on;
  }
  if (decision.item.kind === "withdraw") memory.item = undefined;
  if (decision.item.kind === "open" || decision.item.kind === "update")
    memory.item = decision.item.item;
  for (const i of due) {
    const account = memory.accounts[i] as Remembered;
    account.dueOn = Math.min(account.dueOn, decision.nextLookOn ?? account.dueOn);
  }
}

function partyFacts(person: Person, memory: Memory, morning: Morning): PartyFacts {
  const { day } = morning;
  return {
    standings: person.lives.flatMap((life, i) => {
      const decision = memory.accounts[i]?.decision;
      return decision ? [standingOf({ life, i }, decision, morning)] : [];
    }),
    holds: person.holds.filter(({ fromOn }) => fromOn <= day),
    promises: person.promises
      .filter(({ promiseId, takenOn }) => takenOn <= day && !memory.judged.has(promiseId))
      .map((promise) => ({ ...promise, paidMinor: paidFor(person, promise, morning) })),
    plans: person.plans,
    promiseBrokenOn: isRecent(memory.brokenOn, day) ? memory.brokenOn : undefined,
    hasOpenCase: memory.hasCase,
    openItem: memory.item,
  };
}

const isRecent = (brokenOn: number | undefined, day: number): boolean =>
  brokenOn !== undefined && day - brokenOn < brokenPromiseDays;

function standingOf(
  { life, i }: { life: Life; i: number },
  { position, collectionsSince, timesInCollections }: AccountDecision,
  { day, through, ageOn }: Morning,
): Standing {
  const { bucket, oldestUnpaidDueOn: oldest, oldestUnpaidNo, pastDue, balance } = position;
  const book = { kind: "serviced", dataThroughOn: through as DayNumber } as const;
  return {
    accountId: accountName(i),
    bookId: "book",
    currency: "CNY",
    bucket,
    dpd: { kind: "exact", days: oldest === undefined ? 0 : Math.max(0, ageOn - oldest) },
    oldestUnpaidDueOn: oldest,
    oldestUnpaidNo,
    pastDueMinor: total(pastDue),
    balanceMinor: total(balance),
    collectionsSince,
    timesInCollections,
    bands: policyOf(life.custom).bands,
    agedOn: ageOn,
    isPressureAllowed: bookDay(book, day as DayNumber).isPressureAllowed,
  };
}

function paidFor({ lives }: Person, promise: Person["promises"][number], { day }: Morning): bigint {
  const life = lives.find((_, i) => accountName(i) === promise.accountId);
  const counted = knownOn(life?.receipts ?? [], day).filter(
    ({ effectiveOn }) => effectiveOn >= promise.takenOn && effectiveOn <= promise.promisedOn,
  );
  return BigInt(
    Math.max(
      0,
      counted.reduce((sum, { amount }) => sum + amount, 0),
    ),
  );
}
