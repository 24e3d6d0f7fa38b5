import type { TFunction } from "i18next";
import i18next from "i18next";
import { en } from "./en.ts";

export type Params = Readonly<Record<string, string | number | null>>;
type Variants = Readonly<Record<string, string>>;
type Family = "reason" | "line" | "event" | "bankReason";

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");

/**
 * The richest sentence of a code whose placeholders are all given: a server that sends fewer
 * parameters yields a plainer sentence, never one with holes. Null for a code we have no words for.
 */
export function sentence(t: TFunction, where: [Family, string], params: Params): string | null {
  const variants = variantsOf(where);
  if (!variants) return null;
  const known = (text: string): boolean =>
    placeholdersOf(text).every((name) => params[name] !== undefined && params[name] !== null);
  const chosen = Object.entries(variants).find(([, text]) => known(text));
  if (!chosen) return null;
  // The key is built from data, which the key type cannot follow.
  return (t as unknown as (key: string, values: Params) => string)(
    `${where.join(".")}.${chosen[0]}`,
    params,
  );
}

/** The parameters that the sentence of `sentence` leaves unsaid. */
export function unsaid(where: [Family, string], params: Params): [string, string | number][] {
  const texts = Object.values(variantsOf(where) ?? {});
  const chosen = texts.find((text) =>
    placeholdersOf(text).every((name) => params[name] !== undefined && params[name] !== null),
  );
  const said = new Set(chosen ? placeholdersOf(chosen) : []);
  return Object.entries(params).flatMap(([key, value]) =>
    value === null || said.has(key) ? [] : [[key, value] as [string, string | number]],
  );
}

function variantsOf([family, code]: [Family, string]): Variants | undefined {
  const table: Readonly<Record<string, Variants>> = en[family];
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/** The word for a code of the data (`hold kind`, `role` …), or the code itself. */
export function word(code: string): string {
  return Object.hasOwn(en.code, code) ? i18next.t(`code.${code as keyof typeof en.code}`) : code;
}
