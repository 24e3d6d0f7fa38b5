import type { BankLine, BankLineDetail } from "@mora/contract";
import type { TFunction } from "i18next";
import { en } from "../../i18n/en.ts";
import { sentence } from "../../i18n/sentence.ts";
import { formatCount } from "../../ui/format.ts";

export type Reason = BankLine["reasons"][number];

/** A reason as a sentence in the reader's language. */
export function reasonText(t: TFunction, { code, params }: Reason): string {
  const readable = Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      typeof value === "number" ? formatCount(value) : value,
    ]),
  );
  return sentence(t, ["bankReason", code], readable) ?? code;
}

/** Who decided: the matcher goes by the product's name. */
export const decider = (t: TFunction, { by }: BankLineDetail["decisions"][number]): string =>
  by === "matcher" ? t("suspense.matcher") : by;

/** A person's words as they are; the import has one reason of its own. */
export const decisionReason = (t: TFunction, reason: string): string =>
  reason === "replaced_by_details" ? t("suspense.replaced") : reason;

type AsideCode = keyof typeof en.bankAside;
const isAsideCode = (code: string): code is AsideCode => Object.hasOwn(en.bankAside, code);

/** Why an entry was set aside, in words; its code where we have none. */
export const asideText = (t: TFunction, code: string): string =>
  isAsideCode(code) ? t(`bankAside.${code}`) : code;
