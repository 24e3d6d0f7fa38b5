import { pinyin } from "pinyin-pro";
import { type KeyRing, keyedHash } from "./keys.ts";

/**
 * Blind-index tokens: keyed hashes of the forms people search by, so that sealed values can be found
 * without being readable. 64 bits each: two different values share a token about once in 10^19
 * pairs, and whoever searches compares the opened values anyway.
 */
export type TokenKind =
  | "phone"
  | "phone_tail"
  | "id"
  | "id_tail"
  | "name"
  | "name_prefix"
  | "initials"
  | "contract_tail";

export const token = (ring: KeyRing, kind: TokenKind, value: string): bigint =>
  BigInt.asIntN(64, BigInt(`0x${keyedHash(ring, `${kind}\u001f${value}`).slice(0, 16)}`));

export const normaliseName = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s·.,'’-]+/gu, "");

export const digitsOf = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[^0-9xX]/g, "")
    .toLowerCase();

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

const readings = new Map<string, string>();

/** First letter of a character's reading; remembered, since names use few characters. */
function readingInitial(character: string): string {
  let initial = readings.get(character);
  if (initial === undefined) {
    initial = pinyin(character, { pattern: "first", toneType: "none" });
    readings.set(character, initial);
  }
  return initial;
}

/** Initials by which a name is typed: pinyin for Chinese (王小明 → wxm), letters else (Ann Lee → al). */
export function initialsOf(name: string): string {
  if (isChinese(name)) return Array.from(normaliseName(name), readingInitial).join("");
  return name
    .toLowerCase()
    .split(/[\s-]+/)
    .map((word) => word.slice(0, 1))
    .join("");
}

/** Tokens of a name: whole, its first one or two characters (letters: three), its initials. */
export function nameTokens(ring: KeyRing, name: string): bigint[] {
  const normal = normaliseName(name);
  if (normal === "") return [];
  const prefixes = isChinese(normal)
    ? [normal.slice(0, 1), normal.slice(0, 2)]
    : [normal.slice(0, 3)];
  return [
    token(ring, "name", normal),
    ...prefixes.map((prefix) => token(ring, "name_prefix", prefix)),
    token(ring, "initials", initialsOf(name)),
  ];
}

/** Whole number and last four digits of a phone, whole id and its last six. */
export function numberTokens(ring: KeyRing, kind: "phone" | "id", text: string): bigint[] {
  const digits = digitsOf(text);
  if (digits.length < 4) return [];
  const tail = digits.slice(kind === "phone" ? -4 : -6);
  return [token(ring, kind, digits), token(ring, `${kind}_tail`, tail)];
}

export const contractTokens = (ring: KeyRing, key: string): bigint[] => [
  token(ring, "contract_tail", key.toLowerCase()),
  token(ring, "contract_tail", key.toLowerCase().slice(-6)),
];

/** Tokens that a search text may stand for; a row matches if it has any of them. */
export function searchTokens(ring: KeyRing, text: string): bigint[] {
  const trimmed = text.trim();
  const digits = digitsOf(trimmed);
  const forms: Array<readonly [TokenKind, string]> = [
    ["name", normaliseName(trimmed)],
    ["name_prefix", normaliseName(trimmed)],
    ["initials", trimmed.toLowerCase()],
    ["contract_tail", trimmed.toLowerCase()],
  ];
  if (digits.length >= 4)
    for (const kind of ["phone", "phone_tail", "id", "id_tail"] as const)
      forms.push([kind, digits]);
  return forms.filter(([, value]) => value !== "").map(([kind, value]) => token(ring, kind, value));
}
