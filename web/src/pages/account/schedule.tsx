import type { AccountDetail, ScheduleLine } from "@mora/contract";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { word } from "../../i18n/sentence.ts";
import { formatAmount, formatCount, formatList } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { useIsNarrow } from "../../ui/use-media.ts";
import { ComponentCells, ComponentHeads, type Group, groupsIn } from "./component-columns.tsx";
import { rowId, type Ways } from "./ledger.tsx";
import { rowName } from "./ledger-words.ts";
import { Unfolded } from "./unfolded.tsx";

type Props = { account: AccountDetail; ways: Ways };

/** Everything that was asked for, with what covered it: a strip first, then the rows. */
export function Schedule({ account, ways }: Props) {
  const { t } = useTranslation();
  const { schedule } = account;
  if (schedule.length === 0) {
    // A card's host keeps statements, not a schedule: the card panel stands in its place.
    if (account.card) return null;
    return (
      <Panel title={t("account.schedule")}>
        <p className="muted">{t("account.scheduleEmpty")}</p>
      </Panel>
    );
  }
  const instalments = schedule.filter(({ kind }) => kind === "instalment");
  const paid = instalments.filter(({ status }) => status === "paid").length;
  return (
    <Panel
      title={t("account.schedule")}
      note={t("account.scheduleSum", { paid, all: instalments.length })}
    >
      <Strip schedule={schedule} />
      <Rows account={account} ways={ways} />
      <p className="muted small">{t("account.scheduleNote")}</p>
    </Panel>
  );
}

function Rows({ account, ways }: Props) {
  const { t } = useTranslation();
  const { schedule, currency } = account;
  const place = useRef<HTMLElement>(null);
  useEffect(() => showFirstOpen(place.current), []);
  const groups = groupsIn(schedule.map(({ due }) => due));
  return (
    <section
      ref={place}
      className={`schedule-scroll${ways.opened.size > 0 ? " has-open" : ""}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard
      tabIndex={0}
      aria-label={t("account.scheduleTable")}
    >
      <table className="data-table schedule">
        <thead>
          <tr>
            <th scope="col">{t("account.no")}</th>
            <th scope="col">{t("account.dueOn")}</th>
            <ComponentHeads groups={groups} />
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
            <ScheduleRow key={line.no} {...{ account, line, groups, ways }} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Starts the list two lines above the first row that is not paid. */
function showFirstOpen(place: HTMLElement | null): void {
  const row = place?.querySelector<HTMLElement>("tbody tr:not(.is-paid)");
  if (place && row) place.scrollTop = Math.max(0, row.offsetTop - 3 * row.offsetHeight);
}

type RowProps = Props & { line: ScheduleLine; groups: readonly Group[] };

function ScheduleRow({ account, line, groups, ways }: RowProps) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const isOpen = ways.opened.has(line.no);
  const name = rowName(t, line);
  const show = (minor: string): string => formatAmount(minor, account.currency, "bare");
  const unfoldedId = `${rowId(line.no)}-unfolded`;
  return (
    <>
      <tr className={`schedule-row is-${line.status.replaceAll("_", "-")}`}>
        <td className="num nowrap">
          <button
            type="button"
            id={rowId(line.no)}
            className="unfold"
            aria-expanded={isOpen}
            aria-controls={isOpen ? unfoldedId : undefined}
            onClick={() => ways.toggle(line.no)}
          >
            <span className="unfold-mark" aria-hidden="true" />
            <span className="sr-only">{t("ledger.unfold", { row: name })}</span>
            <span aria-hidden="true">{line.kind === "instalment" ? line.no : name}</span>
          </button>
        </td>
        <td className="num nowrap">{line.dueOn}</td>
        <ComponentCells components={line.due} groups={groups} show={show} />
        <td className="num right">{show(line.due.totalMinor)}</td>
        <td className="num right wide-only">{show(line.paid.totalMinor)}</td>
        <td className="num right">{line.openMinor === "0" ? "–" : show(line.openMinor)}</td>
        <td className="nowrap">
          <span className={`mark mark-${line.status}`} aria-hidden="true" /> {word(line.status)}
        </td>
      </tr>
      {isOpen ? (
        <tr id={unfoldedId} className="unfolded-row">
          <td colSpan={isNarrow ? 5 : groups.length + 6}>
            <Unfolded account={account} line={line} onEntry={ways.showEntry} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** One cell a row: filled as far as it is paid. */
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
          title={`${rowName(t, line)} · ${line.dueOn} · ${word(line.status)}`}
        />
      ))}
    </div>
  );
}
