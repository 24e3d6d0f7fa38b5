import type { LedgerPolicy } from "../policy.ts";
import { GROWTH_ONE, type Growth } from "./growth.ts";
import type { Caps, Sheet } from "./sheet.ts";

/** Caps to keep count for; undefined where the policy has none. */
export function capsOf(policy: LedgerPolicy, startOn: Sheet["day"]): Caps | undefined {
  if (policy.costCap === undefined && !policy.inDuplum) return undefined;
  return { limitNumerator: 0n, limitTo: startOn, chargedMinor: 0n, duplum: undefined };
}

/** The total-cost cap grows with the principal outstanding, day by day. */
export function growLimit(sheet: Sheet, capGrowth: Growth | undefined): void {
  const { caps, day } = sheet;
  if (!caps || !capGrowth || caps.limitTo >= day) return;
  caps.limitNumerator += sheet.sums.principalMinor * capGrowth(caps.limitTo, day);
  caps.limitTo = day;
}

/**
 * How much of a wanted charge the caps allow; it counts from then on. What a cap cuts off is never
 * asked for later: a cap that only postponed would be none.
 */
export function grant(sheet: Sheet, wantedMinor: bigint): bigint {
  const { caps } = sheet;
  if (!caps || wantedMinor <= 0n) return wantedMinor;
  const room = roomOf(sheet, caps);
  const minor = room < wantedMinor ? room : wantedMinor;
  countCharge(sheet, minor);
  return minor;
}

/**
 * Counts a charge that the contract itself asks for: it uses the caps' room and is not cut. What was paid
 * ahead is a cost all the same, and no charge of a default.
 */
export function countCharge({ caps }: Sheet, askedMinor: bigint, openMinor = askedMinor): void {
  if (!caps) return;
  caps.chargedMinor += askedMinor;
  if (caps.duplum) caps.duplum.chargedMinor += openMinor;
}

/** What in duplum leaves room for; without a default there is no end to it. */
export function duplumRoom({ duplum }: Caps): bigint {
  if (!duplum) return ENDLESS;
  const room = duplum.principalMinor - duplum.chargedMinor;
  return room > 0n ? room : 0n;
}

const ENDLESS = 1n << 120n;

function roomOf({ loan }: Sheet, caps: Caps): bigint {
  const rooms: bigint[] = [];
  if (loan.policy.costCap !== undefined)
    rooms.push(caps.limitNumerator / GROWTH_ONE - caps.chargedMinor);
  if (caps.duplum) rooms.push(duplumRoom(caps));
  if (rooms.length === 0) return ENDLESS;
  const least = rooms.reduce((a, b) => (a < b ? a : b));
  return least > 0n ? least : 0n;
}

/** Default ends when nothing due is open; the next one starts its own count. */
export function endDefault(sheet: Sheet): void {
  if (sheet.caps?.duplum && sheet.firstOpen >= sheet.firstUndue) sheet.caps.duplum = undefined;
}
