import { useQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { metaQuery } from "../api/queries.ts";
import { KeyboardHelp } from "../components/keyboard-help.tsx";
import { useShortcutListener, useShortcuts } from "../components/shortcuts.ts";
import { initialLang } from "../i18n/index.ts";
import { useTheme } from "../ui/theme.tsx";
import { Notices } from "./notices.tsx";
import { SideNav, TabBar } from "./side-nav.tsx";
import { TopBar } from "./top-bar.tsx";
import "./shell.css";

/** Navigation, book, language, theme and the state of the system around every page. */
export function AppShell() {
  const { t } = useTranslation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const meta = useQuery(metaQuery());
  const { book } = useSearch({ from: "__root__" });
  useShortcutListener();
  useAppShortcuts(() => setHelpOpen(true));
  useLangOfAddress();

  const skip = (): void => document.getElementById("main")?.focus();
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={skip}>
        {t("app.skip")}
      </button>
      <SideNav version={meta.data?.version} onHelp={() => setHelpOpen(true)} />
      <div className="shell-body">
        <TopBar meta={meta.data} book={book} onHelp={() => setHelpOpen(true)} />
        <Notices meta={meta} book={book} />
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <TabBar />
      <KeyboardHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

function useAppShortcuts(showHelp: () => void): void {
  const navigate = useNavigate();
  const { scheme, choose } = useTheme();
  useShortcuts([
    { keys: "g p", run: () => void navigate({ to: "/portfolio" }) },
    { keys: "g t", run: () => void navigate({ to: "/today" }) },
    { keys: "g s", run: () => void navigate({ to: "/suspense" }) },
    { keys: "g d", run: () => choose(scheme === "dark" ? "light" : "dark") },
    { keys: "?", run: showHelp },
  ]);
}

/** `?lang=` in an address that is followed or edited takes effect without a reload. */
function useLangOfAddress(): void {
  const { i18n } = useTranslation();
  const { lang } = useSearch({ from: "__root__" });
  useEffect(() => {
    const wanted = lang ?? initialLang("");
    if (wanted !== i18n.language) void i18n.changeLanguage(wanted);
  }, [lang, i18n]);
}
