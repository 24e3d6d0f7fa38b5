import {
  AccountDetail,
  Amounts,
  type Bucket,
  Meta,
  Portfolio,
  routes,
  type WorkItem,
  WorkItems,
} from "@mora/contract";
import { keepPreviousData, QueryClient, queryOptions } from "@tanstack/react-query";
import { ApiFailure, apiUrl, getJson, pathOf } from "./client.ts";

/** Rows fetched in one window of the work list. */
export const PAGE_SIZE = 100;

/** What narrows the work list; all of it stands in the address. */
export type WorkFilter = {
  book?: string | undefined;
  bucket?: readonly Bucket[] | undefined;
  step?: WorkItem["step"] | undefined;
  q?: string | undefined;
};

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A refusal of the server will not change by asking again; a lost connection may.
        retry: (count, error) =>
          count < 2 && error instanceof ApiFailure && error.code === "NETWORK",
        retryDelay: 500,
      },
    },
  });
}

/** Version, books and their state; asked again every minute so that the banner stays true. */
export const metaQuery = () =>
  queryOptions({
    queryKey: ["meta"],
    queryFn: ({ signal }) => getJson(Meta, routes.meta, signal),
    refetchInterval: 60_000,
  });

export const portfolioQuery = (query: {
  book?: string | undefined;
  currency?: string | undefined;
}) =>
  queryOptions({
    queryKey: ["portfolio", query],
    queryFn: ({ signal }) => getJson(Portfolio, apiUrl(routes.portfolio, query), signal),
    placeholderData: keepPreviousData,
  });

/** One window of the work list; page 0 also gives total, counts and protections. */
export const workItemsQuery = (filter: WorkFilter, page: number) =>
  queryOptions({
    queryKey: ["work-items", filter, page],
    queryFn: ({ signal }) =>
      getJson(
        WorkItems,
        apiUrl(routes.workItems, { ...filter, offset: page * PAGE_SIZE, limit: PAGE_SIZE }),
        signal,
      ),
  });

export const accountQuery = (accountId: string) =>
  queryOptions({
    queryKey: ["account", accountId],
    queryFn: ({ signal }) => getJson(AccountDetail, pathOf(routes.account, { accountId }), signal),
  });

/** Amounts that reach each goal if paid on a day; undefined: the account's own date. */
export const amountsQuery = (accountId: string, forOn: string | undefined) =>
  queryOptions({
    queryKey: ["amounts", accountId, forOn ?? ""],
    queryFn: ({ signal }) =>
      getJson(Amounts, apiUrl(pathOf(routes.accountAmounts, { accountId }), { forOn }), signal),
    placeholderData: keepPreviousData,
  });
