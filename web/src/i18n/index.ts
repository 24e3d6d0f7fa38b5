import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

/** Languages of the browser application. */
export const LANGS = ["zh", "en"] as const;
export type Lang = (typeof LANGS)[number];

const STORAGE_KEY = "mora.lang";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

export const isLang = (value: unknown): value is Lang => value === "zh" || value === "en";

/** `?lang=` wins, then the reader's last choice, then the browser's language. */
export function initialLang(search: string): Lang {
  const fromUrl = new URLSearchParams(search).get("lang");
  if (isLang(fromUrl)) return fromUrl;
  const stored = localStorage.getItem(STORAGE_KEY);
  if (isLang(stored)) return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Starts i18next and keeps `<html lang>` in step with it. */
export async function startI18n(): Promise<void> {
  i18next.on("languageChanged", (lang) => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  });
  await i18next.use(initReactI18next).init({
    lng: initialLang(location.search),
    fallbackLng: "en",
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** Changes the language and remembers the choice. */
export async function chooseLang(lang: Lang): Promise<void> {
  localStorage.setItem(STORAGE_KEY, lang);
  await i18next.changeLanguage(lang);
}
