import { ApiError } from "@mora/contract";
import {
  ApplyBankLine,
  BankAside,
  BankAsideQuery,
  BankLineDetail,
  BankLineParams,
  BankLineResult,
  BankLines,
  BankLinesQuery,
  bankPaths,
  IgnoreBankLine,
  ReturnBankLine,
  UndoBankLine,
} from "@mora/contract/banking";
import type pg from "pg";
import type { ApiPlugin } from "../../platform/http/api.ts";
import { applyLine, ignoreLine, returnLine, undoLine } from "./commands.ts";
import { readAside, readLine, readLines } from "./queries.ts";

const answers = { 200: BankLineResult, 400: ApiError, 404: ApiError, 409: ApiError };

/** The bank desk. Commands need a pool of their own: each is one transaction. */
export const bankRoutes = (pool: pg.Pool): ApiPlugin => {
  return async (app, tools) => {
    await readRoutes(app, tools);
    const to = (name: string, what: string) => ({
      ...{ summary: what, tags: ["bank"], params: BankLineParams, response: answers },
      operationId: name,
    });
    app.route({
      method: "POST",
      url: bankPaths.bankLineApply,
      schema: { ...to("applyBankLine", "Apply a line to an account"), body: ApplyBankLine },
      handler: ({ params, body }) => applyLine(pool, tools, { ...params, ...body }),
    });
    app.route({
      method: "POST",
      url: bankPaths.bankLineIgnore,
      schema: {
        ...to("ignoreBankLine", "Set a line aside: it is no payment"),
        body: IgnoreBankLine,
      },
      handler: ({ params, body }) => ignoreLine(pool, tools, { ...params, ...body }),
    });
    app.route({
      method: "POST",
      url: bankPaths.bankLineReturn,
      schema: { ...to("returnBankLine", "Mark a line to be sent back"), body: ReturnBankLine },
      handler: ({ params, body }) => returnLine(pool, tools, { ...params, ...body }),
    });
    app.route({
      method: "POST",
      url: bankPaths.bankLineUndo,
      schema: { ...to("undoBankLine", "Take back the last decision"), body: UndoBankLine },
      handler: ({ params, body }) => undoLine(pool, tools, { ...params, ...body }),
    });
  };
};

const readRoutes: ApiPlugin = async (app, { db, ring }) => {
  app.route({
    method: "GET",
    url: bankPaths.bankLines,
    schema: {
      summary: "Bank lines by state; by default what waits in suspense",
      tags: ["bank"],
      querystring: BankLinesQuery,
      response: { 200: BankLines, 400: ApiError },
    },
    handler: (request) => readLines(db, ring, request.query),
  });
  app.route({
    method: "GET",
    url: bankPaths.bankLine,
    schema: {
      summary: "One bank line with its candidates, sources and decisions",
      tags: ["bank"],
      params: BankLineParams,
      response: { 200: BankLineDetail, 404: ApiError },
    },
    handler: (request) => readLine(db, ring, request.params.lineId),
  });
  app.route({
    method: "GET",
    url: bankPaths.bankAside,
    schema: {
      summary: "Entries that are no money here: pending, zero or rejected",
      tags: ["bank"],
      querystring: BankAsideQuery,
      response: { 200: BankAside, 400: ApiError },
    },
    handler: (request) => readAside(db, request.query),
  });
};
