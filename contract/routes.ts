import { bankPaths } from "./banking.ts";
import { servicingPaths } from "./servicing.ts";

/**
 * Paths of API version 1, shared by server and browser. A path is never changed in place: a change
 * that breaks a client becomes version 2 beside it.
 */
export const routes = {
  ...bankPaths,
  ...servicingPaths,
  meta: "/api/v1/meta",
  portfolio: "/api/v1/portfolio",
  workItems: "/api/v1/work-items",
  account: "/api/v1/accounts/:accountId",
  openapi: "/api/v1/openapi.json",
  explorer: "/docs",
} as const;
