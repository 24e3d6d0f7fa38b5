import { type AssetScheme, assetSchemeById } from "@mora/core/arrears/asset-class/scheme";
import { buckets, type DayBands } from "@mora/core/arrears/bucket";
import type { DelinquencyMethod } from "@mora/core/arrears/delinquency-month";
import type { DayCounting } from "@mora/core/arrears/loan-days";
import { bandsByScheme } from "@mora/core/arrears/policy";
import { type Refusal, type Result, refuse } from "@mora/core/kernel/result";
import type { Component } from "@mora/core/ledger/components";
import {
  type CutOff,
  defaultLedgerPolicy,
  type LedgerPolicy,
  type PenaltyPolicy,
} from "@mora/core/ledger/policy";
import { z } from "zod";
import {
  AmountText,
  ComponentName,
  DayCountName,
  minuteOf,
  RateText,
  RoundingName,
  type TextReader,
  TimeText,
  textReader,
} from "./loan-text.ts";

/**
 * What lenders disagree on about money owed and lateness, as JSON: stories and product terms write it.
 * Everything may be left out; what is left out is Mora's default. docs/policies.md lists every switch.
 */
const Application = z
  .strictObject({
    due: z
      .array(ComponentName)
      .meta({ description: "Order inside what is due, first to last; what is not named follows." }),
    notYetDue: z
      .array(ComponentName)
      .meta({ description: "Order inside what is not yet due; what is not named follows." }),
    direction: z.enum(["horizontal", "vertical"]).meta({
      description: "Instalment by instalment, oldest first; or component by component across them.",
    }),
    excess: z.enum(["next", "last", "reamortise", "suspense"]).meta({
      description:
        "Where money goes that nothing due takes: next instalments, last ones backwards, principal with a new plan, or held.",
    }),
  })
  .partial()
  .meta({ description: "Payment application (入账冲抵)." });

const Interest = z
  .strictObject({
    basis: z.enum(["scheduled", "daily_balance"]).meta({
      description: "As the schedule says, or by the day on principal really outstanding.",
    }),
    payoff: z
      .enum(["accrued", "period", "all"])
      .meta({ description: "Interest of a full payoff: to the day, of the whole period, or all." }),
  })
  .partial()
  .meta({ description: "Contract interest (利息)." });

const PenaltyRate = z.union([
  z.literal("none"),
  z.strictObject({
    timesContract: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'a factor is text, such as "1.5"')
      .meta({ description: 'Times the contract rate: "1.5" is the contract rate and half of it.' }),
  }),
  z.strictObject({ fixed: RateText.meta({ description: "A rate a year of its own." }) }),
]);

const Penalty = z
  .strictObject({
    rate: PenaltyRate.meta({ description: "Penalty interest (罚息): none, or its rate." }),
    base: z
      .enum(["principal", "instalment"])
      .meta({ description: "What bears it: unpaid principal, or all that is unpaid of the row." }),
    compounding: z
      .boolean()
      .meta({ description: "Unpaid interest bears compound interest (复利) at the same rate." }),
    flat: AmountText.meta({ description: "Charged once for each late instalment." }),
    flatComponent: ComponentName.meta({
      description: "What the flat amount is (违约金 by default).",
    }),
    graceDays: z
      .int()
      .min(0)
      .meta({ description: "Days after the due date in which lateness has no price." }),
    graceCharged: z
      .boolean()
      .meta({ description: "Whether days of grace are charged once they passed unused." }),
    dayCount: DayCountName,
  })
  .partial()
  .meta({ description: "What lateness costs." });

const Ageing = z
  .strictObject({
    components: z
      .array(ComponentName)
      .min(1)
      .meta({ description: "Components of instalments that make a loan late." }),
    charges: z.boolean().meta({ description: "Whether unpaid charges make a loan late, too." }),
    dueDateIs: z
      .union([z.literal(0), z.literal(1)])
      .meta({ description: "The count of days past due on the due date itself." }),
    level: z.enum(["instalment", "loan"]).meta({
      description: "Since the oldest unpaid due date, or since the loan last was current.",
    }),
  })
  .partial()
  .meta({ description: "Days past due (逾期天数)." });

const Band = z.strictObject({
  from: z.int().min(1).meta({ description: "First day past due of the band." }),
  bucket: z.enum(buckets).meta({ description: "Its bucket (逾期阶段)." }),
});

const Arrears = z
  .strictObject({
    graceDays: z
      .int()
      .min(0)
      .meta({ description: "Days past due up to which a loan still is in bucket C (宽限期)." }),
    tolerance: AmountText.meta({ description: "Past due up to which it still is in C (容差)." }),
    bands: z.union([z.enum(["days_1_30", "metro2", "mba", "ots"]), z.array(Band).min(1)]).meta({
      description: "Buckets by days, by calendar months (MBA, OTS), or bands of one's own.",
    }),
    assetClass: z
      .enum(Object.keys(assetSchemeById) as [string, ...string[]])
      .meta({ description: "Asset classification (资产分类)." }),
  })
  .partial()
  .meta({ description: "How lateness is named." });

const Cut = z
  .strictObject({
    at: TimeText.meta({ description: "From this time on a payment counts for a later day." }),
    // biome-ignore lint/suspicious/noThenProperty: a word, never a function.
    then: z.enum(["next_day", "next_working_day"]).meta({ description: "Which day that is." }),
  })
  .meta({ description: "Payment-date cut-off (入账截止时间)." });

const Caps = z
  .strictObject({
    totalCost: RateText.meta({
      description: "All charges together never exceed this rate on the principal outstanding.",
    }),
    inDuplum: z
      .boolean()
      .meta({ description: "Charges in default never exceed the principal owed when it began." }),
  })
  .partial()
  .meta({ description: "What charges may come to at most." });

export const LoanPolicy = z
  .strictObject({
    application: Application,
    interest: Interest,
    penalty: Penalty,
    ageing: Ageing,
    arrears: Arrears,
    cutOff: Cut,
    caps: Caps,
    rounding: RoundingName.meta({ description: "Rounding of every amount that is computed." }),
  })
  .partial()
  .meta({
    id: "LoanPolicy",
    description: "Policy switches; each has a default (docs/policies.md).",
  });
export type LoanPolicy = z.infer<typeof LoanPolicy>;

/** The ledger's half of a policy; refuses amounts and rates that cannot be, and doubled components. */
export function toLedgerPolicy(policy: LoanPolicy, currency: string): Result<LedgerPolicy> {
  const refusal = checkPolicy(policy);
  if (refusal) return { ok: false, error: refusal };
  const reader = textReader(currency);
  const { application = {}, interest = {}, ageing = {}, caps = {} } = policy;
  const standard = defaultLedgerPolicy;
  return nonNegative(
    reader.result({
      applicationOrder: {
        due: completed(application.due, standard.applicationOrder.due),
        notYetDue: completed(application.notYetDue, standard.applicationOrder.notYetDue),
      },
      applicationDirection: application.direction ?? standard.applicationDirection,
      excess: application.excess ?? standard.excess,
      interestBasis: interest.basis ?? standard.interestBasis,
      payoffInterest: interest.payoff ?? standard.payoffInterest,
      penalty: penaltyOf(policy.penalty ?? {}, reader),
      ageing: {
        components: ageing.components ?? standard.ageing.components,
        charges: ageing.charges ?? standard.ageing.charges,
      },
      cutOff: policy.cutOff && cutOffOf(policy.cutOff),
      costCap: caps.totalCost === undefined ? undefined : reader.rate(caps.totalCost),
      inDuplum: caps.inDuplum ?? standard.inDuplum,
      rounding: policy.rounding ?? standard.rounding,
    }),
  );
}

function penaltyOf(penalty: NonNullable<LoanPolicy["penalty"]>, reader: TextReader): PenaltyPolicy {
  const standard = defaultLedgerPolicy.penalty;
  const { rate } = penalty;
  const isNone = rate === undefined || rate === "none";
  return {
    rate: isNone
      ? standard.rate
      : "fixed" in rate
        ? { kind: "fixed", rate: reader.rate(rate.fixed) }
        : { kind: "times_contract", times: reader.rate(rate.timesContract) },
    base: penalty.base ?? standard.base,
    isCompounding: penalty.compounding ?? standard.isCompounding,
    flatMinor: penalty.flat === undefined ? standard.flatMinor : reader.amount(penalty.flat),
    flatComponent: penalty.flatComponent ?? standard.flatComponent,
    graceDays: penalty.graceDays ?? standard.graceDays,
    isGraceCharged: penalty.graceCharged ?? standard.isGraceCharged,
    dayCount: penalty.dayCount ?? standard.dayCount,
  };
}

const cutOffOf = ({ at, then }: NonNullable<LoanPolicy["cutOff"]>): CutOff => ({
  minute: minuteOf(at),
  then,
});

/** Named components first, the others after them in the default order. */
const completed = (
  named: readonly Component[] | undefined,
  standard: readonly Component[],
): readonly Component[] =>
  named === undefined ? standard : [...named, ...standard.filter((c) => !named.includes(c))];

function checkPolicy({ application = {}, ageing = {} }: LoanPolicy): Refusal | undefined {
  for (const named of [application.due, application.notYetDue, ageing.components]) {
    const doubled = named?.find((component, i) => named.indexOf(component) !== i);
    if (doubled !== undefined)
      return { code: "POLICY_COMPONENT_TWICE", detail: `${doubled} is named twice` };
  }
  return undefined;
}

function nonNegative(result: Result<LedgerPolicy>): Result<LedgerPolicy> {
  if (!result.ok) return result;
  const { penalty, costCap = 0n } = result.value;
  const rate = penalty.rate.kind === "fixed" ? penalty.rate.rate : 0n;
  return penalty.flatMinor < 0n || rate < 0n || costCap < 0n
    ? refuse("POLICY_NEGATIVE", "penalty rate, flat amount and total-cost cap cannot be negative")
    : result;
}

/** Buckets by days past due, or by months as the US mortgage market counts them. */
export type LatenessBands =
  | { readonly by: "days"; readonly bands: DayBands }
  | { readonly by: "months"; readonly method: DelinquencyMethod };

/** How a product names lateness. `toleranceMinor` in minor units of the loan's currency. */
export type LoanArrears = DayCounting & {
  readonly graceDays: number;
  readonly toleranceMinor: bigint;
  readonly bands: LatenessBands;
  readonly assetClass: AssetScheme;
};

export const DEFAULT_ASSET_CLASS = "cn_2023";

/** The lateness half of a policy; refuses bands that do not ascend and a tolerance that cannot be. */
export function toArrears(policy: LoanPolicy, currency: string): Result<LoanArrears> {
  const { ageing = {}, arrears = {} } = policy;
  const { bands = "days_1_30", tolerance = "0" } = arrears;
  if (typeof bands !== "string" && bands.some(({ from }, i) => from <= (bands[i - 1]?.from ?? 0)))
    return refuse("POLICY_BANDS_UNORDERED", "bands do not ascend by their first day");
  const reader = textReader(currency);
  const toleranceMinor = reader.amount(tolerance);
  if (toleranceMinor < 0n) return refuse("POLICY_NEGATIVE", "a tolerance cannot be negative");
  const scheme = assetSchemeById[arrears.assetClass ?? DEFAULT_ASSET_CLASS];
  if (!scheme) return refuse("ASSET_SCHEME_UNKNOWN", `there is no scheme ${arrears.assetClass}`);
  return reader.result({
    dueDateIs: ageing.dueDateIs ?? 0,
    level: ageing.level ?? "instalment",
    graceDays: arrears.graceDays ?? 0,
    toleranceMinor,
    bands: bandsOf(bands),
    assetClass: scheme,
  });
}

function bandsOf(bands: NonNullable<NonNullable<LoanPolicy["arrears"]>["bands"]>): LatenessBands {
  if (bands === "mba" || bands === "ots") return { by: "months", method: bands };
  return { by: "days", bands: typeof bands === "string" ? (bandsByScheme[bands] ?? []) : bands };
}
