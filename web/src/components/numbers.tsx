import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** The table behind a picture, folded away. */
export function Numbers({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <details className="numbers">
      <summary>{t("common.numbers")}</summary>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard scrolling */}
      <section className="numbers-scroll" tabIndex={0} aria-label={t("common.numbers")}>
        {children}
      </section>
    </details>
  );
}
