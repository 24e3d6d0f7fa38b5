import type { Portfolio } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { LATE, OPEN } from "../../ui/bucket-scale.ts";
import { Arith, type ArithRow, Figure } from "../../ui/figure.tsx";
import { formatAmount, formatCount, formatPoints, formatShare } from "../../ui/format.ts";
import { lateShareChange, type Measure, totalsOf } from "./figures.ts";

type Props = { portfolio: Portfolio };

/** Accounts, balance, past due and late shares, each with denominator, date and arithmetic. */
export function HeadFigures({ portfolio }: Props) {
  const { t } = useTranslation();
  const { stock, currency } = portfolio;
  const open = totalsOf(stock, OPEN);
  const late = totalsOf(stock, LATE);
  return (
    <div className="figures">
      <Figure
        label={t("portfolio.figure.accounts")}
        value={formatCount(open.accounts)}
        note={t("portfolio.figure.accountsNote")}
      >
        <AccountsSum portfolio={portfolio} />
      </Figure>
      <Figure
        label={t("portfolio.figure.balance")}
        value={formatAmount(open.balanceMinor, currency, "compact")}
        note={t("portfolio.figure.balanceNote", { accounts: formatCount(open.accounts) })}
      >
        <AmountSum portfolio={portfolio} field="balanceMinor" />
      </Figure>
      <Figure
        label={t("portfolio.figure.pastDue")}
        value={formatAmount(late.pastDueMinor, currency, "compact")}
        note={t("portfolio.figure.pastDueNote", { accounts: formatCount(late.accounts) })}
      >
        <AmountSum portfolio={portfolio} field="pastDueMinor" />
      </Figure>
      <ShareFigure portfolio={portfolio} measure="accounts" />
      <ShareFigure portfolio={portfolio} measure="balance" />
    </div>
  );
}

function Foot({ portfolio }: Props) {
  const { t } = useTranslation();
  const off = totalsOf(portfolio.stock, ["CO"]);
  return (
    <>
      {portfolio.asOf ? t("portfolio.figure.trueOn", { on: portfolio.asOf }) : null}
      {off.accounts > 0 ? (
        <>
          <br />
          {t("portfolio.figure.chargedOff", {
            accounts: t("common.accounts", { count: off.accounts }),
            balance: formatAmount(off.balanceMinor, portfolio.currency, "full"),
          })}
        </>
      ) : null}
    </>
  );
}

function AccountsSum({ portfolio }: Props) {
  const { t } = useTranslation();
  const rows = sumRows(portfolio, (row) => formatCount(row.accounts));
  const total = formatCount(totalsOf(portfolio.stock, OPEN).accounts);
  return (
    <Arith
      rows={[...rows, { key: "=", op: "=", label: t("common.total"), value: total }]}
      foot={<Foot portfolio={portfolio} />}
    />
  );
}

function AmountSum({ portfolio, field }: Props & { field: "balanceMinor" | "pastDueMinor" }) {
  const { t } = useTranslation();
  const rows = sumRows(portfolio, (row) => formatAmount(row[field], portfolio.currency, "bare"));
  const total = formatAmount(totalsOf(portfolio.stock, OPEN)[field], portfolio.currency, "full");
  return (
    <Arith
      rows={[...rows, { key: "=", op: "=", label: t("common.total"), value: total }]}
      foot={<Foot portfolio={portfolio} />}
    />
  );
}

type StockRow = Portfolio["stock"][number];

function sumRows(portfolio: Portfolio, value: (row: StockRow) => string): ArithRow[] {
  return OPEN.flatMap((bucket, index) => {
    const row = portfolio.stock.find((one) => one.bucket === bucket);
    if (!row) return [];
    return [{ key: bucket, op: index === 0 ? "" : "+", label: bucket, value: value(row) } as const];
  });
}

function ShareFigure({ portfolio, measure }: Props & { measure: Measure }) {
  const { t } = useTranslation();
  const { stock, currency, trend } = portfolio;
  const of = (totals: ReturnType<typeof totalsOf>) =>
    measure === "accounts" ? totals.accounts : totals.balanceMinor;
  const show = (value: number | bigint, style: "compact" | "full"): string =>
    typeof value === "number" ? formatCount(value) : formatAmount(value, currency, style);
  const part = of(totalsOf(stock, LATE));
  const whole = of(totalsOf(stock, OPEN));
  const change = lateShareChange(trend, measure);
  const share = formatShare(part, whole);
  return (
    <Figure
      label={t(
        measure === "accounts" ? "portfolio.figure.lateShare" : "portfolio.figure.lateShareBalance",
      )}
      value={share}
      note={t("portfolio.figure.shareNote", {
        part: show(part, "compact"),
        whole: show(whole, "compact"),
      })}
    >
      <Arith
        rows={[
          { key: "l", op: "", label: t("portfolio.figure.lateTimes"), value: show(part, "full") },
          { key: "o", op: "÷", label: t("portfolio.figure.open"), value: show(whole, "full") },
          { key: "=", op: "=", label: t("portfolio.figure.divided"), value: share },
        ]}
        foot={
          <>
            {change
              ? t("portfolio.figure.since", {
                  change: formatPoints(change.change),
                  on: change.since,
                })
              : null}
            {change ? <br /> : null}
            <Foot portfolio={portfolio} />
          </>
        }
      />
    </Figure>
  );
}
