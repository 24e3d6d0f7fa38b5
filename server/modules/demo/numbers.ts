import { assert } from "@mora/core/kernel/assert";
import { civilFromDay, type DayNumber } from "@mora/core/kernel/business-date";
import { divide } from "./options.ts";

/**
 * Identifiers that look right and can reach or mean nobody. `slot` counts the things of one kind
 * that a person has; every (person, slot) has a number of its own as long as the world stays within
 * {@link PEOPLE_MAX}.
 */
export const PEOPLE_MAX = 2_500_000;
const SLOTS = 4;

/**
 * The six digits of an identity number name the region that issued it (GB/T 2260). No province
 * begins with 99; nor does the foreigners' permanent residence card (9, then the province's code)
 * ever have 9x there. All ids here begin with it.
 */
export const ID_PREFIX = "99";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = "10X98765432";

/** Check character of the first 17 digits of an identity number (GB 11643-1999, ISO 7064 MOD 11-2). */
export function idCheckCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (WEIGHTS[i] as number);
  return CHECK_CHARACTERS[sum % 11] as string;
}

/** The free seven digits (four of the region, three of the sequence) of a person's id. */
const idDigits = (k: number, slot: number): string => scrambled(k * SLOTS + slot, 7, 3_141_593);

/** Odd sequence numbers are men's, even ones women's. */
export const isMale = (k: number, slot: number): boolean =>
  idDigits(k, slot).charCodeAt(6) % 2 === 1;

export function nationalId(k: number, slot: number, birthOn: DayNumber): string {
  const digits = idDigits(k, slot);
  const { year, month, day } = civilFromDay(birthOn);
  const birth = `${year}${pad(month, 2)}${pad(day, 2)}`;
  const first17 = `${ID_PREFIX}${digits.slice(0, 4)}${birth}${digits.slice(4)}`;
  return first17 + idCheckCharacter(first17);
}

/** The same id with one digit mistyped, so that the check character no longer fits. */
export function mistyped(id: string): string {
  const at = 15;
  const digit = (Number(id[at]) + 1) % 10;
  const wrong = `${id.slice(0, at)}${digit}${id.slice(at + 1)}`;
  assert(idCheckCharacter(wrong) !== wrong[17], "a single wrong digit always breaks MOD 11-2");
  return wrong;
}

/**
 * A Chinese number that cannot reach anybody: +86 142 or 143 with eleven digits. The numbering plan
 * keeps 140–144 for thirteen-digit numbers of machines, so eleven digits are incomplete there, and
 * 142 and 143 are issued to no operator at all. (Prefixes such as 10x or 120 would be unissued too,
 * but a call to them may be cut short to an emergency or service number.) 142 is used for mobile
 * phones, 143 for landlines and work phones.
 */
export const chinesePhone = (k: number, slot: number, isMobile: boolean): string =>
  `+86${isMobile ? "142" : "143"}${scrambled(k * SLOTS + slot, 8, 27_182_819)}`;

/**
 * Area codes of the form [2-9][0-8]X without the service codes N11. In each of them 555-0100 …
 * 555-0199 are set aside for fiction.
 */
const areaCodes: readonly number[] = Array.from({ length: 800 }, (_, i) => i + 200).filter(
  (code) => divide(code, 10) % 10 !== 9 && code % 100 !== 11,
);
const FICTION = areaCodes.length * 100;

/**
 * A Western number that cannot reach anybody: +1 (area) 555-0100 … 0199, reserved for fiction by the
 * North American plan. When those run out (there are 71,200), area codes N9X follow: the plan holds
 * all eighty back for its own expansion, so none is in service.
 */
export function westernPhone(k: number, slot: number): string {
  const n = k * SLOTS + slot;
  if (n < FICTION) {
    const spread = (n * 31_547) % FICTION;
    return `+1${areaCodes[divide(spread, 100)]}55501${pad(spread % 100, 2)}`;
  }
  const rest = (n - FICTION) % 640_000_000;
  const area = divide(rest, 8_000_000);
  const line = rest % 8_000_000;
  return `+1${divide(area, 10) + 2}9${area % 10}${2_000_000 + line}`;
}

const REACHES_NOBODY = /^(\+8614[23]\d{8}|\+1[2-9]\d\d55501\d\d|\+1[2-9]9\d[2-9]\d{6})$/;

/** Whether a phone number lies in the ranges that reach nobody. */
export const reachesNobody = (phone: string): boolean => REACHES_NOBODY.test(phone);

/** A bijection of 0 … 10ʷ − 1, so that neighbours do not look like neighbours; `by` is coprime to 10. */
function scrambled(n: number, width: number, by: number): string {
  return pad(Number((BigInt(n) * BigInt(by) + 7_654_321n) % 10n ** BigInt(width)), width);
}

export const pad = (value: number, width: number): string => String(value).padStart(width, "0");
