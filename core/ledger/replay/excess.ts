import { columnOf, components } from "../components.ts";
import type { Part } from "../state.ts";
import { applyAhead } from "./apply.ts";
import { accruedSoFar, isDaily, nextBearing, postAccrued, unposted } from "./interest.ts";
import { prepayPrincipal } from "./replan.ts";
import { openAt, type Purse, purseOf, type Row, type Sheet, waive } from "./sheet.ts";

const { principal, interest } = columnOf;

/** Places the day's receipts that nothing due has taken; what nothing takes at all stays as credit. */
export function placeExcess(sheet: Sheet): void {
  if (sheet.pooledMinor === 0n) return;
  // Money held from earlier days joins it, so that a payoff counts all that the lender has.
  const pooled = sheet.pooledMinor + sheet.creditMinor;
  sheet.pooledMinor = 0n;
  sheet.creditMinor = 0n;
  const purse = purseOf(pooled);
  if (isAnythingAhead(sheet)) place(sheet, purse);
  sheet.creditMinor += purse.leftMinor;
  if (purse.parts.length === 0) return;
  sheet.entries.push({
    kind: "applied",
    on: sheet.day,
    eventId: sheet.pooledBy,
    source: "ahead",
    amountMinor: pooled - purse.leftMinor,
    parts: purse.parts,
    creditedMinor: 0n,
  });
}

const isAnythingAhead = (sheet: Sheet): boolean =>
  sheet.rows.some((row, i) => i >= sheet.firstUndue && !row.isClosed) ||
  (isDaily(sheet) && unposted(sheet) > 0n);

function place(sheet: Sheet, purse: Purse): void {
  const { excess } = sheet.loan.policy;
  if (purse.leftMinor >= payoffAhead(sheet)) {
    forgiveUnearned(sheet);
    applyAhead(sheet, purse, "next");
    return;
  }
  if (excess === "suspense") return;
  if (excess === "reamortise") {
    prepayPrincipal(sheet, purse);
    return;
  }
  const next = nextBearing(sheet);
  if (next && isDaily(sheet)) postAccrued(sheet, next);
  applyAhead(sheet, purse, excess);
}

/** What full payoff asks for today beyond what is due: principal, and interest as the policy says. */
export function payoffAhead(sheet: Sheet): bigint {
  const { rows, firstUndue, loan } = sheet;
  let minor = 0n;
  for (let i = firstUndue; i < rows.length; i++) {
    const row = rows[i] as Row;
    const isWhole = loan.policy.payoffInterest === "all" || row.kind !== "instalment";
    minor += isWhole ? row.openMinor : openAt(row, principal);
  }
  return minor + earnedAhead(sheet);
}

/** Interest of the current period that a payoff today must pay. */
function earnedAhead(sheet: Sheet): bigint {
  const { payoffInterest } = sheet.loan.policy;
  if (isDaily(sheet)) return accruedSoFar(sheet) + openInterestAhead(sheet);
  if (payoffInterest === "all") return 0n;
  const next = nextInstalment(sheet);
  if (!next) return 0n;
  return payoffInterest === "period" ? openAt(next, interest) : accruedSoFar(sheet);
}

const nextInstalment = ({ rows, firstUndue }: Sheet): Row | undefined =>
  rows.find((row, i) => i >= firstUndue && row.kind === "instalment");

/** By the day, nothing is asked ahead but what has accrued. */
const openInterestAhead = (sheet: Sheet): bigint =>
  sheet.loan.policy.payoffInterest === "all"
    ? 0n
    : sheet.rows
        .slice(sheet.firstUndue)
        .reduce((sum, row) => sum + (row.kind === "instalment" ? openAt(row, interest) : 0n), 0n);

/** Interest and fees of time that will not pass are not owed. */
function forgiveUnearned(sheet: Sheet): void {
  const { rows, firstUndue, loan } = sheet;
  const next = nextInstalment(sheet);
  const bearing = nextBearing(sheet);
  if (isDaily(sheet) && bearing) postAccrued(sheet, bearing);
  if (loan.policy.payoffInterest === "all") return;
  const earned = isDaily(sheet) ? openInterestAhead(sheet) : earnedAhead(sheet);
  const parts: Part[] = [];
  for (let i = firstUndue; i < rows.length; i++) {
    const row = rows[i] as Row;
    if (row.kind !== "instalment") continue;
    const keptMinor = isDaily(sheet) ? openAt(row, interest) : row === next ? earned : 0n;
    for (const column of components.keys()) {
      if (column === principal) continue;
      const kept = column === interest ? keptMinor : 0n;
      waive(row, column, { leftMinor: openAt(row, column) - kept, parts });
    }
  }
  if (parts.length > 0)
    sheet.entries.push({
      kind: "waived",
      on: sheet.day,
      eventId: sheet.pooledBy,
      why: "payoff",
      wantedMinor: parts.reduce((sum, part) => sum + part.minor, 0n),
      parts,
    });
}
