import type { ArithmeticLine, Components, ScheduleLine } from "@mora/contract";
import type { ArrearsPolicy } from "@mora/core/arrears/policy";
import {
  type HostBalance,
  hostPosition,
  type Position,
  servicedPosition,
} from "@mora/core/arrears/position";
import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { applyAll } from "@mora/core/ledger/application";
import {
  type Components as Amounts,
  dueOf,
  minus,
  noComponents,
  plus,
  type Schedule,
  total,
} from "@mora/core/ledger/schedule";

/**
 * How an account's figures came about, line by line, from the same core functions that the day cycle
 * uses: what is shown cannot differ from what was decided.
 */
export type Explained = {
  readonly position: Position;
  readonly schedule: ScheduleLine[];
  readonly arithmetic: ArithmeticLine[];
};

export const toComponents = (amounts: Amounts): Components => ({
  principalMinor: String(amounts.principal),
  interestMinor: String(amounts.interest),
  feeMinor: String(amounts.fee),
  totalMinor: String(total(amounts)),
});

type LineParts = {
  readonly amounts?: Amounts;
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

type Asked = {
  readonly on: DayNumber;
  readonly policy: ArrearsPolicy;
  readonly scheme: string;
  /** The stage that the day cycle decided: charge-off and closing stand above the bands. */
  readonly bucket: string;
};

/** A serviced account: what the schedule asked for, what payments covered, what is left. */
export function explainServiced(
  schedule: Schedule,
  paid: { readonly minor: bigint; readonly count: number },
  asked: Asked,
): Explained {
  const position = servicedPosition(schedule, paid.minor, asked);
  const applied = applyAll(schedule, paid.minor);
  const dueIndexes = schedule.dueOn.flatMap((on, i) => (on < asked.on ? [i] : []));
  const due = dueIndexes.reduce((sum, i) => plus(sum, dueOf(schedule, i)), noComponents);
  const covered = dueIndexes.reduce(
    (sum, i) => plus(sum, applied.paid[i] ?? noComponents),
    noComponents,
  );
  const notYetDue = minus(position.balance, position.pastDue);
  return {
    position,
    schedule: scheduleLines(schedule, applied.paid, asked.on),
    arithmetic: [
      line("schedule_due", "start", {
        amounts: due,
        params: { count: dueIndexes.length, on: isoFromDay(asked.on) },
      }),
      line("payments_received", "minus", {
        amounts: covered,
        params: {
          count: paid.count,
          through: isoFromDay(asked.on),
          receivedMinor: String(paid.minor),
        },
      }),
      line("past_due", "equals", { amounts: position.pastDue }),
      line("not_yet_due", "plus", { amounts: notYetDue }),
      line("balance", "equals", { amounts: position.balance }),
      ...(applied.overpaidMinor > 0n
        ? [line("overpaid", "note", { minor: applied.overpaidMinor })]
        : []),
      ...daysLines(position, asked),
    ],
  };
}

function scheduleLines(
  schedule: Schedule,
  paid: readonly Amounts[],
  on: DayNumber,
): ScheduleLine[] {
  return schedule.dueOn.map((dueOn, i) => {
    const due = dueOf(schedule, i);
    const covered = paid[i] ?? noComponents;
    const open = total(due) - total(covered);
    return {
      no: i + 1,
      dueOn: isoFromDay(dueOn),
      due: toComponents(due),
      paid: toComponents(covered),
      openMinor: String(open),
      status: statusOf({ open, covered: total(covered), dueOn, on }),
    };
  });
}

function statusOf(facts: {
  open: bigint;
  covered: bigint;
  dueOn: DayNumber;
  on: DayNumber;
}): ScheduleLine["status"] {
  if (facts.open === 0n) return "paid";
  if (facts.dueOn < facts.on) return "past_due";
  if (facts.dueOn === facts.on) return "due_today";
  return facts.covered > 0n ? "part_paid" : "not_due";
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
