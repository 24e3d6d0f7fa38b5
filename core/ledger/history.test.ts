import { describe, expect, test } from "vitest";
import { InvariantError } from "../kernel/assert.ts";
import type { BusinessCalendar } from "../kernel/business-calendar.ts";
import { type DayNumber, dayFromTrustedIso as day, isoFromDay } from "../kernel/business-date.ts";
import type { EventBody, EventHead, LoanEvent } from "./events.ts";
import { frozenDays, isFrozen, type Pause, pausesOf, standingEvents } from "./history.ts";
import type { Loan } from "./loan.ts";
import { type CutOff, defaultLedgerPolicy } from "./policy.ts";

const startOn = day("2026-01-01");
const noSchedule = { dueOn: [], principalMinor: [], interestMinor: [], feeMinor: [] };
const loan: Loan = { currency: "CNY", startOn, schedule: noSchedule, policy: defaultLedgerPolicy };

/** An event of February 2026 by its day of the month. */
const on = (
  dayOfMonth: number,
  id: string,
  body: EventBody,
  head: Partial<EventHead> = {},
): LoanEvent => ({ id, effectiveOn: feb(dayOfMonth), recordedAt: 0, ...head, ...body });

const feb = (dayOfMonth: number): DayNumber => (day("2026-02-01") + dayOfMonth - 1) as DayNumber;

const paid: EventBody = { kind: "payment", amountMinor: 100n };
const reversal = (of: string): EventBody => ({ kind: "reversal", of });
const chargeback = (of: string): EventBody => ({ kind: "chargeback", of, feeMinor: 0n });
const pause = (until?: number): EventBody => ({
  kind: "pause",
  freezes: ["charges"],
  ...(until !== undefined && { until: feb(until) }),
});
const resume = (of: string): EventBody => ({ kind: "resume", of });

type Looked = { readonly asOf?: number; readonly knownAt?: number; readonly loan?: Loan };

/** Ids of what stands, in the order of replay. */
const ids = (events: readonly LoanEvent[], looked: Looked = {}): string[] =>
  standing(events, looked).map(({ id }) => id);

const standing = (events: readonly LoanEvent[], looked: Looked): LoanEvent[] =>
  standingEvents(looked.loan ?? loan, events, {
    asOf: feb(looked.asOf ?? 28),
    ...(looked.knownAt !== undefined && { knownAt: looked.knownAt }),
  });

describe("order", () => {
  // Named by the place that they should have, recorded in the opposite order.
  const oneDay: readonly LoanEvent[] = [
    on(5, "01 lent", { kind: "disbursement", amountMinor: 1n }),
    on(5, "02 rate", { kind: "rate_change", rate: 0n as never }),
    on(5, "03 sold", { kind: "sale", buyer: "B" }),
    on(5, "04 pause", pause()),
    on(5, "05 re-aged", { kind: "re_age", newDueOn: feb(20) }),
    on(5, "06 planned", { kind: "re_amortise" }),
    on(5, "07 fee", { kind: "fee", component: "fee", amountMinor: 1n }),
    on(5, "08 waived", { kind: "waiver", component: "fee", amountMinor: 1n }),
    on(5, "09 paid", paid),
    on(5, "10 refund", { kind: "refund", amountMinor: 1n }),
    on(5, "11 written off", { kind: "charge_off" }),
    on(5, "12 given up", { kind: "release" }),
  ];

  test("of one day: the contract, charges, waivers, money, refunds, charge-off, release", () => {
    const inOrder = oneDay.map(({ id }) => id);
    expect(ids([...oneDay].reverse())).toEqual(inOrder);
    // Kind goes before id.
    const renamed = oneDay.map((event, i) => ({ ...event, id: `${90 - i} ${event.kind}` }));
    expect(ids([...renamed].reverse())).toEqual(renamed.map(({ id }) => id));
  });

  test("the day goes before the kind", () => {
    expect(
      ids([on(6, "lent", { kind: "disbursement", amountMinor: 1n }), on(5, "paid", paid)]),
    ).toEqual(["paid", "lent"]);
  });

  test("ids of one kind compare as text, not as numbers; when they were recorded does not matter", () => {
    const events = [
      on(5, "p9", paid, { recordedAt: 1 }),
      on(5, "p10", paid, { recordedAt: 3 }),
      on(5, "P11", paid, { recordedAt: 2 }),
    ];
    expect(ids(events)).toEqual(["P11", "p10", "p9"]);
  });

  test("all that brings money is one kind", () => {
    const events = [
      on(5, "b", paid),
      on(5, "c", { kind: "credit", amountMinor: 1n }),
      on(5, "a", { kind: "goodwill_credit", amountMinor: 1n }),
    ];
    expect(ids(events)).toEqual(["a", "b", "c"]);
  });
});

describe("what is known, and up to when", () => {
  const events = [on(5, "a", paid, { recordedAt: 7 }), on(6, "b", paid, { recordedAt: 8 })];

  test("an event stands from its effective day on, that day included", () => {
    expect(ids(events, { asOf: 4 })).toEqual([]);
    expect(ids(events, { asOf: 5 })).toEqual(["a"]);
    expect(ids(events, { asOf: 6 })).toEqual(["a", "b"]);
  });

  test("what is recorded at the moment itself is known", () => {
    expect(ids(events, { knownAt: 6 })).toEqual([]);
    expect(ids(events, { knownAt: 7 })).toEqual(["a"]);
    expect(ids(events, { knownAt: 8 })).toEqual(["a", "b"]);
  });
});

describe("what is taken back", () => {
  test("a reversal removes its target and itself, from its own effective day on", () => {
    const events = [on(5, "a", paid), on(8, "undo", reversal("a"))];
    expect(ids(events, { asOf: 7 })).toEqual(["a"]);
    expect(ids(events, { asOf: 8 })).toEqual([]);
  });

  test("a chargeback removes its target, and stays for the fee that it brings", () => {
    const events = [on(5, "a", paid), on(8, "bounced", chargeback("a"))];
    expect(ids(events, { asOf: 8 })).toEqual(["bounced"]);
  });

  test("a reversal that is not yet known takes nothing back", () => {
    const events = [on(5, "a", paid), on(5, "undo", reversal("a"), { recordedAt: 9 })];
    expect(ids(events, { knownAt: 8 })).toEqual(["a"]);
    expect(ids(events, { knownAt: 9 })).toEqual([]);
  });

  test("a chain: paid, taken back, paid again, bounced, paid at last", () => {
    const events = [
      on(5, "first", paid),
      on(6, "undo", reversal("first")),
      on(7, "second", paid),
      on(8, "bounced", chargeback("second")),
      on(9, "third", paid),
    ];
    const byDay = [5, 6, 7, 8, 9].map((asOf) => ids(events, { asOf }));
    expect(byDay).toEqual([["first"], [], ["second"], ["bounced"], ["bounced", "third"]]);
  });

  test("a charge-off that is taken back leaves the later ones", () => {
    const events = [
      on(5, "off", { kind: "charge_off" }),
      on(6, "on", { kind: "undo_charge_off" }),
      on(7, "off again", { kind: "charge_off" }),
      on(8, "undo", reversal("off")),
    ];
    expect(ids(events)).toEqual(["on", "off again"]);
  });
});

/** 6 February 2026 is a Friday. */
describe("cut-off at 17:00", () => {
  const MINUTE = 17 * 60;
  const cutOff = (then: CutOff["then"], calendar?: Partial<BusinessCalendar>): Loan => ({
    ...loan,
    policy: { ...defaultLedgerPolicy, cutOff: { minute: MINUTE, then } },
    ...(calendar && {
      calendar: { weekend: [6, 7], holidays: new Set(), workingDays: new Set(), ...calendar },
    }),
  });
  const at = (receivedMinute: number | undefined, dayOfMonth = 6): LoanEvent[] => [
    on(dayOfMonth, "a", paid, receivedMinute === undefined ? {} : { receivedMinute }),
  ];
  const effectiveOn = (events: LoanEvent[], of: Loan): string[] =>
    standing(events, { loan: of }).map((event) => isoFromDay(event.effectiveOn));

  test("the minute before it counts today, the minute itself tomorrow", () => {
    expect(effectiveOn(at(MINUTE - 1), cutOff("next_day"))).toEqual(["2026-02-06"]);
    expect(effectiveOn(at(MINUTE), cutOff("next_day"))).toEqual(["2026-02-07"]);
  });

  test("money of which nobody knows the minute counts today", () => {
    expect(effectiveOn(at(undefined), cutOff("next_day"))).toEqual(["2026-02-06"]);
  });

  test("without a cut-off the minute does not matter", () => {
    expect(effectiveOn(at(23 * 60), loan)).toEqual(["2026-02-06"]);
  });

  test("by working days: over the weekend, over a holiday, to a make-up day", () => {
    expect(effectiveOn(at(MINUTE), cutOff("next_working_day", {}))).toEqual(["2026-02-09"]);
    const holiday = cutOff("next_working_day", { holidays: new Set([feb(9)]) });
    expect(effectiveOn(at(MINUTE), holiday)).toEqual(["2026-02-10"]);
    const makeUp = cutOff("next_working_day", { workingDays: new Set([feb(7)]) });
    expect(effectiveOn(at(MINUTE), makeUp)).toEqual(["2026-02-07"]);
    expect(effectiveOn(at(MINUTE, 5), cutOff("next_working_day", {}))).toEqual(["2026-02-06"]);
  });

  test("money that comes on a free day counts on it, if it comes before the cut-off", () => {
    expect(effectiveOn(at(MINUTE - 1, 7), cutOff("next_working_day", {}))).toEqual(["2026-02-07"]);
  });

  test("until the day for which it counts it does not stand", () => {
    const friday = { loan: cutOff("next_working_day", {}) };
    expect(ids(at(MINUTE), { ...friday, asOf: 8 })).toEqual([]);
    expect(ids(at(MINUTE), { ...friday, asOf: 9 })).toEqual(["a"]);
  });

  test("taken back in between, it never stands", () => {
    const events = [...at(MINUTE), on(7, "undo", reversal("a"))];
    for (const asOf of [6, 7, 8, 9, 10])
      expect(ids(events, { loan: cutOff("next_working_day", {}), asOf })).toEqual([]);
  });

  test("working days without a calendar are a broken invariant", () => {
    expect(() => ids(at(MINUTE), { loan: cutOff("next_working_day") })).toThrow(InvariantError);
  });
});

describe("pauses", () => {
  const untilOf = (events: readonly LoanEvent[], looked: Looked = {}): (number | undefined)[] =>
    pausesOf(standing(events, looked)).map(({ until }) => until && until - feb(1) + 1);

  test("end on the day named, or are open", () => {
    expect(untilOf([on(5, "a", pause(10)), on(6, "b", pause())])).toEqual([10, undefined]);
  });

  test("a resume ends them early, never late; the first one counts", () => {
    const until10 = on(5, "a", pause(10));
    expect(untilOf([until10, on(8, "go", resume("a"))])).toEqual([8]);
    expect(untilOf([until10, on(12, "go", resume("a"))])).toEqual([10]);
    expect(untilOf([until10, on(9, "go", resume("a")), on(7, "go!", resume("a"))])).toEqual([7]);
  });

  test("a resume ends its own pause only, and only once its day has come", () => {
    const events = [on(5, "a", pause()), on(6, "b", pause()), on(8, "go", resume("b"))];
    expect(untilOf(events)).toEqual([undefined, 8]);
    expect(untilOf(events, { asOf: 7 })).toEqual([undefined, undefined]);
  });

  test("resumed on its first day, a pause holds nothing", () => {
    const [held] = pausesOf([on(5, "a", pause()), on(5, "go", resume("a"))]);
    expect(isFrozen([held as Pause], "charges", feb(5))).toBe(false);
  });

  test("one that is taken back never was, its resume with it", () => {
    const events = [on(5, "a", pause()), on(7, "go", resume("a")), on(9, "undo", reversal("a"))];
    expect(untilOf(events, { asOf: 8 })).toEqual([7]);
    expect(untilOf(events, { asOf: 9 })).toEqual([]);
  });

  test("hold from their first day to the day before their end, what they freeze and nothing else", () => {
    const held = pausesOf([on(5, "a", pause(7))]);
    const days = [4, 5, 6, 7].map((dayOfMonth) => isFrozen(held, "charges", feb(dayOfMonth)));
    expect(days).toEqual([false, true, true, false]);
    expect(isFrozen(held, "ageing", feb(5))).toBe(false);
  });
});

describe("frozen days of a stretch, its end not counted", () => {
  const frozen = (
    events: readonly LoanEvent[],
    [from, to]: readonly [number, number],
    what: Pause["freezes"][number] = "charges",
  ): number => frozenDays(pausesOf(events), what, { from: feb(from), to: feb(to) });

  test.each([
    ["inside: 5, 6", [on(5, "a", pause(7))], [1, 20], 2],
    ["before it: none", [on(5, "a", pause(7))], [7, 20], 0],
    ["after it: none", [on(5, "a", pause(7))], [1, 5], 0],
    ["clipped on the left: 6", [on(5, "a", pause(7))], [6, 20], 1],
    ["clipped on the right: 5", [on(5, "a", pause(7))], [1, 6], 1],
    ["around it: 10 to 12", [on(5, "a", pause(20))], [10, 13], 3],
    ["open: 5 to 19", [on(5, "a", pause())], [1, 20], 15],
    ["one after the other: 5 to 8", [on(5, "a", pause(7)), on(7, "b", pause(9))], [1, 20], 4],
    ["overlapping counts once: 5 to 9", [on(5, "a", pause(8)), on(7, "b", pause(10))], [1, 20], 5],
    ["one inside the other: 5 to 9", [on(5, "a", pause(10)), on(6, "b", pause(8))], [1, 20], 5],
    ["an empty stretch", [on(5, "a", pause(10))], [6, 6], 0],
  ] as const)("%s", (_, events, stretch, days) => {
    expect(frozen(events, stretch)).toBe(days);
  });

  test("of another thing: none", () => {
    expect(frozen([on(5, "a", pause(7))], [1, 20], "contact")).toBe(0);
  });
});
