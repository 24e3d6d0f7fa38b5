import type { ArithmeticLine, Components, ScheduleLine } from "@mora/contract";
import type { ArrearsPolicy } from "@mora/core/arrears/policy";
import {
  type HostBalance,
  hostPosition,
  loanPosition,
  type Position,
} from "@mora/core/arrears/position";
import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { type Columns, noColumns } from "@mora/core/ledger/components";
import { type Groups, minus, noGroups, toGroups, total } from "@mora/core/ledger/groups";
import { replay } from "@mora/core/ledger/replay/replay";
import type { Claim, LoanState } from "@mora/core/ledger/state";
import type { AccountLoan } from "../servicing/index.ts";
import { accrualLines, byComponent, entryLines, type LedgerLines } from "./ledger-lines.ts";

/**
 * How an account's figures came about, line by line, from the same engine that the day cycle uses: what
 * is shown cannot differ from what was decided.
 */
export type Explained = LedgerLines & {
  readonly position: Position;
  readonly schedule: ScheduleLine[];
  readonly arithmetic: ArithmeticLine[];
};

export const toComponents = (amounts: Groups): Components => ({
  principalMinor: String(amounts.principal),
  interestMinor: String(amounts.interest),
  penaltyMinor: String(amounts.penalty),
  feeMinor: String(amounts.fee),
  totalMinor: String(total(amounts)),
});

type LineParts = {
  readonly amounts?: Groups;
  readonly minor?: bigint;
  readonly params?: ArithmeticLine["params"];
};

function line(code: string, op: ArithmeticLine["op"], parts: LineParts): ArithmeticLine {
  const minor = parts.amounts ? total(parts.amounts) : parts.minor;
  return {
    code,
    op,
    amountMinor: minor === undefined ? null : String(minor),
    params: parts.params ?? {},
    components: parts.amounts ? toComponents(parts.amounts) : null,
  };
}

export type Asked = {
  readonly on: DayNumber;
  readonly policy: ArrearsPolicy;
  readonly scheme: string;
  /** The stage that the day cycle decided: charge-off and closing stand above the bands. */
  readonly bucket: string;
};

/** A serviced account: what was asked for, what money covered, what was given up, what is left. */
export function explainServiced({ loan, events }: AccountLoan, asked: Asked): Explained {
  const state = replay(loan, events, { asOf: asked.on, isExplained: true });
  const position = loanPosition(state, loan, asked);
  return {
    position,
    schedule: state.claims.map((claim) => scheduleLine(claim, asked.on)),
    arithmetic: [...moneyLines(state, position, asked.on), ...daysLines(position, asked)],
    entries: entryLines(state, events),
    accruals: accrualLines(state),
  };
}

function moneyLines(state: LoanState, position: Position, on: DayNumber): ArithmeticLine[] {
  const due = state.claims.filter(({ dueOn }) => dueOn < on);
  const instalments = due.filter(({ kind }) => kind === "instalment");
  const agreed = { ...sumOf(instalments, "asked"), penalty: 0n };
  const charged = minus(sumOf(due, "asked"), agreed);
  const waived = sumOf(due, "waived");
  const payments = state.entries.filter((entry) => entry.kind === "applied" && entry.eventId);
  return [
    line("schedule_due", "start", {
      amounts: agreed,
      params: { count: instalments.length, on: isoFromDay(on) },
    }),
    ...lineUnlessZero("charges_due", "plus", charged),
    line("payments_received", "minus", {
      amounts: sumOf(due, "paid"),
      params: {
        count: new Set(payments.map(({ eventId }) => eventId)).size,
        through: isoFromDay(on),
        receivedMinor: String(state.receivedMinor),
      },
    }),
    ...lineUnlessZero("waived", "minus", waived),
    line("past_due", "equals", { amounts: position.pastDue }),
    line("not_yet_due", "plus", { amounts: minus(position.balance, position.pastDue) }),
    line("balance", "equals", { amounts: position.balance }),
    ...(state.creditMinor > 0n ? [line("overpaid", "note", { minor: state.creditMinor })] : []),
  ];
}

const lineUnlessZero = (
  code: string,
  op: ArithmeticLine["op"],
  amounts: Groups,
): ArithmeticLine[] =>
  Object.values(amounts).every((minor) => minor === 0n) ? [] : [line(code, op, { amounts })];

function sumOf(claims: readonly Claim[], which: "asked" | "paid" | "waived"): Groups {
  const sums: Columns = noColumns();
  for (const claim of claims)
    for (const [column, minor] of claim[which].entries())
      sums[column] = (sums[column] as bigint) + minor;
  return toGroups(sums);
}

function scheduleLine(claim: Claim, on: DayNumber): ScheduleLine {
  const { asked, paid, waived } = claim;
  return {
    no: claim.no,
    kind: claim.kind,
    dueOn: isoFromDay(claim.dueOn),
    due: toComponents(toGroups(asked)),
    paid: toComponents(toGroups(paid)),
    waived: toComponents(toGroups(waived)),
    detail: {
      asked: byComponent(asked),
      paid: byComponent(paid),
      waived: byComponent(waived),
    },
    openMinor: String(claim.openMinor),
    status: statusOf(claim, on),
  };
}

function statusOf({ openMinor, dueOn, asked }: Claim, on: DayNumber): ScheduleLine["status"] {
  if (openMinor === 0n) return "paid";
  if (dueOn < on) return "past_due";
  if (dueOn === on) return "due_today";
  return total(toGroups(asked)) > openMinor ? "part_paid" : "not_due";
}

/** A host-fed account: the host's own figures, never aged past its file. */
export function explainHost(host: HostBalance, terms: Asked): Explained {
  // Cards go by missed statement cycles, whatever bands their product's terms name.
  const asked = host.cyclesMissed === undefined ? terms : { ...terms, scheme: "missed_cycles" };
  const position = hostPosition(host, asked);
  const asOf = isoFromDay(host.asOf);
  return {
    position,
    schedule: [],
    entries: [],
    accruals: [],
    arithmetic: [
      line("host_past_due", "start", { amounts: host.pastDue, params: { asOf } }),
      line("past_due", "equals", { amounts: position.pastDue }),
      line("host_balance", "start", { amounts: host.balance, params: { asOf } }),
      line("balance", "equals", { amounts: position.balance }),
      ...daysLines(position, asked),
      line("never_aged_past_file", "note", { params: { asOf: isoFromDay(asked.on) } }),
    ],
  };
}

function daysLines(position: Position, { on, policy, scheme, bucket }: Asked): ArithmeticLine[] {
  const { dpd, oldestUnpaidDueOn } = position;
  const lines: ArithmeticLine[] = [];
  if (oldestUnpaidDueOn !== undefined && dpd.kind === "exact")
    lines.push(
      line("dpd", "note", {
        params: { days: dpd.days, from: isoFromDay(oldestUnpaidDueOn), on: isoFromDay(on) },
      }),
    );
  if (dpd.kind === "band")
    lines.push(line("dpd_band", "note", { params: { from: dpd.from, to: dpd.to ?? "" } }));
  if (policy.graceDays > 0)
    lines.push(line("grace", "note", { params: { days: policy.graceDays } }));
  if (policy.toleranceMinor > 0n)
    lines.push(
      line("tolerance", "note", { params: { amountMinor: String(policy.toleranceMinor) } }),
    );
  lines.push(line("bucket", "note", { params: { bucket, scheme } }));
  return lines;
}

export const nothingOwed: Components = toComponents(noGroups);
