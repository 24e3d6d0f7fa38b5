import type { DaysPastDue } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { dpdText } from "./format.ts";

/** Days past due: exact, a band, or unknown; with its unit where no head of a column names it. */
export function Dpd({ dpd, unit = false }: { dpd: DaysPastDue; unit?: boolean }) {
  const { t } = useTranslation();
  const text = dpdText(dpd);
  if (text === null) return <span className="muted">{t("common.unknown")}</span>;
  if (!unit) return <span className="num">{text}</span>;
  const withUnit =
    dpd.kind === "exact"
      ? t("common.days", { count: dpd.days })
      : t("common.daysBand", { band: text });
  return <span className="num">{withUnit}</span>;
}
