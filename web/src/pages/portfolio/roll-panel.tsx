import type { Bucket } from "@mora/contract";
import { Popover, Segmented } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Chart, chartParts } from "../../components/chart.tsx";
import { bucketColor } from "../../ui/bucket-scale.ts";
import { BucketTag } from "../../ui/bucket-tag.tsx";
import { Arith } from "../../ui/figure.tsx";
import { formatCount, formatShare, ratio } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { useTheme } from "../../ui/theme.tsx";
import { type RollMeasure, type RollRate, rollGrid } from "./figures.ts";
import { tooltipRows } from "./tooltip.ts";

type Grid = ReturnType<typeof rollGrid>;

/** Below so many accounts a rate jumps with every single one. */
const FEW = 10;

/** Where accounts that left a bucket went, month by month: small pictures, then the table. */
export function RollPanel({ rates, asOf }: { rates: readonly RollRate[]; asOf: string | null }) {
  const { t } = useTranslation();
  const [measure, setMeasure] = useState<RollMeasure>("rolled");
  const grid = useMemo(() => gridFor(rates, measure), [rates, measure]);
  const lastMonth = grid.months.at(-1);
  const isRunning = asOf !== null && lastMonth !== undefined && asOf.startsWith(lastMonth);
  if (rates.length === 0)
    return (
      <Panel title={t("portfolio.roll.title")} className="wide">
        <p className="muted">{t("portfolio.roll.empty")}</p>
      </Panel>
    );
  return (
    <Panel
      title={t("portfolio.roll.title")}
      className="wide"
      note={isRunning ? t("portfolio.roll.partial", { month: lastMonth, on: asOf }) : undefined}
      tools={
        <Segmented<RollMeasure>
          size="small"
          aria-label={t("portfolio.roll.measure")}
          value={measure}
          options={[
            { value: "rolled", label: t("portfolio.roll.rolled") },
            { value: "rolledBack", label: t("portfolio.roll.rolledBack") },
            { value: "cured", label: t("portfolio.roll.cured") },
          ]}
          onChange={setMeasure}
        />
      }
    >
      <div className="roll-charts">
        {grid.buckets.map((bucket) => (
          <RollChart key={bucket} grid={grid} bucket={bucket} measure={measure} />
        ))}
      </div>
      <RollTable grid={grid} measure={measure} />
      <p className="muted small roll-note">
        {t("portfolio.roll.note")} {t("portfolio.roll.few", { count: FEW })}
      </p>
    </Panel>
  );
}

/** From the worst bucket nothing rolls worse: a row of zeros would say nothing. */
function gridFor(rates: readonly RollRate[], measure: RollMeasure): Grid {
  const grid = rollGrid(rates);
  if (measure !== "rolled") return grid;
  return { ...grid, buckets: grid.buckets.filter((bucket) => bucket !== "M6+") };
}

type ChartProps = { grid: Grid; bucket: Bucket; measure: RollMeasure };

/** All of them from 0 to 100 %, so that heights compare across buckets. */
function RollChart({ grid, bucket, measure }: ChartProps) {
  const { t } = useTranslation();
  const { scheme, palette } = useTheme();
  const name = t(`portfolio.roll.${measure}`);
  const color = bucketColor(bucket, scheme);
  const option = useMemo(() => {
    const parts = chartParts(palette);
    return {
      grid: { left: 2, right: 2, top: 6, bottom: 2, outerBoundsMode: "same" },
      tooltip: {
        ...parts.tooltip,
        trigger: "axis",
        axisPointer: { type: "shadow" },
        formatter: (hits: readonly { dataIndex: number }[]) => {
          const month = grid.months[hits[0]?.dataIndex ?? -1] ?? "";
          const rate = grid.at(bucket, month);
          if (!rate) return "";
          const value = `${formatShare(rate[measure], rate.left)} (${formatCount(rate[measure])} / ${formatCount(rate.left)})`;
          return tooltipRows(`${bucket} · ${month}`, [{ color, label: name, value }]);
        },
      },
      xAxis: {
        ...parts.category,
        data: grid.months,
        axisLabel: {
          ...parts.category.axisLabel,
          fontSize: 10,
          formatter: (month: string) => month.slice(5),
        },
      },
      yAxis: {
        ...parts.value,
        max: 1,
        interval: 0.5,
        axisLabel: {
          ...parts.value.axisLabel,
          fontSize: 10,
          formatter: (share: number) => `${share * 100}%`,
        },
      },
      series: [
        {
          type: "bar",
          barWidth: "64%",
          itemStyle: { color, borderRadius: [2, 2, 0, 0] },
          emphasis: { disabled: true },
          data: grid.months.map((month) => {
            const rate = grid.at(bucket, month);
            if (!rate || rate.left === 0) return null;
            const opacity = rate.left < FEW ? 0.45 : 1;
            return { value: ratio(rate[measure], rate.left), itemStyle: { opacity } };
          }),
        },
      ],
    };
  }, [grid, bucket, measure, palette, color, name]);
  return (
    <figure>
      <figcaption>
        <BucketTag bucket={bucket} />
      </figcaption>
      <Chart
        option={option}
        height={112}
        label={t("portfolio.roll.chart", { bucket, measure: name })}
      />
    </figure>
  );
}

function RollTable({ grid, measure }: { grid: Grid; measure: RollMeasure }) {
  const { t } = useTranslation();
  return (
    <div className="table-scroll">
      <table className="data-table roll-table">
        <thead>
          <tr>
            <th scope="col">{t("term.bucket")}</th>
            {grid.months.map((month) => (
              <th key={month} scope="col" className="right num">
                {month}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.buckets.map((bucket) => (
            <tr key={bucket}>
              <th scope="row">
                <BucketTag bucket={bucket} />
              </th>
              {grid.months.map((month) => (
                <td key={month} className="right num">
                  <RollCell rate={grid.at(bucket, month)} measure={measure} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RollCell({ rate, measure }: { rate: RollRate | undefined; measure: RollMeasure }) {
  const { t } = useTranslation();
  if (!rate || rate.left === 0) return <span className="muted">{t("portfolio.roll.none")}</span>;
  const rest = rate.left - rate.rolled - rate.rolledBack - rate.cured;
  const line = (key: string, label: string, part: number) => ({
    key,
    op: "+" as const,
    label,
    value: `${formatCount(part)} · ${formatShare(part, rate.left)}`,
  });
  return (
    <Popover
      trigger="click"
      content={
        <div className="arith">
          <Arith
            rows={[
              { ...line("rolled", t("portfolio.roll.rolled"), rate.rolled), op: "" },
              line("back", t("portfolio.roll.rolledBack"), rate.rolledBack),
              line("cured", t("portfolio.roll.cured"), rate.cured),
              line("rest", t("portfolio.roll.rest"), rest),
              {
                key: "=",
                op: "=",
                label: t("portfolio.roll.left", { bucket: rate.bucket, month: rate.month }),
                value: formatCount(rate.left),
              },
            ]}
          />
        </div>
      }
    >
      <button type="button" className="cell-button">
        <span>{formatShare(rate[measure], rate.left)}</span>
        <span className="muted small">
          {formatCount(rate[measure])} / {formatCount(rate.left)}
        </span>
      </button>
    </Popover>
  );
}
