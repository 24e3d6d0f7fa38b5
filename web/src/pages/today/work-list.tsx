import type { WorkItem } from "@mora/contract";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TodaySearch } from "../../search.ts";
import { useHasWideTables } from "../../ui/use-media.ts";
import { CardRow, type RowProps, TableRow } from "./rows.tsx";

const ROW_PX = 47;
const CARD_PX = 134;
/** Height of what stays at the top while the page scrolls: bar and column heads. */
const STICKY_PX = 92;

type Props = {
  total: number;
  rowAt: (index: number) => WorkItem | undefined;
  active: number;
  opened: ReadonlySet<number>;
  filter: TodaySearch;
  isStale: boolean;
  onActivate: (index: number) => void;
  onToggle: (index: number) => void;
  onSeen: (range: { from: number; to: number }) => void;
  /** Takes the way to bring a row into sight and to put the focus on its link. */
  reveal: Ref<{ reveal: (index: number, align: "auto" | "center") => void }>;
};

/** The ranked list: only the rows in sight exist, and the page itself scrolls. */
export function WorkList(props: Props) {
  const { total, rowAt, active, opened, filter, isStale, onActivate, onToggle, onSeen } = props;
  const isNarrow = !useHasWideTables();
  const place = useRef<HTMLDivElement>(null);
  const margin = useTop(place);
  const virtualizer = useWindowVirtualizer({
    count: total,
    estimateSize: () => (isNarrow ? CARD_PX : ROW_PX),
    overscan: 12,
    scrollMargin: margin,
    scrollPaddingStart: STICKY_PX,
    scrollPaddingEnd: 24,
  });
  useReveal(props.reveal, place, (index, align) => virtualizer.scrollToIndex(index, { align }));

  const items = virtualizer.getVirtualItems();
  const [from, to] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onSeen({ from, to }), [from, to, onSeen]);

  const before = (items[0]?.start ?? margin) - margin;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin);
  const rows = items.map(({ index }) => {
    const row: RowProps = {
      item: rowAt(index),
      index,
      isActive: index === active,
      isOpen: opened.has(index),
      filter,
      onToggle,
      onActivate,
      measure: virtualizer.measureElement,
    };
    return isNarrow ? <CardRow key={index} {...row} /> : <TableRow key={index} {...row} />;
  });
  return (
    <div ref={place} className={`work${isStale ? " is-stale" : ""}`} aria-busy={isStale}>
      {isNarrow ? (
        <ul style={{ paddingTop: before, paddingBottom: after }}>{rows}</ul>
      ) : (
        <WorkTable total={total} before={before} after={after}>
          {rows}
        </WorkTable>
      )}
    </div>
  );
}

type TableProps = { total: number; before: number; after: number; children: ReactNode };

/** A real table: the rows out of sight are two empty bodies of their height. */
function WorkTable({ total, before, after, children }: TableProps) {
  const { t } = useTranslation();
  return (
    <table className="work-table" aria-rowcount={total + 1}>
      <caption className="sr-only">{t("today.table")}</caption>
      <colgroup>
        <col className="col-rank" />
        <col className="col-person" />
        <col className="col-money" />
        <col className="col-dpd" />
        <col className="col-bucket" />
        <col className="col-step" />
        <col />
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" className="right">
            {t("today.rank")}
          </th>
          <th scope="col">{t("today.person")}</th>
          <th scope="col" className="right">
            {t("term.pastDue")}
          </th>
          <th scope="col" className="right">
            {t("term.dpd")}
          </th>
          <th scope="col">{t("term.bucket")}</th>
          <th scope="col">{t("term.step")}</th>
          <th scope="col">{t("today.why")}</th>
        </tr>
      </thead>
      <tbody>
        <Spacer height={before} />
        {children}
        <Spacer height={after} />
      </tbody>
    </table>
  );
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row cannot be focused
    <tr aria-hidden="true" className="spacer">
      <td colSpan={7} style={{ height }} />
    </tr>
  );
}

/** Distance of the list from the top of the document; it moves when notices above it unfold. */
function useTop(place: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => {
      const box = place.current?.getBoundingClientRect();
      if (box) setTop(Math.round(box.top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    const above = place.current?.parentElement;
    if (above) observer.observe(above);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [place]);
  return top;
}

function useReveal(
  handle: Props["reveal"],
  place: React.RefObject<HTMLElement | null>,
  scrollTo: (index: number, align: "auto" | "center") => void,
): void {
  const latest = useRef(scrollTo);
  useEffect(() => {
    latest.current = scrollTo;
  });
  useEffect(() => {
    if (typeof handle !== "object" || !handle) return;
    handle.current = {
      reveal: (index, align) => {
        latest.current(index, align);
        focusRow(place, index);
      },
    };
    return () => {
      handle.current = null;
    };
  }, [handle, place]);
}

/** A row far away is drawn only after the scroll: a few frames of patience. */
function focusRow(place: React.RefObject<HTMLElement | null>, index: number, frames = 12): void {
  const link = place.current?.querySelector<HTMLElement>(`[data-index="${index}"] a.person`);
  if (link) link.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusRow(place, index, frames - 1));
}
