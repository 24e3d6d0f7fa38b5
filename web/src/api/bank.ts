import {
  BankAside,
  type BankLine,
  BankLineDetail,
  BankLineResult,
  BankLines,
  routes,
} from "@mora/contract";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { apiUrl, getJson, pathOf, postJson } from "./client.ts";

/** Lines fetched at once. */
const LINES_SIZE = 50;

/** What narrows the lines; all of it stands in the address. */
export type LineFilter = {
  state?: BankLine["state"] | undefined;
  book?: string | undefined;
  direction?: BankLine["direction"] | undefined;
  reason?: BankLine["reasons"][number]["code"] | undefined;
  currency?: string | undefined;
  fromOn?: string | undefined;
  toOn?: string | undefined;
};

const windowOf = (offset: number) => ({ offset, limit: LINES_SIZE });

/** Bank lines of one state, oldest money first. */
export const bankLinesQuery = (filter: LineFilter) =>
  infiniteQueryOptions({
    queryKey: ["bank", "lines", filter],
    queryFn: ({ signal, pageParam }) =>
      getJson(BankLines, apiUrl(routes.bankLines, { ...filter, ...windowOf(pageParam) }), signal),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const loaded = pages.reduce((sum, { lines }) => sum + lines.length, 0);
      return loaded < total ? loaded : undefined;
    },
  });

export const bankLineQuery = (lineId: string) =>
  queryOptions({
    queryKey: ["bank", "line", lineId],
    queryFn: ({ signal }) => getJson(BankLineDetail, pathOf(routes.bankLine, { lineId }), signal),
  });

export type AsideKind = BankAside["entries"][number]["kind"];

/** Entries of statements that are no money here, the latest statement first. */
export const bankAsideQuery = (filter: { kind: AsideKind; book?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ["bank", "aside", filter],
    queryFn: ({ signal, pageParam }) =>
      getJson(BankAside, apiUrl(routes.bankAside, { ...filter, ...windowOf(pageParam) }), signal),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const loaded = pages.reduce((sum, { entries }) => sum + entries.length, 0);
      return loaded < total ? loaded : undefined;
    },
  });

/** A person's decision about a line, as seen at decision `seenDecisionNo`. */
export type LineCommand = { lineId: string; actor: string; seenDecisionNo: number } & (
  | { kind: "apply"; accountId: string | undefined }
  | { kind: "ignore" | "return"; reason: string }
  | { kind: "undo" }
);

const PATH: Readonly<Record<LineCommand["kind"], string>> = {
  apply: routes.bankLineApply,
  ignore: routes.bankLineIgnore,
  return: routes.bankLineReturn,
  undo: routes.bankLineUndo,
};

/** Carries a decision out. Throws ApiFailure `LINE_CHANGED` or `LINE_DECIDED` if somebody was faster. */
export const decideLine = ({ lineId, kind, ...body }: LineCommand): Promise<BankLineResult> =>
  postJson(BankLineResult, pathOf(PATH[kind], { lineId }), body);
