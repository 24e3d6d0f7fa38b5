import { rollRules } from "@mora/core/kernel/business-calendar";
import { planKinds } from "@mora/core/ledger/plan-terms";
import { z } from "zod";
import {
  AmountText,
  ComponentName,
  DateText,
  DayCountName,
  RateText,
  RoundingName,
  TimeText,
} from "./loan-text.ts";

/** Contract terms, schedules and events of a loan as JSON; docs/stories.md shows each at work. */

export const CalendarForm = z
  .strictObject({
    weekend: z
      .array(z.int().min(1).max(7))
      .optional()
      .meta({ description: "Weekdays without work, 1 = Monday; Saturday and Sunday by default." }),
    holidays: z.array(DateText).optional().meta({ description: "Days without work." }),
    workingDays: z
      .array(DateText)
      .optional()
      .meta({ description: "Days worked whatever else is said of them (调休)." }),
  })
  .meta({ id: "CalendarForm", description: "Working days." });
export type CalendarForm = z.infer<typeof CalendarForm>;

export const PeriodForm = z
  .strictObject({
    unit: z.enum(["day", "week", "month", "year"]).meta({ description: "Unit of the distance." }),
    every: z.int().min(1).meta({ description: "How many units." }),
  })
  .meta({ id: "PeriodForm", description: "Distance between two due dates." });

const Dated = z.strictObject({
  on: DateText.meta({ description: "The day." }),
  amount: AmountText.meta({ description: "Its amount." }),
});

const Step = z.strictObject({
  from: DateText.meta({ description: "First day on which the rate is in force." }),
  rate: RateText,
});

export const FixingForm = z.strictObject({
  on: DateText.meta({ description: "Day of publication." }),
  rate: RateText,
});

const Floating = z.strictObject({
  fixings: z.array(FixingForm).meta({ description: "Published reference rates (LPR, SOFR …)." }),
  margin: RateText.meta({ description: "Added to the reference rate; may be negative." }),
  resets: z.array(DateText).meta({ description: "Repricing days (重定价日) after the start." }),
  floor: RateText.optional().meta({ description: "The rate never is below." }),
  cap: RateText.optional().meta({ description: "The rate never is above." }),
});

const Grace = z.strictObject({
  principal: z
    .int()
    .min(0)
    .optional()
    .meta({ description: "How many first instalments carry no principal." }),
  interest: z
    .strictObject({
      count: z.int().min(0).meta({ description: "How many first periods." }),
      mode: z
        .enum(["deferred", "capitalised", "forgiven"])
        .meta({ description: "What becomes of their interest." }),
    })
    .optional()
    .meta({ description: "Interest of the first periods." }),
});

export const TermsForm = z
  .strictObject({
    kind: z.enum(planKinds).meta({
      description:
        "等额本息 annuity, 等额本金 equal_principal, 等本等息 flat, 先息后本 interest_only, bullet, balloon, irregular.",
    }),
    principal: AmountText.optional().meta({ description: "Paid out at the start, in one sum." }),
    disbursements: z
      .array(Dated)
      .optional()
      .meta({ description: "Instead of principal: what is paid out when." }),
    downPayment: AmountText.optional().meta({ description: "Taken off and not financed (首付)." }),
    rate: RateText.optional().meta({ description: "The contract rate, fixed for the whole term." }),
    rates: z.array(Step).optional().meta({ description: "Instead of rate: a rate that steps." }),
    floating: Floating.optional().meta({ description: "Instead of rate: reference and margin." }),
    dayCount: DayCountName.optional().meta({ description: "Default act_365f." }),
    interestPer: z
      .enum(["days", "period"])
      .optional()
      .meta({ description: "By the days, or (default) a twelfth of the rate for every month." }),
    startOn: DateText.meta({ description: "First disbursement." }),
    firstDueOn: DateText.optional().meta({ description: "Default: one period after the start." }),
    count: z.int().meta({ description: "How many instalments." }),
    period: PeriodForm.optional().meta({ description: "Default: every month." }),
    dayOfMonth: z.int().optional().meta({ description: "1–31; a shorter month's last day." }),
    nonWorking: z
      .enum(rollRules)
      .optional()
      .meta({ description: "Where a due date goes that is no working day; default none." }),
    accrueTo: z.enum(["rolled", "unrolled"]).optional().meta({
      description: "Whether interest runs to the moved due date (default) or the agreed.",
    }),
    grace: Grace.optional().meta({ description: "First instalments that ask for less." }),
    balloon: AmountText.optional().meta({ description: "Left for the last instalment." }),
    principals: z
      .array(AmountText)
      .optional()
      .meta({ description: "Kind irregular: principal of each instalment." }),
    fee: AmountText.optional().meta({ description: "Fee of each instalment." }),
    roundTo: AmountText.optional().meta({ description: "Instalments are a multiple of it." }),
    rounding: RoundingName.optional().meta({ description: "Default half_up." }),
  })
  .meta({ id: "TermsForm", description: "Contract terms from which the schedule follows." });
export type TermsForm = z.infer<typeof TermsForm>;

/** Terms of which a variant names only what differs. */
export const TermsPatch = TermsForm.partial().extend({
  floating: Floating.partial().optional().meta({ description: "What differs of it." }),
  period: PeriodForm.partial().optional().meta({ description: "What differs of it." }),
});

const Row = z.strictObject({
  dueOn: DateText.meta({ description: "Due date." }),
  principal: AmountText.optional().meta({ description: "Principal; default 0." }),
  interest: AmountText.optional().meta({ description: "Interest; default 0." }),
  fee: AmountText.optional().meta({ description: "Fee; default 0." }),
});

export const ScheduleForm = z
  .strictObject({
    startOn: DateText.meta({ description: "First disbursement." }),
    rows: z.array(Row).min(1).meta({ description: "Instalments, ascending by due date." }),
  })
  .meta({
    id: "ScheduleForm",
    description: "An imported schedule: nothing of it can be replanned.",
  });
export type ScheduleForm = z.infer<typeof ScheduleForm>;

const head = {
  on: DateText.meta({ description: "Effective date: the business date for which it counts." }),
  recordedOn: DateText.optional().meta({ description: "When it became known; default: on." }),
  id: z.string().min(1).optional().meta({ description: "Name; default e1, e2 … by place." }),
  currency: z.string().optional().meta({ description: "As the source names it, if it does." }),
  at: TimeText.optional().meta({ description: "Local time of receipt, for the cut-off." }),
  refused: z
    .string()
    .optional()
    .meta({ description: "The code with which it must be refused; it then leaves no trace." }),
};
const amount = { amount: AmountText };
const target = { of: z.string().meta({ description: "Id of the event that it acts on." }) };

const event = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S, description: string) =>
  z.strictObject({ ...head, kind: z.literal(kind), ...shape }).meta({ description });

const charge = {
  ...amount,
  component: ComponentName.optional().meta({ description: "Default: the kind of the event." }),
  dueOn: DateText.optional().meta({ description: "Default: at once." }),
  becauseLate: DateText.optional().meta({
    description: "Due date whose lateness caused it, so that a late record can take it back.",
  }),
};

const waiver = {
  ...amount,
  component: ComponentName,
  no: z.int().optional().meta({ description: "One claim only; default: oldest first." }),
};

const restructure = {
  capitalised: z.array(ComponentName).meta({ description: "Arrears that become principal." }),
  count: z.int().meta({ description: "How many new instalments." }),
  firstDueOn: DateText.meta({ description: "The first new due date." }),
  rate: RateText.optional().meta({ description: "The rate from now on; default: unchanged." }),
};

const Share = z.strictObject({
  owner: z.string().meta({ description: "Who owns." }),
  sharePpm: z.int().meta({ description: "Millionths." }),
  component: ComponentName.optional().meta({ description: "Of this component only." }),
});

export const EventForm = z
  .discriminatedUnion("kind", [
    event("disbursement", amount, "A further disbursement."),
    event("payment", amount, "Money of the borrower."),
    event("recovery", amount, "Money received after charge-off (核销后回收)."),
    event("refund", amount, "Money given back out of what is overpaid."),
    event("credit", amount, "Money that stands to the borrower's credit."),
    event("goodwill_credit", amount, "The lender pays."),
    event("reversal", target, "Takes an event back."),
    event("chargeback", { ...target, fee: AmountText.optional() }, "The payer's bank takes back."),
    event("fee", charge, "A charge on top of the schedule."),
    event("penalty", charge, "A penalty (罚息) that an event charges."),
    event("waiver", waiver, "Open amounts of one component given up (减免)."),
    event("settlement_discount", { ...amount, payBy: DateText }, "减免结清: amount by a day."),
    event("rate_change", { rate: RateText }, "A new contract rate from now on."),
    event(
      "reschedule",
      {
        rows: z
          .array(Row)
          .min(1)
          .meta({ description: "The new instalments; their principal is what remains." }),
      },
      "Instalments to come are replaced.",
    ),
    event("re_age", { newDueOn: DateText }, "What is past due is asked for anew."),
    event(
      "re_amortise",
      {
        count: z
          .int()
          .optional()
          .meta({ description: "How many instalments; default: as many as remain." }),
      },
      "Remaining principal planned anew.",
    ),
    event(
      "deferral",
      {
        months: z.int().meta({ description: "By how many months." }),
        bearsInterest: z.boolean().meta({ description: "Whether the added time bears interest." }),
      },
      "Due dates move.",
    ),
    event("restructure", restructure, "重组."),
    event(
      "pause",
      {
        freezes: z
          .array(z.enum(["ageing", "charges", "contact"]))
          .min(1)
          .meta({ description: "What stands still; each on its own." }),
        until: DateText.optional().meta({ description: "First day after it." }),
      },
      "Ageing, charges or contact stand still.",
    ),
    event("resume", target, "Ends a pause early."),
    event("charge_off", {}, "核销: changes the books, not what is owed."),
    event("undo_charge_off", {}, "Takes a charge-off back from today on."),
    event("release", {}, "债务豁免: ends the claim."),
    event(
      "guarantor_payout",
      { ...amount, guarantor: z.string().meta({ description: "Who pays, and may ask it back." }) },
      "代偿.",
    ),
    event(
      "owner_share",
      {
        shares: z
          .array(Share)
          .meta({ description: "Of each component, or of all; they sum to a million." }),
      },
      "Who owns what from now on (联合贷款).",
    ),
    event(
      "sale",
      { buyer: z.string().meta({ description: "Who owns the whole claim from now on." }) },
      "债权转让.",
    ),
  ])
  .meta({ id: "EventForm", description: "Something that happened to the loan." });
export type EventForm = z.infer<typeof EventForm>;
