import { PauseCircleOutlined } from "@ant-design/icons";
import type { AccountDetail } from "@mora/contract";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { word } from "../../i18n/sentence.ts";
import { formatList } from "../../ui/format.ts";

/** What stops contact now: first thing on the page, without alarm. */
export function Holds({ holds }: { holds: AccountDetail["holds"] }) {
  const { t } = useTranslation();
  const id = useId();
  if (holds.length === 0) return null;
  return (
    <section className="holds" aria-labelledby={id}>
      <PauseCircleOutlined aria-hidden="true" />
      <div>
        <h2 id={id}>{t("account.holds")}</h2>
        <ul>
          {holds.map((hold) => (
            <li key={`${hold.kind} ${hold.scope} ${hold.fromOn} ${hold.source}`}>
              <strong>{word(hold.kind)}</strong>{" "}
              <span className="num nowrap">
                {hold.toOn
                  ? t("account.holdUntil", { from: hold.fromOn, to: hold.toOn })
                  : t("account.holdSince", { from: hold.fromOn })}
              </span>
              <span className="hold-parts">
                <span>
                  {t("account.holdStops", { purposes: formatList(hold.purposes.map(word)) })}
                </span>
                <span>{t("account.holdScope", { scope: word(hold.scope) })}</span>
                <span>
                  {t("account.holdSource", { source: word(hold.source.replace(/^import:/, "")) })}
                </span>
              </span>
            </li>
          ))}
        </ul>
        <p className="muted small">{t("account.holdNote")}</p>
      </div>
    </section>
  );
}
