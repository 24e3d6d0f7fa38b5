import { assetSchemeById } from "@mora/core/arrears/asset-class/scheme";
import { limitationTermsById } from "@mora/core/arrears/limitation-terms";
import { courtFeeKinds } from "@mora/core/ledger/court-fees";
import { z } from "zod";
import { FixingForm, PeriodForm } from "./loan-terms.ts";
import { AmountText, CurrencyCode, DateText, DayCountName, RateText } from "./loan-text.ts";

/** Single conventions of a story: they need no loan, and carry what their source says they come to. */

const head = {
  title: z.string().optional().meta({ description: "What is calculated." }),
  source: z.string().optional().meta({ description: "Where the figure is published." }),
  refused: z.string().optional().meta({ description: "The code with which it must be refused." }),
};
const calculation = <K extends string, S extends z.ZodRawShape>(
  kind: K,
  shape: S,
  description: string,
) => z.strictObject({ ...head, kind: z.literal(kind), ...shape }).meta({ description });

const names = (table: Readonly<Record<string, unknown>>) =>
  z.enum(Object.keys(table) as [string, ...string[]]);

const span = {
  dayCount: DayCountName,
  from: DateText.meta({ description: "First day, counted." }),
  to: DateText.meta({ description: "Last day, not counted." }),
  maturityOn: DateText.optional().meta({ description: "End of the loan; for 30e_360_isda." }),
};

const FlowForm = z.strictObject({
  on: DateText.meta({ description: "The day, or the first of several." }),
  amount: AmountText.meta({ description: "Each time." }),
  times: z.int().min(1).optional().meta({ description: "How often; default once." }),
  every: PeriodForm.optional().meta({ description: "Distance of several." }),
});
export type FlowForm = z.infer<typeof FlowForm>;

const flows = {
  currency: CurrencyCode,
  advances: z.array(FlowForm).meta({ description: "What the lender pays out." }),
  payments: z.array(FlowForm).meta({ description: "What the borrower pays." }),
};

const percentage = RateText.optional().meta({
  description: "The rate; compared at as many decimals as are written.",
});

const CapForm = z.union([
  z.literal("none"),
  z.strictObject({ fixed: RateText.meta({ description: "A rate a year." }) }),
  z.strictObject({
    timesReference: z.int().min(1).meta({ description: "So many times the reference rate." }),
    reference: z.string().meta({ description: "Its name, such as LPR_1Y." }),
    fixings: z.array(FixingForm).meta({ description: "Its published values." }),
    staleAfterDays: z.int().min(1).meta({ description: "Age from which a value is a gap." }),
  }),
]);

const interruptions = [
  "demand",
  "message",
  "deduction",
  "part_payment",
  "promise",
  "extension_request",
  "acknowledgement",
  "security",
  "suit",
  "arbitration",
  "payment_order",
  "preservation",
  "assignment_notice",
] as const;

const limitationShape = {
  law: names(limitationTermsById).meta({ description: "Which law of limitation." }),
  dueOn: z.array(DateText).min(1).meta({ description: "Unpaid due dates." }),
  alarmDays: z.int().optional().meta({ description: "Days of warning before it ends." }),
  holidays: z.array(DateText).optional().meta({ description: "Days on which it may not end." }),
  events: z
    .array(
      z.strictObject({
        on: DateText,
        kind: z.enum(interruptions).meta({ description: "What happened." }),
        proof: z.string().optional().meta({ description: "The document on file." }),
        against: z
          .enum(["this", "joint"])
          .optional()
          .meta({ description: "This debtor (default), or one who owes jointly." }),
        proceedingsEndOn: z
          .union([DateText, z.literal("open")])
          .optional()
          .meta({ description: "When the proceedings that it opened ended." }),
      }),
    )
    .optional()
    .meta({ description: "What may interrupt it (时效中断); without proof it does not count." }),
  suspensions: z
    .array(
      z.strictObject({
        from: DateText,
        until: DateText.optional(),
        ground: z.string().meta({ description: "Why nobody could sue." }),
        proof: z.string().optional().meta({ description: "The document on file." }),
      }),
    )
    .optional()
    .meta({ description: "Obstacles to suing (时效中止)." }),
  expect: z
    .strictObject({
      expiresOn: DateText,
      alarmOn: DateText,
      why: z.array(z.string()).meta({ description: "Date, kind and reason of each step." }),
    })
    .partial()
    .meta({ description: "Last day to act; why each step counted or did not." }),
};

const DebtForm = z.strictObject({
  id: z.string().meta({ description: "Its name." }),
  due: AmountText,
  open: AmountText.optional().meta({ description: "Due or not; default: what is due." }),
  disputed: z.boolean().optional().meta({ description: "A disputed debt receives nothing." }),
  security: AmountText.optional(),
  burden: RateText.optional().meta({ description: "What it costs a year." }),
  oldestDueOn: DateText.optional(),
});

export const Calculation = z
  .discriminatedUnion("kind", [
    calculation(
      "day_count",
      {
        ...span,
        expect: z
          .string()
          .regex(
            /^\d+\/[1-9]\d*( \+ \d+\/[1-9]\d*)*$/,
            'a share is written like "61/365 + 121/366"',
          )
          .meta({ description: 'Share of a year: "61/365 + 121/366".' }),
      },
      "Time between two days as a share of a year.",
    ),
    calculation(
      "interest",
      {
        ...span,
        currency: CurrencyCode,
        principal: AmountText,
        rate: RateText,
        expect: AmountText,
      },
      "Interest on a constant principal.",
    ),
    calculation(
      "apr_regulation_z",
      { ...flows, expect: percentage },
      "US annual percentage rate, actuarial method (12 CFR 1026, Appendix J).",
    ),
    calculation(
      "apr_eu",
      {
        ...flows,
        period: z
          .enum(["year", "month", "week"])
          .meta({ description: "The equal period in which time is counted." }),
        expect: percentage,
      },
      "EU annual percentage rate of charge (Directive 2008/48/EC, Annex I).",
    ),
    calculation(
      "xirr",
      { ...flows, expect: percentage },
      "Internal rate of return, days over 365.",
    ),
    calculation(
      "irr",
      {
        currency: CurrencyCode,
        flows: z.array(AmountText).meta({ description: "Net at the end of period 0, 1, 2 …" }),
        perYear: z.int().min(1).meta({ description: "Periods a year." }),
        expect: z
          .strictObject({ nominal: RateText, effective: RateText })
          .partial()
          .optional()
          .meta({ description: "Nominal and effective rate a year." }),
      },
      "Yearly cost by internal rate of return over equal periods (综合年化成本).",
    ),
    calculation(
      "rate_cap",
      {
        annualCost: RateText,
        cap: CapForm.meta({ description: "The most that credit may cost." }),
        signedOn: DateText,
        expect: z
          .strictObject({
            verdict: z
              .enum(["within", "above", "no_cap"])
              .meta({ description: "Equal to the cap is within it." }),
            capRate: RateText,
            excess: RateText,
          })
          .partial()
          .optional()
          .meta({ description: "Verdict, cap and excess." }),
      },
      "Whether a yearly cost keeps to its cap.",
    ),
    calculation("limitation", limitationShape, "Limitation period (诉讼时效)."),
    calculation(
      "asset_class",
      {
        scheme: names(assetSchemeById).meta({ description: "Which classification." }),
        arrears: z
          .array(z.strictObject({ from: DateText, oldestDueOn: DateText.optional() }))
          .min(1)
          .meta({ description: "Oldest unpaid due date, from a day on; none: nothing past due." }),
        restructuredOn: z
          .array(DateText)
          .optional()
          .meta({ description: "Days of restructuring." }),
        dueOn: z
          .array(DateText)
          .optional()
          .meta({ description: "Due dates, where the scheme observes instalments." }),
        expect: z
          .record(DateText, z.string())
          .meta({ description: "Class on each of these days." }),
      },
      "Asset class (资产分类) over time.",
    ),
    calculation(
      "months_delinquent",
      {
        method: z.enum(["mba", "ots"]).meta({ description: "Which method." }),
        oldestDueOn: DateText,
        expect: z.record(DateText, z.int()).meta({ description: "Months at the end of each day." }),
      },
      "Months delinquent in the US mortgage market.",
    ),
    calculation(
      "several_debts",
      {
        currency: CurrencyCode,
        amount: AmountText,
        debts: z.array(DebtForm).min(1).meta({ description: "What the person owes." }),
        chosen: z
          .array(z.string())
          .optional()
          .meta({ description: "The debtor's own choice, first to last." }),
        paysAhead: z
          .boolean()
          .optional()
          .meta({ description: "Whether the rest pays what is not due." }),
        expect: z.record(z.string(), AmountText).meta({
          description: 'Amount by debt; "left" is what stays unapplied.',
        }),
      },
      "One payment on several debts (民法典 560).",
    ),
    calculation(
      "court_fee",
      {
        fee: z.enum(courtFeeKinds).meta({ description: "Which fee of the court." }),
        amount: AmountText.meta({ description: "The claim, in yuan." }),
        expect: AmountText.optional().meta({ description: "The fee, in yuan." }),
      },
      "Court fee in China (诉讼费用交纳办法 13–16).",
    ),
  ])
  .meta({ id: "Calculation", description: "A single convention with its expected result." });
export type Calculation = z.infer<typeof Calculation>;
