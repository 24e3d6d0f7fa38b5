import type { Scheme } from "./bucket-scale.ts";

/** Noto Sans SC comes with the application, so that Chinese renders on any machine. */
export const FONT = '"Noto Sans SC Variable", "Noto Sans SC", system-ui, sans-serif';

export type Palette = {
  readonly ground: string;
  readonly panel: string;
  readonly sunken: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly accent: string;
  readonly accentSoft: string;
};

/** Every text colour has a contrast of at least 4.5 on ground, panel and sunken. */
export const PALETTES: Readonly<Record<Scheme, Palette>> = {
  light: {
    ground: "#f4f6f7",
    panel: "#ffffff",
    sunken: "#f7f9fa",
    line: "#e3e8eb",
    lineStrong: "#c9d1d6",
    ink: "#18212b",
    ink2: "#4a5663",
    ink3: "#616c79",
    accent: "#0b6a72",
    accentSoft: "#e2f0f1",
  },
  dark: {
    ground: "#0f1317",
    panel: "#171c22",
    sunken: "#1c222a",
    line: "#29313a",
    lineStrong: "#3d4854",
    ink: "#e8ecf0",
    ink2: "#b3bdc8",
    ink3: "#95a1ae",
    accent: "#5cc3ca",
    accentSoft: "#16343a",
  },
};
