import { ArrowLeftOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { PAGE_SIZE, type WorkFilter, workItemsQuery } from "../../api/queries.ts";
import { useShortcuts } from "../../components/shortcuts.ts";
import { Kbd } from "../../ui/kbd.tsx";
import { rememberPlace } from "../today/place.ts";

const route = getRouteApi("/accounts/$accountId");

/** The way back to the list, and on to the next person in it. */
export function ListNav() {
  const { t } = useTranslation();
  const { book, bucket, step, q, at } = route.useSearch();
  const filter: WorkFilter = { book, bucket, step, q };
  const navigate = route.useNavigate();
  const back = (): void => void navigate({ to: "/today", search: { bucket, step, q } });
  const place = usePlace(filter, at);
  const go = (index: number | undefined): void => {
    const target = index === undefined ? undefined : place.accountAt(index);
    if (index === undefined || target === undefined) return;
    rememberPlace(JSON.stringify(filter), index);
    void navigate({
      to: "/accounts/$accountId",
      params: { accountId: target },
      search: { bucket, step, q, at: index },
      replace: true,
    });
  };
  const next = at === undefined ? undefined : at + 1;
  const previous = at === undefined || at === 0 ? undefined : at - 1;
  useShortcuts([
    { keys: "u", run: back },
    ...["j", "ArrowRight"].map((keys) => ({ keys, run: () => go(next) })),
    ...["k", "ArrowLeft"].map((keys) => ({ keys, run: () => go(previous) })),
  ]);
  return (
    <nav className="list-nav" aria-label={t("keys.list")}>
      <Link to="/today" search={{ bucket, step, q }} className="list-back">
        <ArrowLeftOutlined aria-hidden="true" /> {t("account.back")} <Kbd keys="u" />
      </Link>
      {at === undefined || place.total === undefined ? null : (
        <span className="list-steps">
          <span className="muted num">
            {t("account.position", { at: at + 1, total: place.total })}
          </span>
          <Button
            icon={<LeftOutlined />}
            aria-label={t("account.previous")}
            disabled={previous === undefined}
            onClick={() => go(previous)}
          >
            <Kbd keys="k" />
          </Button>
          <Button
            icon={<RightOutlined />}
            iconPlacement="end"
            aria-label={t("account.next")}
            disabled={next === undefined || next >= place.total}
            onClick={() => go(next)}
          >
            <Kbd keys="j" />
          </Button>
        </span>
      )}
    </nav>
  );
}

/** The windows around a place in the list: usually already here, from the list itself. */
function usePlace(filter: WorkFilter, at: number | undefined) {
  const pageOf = (index: number): number => Math.floor(Math.max(0, index) / PAGE_SIZE);
  const here = at ?? 0;
  const isEnabled = at !== undefined;
  const before = useQuery({ ...workItemsQuery(filter, pageOf(here - 1)), enabled: isEnabled });
  const after = useQuery({ ...workItemsQuery(filter, pageOf(here + 1)), enabled: isEnabled });
  return {
    total: (after.data ?? before.data)?.total,
    accountAt: (index: number): string | undefined => {
      const window = index < here ? before.data : after.data;
      return window?.items[index % PAGE_SIZE]?.accountId;
    },
  };
}
