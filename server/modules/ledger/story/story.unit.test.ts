import { describe, expect, test } from "vitest";
import { readStory, replayStory, type StoryAnswer, statementOf } from "../index.ts";

const loan = `story: 1
title: A test
currency: CNY
schedule:
  startOn: 2026-01-01
  rows:
    - { dueOn: 2026-02-01, principal: "3650.00", interest: "365.00" }
`;

function told(rest: string): StoryAnswer {
  const reading = readStory(loan + rest);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return replayStory(reading.story);
}

const problems = (text: string) => {
  const reading = readStory(text);
  return reading.ok ? [] : reading.problems.map(({ path, line, what }) => [line, path, what]);
};

describe("a story that is none", () => {
  test("a field that is not known is named with its line", () => {
    expect(
      problems(`${loan}events:\n  - { on: 2026-02-01, kind: payment, amuont: "1.00" }\n`),
    ).toEqual(expect.arrayContaining([[9, "events[0].amuont", "there is no such field"]]));
  });

  test("what is missing is said so, where it should stand", () => {
    expect(problems(`${loan}events:\n  - { on: 2026-02-01, kind: payment }\n`)).toEqual([
      [9, "events[0].amount", "this field is missing"],
    ]);
  });

  test("an amount without quotes would be a float: it is refused with the remedy", () => {
    expect(
      problems(`${loan}events:\n  - { on: 2026-02-01, kind: payment, amount: 1.10 }\n`),
    ).toEqual([[9, "events[0].amount", 'an amount is text: write it in quotes, such as "25.00"']]);
  });

  test("a day that no calendar has", () => {
    expect(problems(loan.replace("2026-02-01", "2026-02-30"))).toEqual([
      [7, "schedule.rows[0].dueOn", "this is no date of the calendar (YYYY-MM-DD)"],
    ]);
  });

  test("of a union, the alternative that came nearest", () => {
    expect(problems(`${loan}policy: { penalty: { rate: { fixed: ten } } }\n`)).toEqual([
      [8, "policy.penalty.rate.fixed", 'a rate is written like 4.35% or "0.0435"'],
    ]);
  });

  test("text that is no YAML", () => {
    expect(problems("story: [1\n")[0]?.[0]).toBeGreaterThan(0);
  });

  test("an alias to nowhere, aliases without end, an empty file", () => {
    expect(problems("story: *nowhere\n")[0]?.[2]).toContain("nowhere");
    const bomb = ["a0: &a0 [x]"];
    for (let i = 1; i < 9; i++) bomb.push(`a${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]`);
    expect(problems(bomb.join("\n"))[0]?.[2]).toContain("alias");
    expect(problems("")).toHaveLength(1);
  });

  test("the same key twice", () => {
    expect(problems(`${loan}title: again\n`)[0]?.[2]).toContain("unique");
  });

  test("another version of the format", () => {
    expect(problems(loan.replace("story: 1", "story: 2"))).toEqual([[1, "story", "expected 1"]]);
  });
});

describe("what does not hold is said", () => {
  test("a wrong amount, by place, with both figures", () => {
    const { failures, claims } = told(
      `questions: [{ on: 2026-02-02, expect: { daysPastDue: 1, due: { total: "4015.01" } } }]`,
    );
    expect(claims).toBe(2);
    expect(failures).toEqual([
      { where: "2026-02-02.due.total", expected: "4015.01", got: "4015.00" },
    ]);
  });

  test("decimals compare by value, and what is not there is zero", () => {
    expect(
      told(`questions: [{ on: 2026-02-02, expect: { due: { total: "4015", fee: "0" } } }]`)
        .failures,
    ).toEqual([]);
  });

  test("an event that was to be refused and was not, and the other way round", () => {
    const { failures } = told(`events:
  - { on: 2026-02-01, kind: payment, amount: "1.00", refused: TARGET_UNKNOWN }
  - { on: 2026-02-01, kind: reversal, of: nobody }
`);
    expect(failures).toEqual([
      { where: "event e1", expected: "TARGET_UNKNOWN", got: "recorded" },
      {
        where: "event e2",
        expected: "recorded",
        got: "TARGET_UNKNOWN: there is no event nobody",
      },
    ]);
  });

  test("a claim number or an event id that does not exist", () => {
    const { failures } = told(
      `questions: [{ on: 2026-02-02, expect: { claims: [{ no: 9, open: { total: "0" } }], applied: { e9: { total: "0" } } } }]`,
    );
    expect(failures.map(({ where }) => where)).toEqual([
      "2026-02-02.claims[no 9]",
      "2026-02-02.applied.e9",
    ]);
  });

  test("a consequence too many", () => {
    const { failures } =
      told(`decisions: [{ id: d, on: 2026-02-05, kind: class_set, daysPastDue: 4 }]
events: [{ on: 2026-02-01, recordedOn: 2026-02-11, kind: payment, amount: "4015.00" }]
questions: [{ on: 2026-02-11, knownOn: 2026-02-11, expect: { consequences: [] } }]
`);
    expect(failures).toHaveLength(1);
  });

  test("a calculation", () => {
    const { failures } = told(`calculations:
  - { kind: day_count, dayCount: act_365f, from: 2026-01-01, to: 2026-01-11, expect: "11/365" }
`);
    expect(failures).toEqual([{ where: "calculations[0]", expected: "11/365", got: "2/73" }]);
  });

  test("the statement ends with it", () => {
    const answer = told(`questions: [{ on: 2026-02-02, expect: { bucket: M2 } }]`);
    expect(statementOf(answer, "en")).toContain(
      "1 of 1 claims DO NOT HOLD:\n  2026-02-02.bucket\n    story says: M2\n    engine says: M1",
    );
    expect(statementOf(answer, "zh")).toContain("1 项中有 1 项不符");
  });
});

test("a question before the loan begins finds nothing", () => {
  const { failures } = told(
    `questions: [{ on: 2025-06-01, ask: [quotes], expect: { daysPastDue: 0, bucket: C, due: { total: "0" }, accrued: "0" } }]`,
  );
  expect(failures).toEqual([]);
});

test.each([
  [
    "{ kind: day_count, dayCount: act_360, from: 2026-02-01, to: 2026-01-01, expect: 1/1",
    "DATES_UNORDERED",
  ],
  [
    "{ kind: asset_class, scheme: rbi, arrears: [{ from: 2026-02-01 }, { from: 2026-01-01 }], expect: {}",
    "DATES_UNORDERED",
  ],
  [
    '{ kind: several_debts, currency: CNY, amount: "1.00", debts: [{ id: a, due: "-1.00" }], expect: {}',
    "AMOUNT_NEGATIVE",
  ],
])("a calculation that cannot be is refused: %s", (form, code) => {
  expect(told(`calculations:\n  - ${form}, refused: ${code} }\n`).failures).toEqual([]);
});

test("events are recorded in order of recordedOn, then of the file", () => {
  const { cases } = told(`events:
  - { id: late, on: 2026-02-01, recordedOn: 2026-02-11, kind: payment, amount: "1.00" }
  - { id: b, on: 2026-02-03, kind: payment, amount: "1.00" }
  - { id: a, on: 2026-02-03, kind: payment, amount: "1.00" }
`);
  expect(cases[0]?.events.map(({ id }) => id)).toEqual(["b", "a", "late"]);
});

test("a story replayed twice is the same to the byte", () => {
  const text = `events: [{ on: 2026-02-11, kind: payment, amount: "1.00" }]
questions: [{ on: 2026-02-12, ask: [quotes] }]
`;
  expect(JSON.stringify(told(text))).toBe(JSON.stringify(told(text)));
});
