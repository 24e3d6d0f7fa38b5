import fc from "fast-check";
import { expect, test } from "vitest";
import { type AccountFacts, type LineFacts, matchEntry } from "./match-entry.ts";
import { containsReference } from "./references.ts";
import { type MoneyMarks, pairSameMoney } from "./same-money.ts";

const reference = fc.constantFrom("LN-0001", "LN-0002", "LN-00011", "123456", "1234567", "A1");
const name = fc.constantFrom("王小明", "annlee", "li");
const minor = fc.constantFrom(0n, 100n, 105_000n, 9_999_999n);
const currency = fc.constantFrom("CNY", "USD");

const anAccount: fc.Arbitrary<Omit<AccountFacts, "accountId">> = fc.record({
  currency,
  isOpen: fc.boolean(),
  references: fc.uniqueArray(reference, { maxLength: 2 }),
  obligorNames: fc.uniqueArray(name, { maxLength: 2 }),
  isKnownPayer: fc.boolean(),
  pastDueMinor: minor,
  nextDueMinor: minor,
  payoffMinor: minor,
  promisedMinor: fc.array(minor, { maxLength: 1 }),
  hasSamePayment: fc.boolean(),
});
const accounts = fc
  .array(anAccount, { maxLength: 4 })
  .map((list) => list.map((a, i): AccountFacts => ({ ...a, accountId: `account-${i}` })));
const line: fc.Arbitrary<LineFacts> = fc.record({
  direction: fc.constantFrom("credit" as const, "credit" as const, "debit" as const),
  isReversal: fc.boolean(),
  returnReason: fc.constantFrom(undefined, "AC04"),
  amountMinor: minor.filter((m) => m > 0n),
  currency,
  payerNames: fc.uniqueArray(name, { maxLength: 2 }),
  remittance: fc
    .array(fc.oneof(reference, fc.constant("还款")), { maxLength: 3 })
    .map((w) => w.join(" ")),
  creditorReferences: fc.array(reference, { maxLength: 1 }),
  bookKind: fc.constantFrom("serviced" as const, "host_fed" as const),
  returns: fc.constantFrom(undefined, { lineId: "L" }),
});

test("money is applied only as a credit, in its currency, to an open serviced account that owes as much", () => {
  fc.assert(
    fc.property(line, accounts, (l, list) => {
      const result = matchEntry(l, list);
      if (result.decision !== "apply") return;
      const to = list.find(({ accountId }) => accountId === result.accountId) as AccountFacts;
      expect([
        l.direction,
        l.isReversal,
        l.bookKind,
        to.currency,
        to.isOpen,
        to.hasSamePayment,
      ]).toEqual([...["credit", false, "serviced", l.currency, true, false]]);
      expect(to.payoffMinor >= l.amountMinor).toBe(true);
      const codes = result.reasons.map(({ code }) => code);
      expect(
        codes.some((c) => ["creditor_reference", "contract_number", "known_payer"].includes(c)),
      ).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test("the order of accounts changes nothing, and every candidate's points are its reasons' sum", () => {
  fc.assert(
    fc.property(line, accounts, (l, list) => {
      const result = matchEntry(l, list);
      expect(matchEntry(l, list.toReversed())).toEqual(result);
      for (const c of result.candidates)
        expect(c.points).toBe(c.reasons.reduce((sum, r) => sum + r.points, 0));
    }),
  );
});

test("a second account that the text names too never leaves the first one applied", () => {
  fc.assert(
    fc.property(line, accounts, (l, list) => {
      const result = matchEntry(l, list);
      if (result.decision !== "apply" || !result.reasons.some((r) => r.code === "contract_number"))
        return;
      const twin = {
        ...(list.find((a) => a.accountId === result.accountId) as AccountFacts),
        accountId: "twin",
      };
      expect(matchEntry(l, [...list, twin]).decision).toBe("suspense");
    }),
  );
});

test("digits around a number hide it", () => {
  const digits = fc.stringMatching(/^[0-9]{6,12}$/);
  fc.assert(
    fc.property(
      digits,
      fc.stringMatching(/^[0-9]{1,4}$/),
      fc.boolean(),
      (number, more, isBefore) => {
        expect(containsReference(isBefore ? more + number : number + more, number)).toBe(false);
        expect(containsReference(`还款${number}号`, number)).toBe(true);
      },
    ),
  );
});

const mark = fc.constantFrom(undefined, "x", "y");
const marks: fc.Arbitrary<MoneyMarks> = fc.record({
  bank: fc.uniqueArray(fc.constantFrom("1", "2"), { maxLength: 2 }),
  uetr: mark,
  endToEnd: mark,
  transaction: mark,
  payer: mark,
});

test("a file read again pairs every entry with itself or its equal, and makes nothing new", () => {
  fc.assert(
    fc.property(fc.array(marks, { maxLength: 6 }), (entries) => {
      const pairs = pairSameMoney(entries, entries);
      expect(new Set(pairs.map((p) => p?.knownAt)).size).toBe(entries.length);
      expect(pairs.every((p) => p !== undefined)).toBe(true);
    }),
  );
});
