import type { AccountDetail } from "@mora/contract";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { word } from "../../i18n/sentence.ts";
import { BucketTag } from "../../ui/bucket-tag.tsx";
import { Money } from "../../ui/money.tsx";
import { Panel } from "../../ui/panel.tsx";

type Party = AccountDetail["parties"][number];

/** Who is concerned, in which role, liable or not, and how they can be reached (masked). */
export function Parties({ parties }: { parties: readonly Party[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("account.parties")}>
      <ul className="people">
        {parties.map((party) => (
          <li key={`${party.partyId} ${party.role}`}>
            <strong>{party.name ?? t("common.noName")}</strong>
            <span className="muted small">
              {word(party.role)} · {t(party.isLiable ? "account.liable" : "account.notLiable")}
            </span>
            <ContactPoints points={party.contactPoints} />
          </li>
        ))}
      </ul>
      <p className="muted small">{t("account.masked")}</p>
    </Panel>
  );
}

function ContactPoints({ points }: { points: Party["contactPoints"] }) {
  const { t } = useTranslation();
  if (points.length === 0)
    return <span className="muted small">{t("account.noContactPoints")}</span>;
  return (
    <ul className="points">
      {points.map((point) => (
        <li key={`${point.kind} ${point.masked}`}>
          <span className="muted">{word(point.kind)}</span>
          <span className="num">{point.masked.replaceAll("•", "*")}</span>
          <span className="muted small">
            {word(point.status)}
            {point.isSynthetic ? ` · ${t("account.synthetic")}` : ""}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The person's other accounts: they are late, or not, as one person. */
export function OtherAccounts({ accounts }: { accounts: AccountDetail["otherAccounts"] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("account.others")}>
      {accounts.length === 0 ? <p className="muted">{t("account.noOthers")}</p> : null}
      <ul className="others">
        {accounts.map((account) => (
          <li key={account.accountId}>
            <Link to="/accounts/$accountId" params={{ accountId: account.accountId }}>
              {account.accountRef}
            </Link>
            <BucketTag bucket={account.bucket} />
            <span className="others-amount">
              <span className="muted small">{t("term.pastDue")}</span>{" "}
              <Money minor={account.pastDueMinor} currency={account.currency} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
