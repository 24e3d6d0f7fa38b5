import type { WorkItem, WorkItems } from "@mora/contract";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { PAGE_SIZE, type WorkFilter, workItemsQuery } from "../../api/queries.ts";

export type WorkList = {
  /** Total, counts and protections: of the filter, or of the previous one while it loads. */
  readonly head: WorkItems | undefined;
  readonly isLoading: boolean;
  readonly isStale: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  /** The row at a place in the ranking; undefined while its window is on the way. */
  readonly rowAt: (index: number) => WorkItem | undefined;
  /** Windows that failed, other than the first. */
  readonly hasFailedRows: boolean;
};

/** How long the scrollbar must rest before windows in passing are asked for, in ms. */
const SETTLE_MS = 90;

/** The work list in windows: the first one always, those in sight as the reader scrolls. */
export function useWorkList(filter: WorkFilter, seen: { from: number; to: number }): WorkList {
  const first = useQuery(workItemsQuery(filter, 0));
  const previous = useLast(first.data);
  const pages = useSettled(pagesOf(seen)).filter((page) => page > 0);
  const windows = useQueries({ queries: pages.map((page) => workItemsQuery(filter, page)) });
  const byPage = new Map(pages.map((page, i) => [page, windows[i]?.data]));
  byPage.set(0, first.data);
  const failed = windows.filter((one) => one.isError);
  return {
    head: first.data ?? (first.isError ? undefined : previous),
    isLoading: first.isPending,
    isStale: first.isPending && previous !== undefined,
    error: first.error,
    retry: () => {
      if (first.isError) void first.refetch();
      for (const one of failed) void one.refetch();
    },
    rowAt: (index) => byPage.get(Math.floor(index / PAGE_SIZE))?.items[index % PAGE_SIZE],
    hasFailedRows: failed.length > 0,
  };
}

function pagesOf({ from, to }: { from: number; to: number }): string {
  const pages: number[] = [];
  for (let page = Math.floor(from / PAGE_SIZE); page <= Math.floor(to / PAGE_SIZE); page++)
    pages.push(page);
  return pages.join(" ");
}

/** Numbers in a text that has stood still for a moment; the first value counts at once. */
function useSettled(text: string): number[] {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled.split(" ").map(Number);
}

function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return last;
}
