import type { AccountDetail, TimelineEntry } from "@mora/contract";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence, unsaid, word } from "../../i18n/sentence.ts";
import { Dated } from "../../ui/dated.tsx";
import { formatAmount, formatInstant } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { readableParams } from "./params.ts";

const SHOWN_FIRST = 30;

/** Book-keeping of the work queue: many, and of little use to who prepares a conversation. */
const isOfQueue = ({ kind }: TimelineEntry): boolean => kind.startsWith("work_item_");

/** What happened on the account, newest first. */
export function TimelinePanel({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const [isAll, setAll] = useState(false);
  const [hasQueue, setQueue] = useState(false);
  const ofQueue = account.timeline.filter(isOfQueue).length;
  const entries = newestFirst(
    hasQueue ? account.timeline : account.timeline.filter((entry) => !isOfQueue(entry)),
  );
  const shown = isAll ? entries : entries.slice(0, SHOWN_FIRST);
  return (
    <Panel
      title={t("account.timeline")}
      tools={
        hasQueue || ofQueue === 0 ? null : (
          <Button type="text" size="small" onClick={() => setQueue(true)}>
            {t("account.timelineQueue", { count: ofQueue })}
          </Button>
        )
      }
    >
      {entries.length === 0 ? <p className="muted">{t("account.timelineEmpty")}</p> : null}
      <ol className="timeline">
        {shown.map((entry, index) => (
          <Entry
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id; the order is fixed
            key={index}
            entry={entry}
            isNewDate={entry.on !== shown[index - 1]?.on}
            currency={account.currency}
          />
        ))}
      </ol>
      {entries.length > shown.length ? (
        <Button onClick={() => setAll(true)}>
          {t("account.timelineMore", { count: entries.length - shown.length })}
        </Button>
      ) : null}
    </Panel>
  );
}

const newestFirst = (entries: readonly TimelineEntry[]): TimelineEntry[] =>
  entries.toSorted((a, b) =>
    a.on === b.on ? compare(b.recordedAt, a.recordedAt) : compare(b.on, a.on),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type EntryProps = { entry: TimelineEntry; isNewDate: boolean; currency: string };

function Entry({ entry, isNewDate, currency }: EntryProps) {
  const { t } = useTranslation();
  const { amountMinor: asParam, ...others } = entry.params;
  const amount = entry.amountMinor ?? (typeof asParam === "string" ? asParam : null);
  const params = readableParams(others, { t, currency });
  const text = sentence(t, ["event", entry.kind], params);
  // The date of the entry need not be said again.
  const rest = unsaid(["event", entry.kind], params).filter(([, value]) => value !== entry.on);
  const isLate = entry.recordedAt.slice(0, 10) > entry.on;
  return (
    <li className={isNewDate ? "is-new-date" : undefined}>
      <time className="num" dateTime={entry.on}>
        {isNewDate ? entry.on : <span className="sr-only">{entry.on}</span>}
      </time>
      <span className={`dot ${TONE[entry.kind] ?? ""}`} aria-hidden="true" />
      <div className="timeline-text">
        <span>{text === null ? <code>{entry.kind}</code> : <Dated>{text}</Dated>}</span>
        {rest.map(([key, value]) => (
          <span key={key} className="muted small">
            {word(key)} {value}
          </span>
        ))}
        {isLate ? (
          <span className="muted small num">
            {t("account.recorded", { at: formatInstant(entry.recordedAt) })}
          </span>
        ) : null}
      </div>
      <span className={`num right timeline-amount ${TONE[entry.kind] ?? ""}`}>
        {amount === null ? null : formatAmount(amount, currency, "full")}
      </span>
    </li>
  );
}

/** Money and milestones stand out a little; the rest is quiet. */
const TONE: Readonly<Record<string, string>> = {
  payment_recorded: "is-money",
  payment_reversed: "is-money",
  promise_kept: "is-money",
  entered_collections: "is-mark",
  exited_collections: "is-mark",
  bucket_changed: "is-mark",
  charged_off: "is-mark",
  account_closed: "is-mark",
};
