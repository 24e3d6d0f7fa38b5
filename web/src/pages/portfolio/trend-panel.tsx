import type { Bucket, Portfolio } from "@mora/contract";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Chart, chartParts, monthDay } from "../../components/chart.tsx";
import { Numbers } from "../../components/numbers.tsx";
import { bucketColor, LATE, OPEN, type Scheme } from "../../ui/bucket-scale.ts";
import { BucketLegend } from "../../ui/bucket-tag.tsx";
import { formatAmount, formatCompact, formatCount, majorForDrawing } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { useTheme } from "../../ui/theme.tsx";
import type { Palette } from "../../ui/tokens.ts";
import type { Measure, StockPoint } from "./figures.ts";
import { tooltipRows } from "./tooltip.ts";

type Props = { portfolio: Portfolio; measure: Measure; isAll: boolean };

/** Stock by bucket at the end of each business date, stacked, from zero. */
export function TrendPanel({ portfolio, measure, isAll }: Props) {
  const { t } = useTranslation();
  const { scheme, palette } = useTheme();
  const { trend } = portfolio;
  const buckets = isAll ? OPEN : LATE;
  const option = useMemo(
    () => trendOption({ portfolio, measure, isAll }, scheme, palette),
    [portfolio, measure, isAll, scheme, palette],
  );
  const [from, to] = [trend[0]?.on, trend.at(-1)?.on];
  if (from === undefined || to === undefined || trend.length < 2)
    return (
      <Panel title={t("portfolio.trend.title")}>
        <p className="muted">{t("portfolio.trend.empty")}</p>
      </Panel>
    );
  const name = t(measure === "accounts" ? "term.accounts" : "term.balance");
  return (
    <Panel title={t("portfolio.trend.title")} note={t("portfolio.trend.span", { from, to })}>
      <BucketLegend buckets={buckets} />
      <Chart
        option={option}
        height={250}
        label={t("portfolio.trend.chart", { measure: name, from, to })}
      />
      <Numbers title={t("portfolio.trend.title")}>
        <TrendTable portfolio={portfolio} measure={measure} buckets={buckets} />
      </Numbers>
    </Panel>
  );
}

function drawn(
  point: StockPoint,
  bucket: Bucket,
  by: { measure: Measure; currency: string },
): number {
  return by.measure === "accounts"
    ? (point.accountsByBucket[bucket] ?? 0)
    : majorForDrawing(point.balanceMinorByBucket[bucket] ?? "0", by.currency);
}

function exact(
  point: StockPoint,
  bucket: Bucket,
  by: { measure: Measure; currency: string },
): string {
  return by.measure === "accounts"
    ? formatCount(point.accountsByBucket[bucket] ?? 0)
    : formatAmount(point.balanceMinorByBucket[bucket] ?? "0", by.currency, "bare");
}

function trendOption({ portfolio, measure, isAll }: Props, scheme: Scheme, palette: Palette) {
  const parts = chartParts(palette);
  const { trend, currency } = portfolio;
  const buckets = isAll ? OPEN : LATE;
  const by = { measure, currency };
  return {
    grid: { left: 4, right: 10, top: 14, bottom: 4, outerBoundsMode: "same" },
    tooltip: {
      ...parts.tooltip,
      trigger: "axis",
      formatter: (hits: readonly { dataIndex: number }[]) => {
        const point = trend[hits[0]?.dataIndex ?? -1];
        if (!point) return "";
        const rows = buckets.toReversed().map((bucket) => ({
          color: bucketColor(bucket, scheme),
          label: bucket,
          value: exact(point, bucket, by),
        }));
        return tooltipRows(point.on, rows);
      },
    },
    // A time axis: a date on which nothing moved has no point, and must not pull others together.
    useUTC: true,
    xAxis: {
      type: "time",
      axisTick: { show: false },
      axisLine: parts.category.axisLine,
      splitLine: { show: false },
      axisLabel: {
        ...parts.category.axisLabel,
        formatter: (at: number) => monthDay(new Date(at).toISOString()),
      },
    },
    yAxis: {
      ...parts.value,
      axisLabel: { ...parts.value.axisLabel, formatter: (value: number) => formatCompact(value) },
    },
    series: buckets.map((bucket) => ({
      type: "line",
      name: bucket,
      stack: "stock",
      symbol: "none",
      // The hairline between two areas is the ground showing through; beside the current accounts
      // the late ones are so thin that it would hide them.
      lineStyle: { width: isAll ? 0 : 1, color: palette.panel },
      areaStyle: { color: bucketColor(bucket, scheme), opacity: 1 },
      emphasis: { disabled: true },
      data: trend.map((point) => [point.on, drawn(point, bucket, by)]),
    })),
  };
}

type TableProps = { portfolio: Portfolio; measure: Measure; buckets: readonly Bucket[] };

function TrendTable({ portfolio, measure, buckets }: TableProps) {
  const { t } = useTranslation();
  const by = { measure, currency: portfolio.currency };
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t("common.date")}</th>
          {buckets.map((bucket) => (
            <th key={bucket} scope="col" className="right">
              {bucket}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {portfolio.trend.toReversed().map((point) => (
          <tr key={point.on}>
            <th scope="row" className="num nowrap">
              {point.on}
            </th>
            {buckets.map((bucket) => (
              <td key={bucket} className="num right">
                {exact(point, bucket, by)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
