export * from "./accounts.ts";
export * from "./banking.ts";
export * from "./common.ts";
export * from "./meta.ts";
export * from "./portfolio.ts";
export { routes } from "./routes.ts";
export * from "./servicing.ts";
export * from "./work-items.ts";
