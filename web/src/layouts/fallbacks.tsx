import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState } from "../ui/states.tsx";

/** An address without a page. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>404</h1>
      <EmptyState title={t("app.notFound")}>
        <Link to="/portfolio">{t("nav.portfolio")}</Link>
      </EmptyState>
    </div>
  );
}

/** A page that threw while drawing: the rest of the application stays usable. */
export function PageCrash({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <div className="page">
      <h1>{t("error.crash")}</h1>
      <ErrorState error={error} onRetry={() => void router.invalidate()} />
    </div>
  );
}
