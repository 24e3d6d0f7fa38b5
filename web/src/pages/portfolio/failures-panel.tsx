import type { Portfolio } from "@mora/contract";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { formatCount } from "../../ui/format.ts";

const SHOWN_MAX = 50;

/** Accounts that the day cycle skipped because their data is broken, with the reason. */
export function FailuresPanel({ failures }: { failures: Portfolio["failures"] }) {
  const { t } = useTranslation();
  if (failures.length === 0) return null;
  const shown = failures.slice(0, SHOWN_MAX);
  return (
    <details className="failures-fold wide">
      <summary>{t("portfolio.failures.title", { count: failures.length })}</summary>
      <p className="muted small">{t("portfolio.failures.note")}</p>
      <div className="table-scroll failures">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t("portfolio.failures.on")}</th>
              <th scope="col">{t("portfolio.failures.account")}</th>
              <th scope="col">{t("portfolio.failures.code")}</th>
              <th scope="col">{t("portfolio.failures.detail")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((failure) => (
              <tr key={`${failure.accountId} ${failure.on}`}>
                <td className="num nowrap">{failure.on}</td>
                <td className="nowrap">
                  <Link to="/accounts/$accountId" params={{ accountId: failure.accountId }}>
                    <code>…{failure.accountId.slice(-8)}</code>
                  </Link>
                </td>
                <td>
                  <code>{failure.code}</code>
                </td>
                <td>{failure.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {failures.length > SHOWN_MAX ? (
        <p className="muted small">
          {t("portfolio.failures.shown", {
            shown: formatCount(SHOWN_MAX),
            total: formatCount(failures.length),
          })}
        </p>
      ) : null}
    </details>
  );
}
