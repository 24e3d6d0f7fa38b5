import {
  type AccountDetail,
  type Amounts,
  type GoalAmount,
  IssueQuote,
  Quote,
  routes,
} from "@mora/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input, type InputRef } from "antd";
import type { TFunction } from "i18next";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiFailure, pathOf, postJson } from "../../api/client.ts";
import { amountsQuery } from "../../api/queries.ts";
import { ActorField, useActor } from "../../components/actor.tsx";
import { en } from "../../i18n/en.ts";
import { formatAmount } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState, Shape } from "../../ui/states.tsx";
import { addDaysTo } from "./days.ts";
import { partsText } from "./ledger-words.ts";

/** How far ahead amounts can be told, and the steps offered on the way. */
const DAYS_MAX = 30;
const PICKS = [0, 7, 14, 30] as const;

type Props = { account: AccountDetail };

/** What to pay on a day to reach each goal, what it pays, and a quote that keeps the figures. */
export function AmountsPanel({ account }: Props) {
  const { t } = useTranslation();
  const { accountId, agedOn, balance } = account;
  const [chosen, setChosen] = useState<string>();
  const isOwed = balance.totalMinor !== "0" && agedOn !== null;
  // Asked for by its date: the page's "today" is the date all its figures are true for.
  const forOn = chosen ?? agedOn ?? undefined;
  const query = useQuery({ ...amountsQuery(accountId, forOn), enabled: isOwed });
  if (!isOwed || forOn === undefined) return null;
  return (
    <Panel
      title={t("amounts.title")}
      note={t("amounts.onDay", { on: forOn })}
      tools={<DayChoice today={agedOn} forOn={forOn} onChoose={setChosen} />}
    >
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <div className={query.isPlaceholderData ? "is-stale" : undefined}>
          <Goals amounts={query.data} />
          <p className="muted small">
            <Origin amounts={query.data} />
          </p>
          <IssueQuoteForm key={forOn} accountId={accountId} forOn={forOn} />
        </div>
      ) : (
        <Shape height="120px" />
      )}
    </Panel>
  );
}

type DayProps = { today: string; forOn: string; onChoose: (on: string) => void };

function DayChoice({ today, forOn, onChoose }: DayProps) {
  const { t } = useTranslation();
  const id = useId();
  const last = addDaysTo(today, DAYS_MAX);
  const isAsked = (on: string): boolean => on >= today && on <= last;
  return (
    <>
      <label htmlFor={id} className="muted small">
        {t("amounts.forOn")}
      </label>
      <Input
        id={id}
        type="date"
        size="small"
        className="day-field"
        min={today}
        max={last}
        value={forOn}
        onChange={({ target }) => (isAsked(target.value) ? onChoose(target.value) : undefined)}
      />
      <span className="picks">
        {PICKS.map((days) => {
          const on = addDaysTo(today, days);
          return (
            <button
              key={days}
              type="button"
              className="pick num"
              aria-pressed={on === forOn}
              title={on}
              onClick={() => onChoose(on)}
            >
              {days === 0 ? t("amounts.today") : t("amounts.inDays", { days })}
            </button>
          );
        })}
      </span>
    </>
  );
}

function Goals({ amounts }: { amounts: Amounts }) {
  const { t } = useTranslation();
  return (
    <table className="data-table goals">
      <thead>
        <tr>
          <th scope="col">{t("amounts.what")}</th>
          <th scope="col" className="right">
            {t("amounts.amount")} ({amounts.currency})
          </th>
          <th scope="col" className="wide-only">
            {t("amounts.pays")}
          </th>
        </tr>
      </thead>
      <tbody>
        {amounts.goals.map((goal) => (
          <GoalRow key={goal.goal} goal={goal} currency={amounts.currency} />
        ))}
      </tbody>
    </table>
  );
}

function GoalRow({ goal, currency }: { goal: GoalAmount; currency: string }) {
  const { t } = useTranslation();
  const { amountMinor } = goal;
  const why = <GoalWhy goal={goal} currency={currency} />;
  return (
    <tr>
      <th scope="row">
        {t(`amounts.goal.${goal.goal}`)}
        <span className="narrow-only muted small">{why}</span>
      </th>
      <td className="num right goal-amount">
        {amountMinor === null ? "–" : formatAmount(amountMinor, currency, "bare")}
      </td>
      <td className="wide-only goal-why">{why}</td>
    </tr>
  );
}

/** What the amount is made of, what it saves, or why there is none. */
function GoalWhy({ goal, currency }: { goal: GoalAmount; currency: string }) {
  const { t } = useTranslation();
  const { amountMinor, pays, savesMinor, refused } = goal;
  if (refused) return <span className="muted">{refusalText(t, refused)}</span>;
  if (amountMinor === "0") return <span className="muted">{t("amounts.nothing")}</span>;
  const show = (minor: string): string => formatAmount(minor, currency, "bare");
  const saved = formatAmount(savesMinor, currency, "full");
  return (
    <span className="num">
      {partsText(t, pays, show)}
      {savesMinor === "0" ? null : (
        <span className="saves"> {t("amounts.saves", { amount: saved })}</span>
      )}
    </span>
  );
}

type KnownRefusal = keyof typeof en.amounts.refused;

const isKnown = (code: string): code is KnownRefusal => Object.hasOwn(en.amounts.refused, code);

const refusalText = (t: TFunction, { code, detail }: { code: string; detail: string }): string =>
  isKnown(code) ? t(`amounts.refused.${code}`) : detail;

/** Whose figures these are. */
function Origin({ amounts: { source, hostAsOf } }: { amounts: Amounts }) {
  const { t } = useTranslation();
  if (source === "ledger") return t("amounts.ledger");
  return hostAsOf === null ? t("amounts.hostUndated") : t("amounts.host", { on: hostAsOf });
}

/** Keeps the figures under a number, so that what was told can be proved later. */
function IssueQuoteForm({ accountId, forOn }: { accountId: string; forOn: string }) {
  const { t } = useTranslation();
  const actor = useActor();
  const field = useRef<InputRef>(null);
  const [isAsking, setAsking] = useState(false);
  const issue = useMutation({
    mutationFn: (who: string) =>
      postJson(
        Quote,
        pathOf(routes.accountQuotes, { accountId }),
        IssueQuote.parse({ forOn, actor: who }),
      ),
  });
  const submit = (): void => {
    setAsking(!actor);
    if (actor) issue.mutate(actor);
    else field.current?.focus();
  };
  return (
    <form
      className="quote-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ActorField field={field} />
      <Button htmlType="submit" loading={issue.isPending}>
        {t("amounts.issue")}
      </Button>
      <span role="status">
        {issue.data ? (
          <>
            <strong className="num">
              {t("amounts.issued", { no: issue.data.quoteNo, on: issue.data.validThroughOn })}
            </strong>{" "}
            <span className="muted">{t("amounts.issuedNote")}</span>
          </>
        ) : issue.error ? (
          <Failure error={issue.error} />
        ) : isAsking && !actor ? (
          t("actor.missing")
        ) : null}
      </span>
    </form>
  );
}

function Failure({ error }: { error: Error }) {
  const { t } = useTranslation();
  return error instanceof ApiFailure ? refusalText(t, error) : error.message;
}
