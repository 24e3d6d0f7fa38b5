import { buckets } from "@mora/core/arrears/bucket";
import { z } from "zod";
import { LoanPolicy } from "./loan-policy.ts";
import { CalendarForm, EventForm, ScheduleForm, TermsForm, TermsPatch } from "./loan-terms.ts";
import { AmountText, ComponentName, CurrencyCode, DateText } from "./loan-text.ts";
import { Calculation } from "./story-calculations.ts";

/**
 * A story: policy, terms, events and dated questions of one loan, with what its teller expects. Stories
 * are the manual (docs/stories), the form of a bug report, and an auditor's tool: `mora loan replay`.
 */
const ByComponent = z
  .partialRecord(z.union([ComponentName, z.literal("total")]), AmountText)
  .meta({ description: "Amounts by component, or their total; what is not named is not claimed." });

const ClaimExpected = z.strictObject({
  no: z.int().meta({ description: "Instalments from 1; what events added from −1 downwards." }),
  dueOn: DateText.optional().meta({ description: "Due date." }),
  asked: ByComponent.optional().meta({ description: "Asked for so far." }),
  paid: ByComponent.optional().meta({ description: "Paid so far." }),
  waived: ByComponent.optional().meta({ description: "Given up so far." }),
  open: ByComponent.optional().meta({ description: "Asked less paid less given up." }),
});

const ConsequenceExpected = z.strictObject({
  of: z.string().meta({ description: "The decision, or the event that charged." }),
  was: z.string().meta({ description: "What it went by: an amount, or days past due." }),
  shouldBe: z.string().meta({ description: "What it should have gone by." }),
  remedy: z
    .enum(["automatic", "rejudge", "task"])
    .meta({ description: "An event made at once, a new judgement, or a person's task." }),
});

const RefusedWith = z.strictObject({
  refused: z.string().meta({ description: "The code of the refusal." }),
});

const goals = z.enum(["bring_current", "fall_one_bucket", "pay_off"]);

export const Expectation = z
  .strictObject({
    status: z
      .enum(["open", "paid_off", "charged_off", "released"])
      .meta({ description: "Where the loan stands." }),
    principal: AmountText.meta({ description: "Principal owed, due or not." }),
    accrued: AmountText.meta({ description: "Interest accrued and not yet asked for." }),
    credit: AmountText.meta({ description: "Received and not applied." }),
    received: AmountText.meta({ description: "All money received." }),
    refunded: AmountText.meta({ description: "All money given back." }),
    balance: ByComponent.meta({ description: "All that is asked for and open, due or not." }),
    due: ByComponent.meta({ description: "Open and due on the day or before." }),
    pastDue: ByComponent.meta({ description: "Open and due before the day." }),
    nextDueOn: DateText.meta({ description: "The next due date with something open." }),
    nextDue: AmountText.meta({ description: "What it asks for." }),
    daysPastDue: z.int().meta({ description: "Days past due (逾期天数) as the policy counts." }),
    lateSince: z.union([DateText, z.literal("never")]).meta({
      description: "The due date from which lateness counts; never: nothing is past due.",
    }),
    bucket: z.enum(buckets).meta({ description: "Bucket (逾期阶段)." }),
    assetClass: z.string().meta({ description: "Code of the asset class (资产分类)." }),
    frozen: z
      .array(z.enum(["ageing", "charges", "contact"]))
      .meta({ description: "What stands still on the day." }),
    instalments: z.int().meta({ description: "How many instalments there are." }),
    asked: ByComponent.meta({ description: "All that was ever asked for." }),
    claims: z.array(ClaimExpected).meta({ description: "Single instalments and charges." }),
    applied: z
      .record(z.string(), ByComponent)
      .meta({ description: "What the money of an event paid, by its id." }),
    waived: z
      .record(z.string(), AmountText)
      .meta({ description: "What was given up because of an event, by its id." }),
    quotes: z
      .partialRecord(goals, z.union([AmountText, RefusedWith]))
      .meta({ description: "The least payment on the day that reaches a goal." }),
    split: z
      .record(z.string(), z.record(z.string(), AmountText))
      .meta({ description: "An event's money by owner." }),
    recourse: z
      .record(z.string(), AmountText)
      .meta({ description: "What each guarantor may ask back (追偿)." }),
    consequences: z
      .array(ConsequenceExpected)
      .meta({ description: "Decisions that what was recorded on the known day turns over." }),
  })
  .partial()
  .meta({
    id: "Expectation",
    description: "What the story claims; only what is named is checked.",
  });
export type Expectation = z.infer<typeof Expectation>;

export const askables = ["schedule", "quotes"] as const;

export const Question = z
  .strictObject({
    on: DateText.meta({ description: "The business date asked about, at its end." }),
    knownOn: DateText.optional().meta({
      description: "As known at the end of that day; default: with all that was ever recorded.",
    }),
    ask: z.array(z.enum(askables)).optional().meta({
      description: "More than the usual: the schedule on that day; the least payments on it.",
    }),
    expect: Expectation.optional(),
  })
  .meta({ id: "Question", description: "A dated question." });
export type Question = z.infer<typeof Question>;

const decisionHead = {
  id: z.string().meta({ description: "Its name." }),
  on: DateText.meta({ description: "When it was taken." }),
};

/** Mirrors `PastDecision` of the core: what late knowledge may turn over. */
const Decision = z
  .discriminatedUnion("kind", [
    z.strictObject({
      ...decisionHead,
      kind: z.literal("promise_broken"),
      takenOn: DateText,
      promisedOn: DateText,
      amount: AmountText,
    }),
    z.strictObject({
      ...decisionHead,
      kind: z.literal("plan_cancelled"),
      since: DateText,
      dueOn: DateText,
      amount: AmountText,
    }),
    z.strictObject({
      ...decisionHead,
      kind: z
        .enum(["class_set", "bureau_line", "letter_sent"])
        .meta({ description: "What was told to somebody." }),
      daysPastDue: z.int().meta({ description: "The lateness it went by." }),
    }),
    z.strictObject({
      ...decisionHead,
      kind: z.literal("commission"),
      paymentId: z.string().meta({ description: "The payment it was paid for." }),
      amount: AmountText,
    }),
  ])
  .meta({ id: "Decision", description: "A decision taken before we knew better." });
export type Decision = z.infer<typeof Decision>;

const caseShape = {
  currency: CurrencyCode,
  policy: LoanPolicy,
  terms: TermsForm,
  schedule: ScheduleForm,
  calendar: CalendarForm,
  events: z.array(EventForm).meta({
    description: "Recorded in order of recordedOn, then of the file.",
  }),
  decisions: z
    .array(Decision)
    .meta({ description: "Decisions that late knowledge may turn over." }),
  questions: z.array(Question).meta({ description: "Dated questions." }),
  refused: z.string().meta({
    description: "The code with which policy, terms or schedule must be refused.",
  }),
};

/** One loan of a story, every variant spelt out. */
export const StoryCase = z.strictObject(caseShape).partial();
export type StoryCase = z.infer<typeof StoryCase>;

/** Terms in a variant name only what differs. */
const Variant = z
  .strictObject({
    ...caseShape,
    terms: TermsPatch.meta({ description: "What differs of the terms." }),
    schedule: ScheduleForm.partial().meta({ description: "What differs of it." }),
    note: z.string().meta({ description: "What is different about it." }),
  })
  .partial()
  .meta({
    id: "Variant",
    description:
      "What differs: policy, terms, schedule and calendar are merged key by key; events and questions are replaced.",
  });

export const Story = z
  .strictObject({
    story: z.literal(1).meta({ description: "Version of this format." }),
    title: z.string().min(1).meta({ description: "What the story shows, in one line." }),
    source: z.string().optional().meta({ description: "Where its figures are published." }),
    note: z.string().optional().meta({ description: "Whatever the reader should know." }),
    ...StoryCase.shape,
    variants: z
      .record(z.string(), Variant)
      .optional()
      .meta({ description: "The same story under other policies, by name." }),
    calculations: z
      .array(Calculation)
      .optional()
      .meta({ description: "Single conventions, without a loan." }),
  })
  .meta({ title: "Mora loan story", description: "See docs/stories.md." });
export type Story = z.infer<typeof Story>;

/** The JSON Schema of the format (draft 2020-12), as docs/story.schema.json has it. */
export const storySchema = (): string =>
  `${printJson(z.toJSONSchema(Story, { io: "input" }), { indent: "", taken: 0 })}\n`;

const WIDTH = 100;

type Place = { readonly indent: string; readonly taken: number };

/** JSON as this repository formats it: objects open up, lists of words stay on a line that holds them. */
function printJson(value: unknown, { indent, taken }: Place): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const block = (lines: readonly string[], [open, close]: readonly [string, string]): string =>
    lines.length === 0
      ? open + close
      : `${open}\n${lines.map((line) => inner + line).join(",\n")}\n${indent}${close}`;
  if (!Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const lines = entries.map(([key, item], i) => {
      const name = `${JSON.stringify(key)}: `;
      const comma = i < entries.length - 1 ? 1 : 0;
      return name + printJson(item, { indent: inner, taken: name.length + comma });
    });
    return block(lines, ["{", "}"]);
  }
  const line = `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
  const isWords = value.every((item) => typeof item !== "object");
  if (isWords && indent.length + taken + line.length <= WIDTH) return line;
  return block(
    value.map((item) => printJson(item, { indent: inner, taken: 0 })),
    ["[", "]"],
  );
}
