import { type Bucket, thirtyDayBands } from "@mora/core/arrears/bucket";
import type { Hold, OpenItem, PartyFacts, Plan, Standing } from "@mora/core/day/plan-party-day";
import type { DayNumber } from "@mora/core/kernel/business-date";
import type { PromiseToPay } from "@mora/core/promises/judge";
import { steps } from "@mora/core/strategy/treatment";
import fc from "fast-check";
import { firstDay } from "./lives.ts";

/** Random persons on one day: several accounts in several books and currencies, holds, promises. */

export const today = (firstDay + 100) as DayNumber;

const accountIds = ["a", "b", "c", "d"] as const;
const accountId = fc.constantFrom(...accountIds);
const dayNear = (min: number, max: number): fc.Arbitrary<DayNumber> =>
  fc.integer({ min, max }).map((offset) => (today + offset) as DayNumber);

const standing = fc
  .record({
    days: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 200 })),
    charged: fc.boolean(),
    currency: fc.constantFrom("CNY", "CNY", "JPY"),
    bookId: fc.constantFrom("book-1", "book-2"),
    pastDue: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 900_000 })),
    rest: fc.nat(900_000),
    lag: fc.constantFrom(0, 0, 0, 1, 9),
    since: fc.nat(20),
    times: fc.integer({ min: 1, max: 3 }),
    oldestUnpaidNo: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  })
  .map((facts): Omit<Standing, "accountId"> => {
    const { days, charged, lag, since, times, pastDue, rest, ...same } = facts;
    const agedOn = (today - lag) as DayNumber;
    const isLate = days > 0;
    return {
      ...same,
      bucket: charged && days > 120 ? "CO" : bandOf(days),
      dpd: { kind: "exact", days },
      oldestUnpaidDueOn: isLate ? ((agedOn - days) as DayNumber) : undefined,
      pastDueMinor: isLate ? BigInt(pastDue) : 0n,
      balanceMinor: BigInt(pastDue + rest),
      collectionsSince: isLate ? ((today - Math.min(since, days - 1)) as DayNumber) : undefined,
      timesInCollections: isLate ? times : times - 1,
      bands: thirtyDayBands,
      agedOn,
      isPressureAllowed: lag < 2,
    };
  });

const bandOf = (days: number): Bucket =>
  thirtyDayBands.findLast(({ from }) => days >= from)?.bucket ?? "C";

const standings: fc.Arbitrary<Standing[]> = fc
  .array(standing, { minLength: 1, maxLength: 4 })
  .map((all) => all.map((facts, i) => ({ ...facts, accountId: accountIds[i] as string })));

const hold: fc.Arbitrary<Hold> = fc.record({
  accountId: fc.option(accountId, { nil: undefined, freq: 3 }),
  purposes: fc.constantFrom(["collection"], ["collection", "survey"], ["pre_due_reminder"]),
  fromOn: dayNear(-5, 5),
  toOn: fc.option(dayNear(-2, 8), { nil: undefined }),
});

const promise: fc.Arbitrary<PromiseToPay> = fc.record({
  promiseId: fc.uuid(),
  accountId,
  amountMinor: fc.bigInt({ min: 1n, max: 9n }),
  promisedOn: dayNear(-12, 6),
  paidMinor: fc.bigInt({ min: 0n, max: 12n }),
});

const plan: fc.Arbitrary<Plan> = fc.record({
  accountId,
  fromOn: dayNear(-20, 4),
  toOn: fc.option(dayNear(-3, 8), { nil: undefined }),
});

const openItem: fc.Arbitrary<OpenItem> = fc.record({
  accountId,
  bucket: fc.constantFrom<Bucket>("M1", "M2", "M3", "M6+", "CO"),
  step: fc.constantFrom(...steps),
  score: fc.nat(900),
  pastDueMinor: fc.bigInt({ min: 1n, max: 900_000n }),
  accountsLate: fc.integer({ min: 1, max: 3 }),
});

export const person: fc.Arbitrary<PartyFacts> = fc.record({
  standings,
  holds: fc.array(hold, { maxLength: 2 }),
  promises: fc.array(promise, { maxLength: 3 }),
  plans: fc.array(plan, { maxLength: 2 }),
  promiseBrokenOn: fc.option(dayNear(-20, 0), { nil: undefined }),
  hasOpenCase: fc.boolean(),
  openItem: fc.option(openItem, { nil: undefined }),
});
