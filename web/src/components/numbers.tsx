import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** The table behind a picture, folded away. */
export function Numbers({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <details className="numbers">
      <summary>{t("common.numbers")}</summary>
      <section
        className="numbers-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard
        tabIndex={0}
        aria-label={`${title}: ${t("common.numbers")}`}
      >
        {children}
      </section>
    </details>
  );
}
