import type { EChartsCoreOption } from "echarts/core";
import { useEffect, useRef } from "react";
import { useTheme } from "../ui/theme.tsx";
import { FONT, type Palette } from "../ui/tokens.ts";
import { echarts } from "./echarts.ts";

type Props = {
  /** Options without colours of text, lines and tooltip: those come from the theme. */
  option: EChartsCoreOption;
  height: number;
  /** What the picture shows; the numbers stand in a table nearby. */
  label: string;
};

/** A chart that follows the theme and the width of its place. */
export function Chart({ option, height, label }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const { palette } = useTheme();

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = echarts.init(element, null, { renderer: "svg" });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, []);

  useEffect(() => {
    const element = place.current;
    const chart = element ? echarts.getInstanceByDom(element) : undefined;
    chart?.setOption({ ...base(palette), ...option }, { notMerge: true });
  }, [option, palette]);

  return <div ref={place} role="img" aria-label={label} style={{ height, width: "100%" }} />;
}

function base(palette: Palette): EChartsCoreOption {
  return {
    animationDuration: 200,
    textStyle: { fontFamily: FONT, color: palette.ink2, fontSize: 12 },
  };
}

/** Axis, split line and tooltip in the theme's colours, for the options of a chart. */
export function chartParts(palette: Palette) {
  const axisLabel = { color: palette.ink3, fontFamily: FONT, fontSize: 11, hideOverlap: true };
  const splitLine = { lineStyle: { color: palette.line } };
  return {
    category: {
      type: "category",
      axisLabel,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.lineStrong } },
    },
    value: { type: "value", axisLabel, splitLine, splitNumber: 4, min: 0 },
    tooltip: {
      backgroundColor: palette.panel,
      borderColor: palette.lineStrong,
      textStyle: { color: palette.ink, fontFamily: FONT, fontSize: 12 },
      confine: true,
    },
  } as const;
}

/** `11-23` for an axis whose years stand in the title of the panel. */
export const monthDay = (on: string): string => on.slice(5, 10);
