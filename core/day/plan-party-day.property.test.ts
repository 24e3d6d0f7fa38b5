import { accountName, drivePerson, type Person } from "@mora/testkit/slow-model/drive-party";
import type { Life } from "@mora/testkit/slow-model/life";
import { firstDay, heardWithData, lags, plainLife } from "@mora/testkit/slow-model/lives";
import { fateOf, workOn } from "@mora/testkit/slow-model/person";
import { person, today } from "@mora/testkit/slow-model/persons";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLate, severity } from "../arrears/bucket.ts";
import type { DayNumber } from "../kernel/business-date.ts";
import {
  type OpenItem,
  type PartyDecision,
  type PartyFacts,
  planPartyDay,
  type Standing,
} from "./plan-party-day.ts";

const runs = { numRuns: 1_000 };
const standingOf = (facts: PartyFacts, accountId: string): Standing | undefined =>
  facts.standings.find((standing) => standing.accountId === accountId);

/** The work item that stands when the day is over. */
function itemAfter(facts: PartyFacts, { item }: PartyDecision): OpenItem | undefined {
  if (item.kind === "withdraw") return undefined;
  return item.kind === "keep" ? facts.openItem : item.item;
}

const workable = (facts: PartyFacts): Standing[] =>
  facts.standings.filter((standing) => workOn(standing, facts, today) === "work");

describe("an item that is opened or brought up to date", () => {
  const law =
    (check: (item: OpenItem & { currency: string }, facts: PartyFacts) => void) =>
    (facts: PartyFacts): void => {
      const { item } = planPartyDay(facts, today);
      if (item.kind === "open" || item.kind === "update") check(item.item, facts);
    };

  test("leads with an account that is late, free of holds, promises and plans, on fresh data", () => {
    let seen = 0;
    const check = law((item, facts) => {
      const lead = standingOf(facts, item.accountId) as Standing;
      expect(workOn(lead, facts, today)).toBe("work");
      expect(lead.isPressureAllowed).toBe(true);
      seen += 1;
    });
    fc.assert(fc.property(person, check), runs);
    expect(seen).toBeGreaterThan(100);
  });

  test("leads with the worst of those", () => {
    const check = law((item, facts) => {
      const lead = standingOf(facts, item.accountId) as Standing;
      for (const other of workable(facts).filter((standing) => standing.isPressureAllowed))
        expect(severity(other.bucket)).toBeLessThanOrEqual(severity(lead.bucket));
    });
    fc.assert(fc.property(person, check), runs);
  });

  test("adds up what may be worked, in the lead's currency alone", () => {
    const check = law((item, facts) => {
      let pastDue = 0n;
      // Accounts whose data is too old for pressure are not part of what is worked today.
      const worked = workable(facts).filter(({ isPressureAllowed }) => isPressureAllowed);
      for (const { currency, pastDueMinor } of worked)
        if (currency === item.currency) pastDue += pastDueMinor;
      expect(item.pastDueMinor).toBe(pastDue);
      expect(item.accountsLate).toBe(worked.length);
      expect(item.currency).toBe(standingOf(facts, item.accountId)?.currency);
    });
    fc.assert(fc.property(person, check), runs);
  });
});

describe("a person's day", () => {
  test("has at most one item: none opened beside an open one, none changed that is not there", () => {
    const law = (facts: PartyFacts): void => {
      const { kind } = planPartyDay(facts, today).item;
      expect(facts.openItem ? ["keep", "update", "withdraw"] : ["keep", "open"]).toContain(kind);
    };
    fc.assert(fc.property(person, law), runs);
  });

  test("withdraws the item and closes the case when nobody is late", () => {
    const law = (facts: PartyFacts): void => {
      const standings = facts.standings.map((s): Standing => ({ ...s, bucket: "C" }));
      const decision = planPartyDay({ ...facts, standings }, today);
      expect(decision.case).toBe(facts.hasOpenCase ? "close" : "keep");
      expect(decision.item).toEqual(
        facts.openItem ? { kind: "withdraw", reason: "no_longer_late" } : { kind: "keep" },
      );
    };
    fc.assert(fc.property(person, law), { numRuns: 300 });
  });

  test("ends with a case if and only if somebody is late, whatever holds or promises say", () => {
    const law = (facts: PartyFacts): void => {
      const { case: decided } = planPartyDay(facts, today);
      const isOpen = decided === "keep" ? facts.hasOpenCase : decided === "open";
      expect(isOpen).toBe(facts.standings.some(({ bucket }) => isLate(bucket)));
    };
    fc.assert(fc.property(person, law), runs);
  });

  test("withdraws an item when no account is left that may be worked", () => {
    const law = (facts: PartyFacts): void => {
      if (workable(facts).length > 0 || !facts.openItem) return;
      expect(planPartyDay(facts, today).item.kind).toBe("withdraw");
    };
    fc.assert(fc.property(person, law), runs);
  });

  test("never ends with an item on an account that is not to be worked", () => {
    // that account is paid, held, promised or on a plan. Relief must never wait for data.
    const law = (facts: PartyFacts): void => {
      const item = itemAfter(facts, planPartyDay(facts, today));
      const standing = item && standingOf(facts, item.accountId);
      if (standing) expect(workOn(standing, facts, today)).toBe("work");
    };
    fc.assert(fc.property(person, law), runs);
  });

  test("judges each promise once its fate is sealed, and no other", () => {
    const law = (facts: PartyFacts): void => {
      const sealed = facts.promises.flatMap((promise) => {
        const agedOn = standingOf(facts, promise.accountId)?.agedOn;
        const outcome = agedOn === undefined ? "open" : fateOf(promise, agedOn);
        return outcome === "open" ? [] : [{ promise, outcome }];
      });
      expect(planPartyDay(facts, today).judgements).toEqual(sealed);
    };
    fc.assert(fc.property(person, law), runs);
  });

  test("names a next look after today, if any", () => {
    const law = (facts: PartyFacts): void => {
      const { nextLookOn } = planPartyDay(facts, today);
      if (nextLookOn !== undefined) expect(nextLookOn).toBeGreaterThan(today);
    };
    fc.assert(fc.property(person, law), runs);
  });

  test("decides the same whatever order the accounts are read in", () => {
    const law = (facts: PartyFacts): void => {
      const reversed = { ...facts, standings: facts.standings.toReversed() };
      expect(planPartyDay(reversed, today)).toEqual(planPartyDay(facts, today));
    };
    fc.assert(fc.property(person, law), { numRuns: 500 });
  });

  test("decided again from what it left behind finds nothing to do", () => {
    const law = (facts: PartyFacts): void => {
      const decision = planPartyDay(facts, today);
      const judged = new Set(decision.judgements.map(({ promise }) => promise.promiseId));
      const isBroken = decision.judgements.some(({ outcome }) => outcome === "broken");
      const again = planPartyDay(
        {
          ...facts,
          promises: facts.promises.filter(({ promiseId }) => !judged.has(promiseId)),
          promiseBrokenOn: isBroken ? today : facts.promiseBrokenOn,
          hasOpenCase: decision.case === "keep" ? facts.hasOpenCase : decision.case === "open",
          openItem: itemAfter(facts, decision),
        },
        today,
      );
      expect(again).toMatchObject({ case: "keep", item: { kind: "keep" }, judgements: [] });
    };
    fc.assert(fc.property(person, law), runs);
  });
});

const day = (offset: number): DayNumber => (firstDay + offset) as DayNumber;

const hold = fc
  .record({
    whole: fc.boolean(),
    account: fc.nat(2),
    from: fc.nat(100),
    length: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
  })
  .map(({ whole, account, from, length }) => ({
    accountId: whole ? undefined : accountName(account),
    purposes: ["collection"],
    fromOn: day(from),
    toOn: length === undefined ? undefined : day(from + length),
  }));

const plan = fc
  .record({
    account: fc.nat(2),
    from: fc.nat(120),
    length: fc.option(fc.nat(60), { nil: undefined }),
  })
  .map(({ account, from, length }) => ({
    accountId: accountName(account),
    fromOn: day(from),
    toOn: length === undefined ? undefined : day(from + length),
  }));

const promise = fc
  .record({
    promiseId: fc.uuid(),
    account: fc.nat(2),
    amount: fc.integer({ min: 1, max: 20 }),
    taken: fc.nat(120),
    term: fc.nat(20),
  })
  .map(({ promiseId, account, amount, taken, term }) => ({
    promiseId,
    accountId: accountName(account),
    amountMinor: BigInt(amount),
    takenOn: day(taken),
    promisedOn: day(taken + term),
  }));

/** One to three accounts of one length; payments are heard of as the feed brings them. */
const personWith = (feed: fc.Arbitrary<number[]>): fc.Arbitrary<Person> =>
  fc
    .record({
      lives: fc.array(plainLife, { minLength: 1, maxLength: 3 }),
      lagging: feed,
      holds: fc.array(hold, { maxLength: 2 }),
      promises: fc.array(promise, { maxLength: 2 }),
      plans: fc.array(plan, { maxLength: 1 }),
    })
    .map(({ lives, lagging, ...rest }) => ({
      ...rest,
      lives: lives.map((life): Life => {
        const to = lives[0]?.to ?? life.to;
        return heardWithData({ ...life, to, lags: lagging });
      }),
    }));

/** What a collector sees of an item, less the score. */
const shown = (item: OpenItem | undefined): object | undefined =>
  item && {
    accountId: item.accountId,
    bucket: item.bucket,
    step: item.step,
    pastDueMinor: item.pastDueMinor,
    accountsLate: item.accountsLate,
  };

const isSameShown = (a: OpenItem | undefined, b: OpenItem | undefined): boolean =>
  a?.accountId === b?.accountId &&
  a?.bucket === b?.bucket &&
  a?.step === b?.step &&
  a?.pastDueMinor === b?.pastDueMinor &&
  a?.accountsLate === b?.accountsLate;

describe("LAW: a day touches only persons with an account or a look due", () => {
  test("the work list is the same as when everybody is looked at every day", () => {
    let worked = 0;
    const law = (facts: Person): void => {
      const everyDay = drivePerson(facts, "every_day");
      const differing = [...drivePerson(facts, "when_due")].filter(
        ([on, item]) => !isSameShown(item, everyDay.get(on)),
      );
      expect(differing).toEqual([]);
      worked += [...everyDay.values()].filter((item) => item !== undefined).length;
    };
    fc.assert(fc.property(personWith(fc.constant([])), law), { numRuns: 300 });
    expect(worked).toBeGreaterThan(1_000);
  });

  test("and so are the scores", () => {
    const law = (facts: Person): void => {
      const everyDay = drivePerson(facts, "every_day");
      const differing = [...drivePerson(facts, "when_due")].filter(
        ([on, item]) => item?.score !== everyDay.get(on)?.score,
      );
      expect(differing.map(([on]) => on)).toEqual([]);
    };
    fc.assert(fc.property(personWith(fc.constant([])), law), { numRuns: 300 });
  });
});

describe("LAW: a late feed never becomes pressure", () => {
  test("once everything is in, the work list is as if nothing had ever been late", () => {
    const law = (facts: Person): void => {
      const prompt = facts.lives.map((life) => heardWithData({ ...life, lags: [] }));
      const last = (all: Map<number, OpenItem | undefined>): OpenItem | undefined =>
        [...all.values()].at(-1);
      expect(shown(last(drivePerson(facts, "when_due")))).toEqual(
        shown(last(drivePerson({ ...facts, lives: prompt }, "every_day"))),
      );
    };
    fc.assert(fc.property(personWith(lags), law), { numRuns: 300 });
  });
});
