import { describe, expect, test } from "vitest";
import { type DayNumber, dayFromIso, isoFromDay, weekday } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import {
  type LimitationEvent,
  type LimitationFacts,
  limitation,
  type Suspension,
} from "./limitation.ts";
import {
  chinaLimitation,
  englandLimitation,
  type InterruptionKind,
  type LimitationTerms,
  limitationTermsById,
  newYorkLimitation,
  scotlandLimitation,
  usStateLimitation,
} from "./limitation-terms.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));

const event = (
  on: string,
  kind: InterruptionKind,
  more: Partial<LimitationEvent> = {},
): LimitationEvent => ({ on: day(on), kind, proof: "DOC-1", against: "this", ...more });

const obstacle = (
  from: string,
  until: string | undefined,
  proof: string | undefined = "DOC-2",
): Suspension => ({
  from: day(from),
  until: until === undefined ? undefined : day(until),
  ground: "force_majeure",
  proof,
});

type Told = Partial<Omit<LimitationFacts, "dueOn">> & { readonly dueOn?: string[] };
const told = (terms: LimitationTerms, { dueOn = ["2021-05-10"], ...more }: Told = {}): string[] =>
  limitation(terms, {
    events: [],
    suspensions: [],
    alarmDays: 90,
    ...more,
    dueOn: dueOn.map(day),
  }).steps.map(
    ({ on, kind, counted, why, newExpiryOn }) =>
      `${isoFromDay(on)} ${kind} ${counted ? "+" : "-"} ${why} → ${newExpiryOn === undefined ? "open" : isoFromDay(newExpiryOn)}`,
  );

describe("China: three years from the last due date", () => {
  test("the first day is not counted; the corresponding day is the last", () => {
    expect(told(chinaLimitation)).toEqual(["2021-05-10 start + starts → 2024-05-10"]);
    expect(told(chinaLimitation, { dueOn: ["2024-02-29"] })).toEqual([
      "2024-02-29 start + starts → 2027-02-28",
    ]);
  });

  test("instalments: one clock, from the last of them", () => {
    const dueOn = ["2021-03-10", "2021-04-10", "2021-05-10"];
    expect(told(chinaLimitation, { dueOn })).toEqual(["2021-05-10 start + starts → 2024-05-10"]);
  });

  test("a last day on a rest day moves to the first working day after it", () => {
    const isHoliday = (on: DayNumber): boolean => weekday(on) >= 6;
    expect(told(chinaLimitation, { dueOn: ["2021-05-11"], isHoliday })).toEqual([
      "2021-05-11 start + starts → 2024-05-13", // 11 May 2024 is a Saturday
    ]);
  });

  test("a calendar without a working day is a mistake, not a period without end", () => {
    expect(() => told(chinaLimitation, { isHoliday: () => true })).toThrow("calendar of holidays");
  });

  test("the alarm goes off the given days before the last one", () => {
    const facts = { dueOn: [day("2021-05-10")], events: [], suspensions: [], alarmDays: 90 };
    expect(limitation(chinaLimitation, facts).alarmOn).toBe(day("2024-02-10"));
    expect(
      limitation(
        { ...chinaLimitation, longStopYears: undefined },
        {
          ...facts,
          events: [event("2023-01-05", "suit", { proceedingsEndOn: "open" })],
        },
      ),
    ).toMatchObject({ expiresOn: undefined, alarmOn: undefined });
  });

  test("each proven interruption starts three new years; one without proof is listed only", () => {
    const events = [
      event("2022-01-15", "demand"),
      event("2022-06-01", "message", { proof: undefined }),
      event("2022-07-01", "message", { proof: "  " }),
      event("2023-09-30", "part_payment"),
      event("2026-09-30", "assignment_notice"),
    ];
    expect(told(chinaLimitation, { events })).toEqual([
      "2021-05-10 start + starts → 2024-05-10",
      "2022-01-15 demand + counted → 2025-01-15",
      "2022-06-01 message - no_proof → 2025-01-15",
      "2022-07-01 message - no_proof → 2025-01-15",
      "2023-09-30 part_payment + counted → 2026-09-30",
      "2026-09-30 assignment_notice + counted → 2029-09-30",
    ]);
  });

  test("a joint debtor's interruption reaches this one", () => {
    const events = [event("2022-01-15", "promise", { against: "joint" })];
    expect(told(chinaLimitation, { events })[1]).toBe("2022-01-15 promise + counted → 2025-01-15");
  });

  test("what came before the last due date does not move it", () => {
    expect(told(chinaLimitation, { events: [event("2021-04-01", "demand")] })[1]).toBe(
      "2021-04-01 demand - before_start → 2024-05-10",
    );
  });

  test("too late: a demand does nothing, a promise begins anew", () => {
    const events = [event("2024-05-11", "demand"), event("2024-08-01", "promise")];
    expect(told(chinaLimitation, { events }).slice(1)).toEqual([
      "2024-05-11 demand - after_expiry → 2024-05-10",
      "2024-08-01 promise + revives → 2027-08-01",
    ]);
  });

  test("a suit holds the clock while it lasts, and starts it at its end", () => {
    const open = [event("2023-01-05", "suit", { proceedingsEndOn: "open" })];
    expect(told(chinaLimitation, { events: open })[1]).toBe(
      "2023-01-05 suit + counted → 2041-05-10",
    );
    const ended = [event("2023-01-05", "suit", { proceedingsEndOn: day("2023-11-20") })];
    expect(told(chinaLimitation, { events: ended })[1]).toBe(
      "2023-01-05 suit + counted → 2026-11-20",
    );
  });

  test("twenty years from the start nothing helps any more", () => {
    const events = Array.from({ length: 10 }, (_, i) => event(`${2023 + 2 * i}-05-10`, "demand"));
    expect(told(chinaLimitation, { events }).at(-1)).toBe(
      "2041-05-10 demand + counted → 2041-05-10",
    );
  });
});

describe("China: obstacles in the last six months (194)", () => {
  test.each<[string, string | undefined, string, string]>([
    ["2023-12-01", "2024-02-01", "+ extends → 2024-08-01", "in the last six months"],
    ["2023-06-01", "2023-11-10", "- not_in_last_months → 2024-05-10", "ended before them"],
    ["2023-06-01", "2023-11-11", "+ extends → 2024-05-11", "reaches their first day"],
    ["2024-05-10", "2024-05-20", "+ extends → 2024-11-20", "begins on the last day"],
    ["2024-05-11", "2024-05-20", "- after_expiry → 2024-05-10", "begins too late"],
    ["2024-01-01", undefined, "+ extends → 2041-05-10", "still lasts: only the long stop is left"],
  ])("%s to %s: %s (%s)", (from, until, line) => {
    const suspensions = [obstacle(from, until)];
    expect(told(chinaLimitation, { suspensions })[1]).toBe(`${from} suspension ${line}`);
  });

  test("unproven it does not count", () => {
    const suspensions = [{ ...obstacle("2024-01-01", "2024-02-01"), proof: undefined }];
    expect(told(chinaLimitation, { suspensions })[1]).toBe(
      "2024-01-01 suspension - no_proof → 2024-05-10",
    );
  });

  test("an obstacle keeps the period open for a demand, which begins a new one", () => {
    const told1 = told(chinaLimitation, {
      suspensions: [obstacle("2024-03-01", "2024-04-01")],
      events: [event("2024-10-01", "demand")],
    });
    expect(told1.slice(1)).toEqual([
      "2024-03-01 suspension + extends → 2024-10-01",
      "2024-10-01 demand + counted → 2027-10-01",
    ]);
  });
});

describe("other laws", () => {
  test("England and Wales: six years, a clock for every instalment, the earliest in front", () => {
    const dueOn = ["2020-01-31", "2020-02-29"].map(day);
    const facts = { dueOn, events: [], suspensions: [], alarmDays: 180 };
    const { expiresOn, alarmOn, clocks } = limitation(englandLimitation, facts);
    expect(clocks.map((clock) => isoFromDay(clock.expiresOn ?? day("1970-01-01")))).toEqual([
      "2026-01-31",
      "2026-02-28",
    ]);
    expect([expiresOn, alarmOn]).toEqual([day("2026-01-31"), day("2025-08-04")]);
  });

  test("England and Wales: another's acknowledgement does not bind, another's payment does", () => {
    const events = [
      event("2022-01-01", "acknowledgement", { against: "joint" }),
      event("2022-02-01", "part_payment", { against: "joint" }),
      event("2022-03-01", "demand"),
      event("2028-02-02", "part_payment"),
    ];
    expect(told(englandLimitation, { events }).slice(1)).toEqual([
      "2022-01-01 acknowledgement - other_debtor → 2027-05-10",
      "2022-02-01 part_payment + counted → 2028-02-01",
      "2022-03-01 demand - not_a_ground → 2028-02-01",
      "2028-02-02 part_payment - after_expiry → 2028-02-01",
    ]);
  });

  test("Scotland: five years, and the debt is gone", () => {
    expect(told(scotlandLimitation)).toEqual(["2021-05-10 start + starts → 2026-05-10"]);
    expect(scotlandLimitation.extinguishes).toBe(true);
  });

  test("New York: three years from default; a payment does not restart it", () => {
    const dueOn = ["2022-05-10", "2022-06-10"];
    expect(
      told(newYorkLimitation, { dueOn, events: [event("2024-01-01", "part_payment")] }),
    ).toEqual([
      "2022-05-10 start + starts → 2025-05-10",
      "2024-01-01 part_payment - not_a_ground → 2025-05-10",
    ]);
  });

  test("a state where a payment restarts it, in time only", () => {
    const state = usStateLimitation("xx", { years: 4, paymentRestarts: true });
    const events = [event("2024-01-01", "part_payment"), event("2028-01-02", "part_payment")];
    expect(told(state, { events }).slice(1)).toEqual([
      "2024-01-01 part_payment + counted → 2028-01-01",
      "2028-01-02 part_payment - after_expiry → 2028-01-01",
    ]);
  });

  test("a law without suspension lists the obstacle", () => {
    expect(told(newYorkLimitation, { suspensions: [obstacle("2024-01-01", undefined)] })[1]).toBe(
      "2024-01-01 suspension - not_a_ground → 2024-05-10",
    );
  });

  test("laws are found by the id that a case names", () => {
    expect(Object.keys(limitationTermsById)).toEqual(["cn", "gb_eaw", "gb_sct", "us_ny"]);
  });
});

test("without a due date there is no period to count", () => {
  const nothing = { dueOn: [], events: [], suspensions: [], alarmDays: 0 };
  expect(() => limitation(chinaLimitation, nothing)).toThrow("needs a due date");
});
