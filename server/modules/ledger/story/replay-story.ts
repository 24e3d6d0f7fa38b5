import type { Story } from "@mora/contract/story";
import { type Answer, answer } from "./answer.ts";
import { type CalculationAnswer, calculate } from "./calculate.ts";
import { casesOf, type NamedCase } from "./cases.ts";
import { type Failure, failuresOf } from "./check.ts";
import { loanOf } from "./loan.ts";
import { type RecordedEvent, recordEvents } from "./record.ts";

/** What became of an event: what was told, and the refusal if it was refused. */
export type EventAnswer = {
  readonly id: string;
  readonly on: string;
  readonly recordedOn: string;
  readonly kind: string;
  readonly told: Readonly<Record<string, unknown>>;
  readonly refused: { readonly code: string; readonly detail: string } | undefined;
};

/** One loan of a story, replayed. */
export type CaseAnswer = {
  readonly name: string;
  readonly note: string | undefined;
  readonly currency: string | undefined;
  readonly policy: NamedCase["policy"];
  readonly refused: { readonly code: string; readonly detail: string } | undefined;
  readonly events: readonly EventAnswer[];
  readonly answers: readonly Answer[];
  /** What the statement is to show of each day beyond the usual. */
  readonly asks: Readonly<Record<string, readonly string[]>>;
  readonly failures: readonly Failure[];
};

/** All that a story comes to. `claims` counts what the story says, `failures` what does not hold. */
export type StoryAnswer = {
  readonly title: string;
  readonly source: string | undefined;
  readonly note: string | undefined;
  readonly cases: readonly CaseAnswer[];
  readonly calculations: readonly CalculationAnswer[];
  readonly claims: number;
  readonly failures: readonly Failure[];
};

/** Replays a story and holds it to what it says. Pure: no clock, no database. */
export function replayStory(story: Story): StoryAnswer {
  const { title, source, note } = story;
  const cases = hasLoan(story) ? casesAnswer(story) : [];
  const calculations = (story.calculations ?? []).map(calculate);
  return {
    title,
    source,
    note,
    cases,
    calculations,
    claims: claimsIn(story),
    failures: [...cases, ...calculations].flatMap(({ failures }) => failures),
  };
}

const hasLoan = (story: Story): boolean =>
  story.variants !== undefined ||
  story.terms !== undefined ||
  story.schedule !== undefined ||
  story.questions !== undefined ||
  story.calculations === undefined;

function casesAnswer(story: Story): CaseAnswer[] {
  const cases = casesOf(story);
  if (cases.ok) return cases.value.map(caseAnswer);
  const { code, detail } = cases.error;
  const failures = [
    { where: "variants", expected: "complete variants", got: `${code}: ${detail}` },
  ];
  return [{ ...blank({ name: "", note: undefined }), refused: cases.error, failures }];
}

const blank = ({ name, note, currency, policy }: NamedCase): Omit<CaseAnswer, "failures"> => ({
  name,
  note,
  currency,
  policy,
  refused: undefined,
  events: [],
  answers: [],
  asks: {},
});

function caseAnswer(story: NamedCase): CaseAnswer {
  const head = blank(story);
  const at = (where: string): string => (story.name === "" ? where : `${story.name}: ${where}`);
  const loan = loanOf(story);
  if (!loan.ok) {
    const failures = failuresOf(
      story.refused ?? "a loan",
      said(loan.error, story.refused),
      at("loan"),
    );
    return { ...head, refused: loan.error, failures };
  }
  const recorded = recordEvents(loan.value.loan, story.events ?? []);
  const answers = (story.questions ?? []).map((question) =>
    answer({ story, loan: loan.value, recorded, question }),
  );
  const failures = [
    ...(story.refused === undefined ? [] : failuresOf(story.refused, "a loan", at("loan"))),
    ...recorded.flatMap((event) => refusalFailures(event, at(`event ${event.id}`))),
    ...answers.flatMap((given, i) =>
      failuresOf(story.questions?.[i]?.expect ?? {}, given, at(given.on)),
    ),
  ];
  const asks = Object.fromEntries((story.questions ?? []).map(({ on, ask = [] }) => [on, ask]));
  return { ...head, events: recorded.map(eventAnswer), answers, asks, failures };
}

/** A refusal that nobody expected is shown with its detail. */
const said = (
  { code, detail }: { readonly code: string; readonly detail: string },
  expected: string | undefined,
): string => (expected === undefined ? `${code}: ${detail}` : code);

function refusalFailures({ form, refusal }: RecordedEvent, where: string): Failure[] {
  if (refusal) return failuresOf(form.refused ?? "recorded", said(refusal, form.refused), where);
  return form.refused === undefined ? [] : failuresOf(form.refused, "recorded", where);
}

function eventAnswer({ form, id, recordedOn, refusal }: RecordedEvent): EventAnswer {
  const { on, kind, id: _id, recordedOn: _recordedOn, refused: _refused, ...told } = form;
  return { id, on, recordedOn, kind, told, refused: refusal };
}

/** How many single figures and words a story claims. */
function claimsIn(story: Story): number {
  const questions = [story, ...Object.values(story.variants ?? {})].flatMap((one) => [
    ...(one.questions ?? []).map(({ expect }) => expect),
    ...(one.events ?? []).map(({ refused }) => refused),
    one.refused,
  ]);
  const calculated = (story.calculations ?? []).map(({ expect, refused }) => refused ?? expect);
  return [...questions, ...calculated].reduce((sum, claim) => sum + leavesOf(claim), 0);
}

function leavesOf(claim: unknown): number {
  if (claim === undefined) return 0;
  if (typeof claim !== "object" || claim === null) return 1;
  return Object.entries(claim)
    .filter(([key]) => key !== "no" && key !== "of")
    .reduce((sum, [, value]) => sum + leavesOf(value), 0);
}
