import type { ByComponent, LedgerEntry, ScheduleLine } from "@mora/contract";
import type { TFunction } from "i18next";
import { en } from "../../i18n/en.ts";
import { inOrder } from "./row-story.ts";

/** Words of the ledger; a code we have no word for is shown as it is. */

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What an entry says, by its kind and by what is behind it. */
export function entryText(t: TFunction, { kind, why }: LedgerEntry): string {
  const variants = (en.entry as Table)[kind];
  if (!variants) return why === null ? kind : `${kind}: ${why}`;
  const variant = why !== null && Object.hasOwn(variants, why) ? why : "plain";
  return loose(t)(`entry.${kind}.${variant}`, { code: why ?? "" });
}

export const componentName = (t: TFunction, component: string): string =>
  Object.hasOwn(en.component, component) ? loose(t)(`component.${component}`, {}) : component;

/** A row as a person names it: "Instalment 3", "Charge 1". */
export const rowName = (t: TFunction, { no, kind }: Pick<ScheduleLine, "no" | "kind">): string =>
  t(`ledger.row.${kind}`, { no: Math.abs(no) });

/** "Principal 95.00 · Interest 5.00"; a name does not part from its amount. */
export const partsText = (
  t: TFunction,
  parts: ByComponent,
  show: (minor: string) => string,
): string =>
  inOrder(Object.keys(parts))
    .map((component) => `${componentName(t, component)}\u00a0${show(parts[component] ?? "0")}`)
    .join(" · ");

/** Keys built from data, which the key type cannot follow. */
const loose = (t: TFunction) => t as unknown as (key: string, values: object) => string;
