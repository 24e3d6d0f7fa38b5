import { AccountDetail, AccountParams, ApiError, Meta, routes } from "@mora/contract";
import type { ApiPlugin } from "../../platform/http/api.ts";
import { version } from "../../platform/version.ts";
import { readAccount } from "./account-detail.ts";
import { listBooks } from "./queries.ts";

export const portfolioRoutes: ApiPlugin = async (app, { db, ring }) => {
  app.route({
    method: "GET",
    url: routes.meta,
    schema: { summary: "Books and their state", tags: ["meta"], response: { 200: Meta } },
    handler: async () => {
      const books = await listBooks(db);
      const days = books.flatMap(({ dayDoneOn }) => (dayDoneOn === null ? [] : [dayDoneOn])).sort();
      return { version, isLoopbackOnly: true, businessOn: days.at(-1) ?? null, books };
    },
  });
  app.route({
    method: "GET",
    url: routes.account,
    schema: {
      summary: "One account with the arithmetic of its figures",
      tags: ["accounts"],
      params: AccountParams,
      response: { 200: AccountDetail, 404: ApiError },
    },
    handler: (request) => readAccount(db, ring, request.params.accountId),
  });
};
