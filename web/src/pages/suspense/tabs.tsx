import type { BankLineState, BankLines } from "@mora/contract";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { formatCount } from "../../ui/format.ts";

const route = getRouteApi("/suspense");

/** States in the order of interest: what waits first. */
const STATES = ["suspense", "unmatched", "applied", "to_return", "ignored", "returned"] as const;
/** Of no interest while there is nothing in them. */
const SHY: ReadonlySet<BankLineState> = new Set(["unmatched", "returned"]);

/** Else a tab without parameters would count as open wherever another one is. */
const EXACT = { exact: true, includeSearch: true };

type Props = { counts: BankLines["countByState"] | undefined };

/** Lines by state with their counts, and what imports set aside. */
export function Tabs({ counts }: Props) {
  const { t } = useTranslation();
  const { state = "suspense", aside } = route.useSearch();
  const shown = STATES.filter((one) => !SHY.has(one) || one === state || (counts?.[one] ?? 0) > 0);
  return (
    <nav className="state-tabs" aria-label={t("suspense.tabs")}>
      {shown.map((one) => (
        <Link
          key={one}
          to="/suspense"
          search={one === "suspense" ? {} : { state: one }}
          activeOptions={EXACT}
          aria-current={one === state && !aside ? "page" : undefined}
          className="state-tab"
        >
          {t(`suspense.state.${one}`)}
          {counts ? <span className="num muted">{formatCount(counts[one] ?? 0)}</span> : null}
        </Link>
      ))}
      <Link
        to="/suspense"
        search={{ aside: "rejected" }}
        activeOptions={EXACT}
        aria-current={aside ? "page" : undefined}
        className="state-tab"
      >
        {t("suspense.aside")}
      </Link>
    </nav>
  );
}
