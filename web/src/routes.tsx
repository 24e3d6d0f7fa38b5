import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { AppShell } from "./layouts/app-shell.tsx";
import { NotFound, PageCrash } from "./layouts/fallbacks.tsx";
import {
  parseSearch,
  type RootSearch,
  readAccountSearch,
  readPortfolioSearch,
  readRootSearch,
  readSuspenseSearch,
  readTodaySearch,
  stringifySearch,
} from "./search.ts";

const rootRoute = createRootRoute({
  component: AppShell,
  validateSearch: readRootSearch,
  search: { middlewares: [retainSearchParams<RootSearch>(["book", "lang"])] },
  notFoundComponent: NotFound,
});

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: ({ search }) => {
    throw redirect({ to: "/portfolio", search, replace: true });
  },
});

const portfolioRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/portfolio",
  validateSearch: readPortfolioSearch,
  component: lazyRouteComponent(() => import("./pages/portfolio/page.tsx"), "PortfolioPage"),
});

const todayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/today",
  validateSearch: readTodaySearch,
  component: lazyRouteComponent(() => import("./pages/today/page.tsx"), "TodayPage"),
});

const suspenseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/suspense",
  validateSearch: readSuspenseSearch,
  component: lazyRouteComponent(() => import("./pages/suspense/page.tsx"), "SuspensePage"),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/accounts/$accountId",
  validateSearch: readAccountSearch,
  component: lazyRouteComponent(() => import("./pages/account/page.tsx"), "AccountPage"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    indexRoute,
    portfolioRoute,
    todayRoute,
    suspenseRoute,
    accountRoute,
  ]),
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPreload: "intent",
  defaultErrorComponent: PageCrash,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
