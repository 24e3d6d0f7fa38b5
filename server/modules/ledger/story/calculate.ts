import { type TextReader, textReader } from "@mora/contract/loan-text";
import type { Calculation, FlowForm } from "@mora/contract/story-calculations";
import { classOn } from "@mora/core/arrears/asset-class";
import { assetSchemeById } from "@mora/core/arrears/asset-class/scheme";
import { monthsDelinquent } from "@mora/core/arrears/delinquency-month";
import { assert } from "@mora/core/kernel/assert";
import { addDays, addMonths, type DayNumber } from "@mora/core/kernel/business-date";
import { divideRounded, formatMoney, money } from "@mora/core/kernel/money";
import { formatRate, type Rate } from "@mora/core/kernel/rate";
import { ok, type Refusal, type Result, refuse } from "@mora/core/kernel/result";
import { euApr } from "@mora/core/ledger/annual-cost/eu-apr";
import { periodicIrr, xirr } from "@mora/core/ledger/annual-cost/irr";
import { type Cap, checkRateCap } from "@mora/core/ledger/annual-cost/rate-cap";
import { regulationZ } from "@mora/core/ledger/annual-cost/regulation-z";
import type { CertifiedRate, CreditFlows, DatedAmount } from "@mora/core/ledger/annual-cost/root";
import { courtFee } from "@mora/core/ledger/court-fees";
import { dayCounter, YEAR_TICKS } from "@mora/core/ledger/day-count";
import { daysOf, monthsOf } from "@mora/core/ledger/due-dates";
import { dayClock, interestOver, roundFraction } from "@mora/core/ledger/plan-interest";
import { fixedPath, isAscending } from "@mora/core/ledger/rate-path";
import { lawfulDebtOrder, type OpenDebt, shareAmongDebts } from "@mora/core/ledger/several-debts";
import { limitationAnswer } from "./calculate-limitation.ts";
import { type Failure, failuresOf } from "./check.ts";

/** A single convention, its result as text, and where it is not what the story says. */
export type CalculationAnswer = {
  readonly kind: Calculation["kind"];
  readonly title: string | undefined;
  readonly source: string | undefined;
  readonly result: unknown;
  readonly refused: Refusal | undefined;
  readonly failures: readonly Failure[];
};

/** Computes a calculation and compares it with what the story expects. */
export function calculate(form: Calculation, index: number): CalculationAnswer {
  const { kind, title, source } = form;
  const where = `calculations[${index}]${title === undefined ? "" : ` ${title}`}`;
  const made = (methods[kind] as Method<Calculation["kind"]>)(form as never);
  const head = { kind, title, source };
  if (!made.ok) {
    const failures = failuresOf(form.refused ?? "a result", made.error.code, where);
    return { ...head, result: undefined, refused: made.error, failures };
  }
  const failures =
    form.refused === undefined
      ? failuresOf(expectedOf(form) ?? made.value, made.value, where)
      : failuresOf(form.refused, made.value, where);
  return { ...head, result: made.value, refused: undefined, failures };
}

type Method<K extends Calculation["kind"]> = (
  form: Extract<Calculation, { kind: K }>,
) => Result<unknown>;
type Methods = { readonly [K in Calculation["kind"]]: Method<K> };

/** What is compared: a share of a year as the fraction that it is, everything else as written. */
function expectedOf(form: Calculation): unknown {
  if (form.kind === "day_count") return shareText(sharesOf(form.expect));
  return form.expect;
}

const methods: Methods = {
  day_count: (form) => {
    const reader = textReader();
    if (form.from > form.to) return backwards;
    const ticks = ticksOf(form, reader);
    return reader.result(shareText([BigInt(ticks), BigInt(YEAR_TICKS)]));
  },
  interest: (form) => {
    const reader = textReader(form.currency);
    if (form.from > form.to) return backwards;
    const [from, to] = [reader.day(form.from), reader.day(form.to)];
    const maturityOn = form.maturityOn === undefined ? undefined : reader.day(form.maturityOn);
    const basis = {
      rates: fixedPath(from, reader.rate(form.rate)),
      clock: dayClock(dayCounter(form.dayCount, maturityOn)),
    };
    const exact = interestOver(reader.amount(form.principal), { from, to }, basis);
    return reader.result(formatMoney(money(roundFraction(exact, "half_up"), form.currency)));
  },
  apr_regulation_z: (form) => rateOf(form, (flows) => regulationZ(flows)),
  apr_eu: (form) => rateOf(form, (flows) => euApr(flows, form.period)),
  xirr: (form) => rateOf(form, xirr),
  irr: (form) => {
    const reader = textReader(form.currency);
    const minorByPeriod = form.flows.map(reader.amount);
    const read = reader.result({ minorByPeriod, periodsPerYear: form.perYear });
    const found = read.ok ? periodicIrr(read.value) : read;
    if (!found.ok) return found;
    return ok({
      nominal: rounded(found.value.nominal.rate, form.expect?.nominal),
      effective: rounded(found.value.effective.rate, form.expect?.effective),
    });
  },
  rate_cap: (form) => {
    const reader = textReader();
    const question = reader.result({
      annualCost: reader.rate(form.annualCost),
      cap: capOf(form.cap, reader),
      signedOn: reader.day(form.signedOn),
    });
    const found = question.ok ? checkRateCap(question.value) : question;
    if (!found.ok) return found;
    const { verdict, capRate, excess, arithmetic } = found.value;
    const cap = capRate === undefined ? undefined : formatRate(capRate);
    return ok({ verdict, capRate: cap, excess: formatRate(excess), arithmetic });
  },
  limitation: limitationAnswer,
  asset_class: (form) => {
    const reader = textReader();
    const scheme = assetSchemeById[form.scheme];
    assert(scheme, "the form names known schemes only");
    const spans = form.arrears.map(({ from, oldestDueOn }) => ({
      from: reader.day(from),
      oldestDueOn: oldestDueOn === undefined ? undefined : reader.day(oldestDueOn),
      pastDueMinor: oldestDueOn === undefined ? 0n : 1n,
    }));
    if (!isAscending(spans.map(({ from }) => from))) return backwards;
    const options = {
      restructuredOn: (form.restructuredOn ?? []).map(reader.day),
      ...(form.dueOn && { dueOn: form.dueOn.map(reader.day) }),
    };
    const codeOn = (on: string): string | undefined =>
      classOn(spans, scheme, { ...options, until: reader.day(on) })?.code;
    return reader.result(mapKeys(form.expect, codeOn));
  },
  months_delinquent: (form) => {
    const reader = textReader();
    const due = reader.day(form.oldestDueOn);
    return reader.result(
      mapKeys(form.expect, (on) => monthsDelinquent(form.method, due, reader.day(on))),
    );
  },
  several_debts: (form) => {
    const reader = textReader(form.currency);
    const amount = reader.amount(form.amount);
    const debts = form.debts.map((debt) => ({
      debtId: debt.id,
      dueMinor: reader.amount(debt.due),
      openMinor: reader.amount(debt.open ?? debt.due),
      isDisputed: debt.disputed ?? false,
      securityMinor: reader.amount(debt.security ?? "0"),
      burden: reader.rate(debt.burden ?? "0"),
      oldestDueOn: debt.oldestDueOn === undefined ? undefined : reader.day(debt.oldestDueOn),
    }));
    const { chosen = [], paysAhead = lawfulDebtOrder.paysAhead } = form;
    if (isNegative(amount, debts))
      return refuse("AMOUNT_NEGATIVE", "a payment, a debt or its security is negative");
    const read = reader.result({ ...lawfulDebtOrder, chosen, paysAhead });
    if (!read.ok) return read;
    const { shares, leftMinor } = shareAmongDebts(amount, debts, read.value);
    const text = (minor: bigint): string => formatMoney(money(minor, form.currency));
    const byDebt = shares.map(({ debtId, minor }) => [debtId, text(minor)] as const);
    return ok(Object.fromEntries([...byDebt, ["left", text(leftMinor)]]));
  },
  court_fee: (form) => {
    const reader = textReader("CNY");
    const read = reader.result(reader.amount(form.amount));
    if (!read.ok) return read;
    if (read.value < 0n) return refuse("AMOUNT_NEGATIVE", "a claim is not negative");
    return ok(formatMoney(money(courtFee(form.fee, read.value), "CNY")));
  },
};

/** ISO dates compare as text. */
const backwards = refuse("DATES_UNORDERED", "dates do not ascend");

const isNegative = (amount: bigint, debts: readonly OpenDebt[]): boolean =>
  amount < 0n ||
  debts.some((debt) => debt.dueMinor < 0n || debt.openMinor < 0n || debt.securityMinor < 0n);

const mapKeys = <T>(
  record: Readonly<Record<string, unknown>>,
  of: (key: string) => T,
): Record<string, T> => Object.fromEntries(Object.keys(record).map((key) => [key, of(key)]));

type SpanForm = Extract<Calculation, { kind: "day_count" }>;

function ticksOf({ dayCount, from, to, maturityOn }: SpanForm, reader: TextReader): number {
  const maturity = maturityOn === undefined ? undefined : reader.day(maturityOn);
  return dayCounter(dayCount, maturity)(reader.day(from), reader.day(to));
}

type Share = readonly [numerator: bigint, denominator: bigint];

/** The sum of fractions such as `61/365 + 121/366`. */
function sharesOf(text: string): Share {
  return text.split("+").reduce<Share>(
    ([n, d], part) => {
      const [above = "0", below = "1"] = part.trim().split("/");
      return [n * BigInt(below) + BigInt(above) * d, d * BigInt(below)];
    },
    [0n, 1n],
  );
}

function shareText([numerator, denominator]: Share): string {
  let [a, b] = [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return `${numerator / a}/${denominator / a}`;
}

type FlowsForm = {
  readonly currency: string;
  readonly advances: readonly FlowForm[];
  readonly payments: readonly FlowForm[];
};

function flowsOf({ currency, advances, payments }: FlowsForm): Result<CreditFlows> {
  const reader = textReader(currency);
  const dated = (forms: readonly FlowForm[]): DatedAmount[] =>
    forms.flatMap((form) => spread(form, reader));
  return reader.result({ advances: dated(advances), payments: dated(payments) });
}

function rateOf(
  form: FlowsForm & { readonly expect?: string | undefined },
  solve: (flows: CreditFlows) => Result<CertifiedRate>,
): Result<string> {
  const flows = flowsOf(form);
  const found = flows.ok ? solve(flows.value) : flows;
  return found.ok ? ok(rounded(found.value.rate, form.expect)) : found;
}

/** One amount, or several at equal distances, counted from the first day. */
function spread({ on, amount, times = 1, every }: FlowForm, reader: TextReader): DatedAmount[] {
  const minor = reader.amount(amount);
  const first = reader.day(on);
  const dayOf = (i: number): DayNumber => {
    if (!every) return first;
    const days = daysOf(every);
    return days === undefined ? addMonths(first, i * monthsOf(every)) : addDays(first, i * days);
  };
  return Array.from({ length: times }, (_, i) => ({ on: dayOf(i), minor }));
}

/** A rate with as many decimals as the expectation writes; halves up. All twelve without one. */
function rounded(rate: Rate, like: string | undefined): string {
  if (like === undefined) return formatRate(rate);
  const decimals = (/\.(\d+)/.exec(like)?.[1] ?? "").length + (like.endsWith("%") ? 2 : 0);
  const unit = 10n ** BigInt(12 - Math.min(decimals, 12));
  const text = formatRate((divideRounded(rate, unit, "half_up") * unit) as Rate);
  return like.endsWith("%") ? padded(text, like) : text;
}

/** `12%` where the source prints `12.00%`: the same number, shown as the source shows it. */
function padded(text: string, like: string): string {
  const wanted = (/\.(\d+)/.exec(like)?.[1] ?? "").length;
  const [whole = "0", fraction = ""] = text.slice(0, -1).split(".");
  return wanted === 0 ? `${whole}%` : `${whole}.${fraction.padEnd(wanted, "0")}%`;
}

function capOf(form: Extract<Calculation, { kind: "rate_cap" }>["cap"], reader: TextReader): Cap {
  if (form === "none") return { kind: "none" };
  if ("fixed" in form) return { kind: "fixed", rate: reader.rate(form.fixed) };
  return {
    kind: "multiple",
    times: BigInt(form.timesReference),
    reference: form.reference,
    fixings: form.fixings.map(({ on, rate }) => ({ on: reader.day(on), rate: reader.rate(rate) })),
    staleAfterDays: form.staleAfterDays,
  };
}
