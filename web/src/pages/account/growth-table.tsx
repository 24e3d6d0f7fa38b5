import type { Accrual } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { formatAmount, formatCount, formatExact } from "../../ui/format.ts";
import { daysBetween } from "./days.ts";
import { componentName } from "./ledger-words.ts";
import type { Growth } from "./row-story.ts";

type Props = { growth: Growth; currency: string };

/** A late charge, stretch by stretch: base × rate for the time, the exact sum, and its rounding. */
export function GrowthTable({ growth, currency }: Props) {
  const { t } = useTranslation();
  const { component, stretches, exact, rest, isRounding, askedMinor } = growth;
  const name = componentName(t, component);
  return (
    <div className="growth">
      <h3>{t("ledger.stretches", { component: name })}</h3>
      <table className="small-table">
        <thead>
          <tr>
            <th scope="col">{t("ledger.from")}</th>
            <th scope="col">{t("ledger.to")}</th>
            <th scope="col" className="right wide-only">
              {t("ledger.days")}
            </th>
            <th scope="col" className="right">
              {t("ledger.base")}
            </th>
            <th scope="col" className="right">
              {t("ledger.growth")}
            </th>
            <th scope="col" className="right">
              {t("ledger.grown")}
            </th>
          </tr>
        </thead>
        <tbody>
          {stretches.map((one) => (
            <Stretch key={`${one.from} ${one.to}`} stretch={one} currency={currency} />
          ))}
          <tr className="is-result">
            <ResultHead text={t("ledger.exactSum")} />
            <td className="num right">{formatExact(exact, currency)}</td>
          </tr>
          <tr>
            <ResultHead text={t(isRounding ? "ledger.rounding" : "ledger.otherwise")} />
            <td className="num right">{signed(formatExact(rest, currency))}</td>
          </tr>
          <tr className="is-result">
            <ResultHead text={t("ledger.chargedAsked")} />
            <td className="num right">{formatAmount(askedMinor, currency, "bare")}</td>
          </tr>
        </tbody>
      </table>
      <p className="muted small">{t("ledger.cut")}</p>
    </div>
  );
}

function ResultHead({ text }: { text: string }) {
  return (
    <>
      <th scope="row" colSpan={4}>
        {text}
      </th>
      <td className="wide-only" />
    </>
  );
}

const signed = (text: string): string =>
  text.startsWith("-") ? `−${text.slice(1)}` : /[1-9]/.test(text) ? `+${text}` : text;

function Stretch({ stretch, currency }: { stretch: Accrual; currency: string }) {
  const { from, to, baseMinor, growthPercent, amount } = stretch;
  return (
    <tr>
      <td className="num nowrap">{from}</td>
      <td className="num nowrap">{to}</td>
      <td className="num right wide-only">{formatCount(daysBetween(from, to))}</td>
      <td className="num right">{formatAmount(baseMinor, currency, "bare")}</td>
      <td className="num right">× {growthPercent} %</td>
      <td className="num right">{formatExact(amount, currency)}</td>
    </tr>
  );
}
