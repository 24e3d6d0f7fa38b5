import { defaultDayCounting } from "@mora/core/arrears/loan-days";
import { bandsByScheme } from "@mora/core/arrears/policy";
import { bookDay } from "@mora/core/day/freshness";
import {
  type AccountDecision,
  type AccountFacts,
  type Prior,
  planAccountDay,
} from "@mora/core/day/plan-account-day";
import type { DayNumber } from "@mora/core/kernel/business-date";
import type { LoanEvent } from "@mora/core/ledger/events";
import type { Schedule } from "@mora/core/ledger/schedule";
import { plainLoan } from "../plain-loan.ts";
import type { Custom, Receipt } from "./arrears.ts";
import { type Happening, knownOn, type Life, throughByDay } from "./life.ts";
import type { Bill } from "./pour.ts";

/** Runs the real core over a life: every day, or only on the days that the core asked for. */

const schedules = new WeakMap<readonly Bill[], Schedule>();

/** The core's columns for the model's bills; made once, because a life asks for them every day. */
export function scheduleOf(bills: readonly Bill[]): Schedule {
  const made = schedules.get(bills) ?? {
    dueOn: bills.map(({ dueOn }) => dueOn as DayNumber),
    principalMinor: bills.map(({ principal }) => BigInt(principal)),
    interestMinor: bills.map(({ interest }) => BigInt(interest)),
    feeMinor: bills.map(({ fee }) => BigInt(fee)),
  };
  schedules.set(bills, made);
  return made;
}

export const policyOf = (custom: Custom): AccountFacts["policy"] => ({
  ...defaultDayCounting,
  graceDays: custom.graceDays,
  toleranceMinor: BigInt(custom.tolerance),
  bands: bandsByScheme[custom.scheme] ?? [],
});

export const newborn: Prior = {
  bucket: undefined,
  collectionsSince: undefined,
  timesInCollections: 0,
  remindedDueOn: undefined,
};

export const priorAfter = (decision: AccountDecision): Prior => ({
  bucket: decision.position.bucket,
  collectionsSince: decision.collectionsSince,
  timesInCollections: decision.timesInCollections,
  remindedDueOn: decision.remindedDueOn,
});

export type Days = { readonly day: number; readonly through: number };

/** The facts of one day as a store would read them: what is known, summed to where the data reaches. */
export function factsOn(life: Life, { day, through }: Days, prior: Prior): AccountFacts {
  const book = bookDay({ kind: "serviced", dataThroughOn: through as DayNumber }, day as DayNumber);
  const known = knownOn(life.receipts, day);
  const { held, ends } = life;
  return {
    accountId: "a",
    status: ends !== undefined && day >= ends.on ? ends.status : "open",
    policy: policyOf(life.custom),
    reminderDaysBefore: life.reminderDaysBefore,
    isReminderHeld: held !== undefined && day >= held[0] && day < held[1],
    book,
    source: {
      kind: "serviced",
      loan: plainLoan(scheduleOf(life.bills)),
      events: eventsOf(known),
    },
    prior,
  };
}

/** The model's receipts as events: a negative one takes back the earlier one of the same amount. */
function eventsOf(receipts: readonly Receipt[]): LoanEvent[] {
  const standing: { readonly id: string; readonly amount: number; readonly on: number }[] = [];
  return receipts.map(({ effectiveOn, recordedOn, amount }, i): LoanEvent => {
    const head = { id: `r${i}`, effectiveOn: effectiveOn as DayNumber, recordedAt: recordedOn };
    if (amount >= 0) {
      standing.push({ id: head.id, amount, on: effectiveOn });
      return { ...head, kind: "payment", amountMinor: BigInt(amount) };
    }
    const target = standing.findIndex((one) => one.amount === -amount && one.on <= effectiveOn);
    const [taken] = standing.splice(target, 1);
    return { ...head, kind: "reversal", of: taken?.id ?? "none" };
  });
}

/** Whether anything new about the account came in on this day: what marks it as due at once. */
export const hasNews = (life: Life, day: number): boolean =>
  life.receipts.some(({ recordedOn }) => recordedOn === day) ||
  life.ends?.on === day ||
  (life.held?.includes(day) ?? false);

export type Look = { readonly on: number; readonly decision: AccountDecision };
export type Drive = {
  readonly looks: readonly Look[];
  readonly happenings: readonly Happening[];
  readonly last: Prior;
};

/** `every_day` looks each day; `when_due` only on the first, on news, and from `nextEventOn` on. */
export function drive(life: Life, how: "every_day" | "when_due"): Drive {
  const looks: Look[] = [];
  let prior = newborn;
  let dueOn = life.from;
  for (const [day, through] of throughByDay(life)) {
    if (how === "when_due" && day < dueOn && !hasNews(life, day)) continue;
    const decision = planAccountDay(factsOn(life, { day, through }, prior), day as DayNumber);
    looks.push({ on: day, decision });
    prior = priorAfter(decision);
    dueOn = decision.nextEventOn;
  }
  return { looks, happenings: looks.flatMap(happeningsOf), last: prior };
}

/** The core's events in the model's words. */
export function happeningsOf({ on, decision }: Look): Happening[] {
  return decision.events.map((event): Happening => {
    switch (event.kind) {
      case "bucket_changed":
        return { on, what: "bucket", from: event.from, to: event.to };
      case "entered_collections":
        return { on, what: "enter" };
      case "exited_collections":
        return { on, what: "exit" };
      case "reminder_planned":
        return { on, what: "remind", dueOn: event.dueOn };
      default:
        return { on, what: "unremind", dueOn: event.dueOn };
    }
  });
}
