import type { Portfolio } from "@mora/contract";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Chart, chartParts } from "../../components/chart.tsx";
import { BUCKETS, bucketColor, LATE, OPEN, type Scheme } from "../../ui/bucket-scale.ts";
import { BucketTag } from "../../ui/bucket-tag.tsx";
import {
  formatAmount,
  formatCompact,
  formatCount,
  formatRounded,
  formatShare,
  majorForDrawing,
} from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { useTheme } from "../../ui/theme.tsx";
import type { Palette } from "../../ui/tokens.ts";
import { useIsNarrow } from "../../ui/use-media.ts";
import { type Measure, totalsOf } from "./figures.ts";

type Props = { portfolio: Portfolio; measure: Measure; isAll: boolean };

/** Accounts and balance in each bucket: the picture, and the same as a table. */
export function StockPanel({ portfolio, measure, isAll }: Props) {
  const { t } = useTranslation();
  const { scheme, palette } = useTheme();
  const on = portfolio.asOf ?? "";
  const option = useMemo(
    () => stockOption({ portfolio, measure, isAll }, scheme, palette),
    [portfolio, measure, isAll, scheme, palette],
  );
  const current = portfolio.stock.find((row) => row.bucket === "C");
  const name = t(measure === "accounts" ? "term.accounts" : "term.balance");
  return (
    <Panel
      title={t("portfolio.stock.title")}
      note={t("portfolio.stock.on", { on })}
      className="wide"
    >
      <div className="stock">
        <div>
          <Chart
            option={option}
            height={310}
            label={t("portfolio.stock.chart", { measure: name, on })}
          />
          {isAll || !current ? null : (
            <p className="muted small stock-note">
              {t("portfolio.stock.hidden", {
                accounts: t("common.accounts", {
                  count: current.accounts,
                }),
              })}
            </p>
          )}
        </div>
        <StockTable portfolio={portfolio} />
      </div>
    </Panel>
  );
}

function stockOption({ portfolio, measure, isAll }: Props, scheme: Scheme, palette: Palette) {
  const parts = chartParts(palette);
  const buckets = isAll ? OPEN : LATE;
  const rows = buckets.map((bucket) => portfolio.stock.find((row) => row.bucket === bucket));
  const { currency } = portfolio;
  const barLabel = (index: number): string => {
    const row = rows[index];
    if (!row) return "0";
    return measure === "accounts"
      ? formatCount(row.accounts)
      : formatRounded(majorForDrawing(row.balanceMinor, currency));
  };
  return {
    grid: { left: 4, right: 4, top: 22, bottom: 4, outerBoundsMode: "same" },
    xAxis: { ...parts.category, data: [...buckets] },
    yAxis: {
      ...parts.value,
      axisLabel: { ...parts.value.axisLabel, formatter: (value: number) => formatCompact(value) },
    },
    series: [
      {
        type: "bar",
        barWidth: "62%",
        labelLayout: { hideOverlap: true },
        label: {
          show: true,
          position: "top",
          color: palette.ink2,
          fontSize: 11,
          formatter: ({ dataIndex }: { dataIndex: number }) => barLabel(dataIndex),
        },
        data: buckets.map((bucket, index) => ({
          value:
            measure === "accounts"
              ? (rows[index]?.accounts ?? 0)
              : majorForDrawing(rows[index]?.balanceMinor ?? "0", currency),
          itemStyle: { color: bucketColor(bucket, scheme), borderRadius: [3, 3, 0, 0] },
        })),
      },
    ],
  };
}

function StockTable({ portfolio }: { portfolio: Portfolio }) {
  const { t } = useTranslation();
  const { stock, currency } = portfolio;
  const open = totalsOf(stock, OPEN);
  const rows = BUCKETS.flatMap((bucket) => stock.filter((row) => row.bucket === bucket));
  const isNarrow = useIsNarrow();
  const amount = (minor: string | bigint): string =>
    formatAmount(minor, currency, isNarrow ? "compact" : "bare");
  return (
    <div className="table-scroll">
      <table className="data-table stock-table">
        <thead>
          <tr>
            <th scope="col">{t("term.bucket")}</th>
            <th scope="col" className="right">
              {t("term.accounts")}
            </th>
            <th scope="col" className="right stock-share">
              {t("portfolio.stock.shareAccounts")}
            </th>
            <th scope="col" className="right">
              {t("term.balance")} <span className="stock-unit">({currency})</span>
            </th>
            <th scope="col" className="right">
              {t("term.pastDue")} <span className="stock-unit">({currency})</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.bucket}>
              <th scope="row">
                <StockBucket bucket={row.bucket} />
              </th>
              <td className="num right">{formatCount(row.accounts)}</td>
              <td className="num right muted stock-share">
                {OPEN.includes(row.bucket) ? formatShare(row.accounts, open.accounts) : ""}
              </td>
              <td className="num right">{amount(row.balanceMinor)}</td>
              <td className="num right">{amount(row.pastDueMinor)}</td>
            </tr>
          ))}
          <tr className="is-total">
            <th scope="row">{t("portfolio.figure.open")}</th>
            <td className="num right">{formatCount(open.accounts)}</td>
            <td className="num right stock-share">{formatShare(open.accounts, open.accounts)}</td>
            <td className="num right">{amount(open.balanceMinor)}</td>
            <td className="num right">{amount(open.pastDueMinor)}</td>
          </tr>
        </tbody>
      </table>
      <p className="muted small stock-note">{t("bucket.note")}</p>
    </div>
  );
}

/** A late bucket leads to its people in the work queue. */
function StockBucket({ bucket }: { bucket: Portfolio["stock"][number]["bucket"] }) {
  if (!LATE.includes(bucket)) return <BucketTag bucket={bucket} named />;
  return (
    <Link to="/today" search={{ bucket: [bucket] }} className="stock-link">
      <BucketTag bucket={bucket} named />
    </Link>
  );
}
