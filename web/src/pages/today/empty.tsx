import type { Meta, WorkItems } from "@mora/contract";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { formatList } from "../../ui/format.ts";
import { EmptyState } from "../../ui/states.tsx";

type Props = {
  head: WorkItems;
  meta: Meta | undefined;
  book: string | undefined;
  q: string | undefined;
  isFiltered: boolean;
  onClear: () => void;
};

/** Why the queue is empty, and what to do next. */
export function EmptyQueue({ head, meta, book, q, isFiltered, onClear }: Props) {
  const { t } = useTranslation();
  const books = (meta?.books ?? []).filter((one) => book === undefined || one.code === book);
  const blocked = books.filter((one) => !one.isContactable);
  const stale = books.filter((one) => one.isContactable && !one.isFresh);
  if (isFiltered)
    return (
      <EmptyState title={t("today.emptyFilterTitle")}>
        {q ? <p>{t("today.emptySearchBody", { q })}</p> : null}
        <Button onClick={onClear}>{t("today.clear")}</Button>
      </EmptyState>
    );
  if (head.asOf === null)
    return (
      <EmptyState title={t("today.emptyStartTitle")}>
        <p>{t("today.emptyStartBody")}</p>
      </EmptyState>
    );
  if (blocked.length > 0 && blocked.length === books.length)
    return (
      <EmptyState title={t("today.emptyBlockedTitle")}>
        <p>{t("today.emptyBlockedBody", { names: formatList(blocked.map((one) => one.name)) })}</p>
        <div>
          {blocked.map((one) => (
            <code key={one.code} className="command">
              mora book sign-suppression {one.code}
            </code>
          ))}
        </div>
      </EmptyState>
    );
  if (stale.length > 0 && stale.length + blocked.length === books.length)
    return (
      <EmptyState title={t("today.emptyStaleTitle")}>
        <p>{t("today.emptyStaleBody", { names: formatList(stale.map((one) => one.name)) })}</p>
      </EmptyState>
    );
  return (
    <EmptyState title={t("today.emptyDoneTitle")}>
      <p>{t("today.emptyDoneBody")}</p>
    </EmptyState>
  );
}
