import type { BankCandidate, BankLineDetail } from "@mora/contract";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useMeta } from "../../components/use-meta.ts";
import { formatAmount, formatCount } from "../../ui/format.ts";
import { Kbd } from "../../ui/kbd.tsx";
import type { Wish } from "./use-decide.ts";
import { whyNotApply } from "./why-not.ts";
import { reasonText } from "./words.ts";

type Props = {
  line: BankLineDetail;
  isOpen: boolean;
  isBusy: boolean;
  onWish: (wish: Wish) => void;
};

export const candidateId = (place: number): string => `candidate-${place}`;

/** Whose payment it may be, best first, with what speaks for each. */
export function Candidates({ line, isOpen, isBusy, onWish }: Props) {
  const { t } = useTranslation();
  if (line.candidates.length === 0)
    return isOpen && line.direction === "credit" ? (
      <p className="muted">{t("suspense.noCandidates")}</p>
    ) : null;
  const title = t(isOpen ? "suspense.who" : "suspense.considered");
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ol className="candidates">
        {line.candidates.map((candidate, index) => (
          <Candidate
            key={candidate.accountId}
            {...{ line, candidate, isOpen, isBusy, onWish }}
            place={index + 1}
          />
        ))}
      </ol>
    </section>
  );
}

type CandidateProps = Props & { candidate: BankCandidate; place: number };

function Candidate({ line, candidate, place, isOpen, isBusy, onWish }: CandidateProps) {
  const { t } = useTranslation();
  const { accountId, accountRef, currency, name, pastDueMinor, nextDueOn, nextDueMinor } =
    candidate;
  return (
    <li>
      <div className="candidate-head">
        <span className="candidate-who">
          {place <= 9 && isOpen ? <Kbd keys={String(place)} /> : null}
          <strong>{name ?? t("common.noName")}</strong>
          <Link to="/accounts/$accountId" params={{ accountId }} className="num">
            {accountRef}
          </Link>
        </span>
        <span className="muted num small">
          {t("suspense.points", { points: formatCount(candidate.points) })}
        </span>
      </div>
      <p className="candidate-figures num">
        <span>
          <span className="muted">{t("suspense.pastDue")}</span>{" "}
          {formatAmount(pastDueMinor, currency, "full")}
        </span>
        {nextDueOn ? (
          <span>
            <span className="muted">{t("suspense.nextDue")}</span>{" "}
            <span className="nowrap">{nextDueOn}</span>{" "}
            {formatAmount(nextDueMinor, currency, "full")}
          </span>
        ) : null}
        <span className="muted">{candidate.productName}</span>
      </p>
      <div className="candidate-foot">
        <ul>
          {candidate.reasons.map((reason) => (
            <li key={reason.code}>
              {reasonText(t, reason)}{" "}
              <span className="muted num nowrap">+{formatCount(reason.points)}</span>
            </li>
          ))}
        </ul>
        {isOpen ? <ApplyButton {...{ line, candidate, place, isBusy, onWish }} /> : null}
      </div>
    </li>
  );
}

function ApplyButton({ line, candidate, place, isBusy, onWish }: Omit<CandidateProps, "isOpen">) {
  const { t } = useTranslation();
  const why = useId();
  const book = useMeta()?.books.find(({ code }) => code === candidate.book);
  const whyNot = whyNotApply(line, candidate, book?.kind === "host_fed");
  const { accountId, accountRef } = candidate;
  return (
    <span className="candidate-apply">
      <Button
        id={candidateId(place)}
        type={place === 1 && !whyNot ? "primary" : "default"}
        aria-label={t("suspense.applyTo", { account: accountRef })}
        aria-disabled={whyNot !== null}
        aria-describedby={whyNot ? why : undefined}
        className={whyNot ? "is-off" : ""}
        disabled={isBusy}
        onClick={() =>
          whyNot ? undefined : onWish({ kind: "apply", account: { accountId, accountRef } })
        }
      >
        {t("suspense.apply")}
      </Button>
      {whyNot ? (
        <span id={why} className="muted small">
          {t(`suspense.whyNot.${whyNot}`)}
        </span>
      ) : null}
    </span>
  );
}
