import type { AccountDetail, CardFacts } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { Fact } from "../../ui/fact.tsx";
import { formatAmount, formatCount, ratio } from "../../ui/format.ts";
import { Money } from "../../ui/money.tsx";
import { Panel } from "../../ui/panel.tsx";

/** A card as its host reports it: statement, minimum due, and what is past due cycle by cycle. */
export function CardPanel({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const { card, currency, agedOn } = account;
  if (!card) return null;
  const { statementOn, dueOn, minimumDueMinor, cyclesMissed } = card;
  return (
    <Panel
      title={t("card.title")}
      note={agedOn ? t("account.agedOn", { on: agedOn }) : undefined}
      className="card-panel"
    >
      <div className="card-parts">
        <dl className="facts">
          <Fact label={t("card.statementOn")} value={statementOn} />
          <Fact label={t("card.dueOn")} value={dueOn} />
          <Fact
            label={t("card.minimumDue")}
            value={
              minimumDueMinor === null ? null : (
                <Money minor={minimumDueMinor} currency={currency} />
              )
            }
          />
          <Fact
            label={t("card.cyclesMissed")}
            value={cyclesMissed === null ? null : formatCount(cyclesMissed)}
          />
        </dl>
        <Cycles amounts={card.pastDueByCycleMinor} currency={currency} />
      </div>
      <p className="muted small">{t("card.note")}</p>
    </Panel>
  );
}

type CyclesProps = { amounts: CardFacts["pastDueByCycleMinor"]; currency: string };

function Cycles({ amounts, currency }: CyclesProps) {
  const { t } = useTranslation();
  if (amounts.length === 0) return null;
  const most = amounts.reduce((max, minor) => (BigInt(minor) > max ? BigInt(minor) : max), 1n);
  const sum = amounts.reduce((total, minor) => total + BigInt(minor), 0n);
  const last = amounts.length - 1;
  return (
    <table className="small-table cycles">
      <caption>{t("card.byCycle")}</caption>
      <tbody>
        {amounts.map((minor, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cycle is its place in the row of cycles
          <tr key={index}>
            <th scope="row" className="nowrap">
              {t("card.cycle")} {index + 1}
              {last > 0 && (index === 0 || index === last) ? (
                <span className="muted"> {t(index === 0 ? "card.oldest" : "card.newest")}</span>
              ) : null}
            </th>
            <td className="cycle-bar" aria-hidden="true">
              <i style={{ width: `${ratio(BigInt(minor), most) * 100}%` }} />
            </td>
            <td className="num right">{formatAmount(minor, currency, "bare")}</td>
          </tr>
        ))}
        <tr className="is-result">
          <th scope="row">{t("term.total")}</th>
          <td />
          <td className="num right">{formatAmount(sum, currency, "bare")}</td>
        </tr>
      </tbody>
    </table>
  );
}
