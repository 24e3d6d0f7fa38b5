import type { BusinessCalendar } from "../kernel/business-calendar.ts";
import type { DayNumber } from "../kernel/business-date.ts";
import type { PlanTerms } from "./plan-terms.ts";
import type { LedgerPolicy } from "./policy.ts";
import type { RateStep } from "./rate-path.ts";
import type { Schedule } from "./schedule.ts";

/** Everything about a loan that does not happen to it: contract and conventions. */
export type Loan = {
  readonly currency: string;
  /** First disbursement. Nothing can be effective before it. */
  readonly startOn: DayNumber;
  /** What the contract asks for; made from `terms` or imported. */
  readonly schedule: Schedule;
  /** Known for loans whose schedule is planned here; without them nothing can be planned anew. */
  readonly terms?: PlanTerms;
  /** The contract rate where only the schedule was imported. */
  readonly rates?: readonly RateStep[];
  readonly policy: LedgerPolicy;
  /** Working days, for the payment-date cut-off. */
  readonly calendar?: BusinessCalendar;
};
