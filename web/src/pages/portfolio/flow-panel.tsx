import { Segmented } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Chart, chartParts, monthDay } from "../../components/chart.tsx";
import { Numbers } from "../../components/numbers.tsx";
import { formatCompact, formatCount } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { useTheme } from "../../ui/theme.tsx";
import type { Palette } from "../../ui/tokens.ts";
import { type EntryExit, type Flow, flowByDay, flowByWeek, withoutOpening } from "./figures.ts";
import { tooltipRows } from "./tooltip.ts";

type Grain = "day" | "week";

/** More bars than this in half a page's width are too thin to read. */
const DAYS_MAX_BY_DAY = 62;

/** Accounts that entered (up) and exited (down) collections, by day or week. */
export function FlowPanel({ all }: { all: readonly EntryExit[] }) {
  const { t } = useTranslation();
  const { palette } = useTheme();
  const [chosen, setGrain] = useState<Grain | null>(null);
  const { opening, days } = useMemo(() => withoutOpening(all), [all]);
  const grain = chosen ?? (days.length > DAYS_MAX_BY_DAY ? "week" : "day");
  const flows = useMemo(
    () => (grain === "week" ? flowByWeek(days) : flowByDay(days)),
    [days, grain],
  );
  const names = { entered: t("portfolio.flow.entered"), exited: t("portfolio.flow.exited") };
  const titleOf = (flow: Flow): string => {
    if (grain === "day") return flow.on;
    const week = t("portfolio.flow.weekOf", { on: flow.on });
    return flow.isPartial ? `${week} · ${t("portfolio.flow.partial")}` : week;
  };
  const [from, to] = [days[0]?.on, days.at(-1)?.on];
  if (from === undefined || to === undefined)
    return (
      <Panel title={t("portfolio.flow.title")}>
        <p className="muted">{t("portfolio.flow.empty")}</p>
        <Opening day={opening} />
      </Panel>
    );
  const sum = (key: "entered" | "exited"): string =>
    formatCount(days.reduce((total, day) => total + day[key], 0));
  return (
    <Panel
      title={t("portfolio.flow.title")}
      note={t("portfolio.flow.span", { from, to })}
      tools={<GrainSwitch grain={grain} onChange={setGrain} />}
    >
      <ul className="legend">
        <li>
          <span className="swatch flow-in" aria-hidden="true" /> {names.entered} ↑{" "}
          <b className="num">{sum("entered")}</b>
        </li>
        <li>
          <span className="swatch flow-out" aria-hidden="true" /> {names.exited} ↓{" "}
          <b className="num">{sum("exited")}</b>
        </li>
      </ul>
      <Chart
        option={flowOption(flows, { palette, names, titleOf })}
        height={250}
        label={t("portfolio.flow.chart", { from, to })}
      />
      <Opening day={opening} />
      <Numbers title={t("portfolio.flow.title")}>
        <FlowTable flows={flows} titleOf={titleOf} />
      </Numbers>
    </Panel>
  );
}

/** Who was late when the data began: told, not drawn. */
function Opening({ day }: { day: EntryExit | undefined }) {
  const { t } = useTranslation();
  if (!day) return null;
  const accounts = t("common.accounts", { count: day.entered });
  return (
    <p className="muted small stock-note">
      {t("portfolio.flow.opening", { on: day.on, accounts })}
    </p>
  );
}

function GrainSwitch({ grain, onChange }: { grain: Grain; onChange: (grain: Grain) => void }) {
  const { t } = useTranslation();
  return (
    <Segmented<Grain>
      size="small"
      aria-label={t("portfolio.flow.grain")}
      value={grain}
      options={[
        { value: "day", label: t("portfolio.flow.day") },
        { value: "week", label: t("portfolio.flow.week") },
      ]}
      onChange={onChange}
    />
  );
}

type OptionContext = {
  palette: Palette;
  names: { entered: string; exited: string };
  titleOf: (flow: Flow) => string;
};

function flowOption(flows: readonly Flow[], { palette, names, titleOf }: OptionContext) {
  const parts = chartParts(palette);
  const series = (key: "entered" | "exited", color: string) => ({
    type: "bar",
    stack: "flow",
    barCategoryGap: "28%",
    emphasis: { disabled: true },
    itemStyle: { color },
    data: flows.map((flow) => ({
      value: key === "entered" ? flow.entered : -flow.exited,
      // A week cut short by the edge of the data must not look like a drop.
      itemStyle: { opacity: flow.isPartial ? 0.45 : 1 },
    })),
  });
  const { min: _, ...value } = parts.value;
  return {
    grid: { left: 4, right: 10, top: 14, bottom: 4, outerBoundsMode: "same" },
    tooltip: {
      ...parts.tooltip,
      trigger: "axis",
      axisPointer: { type: "shadow" },
      formatter: (hits: readonly { dataIndex: number }[]) => {
        const flow = flows[hits[0]?.dataIndex ?? -1];
        if (!flow) return "";
        return tooltipRows(titleOf(flow), [
          { color: palette.ink3, label: names.entered, value: formatCount(flow.entered) },
          { color: palette.accent, label: names.exited, value: formatCount(flow.exited) },
        ]);
      },
    },
    xAxis: {
      ...parts.category,
      axisLine: { onZero: true, lineStyle: { color: palette.lineStrong } },
      axisLabel: { ...parts.category.axisLabel, formatter: monthDay },
      data: flows.map((flow) => flow.on),
    },
    yAxis: {
      ...value,
      axisLabel: { ...value.axisLabel, formatter: (v: number) => formatCompact(Math.abs(v)) },
    },
    series: [series("entered", palette.ink3), series("exited", palette.accent)],
  };
}

function FlowTable({
  flows,
  titleOf,
}: {
  flows: readonly Flow[];
  titleOf: (flow: Flow) => string;
}) {
  const { t } = useTranslation();
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t("common.date")}</th>
          <th scope="col" className="right">
            {t("portfolio.flow.entered")}
          </th>
          <th scope="col" className="right">
            {t("portfolio.flow.exited")}
          </th>
          <th scope="col" className="right">
            {t("portfolio.flow.net")}
          </th>
        </tr>
      </thead>
      <tbody>
        {flows.toReversed().map((flow) => (
          <tr key={flow.on}>
            <th scope="row" className="num nowrap">
              {titleOf(flow)}
            </th>
            <td className="num right">{formatCount(flow.entered)}</td>
            <td className="num right">{formatCount(flow.exited)}</td>
            <td className="num right">{formatCount(flow.entered - flow.exited)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
