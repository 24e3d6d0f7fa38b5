import type { BankLineDetail } from "@mora/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { bankLineQuery } from "../../api/bank.ts";
import { Fact } from "../../ui/fact.tsx";
import { formatAmount, formatInstant } from "../../ui/format.ts";
import { ErrorState, LoadingNote, Shape } from "../../ui/states.tsx";
import { Actions } from "./actions.tsx";
import { Candidates } from "./candidates.tsx";
import type { Wish } from "./use-decide.ts";
import { allowedOn } from "./why-not.ts";
import { decider, decisionReason, reasonText } from "./words.ts";

type Props = {
  lineId: string;
  isBusy: boolean;
  onWish: (line: BankLineDetail, wish: Wish) => void;
};

/** One line: what the bank says, why it waits, whose it may be, what can be done. */
export function Detail({ lineId, isBusy, onWish }: Props) {
  const { t } = useTranslation();
  const query = useQuery(bankLineQuery(lineId));
  return (
    <section className="panel line-detail" aria-label={t("suspense.detail")}>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <Content line={query.data} isBusy={isBusy} onWish={(wish) => onWish(query.data, wish)} />
      ) : (
        <>
          <LoadingNote />
          <Shape width="45%" height="26px" />
          <Shape height="160px" />
        </>
      )}
    </section>
  );
}

type ContentProps = { line: BankLineDetail; isBusy: boolean; onWish: (wish: Wish) => void };

function Content({ line, isBusy, onWish }: ContentProps) {
  const { t } = useTranslation();
  const isOpen = allowedOn(line).has("apply");
  return (
    <>
      <header className="line-title">
        <h2 className="num">
          {line.direction === "debit" ? "−" : ""}
          {formatAmount(line.amountMinor, line.currency, "full")}
        </h2>
        <span className="num muted">{line.valueOn}</span>
        <span className="line-state">{t(`suspense.state.${line.state}`)}</span>
      </header>
      <LineFacts line={line} />
      {line.reasons.length > 0 ? (
        <section aria-label={t(isOpen ? "suspense.reasons" : "suspense.reasonsDone")}>
          <h3>{t(isOpen ? "suspense.reasons" : "suspense.reasonsDone")}</h3>
          <ul className="reasons">
            {line.reasons.map((reason) => (
              <li key={reason.code}>{reasonText(t, reason)}</li>
            ))}
          </ul>
        </section>
      ) : null}
      <Candidates line={line} isOpen={isOpen} isBusy={isBusy} onWish={onWish} />
      <Actions key={`${line.lineId} ${line.decisionNo}`} {...{ line, isBusy, onWish }} />
      <Sources line={line} />
      <Decisions line={line} />
    </>
  );
}

function LineFacts({ line }: { line: BankLineDetail }) {
  const { t } = useTranslation();
  const { accountId, accountRef } = line;
  const references = [
    ...line.creditorReferences,
    ...line.bankRefs,
    ...[line.endToEndId, line.transactionId, line.uetr],
  ].filter((one) => one !== null);
  return (
    <dl className="facts line-facts">
      <Fact
        label={t("suspense.appliedTo")}
        value={
          accountId && accountRef ? (
            <Link to="/accounts/$accountId" params={{ accountId }}>
              {accountRef}
            </Link>
          ) : null
        }
      />
      <Fact label={t("suspense.names")} value={line.payerNames.join("; ") || null} />
      <Fact label={t("suspense.payerAccount")} value={line.payerAccount} />
      <Fact label={t("suspense.remittance")} value={line.remittance} />
      <Fact label={t("suspense.bankText")} value={line.bankText} />
      <Fact label={t("suspense.returnReason")} value={line.returnReason} />
      <Fact label={t("suspense.references")} value={references.join("; ") || null} />
      <Fact label={t("suspense.bankAccount")} value={`${line.bankAccount} · ${line.book}`} />
      <Fact
        label={t("suspense.bookedOn")}
        value={line.bookedOn === line.valueOn ? null : line.bookedOn}
      />
    </dl>
  );
}

function Sources({ line }: { line: BankLineDetail }) {
  const { t } = useTranslation();
  return (
    <details className="line-more">
      <summary>{t("suspense.seenIn")}</summary>
      <ul className="small num">
        {line.seenIn.map((seen) => (
          <li key={`${seen.statementId} ${seen.path}`}>
            {formatInstant(seen.importedAt)} UTC · {seen.format} · {seen.path} ·{" "}
            {t(`suspense.seen.${seen.strength}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Who decided what and why, the latest first. */
function Decisions({ line }: { line: BankLineDetail }) {
  const { t } = useTranslation();
  if (line.decisions.length === 0) return null;
  return (
    <section className="line-decisions" aria-label={t("suspense.decisions")}>
      <h3>{t("suspense.decisions")}</h3>
      <ol className="small">
        {line.decisions.toReversed().map((decision) => (
          <li key={decision.no}>
            <span className="num nowrap muted">{formatInstant(decision.at)} UTC</span>{" "}
            <strong>{decider(t, decision)}</strong> {t(`suspense.action.${decision.action}`)}
            {decision.accountRef ? <span className="num"> {decision.accountRef}</span> : null}
            {decision.reason ? (
              <span className="muted"> · {decisionReason(t, decision.reason)}</span>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
