import type { WorkItems } from "@mora/contract";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, type InputRef } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { metaQuery, type WorkFilter } from "../../api/queries.ts";
import { useShortcuts } from "../../components/shortcuts.ts";
import { useTitle } from "../../components/use-title.ts";
import type { TodaySearch } from "../../search.ts";
import { Kbd } from "../../ui/kbd.tsx";
import { ErrorState, LoadingNote, Shape } from "../../ui/states.tsx";
import { EmptyQueue } from "./empty.tsx";
import { BucketStrip, Filters } from "./filters.tsx";
import { lastPlace, rememberPlace } from "./place.ts";
import { useWorkList } from "./use-work-list.ts";
import { Withheld } from "./withheld.tsx";
import { WorkList } from "./work-list.tsx";
import "./today.css";

const route = getRouteApi("/today");
const NOWHERE = { from: 0, to: 0 };

/** Today's queue: who next, how much, and why. */
export function TodayPage() {
  const { t } = useTranslation();
  const { book, bucket, step, q } = route.useSearch();
  const filter: WorkFilter = useMemo(() => ({ book, bucket, step, q }), [book, bucket, step, q]);
  // A new filter is a new list: places and unfolded rows of the old one mean nothing in it.
  const key = JSON.stringify(filter);
  useTitle(t("today.title"));
  return <Queue key={book ?? ""} filter={filter} filterKey={key} />;
}

function Queue({ filter, filterKey }: { filter: WorkFilter; filterKey: string }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const { bucket, step, q } = route.useSearch();
  const [seen, setSeen] = useState(NOWHERE);
  const list = useWorkList(filter, seen);
  const meta = useQuery(metaQuery());
  const searchBox = useRef<InputRef>(null);
  const total = list.head?.total ?? 0;
  const rows = useRows(filterKey, total, searchBox);
  const clear = (): void =>
    void navigate({ search: (old) => ({ book: old.book, lang: old.lang }), replace: true });
  const shared: TodaySearch = useMemo(() => ({ bucket, step, q }), [bucket, step, q]);

  return (
    <div className="page today">
      <div className="page-head">
        <h1>{t("today.title")}</h1>
        <span className={`lead num${list.isStale ? " is-stale" : ""}`} aria-live="polite">
          {list.head ? <Matching head={list.head} isPart={bucket !== undefined} /> : null}
          {list.head?.asOf ? ` · ${t("asOf.one", { on: list.head.asOf })}` : null}
        </span>
        <KeyHints />
      </div>
      {list.head ? <BucketStrip counts={list.head.countByBucket} /> : <Shape height="8px" />}
      <Filters
        head={list.head}
        search={searchBox}
        onLeave={() => rows.move(rows.active, "center")}
      />
      {list.head ? (
        <Withheld withheld={list.head.withheld} />
      ) : list.error ? null : (
        <Shape width="420px" height="24px" />
      )}
      {list.hasFailedRows ? (
        <p className="rows-failed" role="alert">
          {t("today.loadFailed")} <Button onClick={list.retry}>{t("common.retry")}</Button>
        </p>
      ) : null}
      {list.error ? (
        <ErrorState error={list.error} onRetry={list.retry} />
      ) : !list.head ? (
        <ListShape />
      ) : total === 0 ? (
        <EmptyQueue
          head={list.head}
          meta={meta.data}
          book={filter.book}
          q={q}
          isFiltered={bucket !== undefined || step !== undefined || q !== undefined}
          onClear={clear}
        />
      ) : (
        <WorkList
          total={total}
          rowAt={list.rowAt}
          active={rows.active}
          opened={rows.opened}
          filter={shared}
          isStale={list.isStale}
          onActivate={rows.activate}
          onToggle={rows.toggle}
          onSeen={setSeen}
          reveal={rows.reveal}
        />
      )}
    </div>
  );
}

/** The row the keys act on, the rows unfolded, and the keys themselves. */
function useRows(filterKey: string, total: number, searchBox: React.RefObject<InputRef | null>) {
  const [state, setState] = useState(() => ({ filterKey, active: lastPlace(filterKey) }));
  const [openedIn, setOpened] = useState({ filterKey, rows: new Set<number>() });
  const reveal = useRef<{ reveal: (index: number, align: "auto" | "center") => void }>(null);
  const active = state.filterKey === filterKey ? Math.min(state.active, Math.max(0, total - 1)) : 0;
  const opened = openedIn.filterKey === filterKey ? openedIn.rows : new Set<number>();

  const activate = useCallback(
    (index: number): void => {
      setState({ filterKey, active: index });
      rememberPlace(filterKey, index);
    },
    [filterKey],
  );
  const move = (index: number, align: "auto" | "center" = "auto"): void => {
    const next = Math.min(Math.max(0, index), Math.max(0, total - 1));
    activate(next);
    reveal.current?.reveal(next, align);
  };
  const toggle = useCallback(
    (index: number): void =>
      setOpened((old) => {
        const rows = new Set(old.filterKey === filterKey ? old.rows : []);
        if (!rows.delete(index)) rows.add(index);
        return { filterKey, rows };
      }),
    [filterKey],
  );
  useReturn(active, total, (index) => move(index, index > 8 ? "center" : "auto"));
  useShortcuts([
    ...["j", "ArrowDown"].map((keys) => ({ keys, run: () => move(active + 1) })),
    ...["k", "ArrowUp"].map((keys) => ({ keys, run: () => move(active - 1) })),
    { keys: "e", run: () => toggle(active) },
    { keys: "/", run: () => searchBox.current?.focus({ cursor: "all" }) },
  ]);
  return { active, opened, reveal, activate, move, toggle };
}

/** Coming back from an account puts the reader where they were. */
function useReturn(active: number, total: number, show: (index: number) => void): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current || total === 0) return;
    isDone.current = true;
    if (active > 0) requestAnimationFrame(() => show(active));
  });
}

/** How many match, and of how many where buckets are chosen. */
function Matching({ head, isPart }: { head: WorkItems; isPart: boolean }) {
  const { t } = useTranslation();
  if (!isPart) return t("today.matching", { count: head.total });
  const all = Object.values(head.countByBucket).reduce((sum, count) => sum + count, 0);
  return t("today.filtered", { count: head.total, all });
}

function KeyHints() {
  const { t } = useTranslation();
  return (
    <span className="key-hints" aria-hidden="true">
      <Kbd keys="j" />
      <Kbd keys="k" /> {t("keys.next")}
      <Kbd keys="Enter" /> {t("keys.open")}
      <Kbd keys="e" /> {t("keys.explain")}
      <Kbd keys="/" /> {t("keys.search")}
    </span>
  );
}

function ListShape() {
  return (
    <div className="list-shape">
      <LoadingNote />
      {Array.from({ length: 12 }, (_, index) => `row ${index}`).map((key) => (
        <div key={key}>
          <Shape width="22%" />
          <Shape width="10%" />
          <Shape width="50%" />
        </div>
      ))}
    </div>
  );
}
