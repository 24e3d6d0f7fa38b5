import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiFailure } from "../api/client.ts";
import { en } from "../i18n/en.ts";

type Known = keyof typeof en.error.known;
const isKnown = (code: string): code is Known => Object.hasOwn(en.error.known, code);

/** What went wrong, with code, place and remedy as the server names them, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const failure = error instanceof ApiFailure ? error : null;
  return (
    <div className="state state-error" role="alert">
      <strong>{t("error.title")}</strong>
      {failure && isKnown(failure.code) ? <p>{t(`error.known.${failure.code}`)}</p> : null}
      <p className={failure && isKnown(failure.code) ? "muted small" : undefined}>
        {failure ? failure.detail : error instanceof Error ? error.message : String(error)}
      </p>
      {failure?.issues.length ? (
        <ul>
          {failure.issues.map((issue) => (
            <li key={issue}>{issue}</li>
          ))}
        </ul>
      ) : null}
      <div className="state-foot">
        <Button onClick={onRetry}>{t("common.retry")}</Button>
        {failure ? (
          <span className="muted small">
            {t("error.code")} <code>{failure.code}</code>
          </span>
        ) : null}
      </div>
    </div>
  );
}

/** Why there is nothing, and what to do next. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="state">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** A grey shape in place of content to come. */
export function Shape({ width, height }: { width?: string; height?: string }) {
  return <span className="shape" style={{ width, height }} aria-hidden="true" />;
}

/** Tells assistive technology that content is loading, beside the shapes. */
export function LoadingNote() {
  const { t } = useTranslation();
  return (
    <span className="sr-only" role="status">
      {t("app.loading")}
    </span>
  );
}
