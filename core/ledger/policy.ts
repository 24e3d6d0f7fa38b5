import type { Rounding } from "../kernel/money.ts";
import { RATE_ONE, type Rate } from "../kernel/rate.ts";
import { type Component, components } from "./components.ts";
import type { DayCount } from "./day-count.ts";

/**
 * What lenders disagree on about money owed, with Mora's defaults. A policy belongs to the dated
 * product terms. docs/policies.md lists every switch with its source and a story that shows it.
 */
export type LedgerPolicy = {
  /** Payment application (入账冲抵): components first to last, for what is due and for what is not yet. */
  readonly applicationOrder: {
    readonly due: readonly Component[];
    readonly notYetDue: readonly Component[];
  };
  /** Instalment by instalment (oldest first), or component by component across due instalments. */
  readonly applicationDirection: "horizontal" | "vertical";
  /**
   * Where money goes that nothing due takes: the next instalments; the last ones, backwards; principal,
   * with the rest of the schedule computed anew; or held until something falls due.
   */
  readonly excess: "next" | "last" | "reamortise" | "suspense";
  /** Interest as the schedule says, or daily on the principal really outstanding. */
  readonly interestBasis: "scheduled" | "daily_balance";
  /** What full payoff before the end owes of interest: up to the day, of the whole period, or all. */
  readonly payoffInterest: "accrued" | "period" | "all";
  readonly penalty: PenaltyPolicy;
  /** Claims that make an account late: these components of instalments, and whether charges do. */
  readonly ageing: { readonly components: readonly Component[]; readonly charges: boolean };
  /** Minutes after midnight from which a payment counts for the next day; undefined: none. */
  readonly cutOff: CutOff | undefined;
  /** All charges together never exceed this rate on the principal outstanding, day by day. */
  readonly costCap: Rate | undefined;
  /** Charges since default never exceed the principal outstanding at default (in duplum). */
  readonly inDuplum: boolean;
  readonly rounding: Rounding;
};

export type CutOff = {
  readonly minute: number;
  readonly then: "next_day" | "next_working_day";
};

export type PenaltyPolicy = {
  /** Of the contract rate (1.5 = 150 %), a rate of its own, or none. */
  readonly rate:
    | { readonly kind: "none" }
    | { readonly kind: "times_contract"; readonly times: Rate }
    | { readonly kind: "fixed"; readonly rate: Rate };
  /** Of a late instalment: its unpaid principal, or all that is unpaid of what the contract asked for. */
  readonly base: "principal" | "instalment";
  /** Unpaid interest of a late instalment bears compound interest (复利) at the penalty rate. */
  readonly isCompounding: boolean;
  /** Charged once for each instalment that is late; 0 for none. */
  readonly flatMinor: bigint;
  readonly flatComponent: Component;
  /** Days after the due date in which payment is late without a price. */
  readonly graceDays: number;
  /** Whether those days are charged once they have passed unused. */
  readonly isGraceCharged: boolean;
  readonly dayCount: DayCount;
};

export const noPenalty: PenaltyPolicy = {
  rate: { kind: "none" },
  base: "principal",
  isCompounding: false,
  flatMinor: 0n,
  flatComponent: "damages",
  graceDays: 0,
  isGraceCharged: true,
  dayCount: "act_365f",
};

export const defaultLedgerPolicy: LedgerPolicy = {
  // Costs, then what lateness adds, then interest, then principal (Civil Code of China, art. 561): the
  // order in which components are listed.
  applicationOrder: { due: components, notYetDue: components },
  applicationDirection: "horizontal",
  excess: "next",
  interestBasis: "scheduled",
  payoffInterest: "accrued",
  penalty: noPenalty,
  ageing: { components: ["principal", "interest", "fee", "guarantee_fee"], charges: false },
  cutOff: undefined,
  costCap: undefined,
  inDuplum: false,
  rounding: "half_up",
};

/** The usual penalty of Chinese bank loans: contract rate + 50 % (银发〔2003〕251号), with compound interest. */
export const chineseBankPenalty: PenaltyPolicy = {
  ...noPenalty,
  rate: { kind: "times_contract", times: ((RATE_ONE * 3n) / 2n) as Rate },
  isCompounding: true,
};
