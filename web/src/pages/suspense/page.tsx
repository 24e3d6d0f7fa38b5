import type { BankLine, BankLineDetail } from "@mora/contract";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, type InputRef } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { bankLinesQuery, type LineFilter } from "../../api/bank.ts";
import { ActorField } from "../../components/actor.tsx";
import { useShortcuts } from "../../components/shortcuts.ts";
import { useTitle } from "../../components/use-title.ts";
import type { SuspenseSearch } from "../../search.ts";
import { formatAmount } from "../../ui/format.ts";
import { Kbd } from "../../ui/kbd.tsx";
import { EmptyState, ErrorState, LoadingNote, Shape } from "../../ui/states.tsx";
import { useIsNarrow } from "../../ui/use-media.ts";
import { Aside } from "./aside.tsx";
import { candidateId } from "./candidates.tsx";
import { Detail } from "./detail.tsx";
import { Filters, isFiltered } from "./filters.tsx";
import { Lines } from "./lines.tsx";
import { Tabs } from "./tabs.tsx";
import { type Note, useDecide, type Wish } from "./use-decide.ts";
import "./suspense.css";

const route = getRouteApi("/suspense");

/** Money that came in and waits for a person: whose it is, or what else becomes of it. */
export function SuspensePage() {
  const { t } = useTranslation();
  const { book, lang: _lang, line, aside, ...filter } = route.useSearch();
  const isNarrow = useIsNarrow();
  useTitle(t("suspense.title"));
  const query = useInfiniteQuery({
    ...bankLinesQuery({ ...filter, book }),
    placeholderData: keepPreviousData,
  });
  const head = query.data?.pages[0];
  const actorField = useRef<InputRef>(null);
  return (
    <div className="page suspense">
      <div className="page-head">
        <h1>{t("suspense.title")}</h1>
        {head && !aside ? (
          <span className="lead num" aria-live="polite">
            {[
              t("suspense.lead", { count: head.total }),
              ...head.sums.map(
                ({ direction, amountMinor, currency }) =>
                  `${t(`suspense.${direction}`)} ${formatAmount(amountMinor, currency, "full")}`,
              ),
            ].join(" · ")}
          </span>
        ) : null}
        <span className="page-tools">
          <ActorField field={actorField} />
        </span>
      </div>
      <Tabs counts={head?.countByState} />
      {aside ? (
        <Aside kind={aside} book={book} />
      ) : (
        <>
          {isNarrow && line !== undefined ? null : (
            <Filters currencies={[...new Set(head?.sums.map(({ currency }) => currency))]} />
          )}
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : !head ? (
            <ListShape />
          ) : (
            <Desk
              key={JSON.stringify({ ...filter, book })}
              lines={query.data?.pages.flatMap((page) => page.lines) ?? []}
              total={head.total}
              filter={filter}
              isFetchingMore={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
              onNobody={() => actorField.current?.focus()}
            />
          )}
        </>
      )}
    </div>
  );
}

type DeskProps = {
  lines: readonly BankLine[];
  total: number;
  filter: LineFilter;
  isFetchingMore: boolean;
  onMore: () => void;
  onNobody: () => void;
};

/** The list and the line opened from it, side by side where there is room. */
function Desk({ lines, total, filter, isFetchingMore, onMore, onNobody }: DeskProps) {
  const { t } = useTranslation();
  const { line } = route.useSearch();
  const isNarrow = useIsNarrow();
  const select = useSelect();
  const selected = line ?? (isNarrow ? undefined : lines[0]?.lineId);
  const at = lines.findIndex(({ lineId }) => lineId === selected);
  const onDone = (_: { lineId: string }, wish: Wish): void => {
    // An undone line is looked at again; after any other decision the next one is.
    if (wish.kind !== "undo" && !isNarrow) select((lines[at + 1] ?? lines[at - 1])?.lineId);
  };
  const { decide, note, isBusy } = useDecide({ onDone, onNobody });
  const move = (by: number): void => {
    const next = lines[Math.min(Math.max(0, at + by), lines.length - 1)];
    if (!next) return;
    select(next.lineId);
    focusLine(next.lineId);
  };
  const undo = (): void => {
    if (!note?.undo) return;
    decide(note.undo, { kind: "undo" });
    select(note.undo.lineId);
  };
  useShortcuts([
    ...["j", "ArrowDown"].map((keys) => ({ keys, run: () => move(1) })),
    ...["k", "ArrowUp"].map((keys) => ({ keys, run: () => move(-1) })),
    ...PLACES.map((place) => ({ keys: String(place), run: () => focusCandidate(place) })),
    { keys: "z", run: undo },
  ]);
  const hasList = !isNarrow || selected === undefined;
  return (
    <>
      <NoteBar note={note} onUndo={undo} />
      <div className="desk">
        {hasList ? (
          <div className="desk-list">
            {lines.length === 0 ? <Nothing filter={filter} /> : null}
            <Lines
              lines={lines}
              selected={selected}
              search={filter}
              onEnter={() => focusCandidate(1)}
            />
            {total > lines.length ? (
              <Button loading={isFetchingMore} onClick={onMore}>
                {t("suspense.more", { count: total - lines.length })}
              </Button>
            ) : null}
          </div>
        ) : (
          <Link to="/suspense" search={filter} className="desk-back">
            ← {t("suspense.back")}
          </Link>
        )}
        {selected ? (
          <Detail
            key={selected}
            lineId={selected}
            isBusy={isBusy}
            onWish={(seen: BankLineDetail, wish) => decide(seen, wish)}
          />
        ) : null}
      </div>
    </>
  );
}

const PLACES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const focusCandidate = (place: number): void =>
  document.getElementById(candidateId(place))?.focus();

const focusLine = (lineId: string): void =>
  document.querySelector<HTMLElement>(`[data-line="${lineId}"] a`)?.focus();

function useSelect(): (line: string | undefined) => void {
  const navigate = route.useNavigate();
  return (line) =>
    void navigate({
      search: (old: SuspenseSearch) => ({ ...old, line }),
      replace: true,
      resetScroll: false,
    });
}

/** How the last decision ended, and the way back from it. */
function NoteBar({ note, onUndo }: { note: Note | undefined; onUndo: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={`note-bar${note ? ` is-${note.tone}` : ""}`} role="status">
      {note ? <span>{note.text}</span> : null}
      {note?.undo ? (
        <Button size="small" onClick={onUndo}>
          {t("suspense.undo")} <Kbd keys="z" />
        </Button>
      ) : null}
    </div>
  );
}

/** Why the list is empty, and what to do next. */
function Nothing({ filter }: { filter: LineFilter }) {
  const { t } = useTranslation();
  if (isFiltered(filter))
    return (
      <EmptyState title={t("suspense.emptyFilterTitle")}>
        <Link to="/suspense" search={{ state: filter.state }}>
          {t("suspense.clear")}
        </Link>
      </EmptyState>
    );
  if (filter.state !== undefined && filter.state !== "suspense")
    return (
      <EmptyState title={t("suspense.emptyStateTitle")}>
        <Link to="/suspense" search={{}}>
          {t("suspense.state.suspense")}
        </Link>
      </EmptyState>
    );
  return (
    <EmptyState title={t("suspense.emptyTitle")}>
      <p>{t("suspense.emptyBody")}</p>
      <code className="command">mora bank import statement.xml</code>
    </EmptyState>
  );
}

function ListShape() {
  return (
    <div className="panel">
      <LoadingNote />
      <Shape height="44px" />
      <Shape height="44px" />
      <Shape height="44px" />
    </div>
  );
}
