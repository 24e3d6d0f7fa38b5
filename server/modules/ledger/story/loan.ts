import { type LoanArrears, toArrears, toLedgerPolicy } from "@mora/contract/loan-policy";
import type { CalendarForm, ScheduleForm, TermsForm } from "@mora/contract/loan-terms";
import { type TextReader, textReader } from "@mora/contract/loan-text";
import type { StoryCase } from "@mora/contract/story";
import type { BusinessCalendar } from "@mora/core/kernel/business-calendar";
import { ok, type Result, refuse } from "@mora/core/kernel/result";
import type { Loan } from "@mora/core/ledger/loan";
import { planSchedule } from "@mora/core/ledger/plan-schedule";
import type { PlanTerms } from "@mora/core/ledger/plan-terms";
import type { LedgerPolicy } from "@mora/core/ledger/policy";
import { fixedPath, floatingPath, type RateStep } from "@mora/core/ledger/rate-path";
import { assertSchedule, type Schedule } from "@mora/core/ledger/schedule";

/** A loan ready to be replayed, with the half of its policy that names lateness. */
export type StoryLoan = { readonly loan: Loan; readonly arrears: LoanArrears };

/** The loan of a story; refuses, with the core's codes, what no policy, terms or schedule can be. */
export function loanOf(story: StoryCase): Result<StoryLoan> {
  const { currency, policy = {}, terms, schedule } = story;
  if (currency === undefined) return refuse("STORY_CURRENCY_MISSING", "a loan has a currency");
  if ((terms === undefined) === (schedule === undefined))
    return refuse("STORY_TERMS_OR_SCHEDULE", "a loan has either terms or a schedule");
  const reader = textReader(currency);
  const calendar = story.calendar && calendarOf(story.calendar, reader);
  const ledgerPolicy = toLedgerPolicy(policy, currency);
  if (!ledgerPolicy.ok) return ledgerPolicy;
  const arrears = toArrears(policy, currency);
  if (!arrears.ok) return arrears;
  const frame = { currency, policy: ledgerPolicy.value, ...(calendar && { calendar }) };
  const loan = terms
    ? plannedLoan(terms, frame, reader)
    : importedLoan(schedule as ScheduleForm, frame, reader);
  return loan.ok ? ok({ loan: loan.value, arrears: arrears.value }) : loan;
}

type Frame = {
  readonly currency: string;
  readonly policy: LedgerPolicy;
  readonly calendar?: BusinessCalendar;
};

function plannedLoan(form: TermsForm, frame: Frame, reader: TextReader): Result<Loan> {
  const rates = ratesOf(form, reader);
  if (!rates.ok) return rates;
  const terms = reader.result(termsOf(form, { rates: rates.value, reader, frame }));
  if (!terms.ok) return terms;
  const schedule = planSchedule(terms.value);
  if (!schedule.ok) return schedule;
  const startOn = terms.value.dates.startOn;
  return ok({ ...frame, startOn, schedule: schedule.value, terms: terms.value });
}

function ratesOf(form: TermsForm, reader: TextReader): Result<readonly RateStep[]> {
  const { rate, rates, floating } = form;
  const startOn = reader.day(form.startOn);
  if ([rate, rates, floating].filter((given) => given !== undefined).length !== 1)
    return refuse("STORY_RATE_UNCLEAR", "terms have one of rate, rates and floating");
  if (rate !== undefined) return ok(fixedPath(startOn, reader.rate(rate)));
  if (rates) return ok(rates.map((s) => ({ from: reader.day(s.from), rate: reader.rate(s.rate) })));
  const { fixings, margin, resets, floor, cap } = floating as NonNullable<typeof floating>;
  return floatingPath({
    startOn,
    fixings: fixings.map((f) => ({ on: reader.day(f.on), rate: reader.rate(f.rate) })),
    margin: reader.rate(margin),
    resets: resets.map(reader.day),
    floor: floor === undefined ? undefined : reader.rate(floor),
    cap: cap === undefined ? undefined : reader.rate(cap),
  });
}

type TermsParts = {
  readonly rates: readonly RateStep[];
  readonly reader: TextReader;
  readonly frame: Frame;
};

function termsOf(form: TermsForm, { rates, reader, frame }: TermsParts): PlanTerms {
  const amount = (text: string | undefined): bigint =>
    text === undefined ? 0n : reader.amount(text);
  const startOn = reader.day(form.startOn);
  return {
    kind: form.kind,
    disbursements: disbursementsOf(form, reader),
    downPaymentMinor: amount(form.downPayment),
    rates,
    dayCount: form.dayCount ?? "act_365f",
    interestPer: form.interestPer ?? "period",
    dates: {
      startOn,
      firstDueOn: form.firstDueOn === undefined ? undefined : reader.day(form.firstDueOn),
      count: form.count,
      period: form.period ?? { unit: "month", every: 1 },
      dayOfMonth: form.dayOfMonth,
      nonWorking: form.nonWorking ?? "none",
      calendar: frame.calendar,
    },
    accrueTo: form.accrueTo ?? "rolled",
    principalGraceCount: form.grace?.principal ?? 0,
    interestGrace: form.grace?.interest ?? { count: 0, mode: "forgiven" },
    balloonMinor: amount(form.balloon),
    principalsMinor: form.principals?.map(reader.amount),
    feeMinor: amount(form.fee),
    roundTo: form.roundTo === undefined ? 1n : reader.amount(form.roundTo),
    rounding: form.rounding ?? "half_up",
  };
}

function disbursementsOf(form: TermsForm, reader: TextReader): PlanTerms["disbursements"] {
  const { principal, disbursements = [], startOn } = form;
  const first = principal === undefined ? [] : [{ on: startOn, amount: principal }];
  return [...first, ...disbursements].map(({ on, amount }) => ({
    on: reader.day(on),
    minor: reader.amount(amount),
  }));
}

function importedLoan(form: ScheduleForm, frame: Frame, reader: TextReader): Result<Loan> {
  const schedule = reader.result(scheduleOf(form.rows, reader));
  if (!schedule.ok) return schedule;
  const startOn = reader.day(form.startOn);
  if ((schedule.value.dueOn[0] ?? startOn) <= startOn)
    return refuse("SCHEDULE_BEFORE_START", "the first due date is not after the start");
  try {
    assertSchedule(schedule.value);
  } catch (error) {
    return refuse("SCHEDULE_MALFORMED", (error as Error).message);
  }
  return ok({ ...frame, startOn, schedule: schedule.value });
}

/** Columns of a schedule from its rows. */
export function scheduleOf(rows: ScheduleForm["rows"], reader: TextReader): Schedule {
  const column = (key: "principal" | "interest" | "fee"): bigint[] =>
    rows.map((row) => reader.amount(row[key] ?? "0"));
  return {
    dueOn: rows.map(({ dueOn }) => reader.day(dueOn)),
    principalMinor: column("principal"),
    interestMinor: column("interest"),
    feeMinor: column("fee"),
  };
}

const calendarOf = (form: CalendarForm, reader: TextReader): BusinessCalendar => ({
  weekend: form.weekend ?? [6, 7],
  holidays: new Set((form.holidays ?? []).map(reader.day)),
  workingDays: new Set((form.workingDays ?? []).map(reader.day)),
});
