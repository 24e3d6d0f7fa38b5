import type { Accrual } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { formatAmount, formatCount, formatExact } from "../../ui/format.ts";
import { useIsNarrow } from "../../ui/use-media.ts";
import { daysBetween } from "./days.ts";
import { componentName } from "./ledger-words.ts";
import type { Growth } from "./row-story.ts";

type Props = { growth: Growth; currency: string };

/** A late charge, stretch by stretch: base × rate for the time, the exact sum, and its rounding. */
export function GrowthTable({ growth, currency }: Props) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const { component, stretches, exact, rest, isRounding, askedMinor } = growth;
  const name = componentName(t, component);
  return (
    <div className="growth">
      <h3>{t("ledger.stretches", { component: name })}</h3>
      <table className="small-table">
        <thead>
          <tr>
            <th scope="col">{t("ledger.from")}</th>
            {isNarrow ? null : <WideHeads />}
            <th scope="col" className="right">
              {t("ledger.grown")}
            </th>
          </tr>
        </thead>
        <tbody>
          {stretches.map((one) => (
            <Stretch key={`${one.from} ${one.to}`} stretch={one} {...{ currency, isNarrow }} />
          ))}
          <Result isNarrow={isNarrow} isSum text={t("ledger.exactSum")}>
            {formatExact(exact, currency)}
          </Result>
          <Result isNarrow={isNarrow} text={t(isRounding ? "ledger.rounding" : "ledger.otherwise")}>
            {signed(formatExact(rest, currency))}
          </Result>
          <Result isNarrow={isNarrow} isSum text={t("ledger.chargedAsked")}>
            {formatAmount(askedMinor, currency, "bare")}
          </Result>
        </tbody>
      </table>
      <p className="muted small">{t("ledger.cut")}</p>
    </div>
  );
}

function WideHeads() {
  const { t } = useTranslation();
  return (
    <>
      <th scope="col">{t("ledger.to")}</th>
      <th scope="col" className="right">
        {t("ledger.days")}
      </th>
      <th scope="col" className="right">
        {t("ledger.base")}
      </th>
      <th scope="col" className="right">
        {t("ledger.growth")}
      </th>
    </>
  );
}

type ResultProps = { text: string; isSum?: boolean; isNarrow: boolean; children: string };

function Result({ text, isSum = false, isNarrow, children }: ResultProps) {
  return (
    <tr className={isSum ? "is-result" : undefined}>
      <th scope="row" colSpan={isNarrow ? 1 : 5}>
        {text}
      </th>
      <td className="num right">{children}</td>
    </tr>
  );
}

const signed = (text: string): string =>
  text.startsWith("-") ? `−${text.slice(1)}` : /[1-9]/.test(text) ? `+${text}` : text;

type StretchProps = { stretch: Accrual; currency: string; isNarrow: boolean };

function Stretch({ stretch, currency, isNarrow }: StretchProps) {
  const { from, to, growthPercent, amount } = stretch;
  const base = formatAmount(stretch.baseMinor, currency, "bare");
  const growth = `× ${growthPercent} %`;
  if (isNarrow)
    return (
      <tr>
        <td className="num">
          <span className="nowrap">{from}</span> – <span className="nowrap">{to}</span>
          <span className="muted parts">
            {base} {growth}
          </span>
        </td>
        <td className="num right">{formatExact(amount, currency)}</td>
      </tr>
    );
  return (
    <tr>
      <td className="num nowrap">{from}</td>
      <td className="num nowrap">{to}</td>
      <td className="num right">{formatCount(daysBetween(from, to))}</td>
      <td className="num right">{base}</td>
      <td className="num right nowrap">{growth}</td>
      <td className="num right">{formatExact(amount, currency)}</td>
    </tr>
  );
}
