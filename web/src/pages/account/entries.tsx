import type { AccountDetail, LedgerEntry } from "@mora/contract";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatAmount } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { entryId, type Ways } from "./ledger.tsx";
import { entryText, partsText, rowName } from "./ledger-words.ts";
import { rowsOf } from "./row-story.ts";

const SHOWN_FIRST = 12;

type Props = { account: AccountDetail; ways: Ways };

/** What payments, charges and changes did to the loan, newest first, each with the rows it touched. */
export function Entries({ account, ways }: Props) {
  const { t } = useTranslation();
  const [isAll, setAll] = useState(false);
  const { entries, currency, creditMinor } = account;
  const newestFirst = entries.map((entry, index) => ({ entry, index })).reverse();
  const reach = ways.wanted === undefined ? 0 : entries.length - ways.wanted;
  const count = isAll ? entries.length : Math.max(SHOWN_FIRST, reach);
  const shown = newestFirst.slice(0, count);
  return (
    <Panel
      title={t("ledger.entries")}
      note={
        creditMinor === "0"
          ? undefined
          : `${t("ledger.credit")} ${formatAmount(creditMinor, currency, "full")}`
      }
    >
      {entries.length === 0 ? <p className="muted">{t("ledger.entriesEmpty")}</p> : null}
      <ol className="timeline entries">
        {shown.map(({ entry, index }, at) => (
          <Entry
            key={index}
            id={entryId(index)}
            entry={entry}
            isNewDate={entry.on !== shown[at - 1]?.entry.on}
            account={account}
            onRow={ways.showRow}
          />
        ))}
      </ol>
      {entries.length > shown.length ? (
        <Button onClick={() => setAll(true)}>
          {t("ledger.entriesMore", { count: entries.length - shown.length })}
        </Button>
      ) : null}
    </Panel>
  );
}

type EntryProps = {
  id: string;
  entry: LedgerEntry;
  isNewDate: boolean;
  account: AccountDetail;
  onRow: Ways["showRow"];
};

function Entry({ id, entry, isNewDate, account, onRow }: EntryProps) {
  const { t } = useTranslation();
  const { currency, schedule } = account;
  const show = (minor: string): string => formatAmount(minor, currency, "bare");
  const isMoney = entry.kind === "applied" ? " is-money" : "";
  const hasCredit = entry.creditedMinor !== null && entry.creditedMinor !== "0";
  return (
    <li id={id} tabIndex={-1} className={isNewDate ? "is-new-date" : undefined}>
      <time className="num" dateTime={entry.on}>
        {isNewDate ? entry.on : <span className="sr-only">{entry.on}</span>}
      </time>
      <span className={`dot${isMoney}`} aria-hidden="true" />
      <div>
        <span>{entryText(t, entry)}</span>
        <ul className="touched small num">
          {rowsOf(entry).map(({ no, parts }) => {
            const line = schedule.find((one) => one.no === no);
            const name = line ? rowName(t, line) : String(no);
            return (
              <li key={no}>
                <button
                  type="button"
                  className="link"
                  title={t("ledger.showRow", { row: name })}
                  onClick={() => onRow(no)}
                >
                  {name}
                </button>{" "}
                <span className="muted">{partsText(t, parts, show)}</span>
              </li>
            );
          })}
          {hasCredit ? (
            <li className="muted">
              {t("ledger.credited")} {show(entry.creditedMinor ?? "0")}
            </li>
          ) : null}
        </ul>
      </div>
      <span className={`num right timeline-amount${isMoney}`}>
        {entry.amountMinor === null ? null : formatAmount(entry.amountMinor, currency, "full")}
      </span>
    </li>
  );
}
