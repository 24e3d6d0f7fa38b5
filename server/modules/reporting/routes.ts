import { ApiError, Portfolio, PortfolioQuery, routes } from "@mora/contract";
import type { ApiPlugin } from "../../platform/http/api.ts";
import { readPortfolio } from "./queries.ts";

export const reportingRoutes: ApiPlugin = async (app, { db }) => {
  app.route({
    method: "GET",
    url: routes.portfolio,
    schema: {
      summary: "Portfolio by bucket, over time",
      tags: ["portfolio"],
      querystring: PortfolioQuery,
      response: { 200: Portfolio, 400: ApiError },
    },
    handler: (request) => readPortfolio(db, request.query),
  });
};
