import type { DayNumber } from "./business-date.ts";

/**
 * The id of something that can exist once per owner, date and kind: an event the day cycle decides, a
 * work item, a case. Made from those three, so that a second copy collides with the first instead of
 * standing beside it. UUID version 8 (RFC 9562, 5.8): 84 bits of the owner's id, date, kind.
 */
export function dailyId(ownerId: string, on: DayNumber, kind: number): string {
  const day = hex(on + 0x800000, 6);
  const owner = ownerId.slice(19, 23) + ownerId.slice(24, 26);
  return `${ownerId.slice(0, 8)}-${ownerId.slice(9, 13)}-8${ownerId.slice(15, 18)}-a${hex(kind, 3)}-${day}${owner}`;
}

const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");
