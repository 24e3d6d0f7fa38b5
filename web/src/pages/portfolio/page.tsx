import type { Portfolio } from "@mora/contract";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { portfolioQuery } from "../../api/queries.ts";
import { useTitle } from "../../components/use-title.ts";
import { LATE } from "../../ui/bucket-scale.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { FailuresPanel } from "./failures-panel.tsx";
import type { Measure } from "./figures.ts";
import { FlowPanel } from "./flow-panel.tsx";
import { HeadFigures } from "./head-figures.tsx";
import { RollPanel } from "./roll-panel.tsx";
import { PortfolioShape } from "./shape.tsx";
import { StockPanel } from "./stock-panel.tsx";
import { TrendPanel } from "./trend-panel.tsx";
import "./portfolio.css";

const route = getRouteApi("/portfolio");

/** How the book stands: stock, trend, flow, roll rates. */
export function PortfolioPage() {
  const { t } = useTranslation();
  const { book, currency } = route.useSearch();
  const query = useQuery(portfolioQuery({ book, currency }));
  useTitle(t("portfolio.title"));
  return (
    <div className="page" aria-busy={query.isFetching}>
      <div className="page-head">
        <h1>{t("portfolio.title")}</h1>
        <Tools portfolio={query.data} />
      </div>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <Content portfolio={query.data} />
      ) : (
        <PortfolioShape />
      )}
    </div>
  );
}

function Content({ portfolio }: { portfolio: Portfolio }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const measure: Measure = search.measure ?? "accounts";
  const isAll = search.scope === "all" || !portfolio.stock.some((s) => LATE.includes(s.bucket));
  if (portfolio.stock.every((row) => row.accounts === 0))
    return (
      <>
        <EmptyState title={t("portfolio.emptyTitle")}>
          <p>{t("portfolio.emptyBody")}</p>
        </EmptyState>
        <FailuresPanel failures={portfolio.failures} />
      </>
    );
  return (
    <div className="portfolio">
      <HeadFigures portfolio={portfolio} />
      <FailuresPanel failures={portfolio.failures} />
      <StockPanel portfolio={portfolio} measure={measure} isAll={isAll} />
      <TrendPanel portfolio={portfolio} measure={measure} isAll={isAll} />
      <FlowPanel all={portfolio.entryExit} />
      <RollPanel rates={portfolio.rollRates} asOf={portfolio.asOf} />
    </div>
  );
}

function Tools({ portfolio }: { portfolio: Portfolio | undefined }) {
  const { t } = useTranslation();
  const { scope, measure } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="page-tools">
      <CurrencyTool portfolio={portfolio} />
      <span className="tool">
        {t("portfolio.measure")}
        <Segmented
          size="small"
          aria-label={t("portfolio.measure")}
          value={measure ?? "accounts"}
          options={[
            { value: "accounts", label: t("portfolio.measureAccounts") },
            { value: "balance", label: t("portfolio.measureBalance") },
          ]}
          onChange={(value) =>
            void navigate({
              search: (old) => ({ ...old, measure: value === "balance" ? value : undefined }),
              replace: true,
            })
          }
        />
      </span>
      <span className="tool">
        {t("portfolio.scope")}
        <Segmented
          size="small"
          aria-label={t("portfolio.scope")}
          value={scope ?? "late"}
          options={[
            { value: "late", label: t("portfolio.scopeLate") },
            { value: "all", label: t("portfolio.scopeAll") },
          ]}
          onChange={(value) =>
            void navigate({
              search: (old) => ({ ...old, scope: value === "all" ? value : undefined }),
              replace: true,
            })
          }
        />
      </span>
    </div>
  );
}

/** One currency at a time: amounts of different currencies are never added. */
function CurrencyTool({ portfolio }: { portfolio: Portfolio | undefined }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  if (!portfolio || portfolio.currencies.length < 2) return null;
  return (
    <span className="tool" title={t("portfolio.currencyNote")}>
      {t("portfolio.currency")}
      <Segmented
        size="small"
        aria-label={t("portfolio.currency")}
        value={portfolio.currency}
        options={portfolio.currencies}
        onChange={(currency) => void navigate({ search: (old) => ({ ...old, currency }) })}
      />
    </span>
  );
}
