import {
  type Drive,
  happeningsOf,
  type Look,
  newborn,
  policyOf,
  priorAfter,
} from "@mora/testkit/slow-model/drive-account";
import { type Life, throughByDay } from "@mora/testkit/slow-model/life";
import { lags, plainLife } from "@mora/testkit/slow-model/lives";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DaysPastDue } from "../arrears/days-past-due.ts";
import type { HostBalance } from "../arrears/position.ts";
import type { DayNumber } from "../kernel/business-date.ts";
import { bookDay } from "./freshness.ts";
import { type AccountFacts, type Prior, planAccountDay } from "./plan-account-day.ts";

/**
 * A host sends a balance of the account now and then; the book's other accounts carry its date on.
 * What is late is the host's word, so there is no model here but the core looked at every day.
 */
type HostLife = {
  readonly life: Life;
  /** Balances in the order of their dates, the first from the first day. */
  readonly balances: readonly HostBalance[];
};

const bands: readonly (DaysPastDue | undefined)[] = [
  undefined,
  undefined,
  { kind: "exact", days: 0 },
  { kind: "exact", days: 25 },
  { kind: "band", from: 30, to: 59 },
  { kind: "band", from: 180, to: null },
];

/** The exact day counts that a host of these says. */
const saidDays = [0, 25];

const word = fc.record({
  gap: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 60 })),
  pastDue: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 20n })),
  oldest: fc.option(fc.integer({ min: -3, max: 170 }), { nil: undefined }),
  dpd: fc.constantFrom(...bands),
  cycles: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined, freq: 2 }),
  next: fc.option(fc.integer({ min: -5, max: 40 }), { nil: undefined, freq: 4 }),
  nextMinor: fc.bigInt({ min: 0n, max: 9n }),
});

const hostLife: fc.Arbitrary<HostLife> = fc
  .tuple(plainLife, lags, fc.array(word, { minLength: 1, maxLength: 6 }))
  .map(([life, lagging, words]) => {
    let asOf = life.from - 2;
    const balances = words.map((said, i): HostBalance => {
      asOf += i === 0 ? 1 : said.gap;
      const dayAt = (offset: number | undefined): DayNumber | undefined =>
        offset === undefined ? undefined : ((asOf + offset) as DayNumber);
      return {
        asOf: asOf as DayNumber,
        balance: { principal: said.pastDue + 100n, interest: 0n, penalty: 0n, fee: 0n },
        pastDue: { principal: said.pastDue, interest: 0n, penalty: 0n, fee: 0n },
        oldestUnpaidDueOn: said.oldest === undefined ? undefined : dayAt(-said.oldest),
        dpd: said.dpd,
        cyclesMissed: said.cycles,
        nextDueOn: dayAt(said.next),
        nextDueMinor: said.nextMinor,
      };
    });
    return { life: { ...life, lags: lagging }, balances };
  });

function drive({ life, balances }: HostLife, how: "every_day" | "when_due"): Drive {
  const looks: Look[] = [];
  let prior: Prior = newborn;
  let dueOn = life.from;
  let told = 0;
  for (const [day, through] of throughByDay(life)) {
    const arrived = balances.filter(({ asOf }) => asOf <= through);
    const isNews = arrived.length > told;
    told = arrived.length;
    if (how === "when_due" && day < dueOn && !isNews) continue;
    const balance = arrived.at(-1) as HostBalance;
    const decision = planAccountDay(
      factsOn(life, { day, through, balance }, prior),
      day as DayNumber,
    );
    looks.push({ on: day, decision });
    prior = priorAfter(decision);
    dueOn = decision.nextEventOn;
  }
  return { looks, happenings: looks.flatMap(happeningsOf), last: prior };
}

const factsOn = (
  life: Life,
  { day, through, balance }: { day: number; through: number; balance: HostBalance },
  prior: Prior,
): AccountFacts => ({
  accountId: "a",
  status: "open",
  policy: policyOf(life.custom),
  reminderDaysBefore: life.reminderDaysBefore,
  isReminderHeld: false,
  book: bookDay({ kind: "host_fed", dataThroughOn: through as DayNumber }, day as DayNumber),
  source: { kind: "host_fed", balance },
  prior,
});

test("LAW: looking only when due gives the same history as looking every day, host-fed too", () => {
  const seen = new Map<string, number>();
  const law = (facts: HostLife): void => {
    const everyDay = drive(facts, "every_day");
    const whenDue = drive(facts, "when_due");
    expect(whenDue.happenings).toEqual(everyDay.happenings);
    expect(whenDue.last).toEqual(everyDay.last);
    for (const { what } of everyDay.happenings) seen.set(what, (seen.get(what) ?? 0) + 1);
  };
  fc.assert(fc.property(hostLife, law), { numRuns: 600 });
  for (const what of ["bucket", "enter", "exit", "remind"])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(10);
});

test("LAW: a host-fed account is never aged past its file, and a band never turns into a day", () => {
  const law = (facts: HostLife): void => {
    const through = throughByDay(facts.life);
    const wrong = drive(facts, "every_day").looks.filter(({ on, decision }) => {
      const { dpd, oldestUnpaidDueOn: oldest } = decision.position;
      const days = oldest === undefined ? saidDays : [Math.max(0, decision.agedOn - oldest)];
      const isPastFile = decision.agedOn > (through.get(on) ?? on);
      const isInvented = dpd.kind === "exact" && !days.includes(dpd.days);
      return isPastFile || isInvented || decision.nextEventOn <= on;
    });
    expect(wrong).toEqual([]);
  };
  fc.assert(fc.property(hostLife, law), { numRuns: 300 });
});
