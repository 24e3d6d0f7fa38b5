import type { WorkItem } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { Dated } from "../../ui/dated.tsx";
import { formatCount } from "../../ui/format.ts";
import { byWeight, forOneLine, reasonText } from "./reasons.ts";

type Props = { item: WorkItem; isOpen: boolean; onToggle: () => void };

/** Why a person stands where they stand: the first reason, and on request the whole sum. */
export function Why({ item, isOpen, onToggle }: Props) {
  const { t } = useTranslation();
  const reasons = forOneLine(item.reasons);
  const [top, second] = reasons;
  const others = Math.max(0, reasons.length - 2);
  const name = item.name ?? item.accountRef;
  return (
    <div className="why">
      <button type="button" className="why-head" aria-expanded={isOpen} onClick={onToggle}>
        <span className="why-top">
          {isOpen ? (
            t("today.points", { points: formatCount(item.score) })
          ) : top ? (
            <Dated>{reasonText(t, top, item)}</Dated>
          ) : (
            "–"
          )}
        </span>
        <span className="why-more num">
          {isOpen ? t("today.less") : t("today.points", { points: formatCount(item.score) })}
        </span>
        {second && !isOpen ? (
          <span className="why-second">
            <Dated>{reasonText(t, second, item)}</Dated>
            {others > 0 ? (
              <span className="why-rest">{t("today.more", { count: others })}</span>
            ) : null}
          </span>
        ) : null}
        <span className="sr-only">{t("today.explain", { name })}</span>
      </button>
      {isOpen ? <Sum item={item} /> : null}
    </div>
  );
}

function Sum({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const reasons = byWeight(item.reasons);
  const sum = reasons.reduce((total, reason) => total + reason.points, 0);
  const most = Math.max(1, ...reasons.map((reason) => reason.points));
  return (
    <>
      <table className="why-sum">
        <tbody>
          {reasons.map((reason) => (
            <tr key={`${reason.code} ${JSON.stringify(reason.params)}`}>
              <td>
                <Dated>{reasonText(t, reason, item)}</Dated>
              </td>
              <td className="why-bar" aria-hidden="true">
                <i style={{ width: `${(Math.max(0, reason.points) / most) * 100}%` }} />
              </td>
              <td className="num right">{formatCount(reason.points)}</td>
            </tr>
          ))}
          <tr className="is-result">
            <td>{t("today.score")}</td>
            <td />
            <td className="num right">{formatCount(sum)}</td>
          </tr>
        </tbody>
      </table>
      {sum === item.score ? null : (
        <p className="muted small">
          {t("today.mismatch", { sum: formatCount(sum), score: formatCount(item.score) })}
        </p>
      )}
    </>
  );
}
