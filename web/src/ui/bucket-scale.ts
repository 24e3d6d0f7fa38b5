import type { Bucket } from "@mora/contract";

/** Buckets from best to worst, as every chart, table and filter orders them. */
export const BUCKETS: readonly Bucket[] = [
  "C",
  "M1",
  "M2",
  "M3",
  "M4",
  "M5",
  "M6",
  "M6+",
  "CO",
  "X",
];

/** Buckets that count as late. Charged-off is not a bucket and is shown apart. */
export const LATE: readonly Bucket[] = ["M1", "M2", "M3", "M4", "M5", "M6", "M6+"];

/** Buckets of open accounts: the denominator of every share. */
export const OPEN: readonly Bucket[] = ["C", ...LATE];

export type Scheme = "light" | "dark";
type Scale = Readonly<Record<Bucket, string>>;

/**
 * One scale everywhere. Its lightness falls from step to step (yellow, orange, magenta, violet, as
 * in the "plasma" map), so that it also orders for readers who see no red or no green, and in
 * print. Current is a neutral of its own. The dark end is lifted on dark ground; order and hues stay.
 */
const SCALES: Readonly<Record<Scheme, Scale>> = {
  light: {
    C: "#c3d3dc",
    M1: "#f5d76e",
    M2: "#f0b354",
    M3: "#e68d50",
    M4: "#d2675c",
    M5: "#b2466f",
    M6: "#87307c",
    "M6+": "#561c73",
    CO: "#3f4854",
    X: "#a3acb5",
  },
  dark: {
    C: "#56697a",
    M1: "#f7dc7c",
    M2: "#f2b95f",
    M3: "#ea965b",
    M4: "#da7268",
    M5: "#c8638a",
    M6: "#a04c97",
    "M6+": "#8049a3",
    CO: "#aab4bf",
    X: "#6e7883",
  },
};

export const bucketColor = (bucket: Bucket, scheme: Scheme): string => SCALES[scheme][bucket];

/** Black or white, whichever can be read on the colour (WCAG relative luminance). */
export function inkOn(color: string): string {
  const channel = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return luminance > 0.179 ? "#15181c" : "#ffffff";
}
