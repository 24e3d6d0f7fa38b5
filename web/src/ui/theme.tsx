import { theme as antdTheme, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { BUCKETS, bucketColor, inkOn, type Scheme } from "./bucket-scale.ts";
import { FONT, PALETTES, type Palette } from "./tokens.ts";
import { useMedia } from "./use-media.ts";

export const THEME_CHOICES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

type Theme = {
  readonly choice: ThemeChoice;
  readonly scheme: Scheme;
  readonly palette: Palette;
  readonly choose: (choice: ThemeChoice) => void;
};

const STORAGE_KEY = "mora.theme";
const ThemeContext = createContext<Theme | null>(null);

/** The chosen theme, its colours, and the way to change it. */
export function useTheme(): Theme {
  const theme = use(ThemeContext);
  if (!theme) throw new Error("useTheme outside ThemeProvider");
  return theme;
}

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(STORAGE_KEY);
  return THEME_CHOICES.find((choice) => choice === stored) ?? "system";
}

/** Gives colours to Ant Design, to our own style sheets (as custom properties) and to charts. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const systemIsDark = useMedia("(prefers-color-scheme: dark)");
  const isStill = useMedia("(prefers-reduced-motion: reduce)");
  const [choice, setChoice] = useState(storedChoice);
  const scheme: Scheme = choice === "system" ? (systemIsDark ? "dark" : "light") : choice;
  const palette = PALETTES[scheme];

  useEffect(() => applyCustomProperties(scheme), [scheme]);
  const value = useMemo<Theme>(() => {
    const choose = (next: ThemeChoice): void => {
      localStorage.setItem(STORAGE_KEY, next);
      setChoice(next);
    };
    return { choice, scheme, palette, choose };
  }, [choice, scheme, palette]);

  return (
    <ThemeContext value={value}>
      <ConfigProvider
        csp={{ nonce: pageNonce() }}
        getPopupContainer={landmarkOf}
        locale={i18n.language === "zh" ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
        theme={antdConfig({ scheme, palette, isStill })}
      >
        {children}
      </ConfigProvider>
    </ThemeContext>
  );
}

/** Popups open inside the landmark of what opened them, so that no content stands outside one. */
const landmarkOf = (trigger?: HTMLElement): HTMLElement =>
  trigger?.closest<HTMLElement>("main, header.top, section.notices") ?? document.body;

/** The nonce that the server wrote into this very answer. */
function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
}

type Look = { scheme: Scheme; palette: Palette; isStill: boolean };

function antdConfig({ scheme, palette, isStill }: Look) {
  return {
    algorithm: scheme === "dark" ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      fontFamily: FONT,
      fontSize: 13,
      borderRadius: 6,
      controlHeight: 30,
      wireframe: false,
      // Without animations to end, Ant Design must not wait for their end.
      motion: !isStill,
      colorPrimary: palette.accent,
      colorInfo: palette.accent,
      colorLink: palette.accent,
      colorText: palette.ink,
      colorTextSecondary: palette.ink2,
      colorTextTertiary: palette.ink3,
      colorTextPlaceholder: palette.ink3,
      colorBgContainer: palette.panel,
      colorBgElevated: scheme === "dark" ? palette.sunken : palette.panel,
      colorBgLayout: palette.ground,
      colorBorder: palette.lineStrong,
      colorBorderSecondary: palette.line,
      controlItemBgActive: palette.accentSoft,
      controlItemBgHover: palette.sunken,
    },
    components: {
      Segmented: {
        trackBg: scheme === "dark" ? palette.ground : "#e9edef",
        itemSelectedBg: scheme === "dark" ? palette.line : palette.panel,
        itemColor: palette.ink2,
        itemSelectedColor: palette.ink,
      },
    },
  };
}

function applyCustomProperties(scheme: Scheme): void {
  const { style, dataset } = document.documentElement;
  dataset.theme = scheme;
  style.colorScheme = scheme;
  style.setProperty("--font", FONT);
  for (const [name, color] of Object.entries(PALETTES[scheme]))
    style.setProperty(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, color);
  for (const bucket of BUCKETS) {
    const color = bucketColor(bucket, scheme);
    style.setProperty(`--b-${bucketSlug(bucket)}`, color);
    style.setProperty(`--bi-${bucketSlug(bucket)}`, inkOn(color));
  }
}

/** A bucket's name as part of a CSS identifier. */
export const bucketSlug = (bucket: string): string => bucket.toLowerCase().replace("+", "p");
