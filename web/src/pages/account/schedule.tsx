import type { AccountDetail, ScheduleLine } from "@mora/contract";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { word } from "../../i18n/sentence.ts";
import { formatAmount, formatCount, formatList } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";

type Props = { account: AccountDetail };

/** Instalments with what payments have covered: a strip first, then the table. */
export function Schedule({ account }: Props) {
  const { t } = useTranslation();
  const { schedule, currency } = account;
  const place = useRef<HTMLElement>(null);
  useEffect(() => showFirstOpen(place.current), []);
  if (schedule.length === 0)
    return (
      <Panel title={t("account.schedule")}>
        <p className="muted">{t("account.scheduleEmpty")}</p>
      </Panel>
    );
  const paid = schedule.filter((line) => line.status === "paid").length;
  return (
    <Panel
      title={t("account.schedule")}
      note={t("account.scheduleSum", { paid, all: schedule.length })}
    >
      <Strip schedule={schedule} />
      <section
        ref={place}
        className="schedule-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard
        tabIndex={0}
        aria-label={t("account.scheduleTable")}
      >
        <table className="data-table schedule">
          <thead>
            <tr>
              <th scope="col" className="right">
                {t("account.no")}
              </th>
              <th scope="col">{t("account.dueOn")}</th>
              <th scope="col" className="right wide-only">
                {t("term.principal")}
              </th>
              <th scope="col" className="right wide-only">
                {t("term.interest")}
              </th>
              <th scope="col" className="right wide-only">
                {t("term.fee")}
              </th>
              <th scope="col" className="right">
                {t("account.due")} <span className="wide-only-inline">({currency})</span>
              </th>
              <th scope="col" className="right wide-only">
                {t("account.paid")}
              </th>
              <th scope="col" className="right">
                {t("account.open")}
              </th>
              <th scope="col">{t("account.status")}</th>
            </tr>
          </thead>
          <tbody>
            {schedule.map((line) => (
              <ScheduleRow key={line.no} line={line} currency={currency} />
            ))}
          </tbody>
        </table>
      </section>
      <p className="muted small">{t("account.scheduleNote")}</p>
    </Panel>
  );
}

/** Starts the list two lines above the first instalment that is not paid. */
function showFirstOpen(place: HTMLElement | null): void {
  const row = place?.querySelector<HTMLElement>("tbody tr:not(.is-paid)");
  if (place && row) place.scrollTop = Math.max(0, row.offsetTop - 3 * row.offsetHeight);
}

function ScheduleRow({ line, currency }: { line: ScheduleLine; currency: string }) {
  const show = (minor: string): string => formatAmount(minor, currency, "bare");
  return (
    <tr className={`is-${line.status.replaceAll("_", "-")}`}>
      <td className="num right muted">{line.no}</td>
      <td className="num nowrap">{line.dueOn}</td>
      <td className="num right wide-only">{show(line.due.principalMinor)}</td>
      <td className="num right wide-only">{show(line.due.interestMinor)}</td>
      <td className="num right wide-only">{show(line.due.feeMinor)}</td>
      <td className="num right">{show(line.due.totalMinor)}</td>
      <td className="num right wide-only">{show(line.paid.totalMinor)}</td>
      <td className="num right">{line.openMinor === "0" ? "–" : show(line.openMinor)}</td>
      <td className="nowrap">
        <span className={`mark mark-${line.status}`} aria-hidden="true" /> {word(line.status)}
      </td>
    </tr>
  );
}

/** One cell an instalment: filled as far as it is paid. */
function Strip({ schedule }: { schedule: readonly ScheduleLine[] }) {
  const { t } = useTranslation();
  const counts = Map.groupBy(schedule, (line) => line.status);
  const list = formatList(
    [...counts].map(([status, lines]) => `${word(status)} ${formatCount(lines.length)}`),
  );
  return (
    <div className="schedule-strip" role="img" aria-label={t("account.scheduleChart", { list })}>
      {schedule.map((line) => (
        <i
          key={line.no}
          className={`mark-${line.status}`}
          title={`${line.no} · ${line.dueOn} · ${word(line.status)}`}
        />
      ))}
    </div>
  );
}
