import { describe, expect, test } from "vitest";
import { type DayNumber, dayFromIso, isoFromDay } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import {
  type AssetScheme,
  assetSchemeById,
  cn2023,
  cn2023Corporate,
  cnCard2011,
  ifrs9,
  rbi,
  usFfiecClosedEnd,
  usFfiecOpenEnd,
} from "./asset-class/scheme.ts";
import type { ArrearsSpan } from "./asset-class/spans.ts";
import {
  classOn,
  classTimeline,
  loanClasses,
  type PersonLoan,
  personClass,
} from "./asset-class.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));

/** "2026-01-01: paid up", "2026-02-02: due 2026-02-01" */
const span = (text: string): ArrearsSpan => {
  const [from, state] = text.split(": ") as [string, string];
  if (state === "paid up") return { from: day(from), oldestDueOn: undefined, pastDueMinor: 0n };
  return { from: day(from), oldestDueOn: day(state.replace("due ", "")), pastDueMinor: 100n };
};
const spans = (...lines: string[]): ArrearsSpan[] => lines.map(span);

const timeline = (
  all: ArrearsSpan[],
  scheme: AssetScheme,
  restructuredOn: string[] = [],
): string[] =>
  classTimeline(all, scheme, {
    until: day("2030-12-31"),
    restructuredOn: restructuredOn.map(day),
  }).map(({ on, code, reason }) => `${isoFromDay(on)} ${code} (${reason})`);

const neverPaid = spans("2025-12-01: paid up", "2026-01-02: due 2026-01-01");

describe("an instalment of 1 January 2026 that is never paid", () => {
  test("China, five tiers of 2023: days 1, 91, 271 and 361", () => {
    expect(timeline(neverPaid, cn2023)).toEqual([
      "2025-12-01 normal (opening)",
      "2026-01-02 special_mention (days_past_due)",
      "2026-04-02 substandard (days_past_due)",
      "2026-09-29 doubtful (days_past_due)",
      "2026-12-28 loss (days_past_due)",
    ]);
  });

  test("China, cards: days 1, 91, 121 and 181", () => {
    expect(timeline(neverPaid, cnCard2011)).toEqual([
      "2025-12-01 normal (opening)",
      "2026-01-02 special_mention (days_past_due)",
      "2026-04-02 substandard (days_past_due)",
      "2026-05-02 doubtful (days_past_due)",
      "2026-07-01 loss (days_past_due)",
    ]);
  });

  test("IFRS 9: more than 30 and more than 90 days", () => {
    expect(timeline(neverPaid, ifrs9)).toEqual([
      "2025-12-01 stage_1 (opening)",
      "2026-02-01 stage_2 (days_past_due)",
      "2026-04-02 stage_3 (days_past_due)",
    ]);
  });

  test("FFIEC: substandard at 90, charge-off at 120 closed-end and 180 open-end", () => {
    expect(timeline(neverPaid, usFfiecClosedEnd)).toEqual([
      "2025-12-01 pass (opening)",
      "2026-04-01 substandard (days_past_due)",
      "2026-05-01 charge_off_due (days_past_due)",
    ]);
    expect(timeline(neverPaid, usFfiecOpenEnd).at(-1)).toMatch(/^2026-06-30 charge_off_due/);
  });
});

test("RBI's own illustration: due 31 March 2021, overdue that day-end, NPA on 29 June", () => {
  expect(timeline(spans("2021-03-01: paid up", "2021-03-31: due 2021-03-31"), rbi)).toEqual([
    "2021-03-01 standard (opening)",
    "2021-03-31 sma_0 (days_past_due)",
    "2021-04-30 sma_1 (days_past_due)",
    "2021-05-30 sma_2 (days_past_due)",
    "2021-06-29 npa (days_past_due)",
  ]);
});

test("a second lender's illustration of the circular: due 1 December 2021, NPA on 1 March 2022", () => {
  expect(timeline(spans("2021-12-01: due 2021-12-01"), rbi)).toEqual([
    "2021-12-01 sma_0 (opening)",
    "2021-12-31 sma_1 (days_past_due)",
    "2022-01-30 sma_2 (days_past_due)",
    "2022-03-01 npa (days_past_due)",
  ]);
});

describe("getting better", () => {
  const lateThenPartPaid = ["2026-01-02: due 2026-01-01", "2026-05-01: due 2026-04-20"];

  test("immediate: a part payment that leaves ten days past due leaves special mention", () => {
    expect(timeline(spans(...lateThenPartPaid, "2026-05-10: paid up"), cn2023)).toEqual([
      "2026-01-02 special_mention (opening)",
      "2026-04-02 substandard (days_past_due)",
      "2026-05-01 special_mention (days_past_due)",
      "2026-05-10 normal (days_past_due)",
    ]);
  });

  test("RBI: an NPA stays one until all arrears are paid", () => {
    expect(timeline(spans(...lateThenPartPaid, "2026-05-10: paid up"), rbi).slice(3)).toEqual([
      "2026-04-01 npa (days_past_due)",
      "2026-05-10 standard (cured)",
    ]);
  });

  test("IFRS 9: ninety days with nothing past due, begun anew by a single late day", () => {
    const relapsed = spans(
      ...lateThenPartPaid,
      "2026-05-10: paid up",
      "2026-06-02: due 2026-06-01",
      "2026-06-03: paid up",
    );
    expect(timeline(relapsed, ifrs9).slice(2)).toEqual([
      "2026-04-02 stage_3 (days_past_due)",
      "2026-09-01 stage_1 (cured)",
    ]);
  });

  test("observed instalments: two due dates passed with nothing past due", () => {
    const [first, ...rest] = cn2023.classes;
    const byInstalments: AssetScheme = {
      ...cn2023,
      classes: [
        first,
        ...rest.map((one) =>
          one.nonPerforming
            ? { ...one, cure: { kind: "observed_instalments" as const, instalments: 2 } }
            : one,
        ),
      ],
    };
    const dueOn = ["2026-04-20", "2026-05-20", "2026-06-20", "2026-07-20"].map(day);
    const paid = spans(...lateThenPartPaid, "2026-05-10: paid up");
    const points = classTimeline(paid, byInstalments, { until: day("2026-12-31"), dueOn });
    expect(points.at(-1)).toMatchObject({ on: day("2026-06-21"), code: "normal", reason: "cured" });
    expect(() => classTimeline(paid, byInstalments, { until: day("2026-12-31") })).toThrow(
      "needs due dates",
    );
  });

  test("what is due for charge-off stays so after payment", () => {
    const paid = [...neverPaid, span("2026-05-02: paid up")];
    expect(timeline(paid, usFfiecClosedEnd).at(-1)).toMatch(/^2026-05-01 charge_off_due/);
  });
});

describe("restructured, China 2023", () => {
  const open = spans("2026-01-01: paid up");

  test("special mention for a year at least", () => {
    expect(timeline(open, cn2023, ["2026-03-01"])).toEqual([
      "2026-01-01 normal (opening)",
      "2026-03-01 special_mention (restructured)",
      "2027-03-01 normal (observation_ended)",
    ]);
  });

  test("again within the year: substandard, and a new year", () => {
    expect(timeline(open, cn2023, ["2026-03-01", "2026-10-01"])).toEqual([
      "2026-01-01 normal (opening)",
      "2026-03-01 special_mention (restructured)",
      "2026-10-01 substandard (restructured)",
      "2027-10-01 normal (observation_ended)",
    ]);
  });

  test("non-performing when restructured: substandard though nothing is past due any more", () => {
    const settled = spans("2026-01-02: due 2026-01-01", "2026-05-01: paid up");
    expect(timeline(settled, cn2023, ["2026-05-01"]).slice(1)).toEqual([
      "2026-04-02 substandard (days_past_due)",
      "2027-05-01 normal (observation_ended)",
    ]);
  });

  test("turning bad while watched starts the year anew", () => {
    const relapsed = spans(
      "2026-01-01: paid up",
      "2026-04-02: due 2026-04-01",
      "2026-08-01: paid up",
    );
    expect(timeline(relapsed, cn2023, ["2026-03-01"])).toEqual([
      "2026-01-01 normal (opening)",
      "2026-03-01 special_mention (restructured)",
      "2026-07-01 substandard (days_past_due)",
      "2026-08-01 special_mention (days_past_due)",
      "2027-07-01 normal (observation_ended)",
    ]);
  });
});

describe("contagion", () => {
  const loan = (outstandingMinor: bigint, ...lines: string[]): PersonLoan => ({
    spans: spans(...lines),
    outstandingMinor,
  });
  const on = (text: string, scheme: AssetScheme, ...loans: PersonLoan[]): string[] =>
    loanClasses(loans, scheme, day(text));

  test("RBI: one NPA makes the borrower one, and no loan is upgraded while another is late", () => {
    const a = loan(1n, "2026-01-01: due 2026-01-01", "2026-06-01: paid up");
    const b = loan(1n, "2026-01-01: paid up", "2026-05-20: due 2026-05-20", "2026-06-10: paid up");
    expect(on("2026-03-31", rbi, a, b)).toEqual(["sma_2", "standard"]);
    expect(on("2026-04-01", rbi, a, b)).toEqual(["npa", "npa"]);
    expect(on("2026-06-05", rbi, a, b)).toEqual(["npa", "npa"]);
    expect(on("2026-06-10", rbi, a, b)).toEqual(["standard", "standard"]);
  });

  test("China, non-retail: more than a tenth of the debt is bad, then all of it is", () => {
    const bad = loan(100n, "2026-01-02: due 2026-01-01");
    const good = (minor: bigint): PersonLoan => loan(minor, "2026-01-01: paid up");
    expect(on("2026-04-02", cn2023Corporate, bad, good(900n))).toEqual(["substandard", "normal"]);
    expect(on("2026-04-02", cn2023Corporate, bad, good(899n))).toEqual([
      "substandard",
      "substandard",
    ]);
    expect(on("2026-10-01", cn2023Corporate, bad, good(1n))).toEqual(["doubtful", "substandard"]);
  });

  test("each loan for itself where nothing spreads", () => {
    const loans = [loan(1n, "2026-01-02: due 2026-01-01"), loan(1n, "2026-01-01: paid up")];
    expect(personClass(loans, cn2023, day("2027-06-01"))).toBe("normal");
    expect(loanClasses(loans, cn2023, day("2027-06-01"))).toEqual(["loss", "normal"]);
  });
});

test("a point says what caused it", () => {
  expect(classOn(neverPaid, cn2023, { until: day("2026-04-02") })).toEqual({
    on: day("2026-04-02"),
    code: "substandard",
    reason: "days_past_due",
    causeOn: day("2026-01-01"),
    daysPastDue: 91,
  });
  expect(classOn(neverPaid, cn2023, { until: day("2025-11-30") })).toBeUndefined();
});

test("schemes are found by the id that product terms name", () => {
  expect(Object.keys(assetSchemeById)).toHaveLength(8);
  for (const [id, scheme] of Object.entries(assetSchemeById)) expect(scheme.id).toBe(id);
});
