import type { TFunction } from "i18next";
import type { Params } from "../../i18n/sentence.ts";
import { word } from "../../i18n/sentence.ts";
import { formatAmount, formatCount } from "../../ui/format.ts";

/** Words that may stand in a sentence as they come. */
const VERBATIM = new Set(["text", "detail", "reference", "bucket", "from", "to", "code"]);

type Context = { t: TFunction; currency: string };

/** Parameters of a line or an event as the reader writes them: amounts, counts, words for codes. */
export function readableParams(params: Params, { t, currency }: Context): Params {
  const readable: Record<string, string | number | null> = {};
  for (const [key, value] of Object.entries(params)) {
    // A missing bound comes as an empty text: lines cannot carry null.
    if (value === null || value === "") continue;
    if (key.endsWith("Minor"))
      readable[key.slice(0, -"Minor".length)] = formatAmount(String(value), currency, "full");
    else if (typeof value === "number") readable[key] = formatCount(value);
    else if (key === "step") readable[key] = t(`step.${value as "call"}`, { defaultValue: value });
    else readable[key] = VERBATIM.has(key) ? value : word(value);
  }
  // Calls go out unless the entry says otherwise: only the other direction is worth a word.
  const { direction, result, ...rest } = readable;
  if (direction === undefined) return readable;
  return params.direction === "inbound"
    ? { ...rest, inboundResult: result ?? null }
    : { ...rest, result: result ?? null };
}
