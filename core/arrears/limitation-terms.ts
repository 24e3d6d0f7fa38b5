/** What may stop a limitation period and start it anew (时效中断). */
export type InterruptionKind =
  | "demand" // a demand handed over or delivered (催收函)
  | "message" // a demand by text message, e-mail or app that arrives
  | "deduction" // the bank takes money from the debtor's account as agreed
  | "part_payment"
  | "promise" // a promise to pay, a plan
  | "extension_request"
  | "acknowledgement" // the debt is admitted in writing
  | "security" // the debtor gives security
  | "suit"
  | "arbitration"
  | "payment_order"
  | "preservation" // property frozen before or with a suit
  | "assignment_notice"; // notice that the claim was assigned

/**
 * How a kind counts. `needs`: what must be on file to prove it — an interruption without its proof
 * is listed and does not count. `reachesJoint`: one against a joint debtor holds against the others.
 */
export type InterruptionRule = { readonly needs: string; readonly reachesJoint: boolean };

export type Interruptions = Readonly<Partial<Record<InterruptionKind, InterruptionRule>>>;

/**
 * A limitation law as data. Counting is the same everywhere here: the first day is left out and the
 * period ends on the corresponding day (or the month's last).
 */
export type LimitationTerms = {
  readonly id: string;
  readonly years: number;
  /** Years from the first start after which nothing helps any more; undefined where none applies. */
  readonly longStopYears: number | undefined;
  /**
   * `last_due`: one clock from the last instalment. `each_due`: a clock for every instalment.
   * `first_due`: one clock from the oldest unpaid one. `last_payment`: the same, begun anew by every
   * proven payment in time, whatever `interruptions` says.
   */
  readonly startsFrom: "last_due" | "each_due" | "first_due" | "last_payment";
  readonly interruptions: Interruptions;
  /** Kinds that begin a new period even after the old one has run out. */
  readonly revivedBy: readonly InterruptionKind[];
  /** An obstacle in the last months keeps the period open until so many months after it ends. */
  readonly suspension: { readonly lastMonths: number; readonly addMonths: number } | undefined;
  /** The debt itself ends with the period, not only the action. */
  readonly extinguishes: boolean;
  /** A last day that is no working day moves to the first working day after it. */
  readonly rollsOverHolidays: boolean;
};

const joint = (needs: string): InterruptionRule => ({ needs, reachesJoint: true });
const personal = (needs: string): InterruptionRule => ({ needs, reachesJoint: false });

/** 民法典 195; 时效规定 8, 9, 11, 14, 15, 17: reaching one joint debtor reaches all. */
const chineseInterruptions: Interruptions = {
  demand: joint("signed receipt, delivery record or notarised service"),
  message: joint("delivery record showing that the message arrived"),
  deduction: joint("bank entry"),
  part_payment: joint("payment record"),
  promise: joint("signed or recorded promise"),
  extension_request: joint("the request as received"),
  acknowledgement: joint("signed statement"),
  security: joint("security agreement"),
  suit: joint("court acceptance notice"),
  arbitration: joint("acceptance notice"),
  payment_order: joint("court acceptance notice"),
  preservation: joint("court ruling"),
  assignment_notice: joint("delivery record of the notice"),
};

/**
 * China: 3 years, 20-year long stop (民法典 188), instalments from the last due date (189), 192 and
 * 时效规定 19 (a promise after expiry cannot be taken back), 194, 195; 201–203 and 民诉法 85.
 */
export const chinaLimitation: LimitationTerms = {
  id: "cn",
  years: 3,
  longStopYears: 20,
  startsFrom: "last_due",
  interruptions: chineseInterruptions,
  revivedBy: ["promise", "acknowledgement"],
  suspension: { lastMonths: 6, addMonths: 6 },
  extinguishes: false,
  rollsOverHolidays: true,
};

/**
 * England and Wales, simple contract: 6 years (Limitation Act 1980 s.5); a signed acknowledgement
 * binds its maker, a payment all who are liable (ss.29–31); neither revives (s.29(7)). Unverified.
 */
export const englandLimitation: LimitationTerms = {
  id: "gb_eaw",
  years: 6,
  longStopYears: undefined,
  startsFrom: "each_due",
  interruptions: {
    acknowledgement: personal("signed writing"),
    part_payment: joint("payment record"),
    suit: personal("issued claim form"),
  },
  revivedBy: [],
  suspension: undefined,
  extinguishes: false,
  rollsOverHolidays: true,
};

/**
 * Scotland: 5 years, then the debt is extinguished; 20-year long stop (Prescription and Limitation
 * (Scotland) Act 1973 ss.6, 7, 9, 10). Unverified.
 */
export const scotlandLimitation: LimitationTerms = {
  ...englandLimitation,
  id: "gb_sct",
  years: 5,
  longStopYears: 20,
  interruptions: { ...englandLimitation.interruptions, part_payment: personal("payment record") },
  extinguishes: true,
  rollsOverHolidays: false,
};

/** A state of the USA; `paymentRestarts` as its law has it for a payment made in time. */
export const usStateLimitation = (
  state: string,
  { years, paymentRestarts }: { readonly years: number; readonly paymentRestarts: boolean },
): LimitationTerms => ({
  id: `us_${state}`,
  years,
  longStopYears: undefined,
  startsFrom: paymentRestarts ? "last_payment" : "first_due",
  interruptions: { suit: personal("filed complaint") },
  revivedBy: [],
  suspension: undefined,
  extinguishes: false,
  rollsOverHolidays: true,
});

/**
 * New York, consumer credit: 3 years from default; after it, no payment, affirmation or other
 * activity revives or extends it (CPLR 214-i, in force 7 April 2022). Whether a payment in time
 * restarts it is left to case law: this table takes the shorter period.
 */
export const newYorkLimitation = usStateLimitation("ny", { years: 3, paymentRestarts: false });

/** The laws that product terms and cases may name. */
export const limitationTermsById: Readonly<Record<string, LimitationTerms>> = Object.fromEntries(
  [chinaLimitation, englandLimitation, scotlandLimitation, newYorkLimitation].map((terms) => [
    terms.id,
    terms,
  ]),
);
