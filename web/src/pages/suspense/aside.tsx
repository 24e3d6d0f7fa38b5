import type { BankAside } from "@mora/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type AsideKind, bankAsideQuery } from "../../api/bank.ts";
import { formatInstant } from "../../ui/format.ts";
import { EmptyState, ErrorState, Shape } from "../../ui/states.tsx";
import { asideText } from "./words.ts";

const KINDS: readonly AsideKind[] = ["rejected", "pending", "zero"];

/** Entries of statements that are no money here, with what is wrong and where they stand. */
export function Aside({ kind, book }: { kind: AsideKind; book: string | undefined }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(bankAsideQuery({ kind, book }));
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  const rest = (query.data?.pages[0]?.total ?? 0) - entries.length;
  return (
    <>
      <nav className="aside-kinds" aria-label={t("suspense.asideKinds")}>
        {KINDS.map((one) => (
          <Link
            key={one}
            to="/suspense"
            search={{ aside: one }}
            className="pick"
            aria-current={one === kind ? "page" : undefined}
          >
            {t(`suspense.asideKind.${one}`)}
          </Link>
        ))}
      </nav>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Shape height="160px" />
      ) : entries.length === 0 ? (
        <EmptyState title={t("suspense.asideEmpty")}>
          <p>{t("suspense.asideEmptyBody")}</p>
        </EmptyState>
      ) : (
        <section
          className="panel table-scroll"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard
          tabIndex={0}
          aria-label={t("suspense.asideTable")}
        >
          <AsideTable entries={entries} />
        </section>
      )}
      {rest > 0 ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("suspense.more", { count: rest })}
        </Button>
      ) : null}
    </>
  );
}

function AsideTable({ entries }: { entries: BankAside["entries"] }) {
  const { t } = useTranslation();
  return (
    <table className="data-table aside-table">
      <caption className="sr-only">{t("suspense.asideTable")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("suspense.imported")}</th>
          <th scope="col" className="right">
            {t("suspense.amount")}
          </th>
          <th scope="col">{t("suspense.problem")}</th>
          <th scope="col">{t("suspense.bankAccount")}</th>
          <th scope="col">{t("suspense.file")}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={`${entry.statementId} ${entry.path}`}>
            <td className="num nowrap">{formatInstant(entry.importedAt)}</td>
            <td className="num right nowrap">{entry.amount}</td>
            <td>
              {asideText(t, entry.code)}
              <span className="muted small aside-detail" lang="en">
                {entry.detail} <code>{entry.code}</code>
              </span>
            </td>
            <td className="num">
              {entry.bankAccount}
              <span className="muted small aside-detail">{entry.book}</span>
            </td>
            <td className="num">
              {entry.format}
              <span className="muted small aside-detail">{entry.path}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
