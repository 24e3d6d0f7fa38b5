import type { Book, Meta } from "@mora/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { Popover } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dated } from "../ui/dated.tsx";
import { ErrorState, Shape } from "../ui/states.tsx";

type Props = { meta: UseQueryResult<Meta>; book: string | undefined };

/** What a reader must know before trusting or acting on anything here: one thin line. */
export function Notices({ meta, book }: Props) {
  const { t } = useTranslation();
  if (meta.isError && !meta.data)
    return (
      <section className="notices-error" aria-label={t("notice.label")}>
        <ErrorState error={meta.error} onRetry={() => void meta.refetch()} />
      </section>
    );
  if (!meta.data)
    return (
      <div className="notices">
        <Shape width="320px" height="12px" />
      </div>
    );
  const books = meta.data.books.filter((one) => book === undefined || one.code === book);
  return (
    <section className="notices" aria-label={t("notice.label")}>
      {meta.data.isLoopbackOnly ? (
        <Notice text={t("notice.loopback")} more={t("notice.loopbackMore")} />
      ) : null}
      {books.some((one) => one.isSynthetic) ? (
        <Notice text={t("notice.synthetic")} more={t("notice.syntheticMore")} />
      ) : null}
      <BlockedNotice books={books.filter((one) => !one.isContactable)} />
      <StaleNotice books={books.filter((one) => !one.isFresh)} />
    </section>
  );
}

function BlockedNotice({ books }: { books: readonly Book[] }) {
  const { t } = useTranslation();
  if (books.length === 0) return null;
  return (
    <Notice
      isStrong
      text={t("notice.blocked", { count: books.length, names: namesOf(books) })}
      more={
        <>
          <p>{t("notice.blockedMore")}</p>
          {books.map((one) => (
            <code key={one.code} className="command">
              mora book sign-suppression {one.code}
            </code>
          ))}
        </>
      }
    />
  );
}

function StaleNotice({ books }: { books: readonly Book[] }) {
  const { t } = useTranslation();
  const sentences = books.map((one) => {
    const name = one.name;
    const on = one.dataThroughOn;
    if (on === null) return t("notice.staleNever", { name });
    return one.kind === "serviced"
      ? t("notice.stalePayments", { name, on })
      : t("notice.staleBalances", { name, on });
  });
  if (sentences.length === 0) return null;
  if (sentences.length === 1) return <Notice isStrong text={sentences[0] ?? ""} more={null} />;
  return (
    <Notice
      isStrong
      text={t("notice.stale", { count: books.length, names: namesOf(books) })}
      more={sentences.map((text) => <p key={text}>{text}</p>)}
    />
  );
}

/** Names of a few books; the rest stand in the explanation. */
const namesOf = (books: readonly Book[]): string =>
  books
    .slice(0, 2)
    .map((one) => one.name)
    .join(", ") + (books.length > 2 ? " …" : "");

type NoticeProps = { text: string; more: ReactNode; isStrong?: boolean };

/** A short text that opens into its explanation. */
function Notice({ text, more, isStrong = false }: NoticeProps) {
  const className = isStrong ? "notice is-strong" : "notice";
  if (more === null)
    return (
      <span className={className}>
        <Dated>{text}</Dated>
      </span>
    );
  return (
    <Popover trigger="click" content={<div className="notice-more">{more}</div>}>
      <button type="button" className={className}>
        <span className="notice-text">
          <Dated>{text}</Dated>
        </span>
      </button>
    </Popover>
  );
}
