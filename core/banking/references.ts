/**
 * How a contract number is recognised in what a payer wrote. A number counts only as a whole word:
 * `1234567` is not in `91234567`, nor in `2024-1234567`, nor in `9123 4567 8901`, since paying somebody
 * else's loan because of a substring would be worse than asking a person.
 */

/** Shortest reference that names an account by itself; all digits need one more, being commoner. */
const CHARACTERS_MIN = 5;
const DIGITS_MIN = 6;

const WORD = /[A-Z0-9]+(?:[-_.][A-Z0-9]+)*/g;
const WORD_WITH_SLASH = /[A-Z0-9]+(?:[-_./][A-Z0-9]+)*/g;
/** Digit groups with one space between them are one number, as cards and accounts are printed. */
const SPACED_DIGITS = /(?<![A-Z0-9])\d+(?: \d+)+(?![A-Z0-9])/g;
const LETTERS_AND_DIGITS = /^[A-Z0-9]+(?:[-_./][A-Z0-9]+)*$/;

/** Capital letters, full-width forms made plain (NFKC), no space at the ends. */
export const canonical = (text: string): string => text.normalize("NFKC").toUpperCase().trim();

/** Letters and digits alone: `LN-2024/01` and `LN202401` are the same number written twice. */
export const compact = (text: string): string => canonical(text).replace(/[^A-Z0-9]/g, "");

/** The whole words of a text that may be numbers, each once, in canonical form. */
export function referenceWords(text: string): string[] {
  const plain = canonical(text).replace(SPACED_DIGITS, (groups) => groups.replaceAll(" ", ""));
  return [
    ...new Set([...plain.matchAll(WORD), ...plain.matchAll(WORD_WITH_SLASH)].map(([w]) => w)),
  ];
}

/** Whether a reference is long enough to name an account without anything else. */
export function isTelling(reference: string): boolean {
  const plain = compact(reference);
  return plain.length >= (/^\d+$/.test(plain) ? DIGITS_MIN : CHARACTERS_MIN);
}

/** Whether `reference` stands in `text` as a whole word, with or without its separators. */
export function containsReference(text: string, reference: string): boolean {
  const wanted = canonical(reference);
  if (wanted === "") return false;
  if (!LETTERS_AND_DIGITS.test(wanted)) return containsPhrase(canonical(text), wanted);
  const plain = compact(wanted);
  return referenceWords(text).some((word) => compact(word) === plain);
}

/** Numbers with other signs in them, such as 借字（2024）第00123号: the whole phrase, not within a longer one. */
function containsPhrase(text: string, phrase: string): boolean {
  const isSign = (c: string | undefined): boolean => c !== undefined && /[A-Z0-9]/.test(c);
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) {
    const runsOnBefore = isSign(phrase[0]) && isSign(text[at - 1]);
    const runsOnAfter = isSign(phrase.at(-1)) && isSign(text[at + phrase.length]);
    if (!runsOnBefore && !runsOnAfter) return true;
  }
  return false;
}

/**
 * Whether a structured creditor reference is `reference`, bare or as an ISO 11649 reference (`RF`, two
 * check digits, the number). A reference with wrong check digits names nothing: it was mistyped.
 */
export function isCreditorReference(structured: string, reference: string): boolean {
  const given = compact(structured);
  const wanted = compact(reference);
  if (wanted === "") return false;
  if (given === wanted) return true;
  return /^RF\d{2}/.test(given) && given.slice(4) === wanted && isChecked(given);
}

/** ISO 7064 MOD 97-10 over the rearranged reference, letters as 10…35 (ISO 11649). */
function isChecked(reference: string): boolean {
  let remainder = 0;
  for (const sign of reference.slice(4) + reference.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** The number inside an ISO 11649 reference, else the reference itself: what a look-up asks for. */
export const creditorNumber = (structured: string): string =>
  compact(structured).replace(/^RF\d{2}(?=.)/, "");
