import { defaultDayCounting, lateSince, loanDaysPastDue } from "@mora/core/arrears/loan-days";
import { isoFromDay } from "@mora/core/kernel/business-date";
import { components } from "@mora/core/ledger/components";
import type { LoanState } from "@mora/core/ledger/state";
import type { ModelLoan } from "./loan.ts";

/** What model and engine must agree on, as plain text that a failing test can show side by side. */
export type LoanView = {
  readonly claims: readonly string[];
  readonly sums: string;
  readonly spans: readonly string[];
  readonly daysPastDue: readonly string[];
};

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
  readonly dueOn: number;
  readonly asked: Named;
  readonly paid: Named;
  readonly waived: Named;
};

const claimLine = ({ no, dueOn, asked, paid, waived }: AnyClaim): string =>
  `${no} due ${isoFromDay(dueOn as never)}: asked ${named(asked)}; paid ${named(paid)}; waived ${named(waived)}`;

type Sums = Pick<
  LoanState,
  "status" | "creditMinor" | "principalMinor" | "accruedMinor" | "receivedMinor" | "refundedMinor"
>;

const sumLine = (s: Sums): string =>
  `${s.status}; credit ${s.creditMinor}; principal ${s.principalMinor}; accrued ${s.accruedMinor}; received ${s.receivedMinor}; refunded ${s.refundedMinor}`;

export const modelView = (model: ModelLoan): LoanView => ({
  claims: model.rows.map(claimLine),
  sums: sumLine(model),
  spans: model.days.map(({ on, oldestDueOn, pastDueMinor }) =>
    spanLine(on, oldestDueOn, pastDueMinor),
  ),
  daysPastDue: model.days
    .filter((_, i) => i % 7 === 0)
    .map(({ on, daysPastDue }) => `${isoFromDay(on)} ${daysPastDue}`),
});

const spanLine = (on: number, oldest: number | undefined, minor: bigint): string =>
  `${isoFromDay(on as never)} since ${oldest === undefined ? "-" : isoFromDay(oldest as never)} ${process.env.NOPD ? "" : minor}`;

/** The engine's state, seen on the same days as the model. */
export function engineView(state: LoanState, days: ModelLoan["days"]): LoanView {
  return {
    claims: state.claims.map((claim) =>
      claimLine({
        no: claim.no,
        dueOn: claim.dueOn,
        asked: byName(claim.asked),
        paid: byName(claim.paid),
        waived: byName(claim.waived),
      }),
    ),
    sums: sumLine(state),
    spans: days.map(({ on }) => {
      const span = state.spans.filter(({ from }) => from <= on).at(-1);
      return spanLine(on, lateSince(state, on, defaultDayCounting), span?.pastDueMinor ?? 0n);
    }),
    daysPastDue: days
      .filter((_, i) => i % 7 === 0)
      .map(({ on }) => `${isoFromDay(on)} ${loanDaysPastDue(state, on)}`),
  };
}
