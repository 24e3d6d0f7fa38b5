import { ApiError, routes, WorkItems, WorkItemsQuery } from "@mora/contract";
import type { ApiPlugin } from "../../platform/http/api.ts";
import { readWorkItems } from "./queries.ts";

export const caseRoutes: ApiPlugin = async (app, { db, ring }) => {
  app.route({
    method: "GET",
    url: routes.workItems,
    schema: {
      summary: "Today's ranked work list",
      tags: ["work"],
      querystring: WorkItemsQuery,
      response: { 200: WorkItems, 400: ApiError },
    },
    handler: (request) => readWorkItems(db, ring, request.query),
  });
};
