import type { AccountDetail } from "@mora/contract";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { accountQuery } from "../../api/queries.ts";
import { useTitle } from "../../components/use-title.ts";
import { ErrorState, LoadingNote, Shape } from "../../ui/states.tsx";
import { AccountHead } from "./account-head.tsx";
import { AmountsPanel } from "./amounts.tsx";
import { CardPanel } from "./card-panel.tsx";
import { Facts } from "./facts.tsx";
import { Holds } from "./holds.tsx";
import { Ledger } from "./ledger.tsx";
import { ListNav } from "./list-nav.tsx";
import { OtherAccounts, Parties } from "./people.tsx";
import { Statement } from "./statement.tsx";
import { TimelinePanel } from "./timeline.tsx";
import "./account.css";
import "./ledger.css";

const route = getRouteApi("/accounts/$accountId");

/** One account: how it stands and why, what happened, who is concerned. */
export function AccountPage() {
  const { t } = useTranslation();
  const { accountId } = route.useParams();
  const query = useQuery(accountQuery(accountId));
  const name = query.data?.parties[0]?.name ?? query.data?.accountRef;
  useTitle(name ?? t("account.title"));
  return (
    <div className="page account-page" aria-busy={query.isFetching}>
      <ListNav />
      {query.isError ? (
        <>
          <h1>{t("account.title")}</h1>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          <Link to="/today">{t("account.back")}</Link>
        </>
      ) : query.data ? (
        <Content account={query.data} />
      ) : (
        <AccountShape />
      )}
    </div>
  );
}

function Content({ account }: { account: AccountDetail }) {
  return (
    <>
      <AccountHead account={account} />
      <Holds holds={account.holds} />
      <div className="account">
        <div className="account-main">
          <Statement account={account} />
          <CardPanel account={account} />
          <AmountsPanel key={`amounts ${account.accountId}`} account={account} />
          <Ledger key={`ledger ${account.accountId}`} account={account} />
          <TimelinePanel key={account.accountId} account={account} />
        </div>
        <div className="account-side">
          <Facts account={account} />
          <Parties parties={account.parties} />
          <OtherAccounts accounts={account.otherAccounts} />
        </div>
      </div>
    </>
  );
}

function AccountShape() {
  const { t } = useTranslation();
  return (
    <>
      <h1 className="sr-only">{t("account.title")}</h1>
      <LoadingNote />
      <div className="panel account-head-shape">
        <Shape width="180px" height="26px" />
        <Shape width="60%" height="40px" />
      </div>
      <div className="account">
        <div className="panel">
          <Shape width="160px" />
          <Shape height="220px" />
        </div>
        <div className="panel">
          <Shape width="100px" />
          <Shape height="160px" />
        </div>
      </div>
    </>
  );
}
