export { readWorkItems } from "./queries.ts";
export { caseRoutes } from "./routes.ts";
