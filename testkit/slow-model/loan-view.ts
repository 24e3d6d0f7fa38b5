import { defaultDayCounting, lateSince, loanDaysPastDue } from "@mora/core/arrears/loan-days";
import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { components } from "@mora/core/ledger/components";
import type { LoanState } from "@mora/core/ledger/state";
import type { ModelLoan } from "./loan.ts";

/** What model and engine must agree on, as lines of text that a failing test can show side by side. */
export type LoanView = {
  readonly claims: readonly string[];
  readonly sums: string;
  readonly arrears: readonly string[];
};

/**
 * By the day, interest is asked between the days that are recorded as spans: their amount is then that of
 * their first day, and only the oldest due date is a function of the day.
 */
export type Seen = { readonly days: ModelLoan["days"]; readonly hasPastDue: boolean };

type Named = Readonly<Record<string, bigint>>;

const named = (amounts: Named): string =>
  Object.entries(amounts)
    .filter(([, minor]) => minor !== 0n)
    .map(([name, minor]) => `${name} ${minor}`)
    .join(", ");

const byName = (columns: readonly bigint[]): Named =>
  Object.fromEntries(components.map((name, column) => [name, columns[column] as bigint]));

type AnyClaim = {
  readonly no: number;
  readonly dueOn: DayNumber;
  readonly asked: Named;
  readonly paid: Named;
  readonly waived: Named;
};

const claimLine = ({ no, dueOn, asked, paid, waived }: AnyClaim): string =>
  `${no} due ${isoFromDay(dueOn)}: asked ${named(asked)}; paid ${named(paid)}; waived ${named(waived)}`;

type Sums = Pick<
  LoanState,
  "status" | "creditMinor" | "principalMinor" | "accruedMinor" | "receivedMinor" | "refundedMinor"
>;

const sumLine = (s: Sums): string =>
  `${s.status}; credit ${s.creditMinor}; principal ${s.principalMinor}; accrued ${s.accruedMinor}; received ${s.receivedMinor}; refunded ${s.refundedMinor}`;

type Arrears = {
  readonly on: DayNumber;
  readonly since: DayNumber | undefined;
  readonly minor: bigint | undefined;
  /** Undefined on days on which it is not compared: counting it by scanning is slow. */
  readonly days: number | undefined;
};

const arrearsLine = ({ on, since, minor, days }: Arrears): string =>
  `${isoFromDay(on)}: since ${since === undefined ? "never" : isoFromDay(since)}, past due ${minor ?? "-"}, days ${days ?? "-"}`;

const isDaysCompared = (index: number): boolean => index % 7 === 0;

export const modelView = (model: ModelLoan, { hasPastDue }: Seen): LoanView => ({
  claims: model.rows.map(claimLine),
  sums: sumLine(model),
  arrears: model.days.map((day, i) =>
    arrearsLine({
      on: day.on,
      since: day.oldestDueOn,
      minor: hasPastDue ? day.pastDueMinor : undefined,
      days: isDaysCompared(i) ? day.daysPastDue : undefined,
    }),
  ),
});

/** The engine's state, looked at on the same days as the model. */
export const engineView = (state: LoanState, { days, hasPastDue }: Seen): LoanView => ({
  claims: state.claims.map(({ no, dueOn, asked, paid, waived }) =>
    claimLine({
      no,
      dueOn,
      asked: byName(asked),
      paid: byName(paid),
      waived: byName(waived),
    }),
  ),
  sums: sumLine(state),
  arrears: days.map(({ on }, i) =>
    arrearsLine({
      on,
      since: lateSince(state, on, defaultDayCounting),
      minor: hasPastDue
        ? (state.spans.filter(({ from }) => from <= on).at(-1)?.pastDueMinor ?? 0n)
        : undefined,
      days: isDaysCompared(i) ? loanDaysPastDue(state, on) : undefined,
    }),
  ),
});
