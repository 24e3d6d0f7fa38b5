import { describe, expect, it } from "vitest";
import { type DayNumber, dayFromIso } from "../kernel/business-date.ts";
import { unwrap } from "../kernel/result.ts";
import { type DayCount, dayCounter, dayCounts, YEAR_TICKS } from "./day-count.ts";

const day = (text: string): DayNumber => unwrap(dayFromIso(text));
const DAY_360 = YEAR_TICKS / 360;
const DAY_365 = YEAR_TICKS / 365;
const DAY_366 = YEAR_TICKS / 366;

it("a year divides into 360, 365 and 366 whole days", () => {
  expect([DAY_360, DAY_365, DAY_366]).toEqual([4_453, 4_392, 4_380]);
});

/**
 * Days as each 30/360 rule counts them, worked by hand from the definitions (2006 ISDA Definitions
 * §4.16 (f)–(h) and the SIA rule), on the dates where they differ. Here no date is the maturity.
 */
const thirties: readonly DayCount[] = [
  "30_360_us",
  "30_360_isda",
  "30e_360",
  "30e_360_isda",
  "30e_plus_360",
];
describe("months of thirty days", () => {
  it.each([
    // from         to            us   isda  30E  30E-ISDA 30E+
    ["2007-01-15", "2007-01-30", [15, 15, 15, 15, 15]],
    ["2007-01-15", "2007-02-15", [30, 30, 30, 30, 30]],
    ["2007-01-15", "2007-07-15", [180, 180, 180, 180, 180]],
    ["2007-09-30", "2008-03-31", [180, 180, 180, 180, 181]],
    ["2007-09-30", "2007-10-31", [30, 30, 30, 30, 31]],
    ["2007-09-30", "2008-09-30", [360, 360, 360, 360, 360]],
    ["2007-01-15", "2007-01-31", [16, 16, 15, 15, 16]],
    ["2007-01-31", "2007-02-28", [28, 28, 28, 30, 28]],
    ["2007-02-28", "2007-03-31", [30, 33, 32, 30, 33]],
    ["2006-08-31", "2007-02-28", [178, 178, 178, 180, 178]],
    ["2007-02-28", "2007-08-31", [180, 183, 182, 180, 183]],
    ["2007-02-14", "2007-02-28", [14, 14, 14, 16, 14]],
    ["2007-02-26", "2008-02-29", [363, 363, 363, 364, 363]],
    ["2008-02-29", "2009-02-28", [360, 359, 359, 360, 359]],
    ["2008-02-29", "2008-03-30", [30, 31, 31, 30, 31]],
    ["2008-02-29", "2008-03-31", [30, 32, 31, 30, 32]],
    ["2007-02-28", "2007-03-05", [5, 7, 7, 5, 7]],
    ["2007-10-31", "2007-11-28", [28, 28, 28, 28, 28]],
    ["2007-08-31", "2008-02-29", [179, 179, 179, 180, 179]],
    ["2008-02-29", "2008-08-31", [180, 182, 181, 180, 182]],
    ["2008-08-31", "2009-02-28", [178, 178, 178, 180, 178]],
    ["2009-02-28", "2009-08-31", [180, 183, 182, 180, 183]],
    ["2007-12-31", "2008-01-31", [30, 30, 30, 30, 31]],
  ])("%s to %s counts %j", (from, to, expected) => {
    const counted = thirties.map((kind) => dayCounter(kind)(day(from), day(to)) / DAY_360);
    expect(counted).toEqual(expected);
  });

  it("the German rule leaves a February that ends the loan as it is", () => {
    const [from, to] = [day("2007-08-31"), day("2008-02-29")];
    expect(dayCounter("30e_360_isda")(from, to) / DAY_360).toBe(180);
    expect(dayCounter("30e_360_isda", to)(from, to) / DAY_360).toBe(179);
  });
});

describe("actual days", () => {
  it.each<[DayCount, string, string, number]>([
    // ISDA, "EMU and market conventions: recent developments" (1998), §4: its examples for Act/Act (ISDA).
    ["act_act_isda", "2003-11-01", "2004-05-01", 61 * DAY_365 + 121 * DAY_366],
    ["act_act_isda", "1999-02-01", "1999-07-01", 150 * DAY_365],
    ["act_act_isda", "1999-07-01", "2000-07-01", 184 * DAY_365 + 182 * DAY_366],
    ["act_act_isda", "2002-08-15", "2003-07-15", 334 * DAY_365],
    ["act_act_isda", "2003-07-15", "2004-01-15", 170 * DAY_365 + 14 * DAY_366],
    ["act_act_isda", "1999-07-30", "2000-01-30", 155 * DAY_365 + 29 * DAY_366],
    ["act_act_isda", "2000-01-30", "2000-06-30", 152 * DAY_366],
    ["act_act_isda", "1999-11-30", "2000-04-30", 32 * DAY_365 + 120 * DAY_366],
    ["act_act_isda", "2004-01-01", "2005-01-01", YEAR_TICKS],
    ["act_act_isda", "2001-01-01", "2101-01-01", 100 * YEAR_TICKS],
    ["act_365f", "2003-11-01", "2004-05-01", 182 * DAY_365],
    ["act_365f", "2004-01-01", "2005-01-01", 366 * DAY_365],
    ["act_360", "2003-11-01", "2004-05-01", 182 * DAY_360],
    ["nl_365", "2003-11-01", "2004-05-01", 181 * DAY_365],
    ["nl_365", "2004-01-01", "2005-01-01", YEAR_TICKS],
    ["nl_365", "2004-02-28", "2004-02-29", 0],
    ["nl_365", "2004-02-29", "2004-03-01", DAY_365],
    ["nl_365", "2004-02-28", "2004-03-01", DAY_365],
    ["nl_365", "2003-02-28", "2003-03-01", DAY_365],
  ])("%s from %s to %s", (kind, from, to, expected) => {
    expect(dayCounter(kind)(day(from), day(to))).toBe(expected);
  });
});

it.each(dayCounts)("%s counts nothing within a day and refuses to run backwards", (kind) => {
  const [on, before] = [day("2027-01-31"), day("2027-01-30")];
  expect(dayCounter(kind)(on, on)).toBe(0);
  expect(() => dayCounter(kind)(on, before)).toThrow("backwards");
});
