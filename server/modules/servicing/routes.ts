import {
  AccountParams,
  Amounts,
  AmountsQuery,
  ApiError,
  IssueQuote,
  Quote,
  RecordEvent,
  RecordedEvent,
  servicingPaths,
} from "@mora/contract";
import type pg from "pg";
import type { ApiPlugin } from "../../platform/http/api.ts";
import { readAmounts } from "./amounts.ts";
import { issueQuote, recordEvent } from "./commands.ts";

const refusals = { 400: ApiError, 404: ApiError, 409: ApiError };

/** Amounts on demand and events of a loan. Commands need a pool of their own: each is one transaction. */
export const servicingRoutes =
  (pool: pg.Pool): ApiPlugin =>
  async (app, { db, ring, clock }) => {
    app.route({
      method: "GET",
      url: servicingPaths.accountAmounts,
      schema: {
        summary: "What to pay on a day: to bring current, fall a bucket, keep a plan, pay off",
        tags: ["accounts"],
        params: AccountParams,
        querystring: AmountsQuery,
        response: { 200: Amounts, ...refusals },
      },
      handler: ({ params, query }) => readAmounts(db, params.accountId, query.forOn),
    });
    app.route({
      method: "POST",
      url: servicingPaths.accountQuotes,
      schema: {
        summary: "Number and keep the amounts that are told to somebody",
        tags: ["accounts"],
        params: AccountParams,
        body: IssueQuote,
        response: { 200: Quote, ...refusals },
      },
      handler: ({ params, body }) => issueQuote(pool, { ring, clock }, { ...params, ...body }),
    });
    app.route({
      method: "POST",
      url: servicingPaths.accountEvents,
      schema: {
        summary: "Record an event of a serviced loan; a dry run takes it back",
        tags: ["accounts"],
        params: AccountParams,
        body: RecordEvent,
        response: { 200: RecordedEvent, ...refusals },
      },
      handler: ({ params, body }) => recordEvent(pool, { ring, clock }, { ...params, ...body }),
    });
  };
