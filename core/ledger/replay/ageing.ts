import type { DayNumber } from "../../kernel/business-date.ts";
import type { Row, Sheet } from "./sheet.ts";

/** Writes down the oldest unpaid due date whenever it, or the amount past due, changes. */
export function recordSpan(sheet: Sheet): void {
  const { spans, day } = sheet;
  const { pastDueMinor } = sheet.sums;
  const oldestDueOn = oldestUnpaid(sheet);
  const last = spans.at(-1);
  if (last && last.oldestDueOn === oldestDueOn && last.pastDueMinor === pastDueMinor) return;
  spans.push({ from: day, oldestDueOn, pastDueMinor });
}

function oldestUnpaid({ rows, firstOpen, firstUndue, sums }: Sheet): DayNumber | undefined {
  if (sums.pastDueMinor === 0n) return undefined;
  for (let i = firstOpen; i < firstUndue; i++) {
    const row = rows[i] as Row;
    if (row.isAged) return row.dueOn;
  }
  return undefined;
}
