import type { AccountDetail } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { useMeta } from "../../components/use-meta.ts";
import { word } from "../../i18n/sentence.ts";
import { BucketTag } from "../../ui/bucket-tag.tsx";
import { Dpd } from "../../ui/dpd.tsx";
import { Money } from "../../ui/money.tsx";

type Props = { account: AccountDetail };

/** Who, what, how late, how much, and the date all of it is true for. */
export function AccountHead({ account }: Props) {
  const { t } = useTranslation();
  const book = useMeta()?.books.find((one) => one.code === account.book);
  const person = account.parties[0];
  return (
    <section className="panel account-head" aria-label={t("account.title")}>
      <div className="account-who">
        <h1>{person?.name ?? t("common.noName")}</h1>
        <p className="muted num">
          {account.productName} · {word(account.productKind)} · {account.accountRef}
        </p>
        <p className="muted num">
          {book?.name ?? account.book}
          {account.isSynthetic ? ` · ${t("account.synthetic")}` : ""}
        </p>
      </div>
      <dl className="account-figures">
        <div>
          <dt>{t("term.bucket")}</dt>
          <dd>
            <BucketTag bucket={account.bucket} />
          </dd>
        </div>
        <div>
          <dt>{t("term.dpd")}</dt>
          <dd>
            <Dpd dpd={account.dpd} />
          </dd>
        </div>
        <div>
          <dt>{t("term.pastDue")}</dt>
          <dd>
            <Money minor={account.pastDue.totalMinor} currency={account.currency} />
          </dd>
        </div>
        <div>
          <dt>{t("term.balance")}</dt>
          <dd>
            <Money minor={account.balance.totalMinor} currency={account.currency} />
          </dd>
        </div>
      </dl>
      <DataDate account={account} />
    </section>
  );
}

function DataDate({ account }: Props) {
  const { t } = useTranslation();
  const { agedOn, dataThroughOn, isFresh, bookKind } = account;
  const stale =
    dataThroughOn === null
      ? t("account.staleNever")
      : bookKind === "serviced"
        ? t("account.stalePayments", { on: dataThroughOn })
        : t("account.staleBalances", { on: dataThroughOn });
  return (
    <p className="account-date num">
      <span>{agedOn ? t("account.agedOn", { on: agedOn }) : t("account.notAged")}</span>
      {isFresh && dataThroughOn ? (
        <span className="muted">{t("account.dataThrough", { on: dataThroughOn })}</span>
      ) : null}
      {isFresh ? null : <strong>{stale}</strong>}
    </p>
  );
}
