import type { DayNumber } from "./business-date.ts";

/**
 * The id of something that can be decided once per owner, date, kind and state of knowledge: an event
 * of the day cycle, a work item, a case. Made from those, so that a second copy collides with the
 * first instead of standing beside it. UUID version 8 (RFC 9562, 5.8): 68 bits folded from the owner's id,
 * 24 of the date, 10 of the kind, 16 of `ordinal` (how much input had been seen).
 */
export function dailyId(
  ownerId: string,
  on: DayNumber,
  { kind, ordinal }: { readonly kind: number; readonly ordinal: number },
): string {
  const owner = foldOwner(ownerId);
  const tail = hex(on + 0x80_0000, 6) + hex(ordinal & 0xffff, 4) + owner.slice(15);
  const head = `${owner.slice(0, 8)}-${owner.slice(8, 12)}-8${owner.slice(12, 15)}`;
  return `${head}-${hex(0x8000 + kind, 4)}-${tail}`;
}

/** 17 hexadecimal digits that take in the whole id but its version, variant and one digit. */
function foldOwner(id: string): string {
  const at = (from: number, to: number): number => Number.parseInt(id.slice(from, to), 16);
  const high = (at(0, 8) ^ at(28, 36)) >>> 0;
  return hex(high, 8) + hex(at(9, 13) ^ at(24, 28), 4) + id.slice(15, 18) + id.slice(20, 22);
}

const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");
