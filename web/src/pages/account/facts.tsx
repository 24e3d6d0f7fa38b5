import type { AccountDetail } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { Fact } from "../../ui/fact.tsx";
import { Money } from "../../ui/money.tsx";
import { Panel } from "../../ui/panel.tsx";

/** Dates and kind of the account. */
export function Facts({ account }: { account: AccountDetail }) {
  const { t, i18n } = useTranslation();
  const { nextDueOn, nextDueMinor, currency, assetClass } = account;
  return (
    <Panel title={t("account.facts")}>
      <dl className="facts">
        <Fact
          label={t("account.inCollectionsSince")}
          value={account.inCollectionsSince ?? t("account.notInCollections")}
        />
        <Fact label={t("account.oldestUnpaid")} value={account.oldestUnpaidDueOn} />
        <Fact label={t("account.firstDelinquency")} value={account.firstDelinquencyOn} />
        <Fact
          label={t("account.nextDue")}
          value={
            nextDueOn === null ? null : (
              <>
                {nextDueOn}
                {nextDueMinor === null ? null : (
                  <>
                    {" · "}
                    <Money minor={nextDueMinor} currency={currency} />
                  </>
                )}
              </>
            )
          }
        />
        <Fact
          label={t("account.assetClass")}
          value={assetClass?.[i18n.language.startsWith("zh") ? "zh" : "en"] ?? null}
        />
        <Fact label={t("account.openedOn")} value={account.openedOn} />
      </dl>
      <p className="muted small facts-note">
        {t(account.bookKind === "serviced" ? "account.serviced" : "account.hostFed")}
      </p>
    </Panel>
  );
}
