import { createRootRoute, createRoute, createRouter, Outlet, redirect } from "@tanstack/react-router";

import { validSearch, validToolSearch } from "../analytics/search";
import type { View } from "../calendar/days";
import { onSessionEnded } from "../api/client";
import { RecordsPage } from "../records/records-page";
import { isSignedIn, sessionQuery } from "../session/session";
import { queryClient } from "./query-client";
import { Shell } from "./shell";
import { lazyPage as lazyRouteComponent } from "./lazy-page";
import { Trouble } from "./trouble";

const root = createRootRoute({
  component: Outlet,
  errorComponent: Trouble,
  notFoundComponent: () => <Trouble />,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/app/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  component: lazyRouteComponent(() => import("../session/sign-in-page"), "SignInPage"),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: "/app/set-up",
  component: lazyRouteComponent(() => import("../session/set-up-page"), "SetUpPage"),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: "/app/welcome",
  component: lazyRouteComponent(() => import("../session/welcome-page"), "WelcomePage"),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    if (await isSignedIn()) return;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
    throw redirect({ to: "/app/sign-in", search: { next: location.href } });
  },
  component: Shell, // with the first page in the entry: one round trip less, and smaller than in parts
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router redirects
    throw redirect({ to: "/app/records/$type", params: { type: "contacts" } });
  },
});

const appHome = createRoute({
  getParentRoute: () => root,
  path: "/app",
  beforeLoad: home.options.beforeLoad,
});

const records = createRoute({
  getParentRoute: () => inside,
  path: "/app/records/$type",
  validateSearch: (search: Record<string, unknown>): { create?: true; view?: number } => ({
    ...(search.create === true ? { create: true } : {}),
    ...(typeof search.view === "number" ? { view: search.view } : {}),
  }),
  component: RecordsPage,
});

const record = createRoute({
  getParentRoute: () => inside,
  path: "/app/records/$type/$id",
  component: lazyRouteComponent(() => import("../record/record-page"), "RecordPage"),
});

const board = createRoute({
  getParentRoute: () => inside,
  path: "/app/boards/$type",
  validateSearch: (search: Record<string, unknown>): { view?: number } =>
    typeof search.view === "number" ? { view: search.view } : {},
  component: lazyRouteComponent(() => import("../boards/board-page"), "BoardPage"),
});

const analytics = createRoute({
  getParentRoute: () => inside,
  path: "/app/analytics",
  validateSearch: validSearch,
  component: lazyRouteComponent(() => import("../analytics/analytics-page"), "AnalyticsPage"),
});

const analyticsTool = createRoute({
  getParentRoute: () => inside,
  path: "/app/analytics/$tool",
  validateSearch: validToolSearch,
  component: lazyRouteComponent(() => import("../analytics/tool-page"), "ToolPage"),
});

const savedReports = createRoute({
  getParentRoute: () => inside,
  path: "/app/analytics/saved",
  component: lazyRouteComponent(() => import("../analytics/saved-page"), "SavedPage"),
});

const dashboards = createRoute({
  getParentRoute: () => inside,
  path: "/app/dashboards",
  component: lazyRouteComponent(() => import("../dashboards/dashboards-page"), "DashboardsPage"),
});

const dashboard = createRoute({
  getParentRoute: () => inside,
  path: "/app/dashboards/$id",
  validateSearch: ({ period }: Record<string, unknown>): { period?: string } =>
    typeof period === "string" ? { period } : {},
  component: lazyRouteComponent(() => import("../dashboards/dashboard-page"), "DashboardPage"),
});

const reports = [analytics, analyticsTool, savedReports, dashboards, dashboard];

const tasks = createRoute({
  getParentRoute: () => inside,
  path: "/app/tasks",
  component: lazyRouteComponent(() => import("../tasks/tasks-page"), "TasksPage"),
});

const apps = createRoute({
  getParentRoute: () => inside,
  path: "/app/developer/apps",
  component: lazyRouteComponent(() => import("../developer/apps-page"), "AppsPage"),
});

const app = createRoute({
  getParentRoute: () => inside,
  path: "/app/developer/apps/$id",
  validateSearch: (search: Record<string, unknown>): { tab?: "webhooks" } =>
    search.tab === "webhooks" ? { tab: "webhooks" } : {},
  component: lazyRouteComponent(() => import("../developer/app-page"), "AppPage"),
});

const usage = createRoute({
  getParentRoute: () => inside,
  path: "/app/developer/usage",
  component: lazyRouteComponent(() => import("../developer/usage-page"), "UsagePage"),
});

const calls = createRoute({
  getParentRoute: () => inside,
  path: "/app/developer/calls",
  component: lazyRouteComponent(() => import("../developer/calls-page"), "CallsPage"),
});

const ending = createRoute({
  getParentRoute: () => inside,
  path: "/app/developer/deprecated",
  component: lazyRouteComponent(() => import("../developer/ending-page"), "EndingPage"),
});

const operations = createRoute({
  getParentRoute: () => inside,
  path: "/app/developer/api",
  component: lazyRouteComponent(() => import("../developer/api-page"), "ApiPage"),
});

const sandbox = createRoute({
  getParentRoute: () => inside,
  path: "/app/developer/sandbox",
  component: lazyRouteComponent(() => import("../developer/sandbox-page"), "SandboxPage"),
});

const developer = [apps, app, usage, calls, ending, operations, sandbox];

const properties = createRoute({
  getParentRoute: () => inside,
  path: "/app/settings/properties",
  validateSearch: (search: Record<string, unknown>): { type?: string } =>
    typeof search.type === "string" ? { type: search.type } : {},
  component: lazyRouteComponent(() => import("../settings/properties-page"), "PropertiesPage"),
});

const people = createRoute({
  getParentRoute: () => inside,
  path: "/app/settings/people",
  component: lazyRouteComponent(() => import("../settings/people-page"), "PeoplePage"),
});

const audit = createRoute({
  getParentRoute: () => inside,
  path: "/app/settings/audit",
  component: lazyRouteComponent(() => import("../settings/audit-page"), "AuditPage"),
});

const bin = createRoute({
  getParentRoute: () => inside,
  path: "/app/settings/bin",
  validateSearch: (search: Record<string, unknown>): { type?: string } =>
    typeof search.type === "string" ? { type: search.type } : {},
  component: lazyRouteComponent(() => import("../settings/bin-page"), "BinPage"),
});

const tracking = createRoute({
  getParentRoute: () => inside,
  path: "/app/settings/tracking",
  component: lazyRouteComponent(() => import("../settings/tracking-page"), "TrackingPage"),
});

const lists = createRoute({
  getParentRoute: () => inside,
  path: "/app/lists",
  component: lazyRouteComponent(() => import("../lists/lists-page"), "ListsPage"),
});

const newList = createRoute({
  getParentRoute: () => inside,
  path: "/app/lists/new",
  component: lazyRouteComponent(() => import("../lists/new-list-page"), "NewListPage"),
});

const list = createRoute({
  getParentRoute: () => inside,
  path: "/app/lists/$id",
  component: lazyRouteComponent(() => import("../lists/list-page"), "ListPage"),
});

const imports = createRoute({
  getParentRoute: () => inside,
  path: "/app/imports",
  component: lazyRouteComponent(() => import("../imports/imports-page"), "ImportsPage"),
});

const newImport = createRoute({
  getParentRoute: () => inside,
  path: "/app/imports/new",
  validateSearch: (search: Record<string, unknown>): { type?: string } =>
    typeof search.type === "string" ? { type: search.type } : {},
  component: lazyRouteComponent(() => import("../imports/new-import-page"), "NewImportPage"),
});

const oneImport = createRoute({
  getParentRoute: () => inside,
  path: "/app/imports/$id",
  validateSearch: (search: Record<string, unknown>): { rows?: number } =>
    typeof search.rows === "number" ? { rows: search.rows } : {},
  component: lazyRouteComponent(() => import("../imports/import-page"), "ImportPage"),
});

const calendar = createRoute({
  getParentRoute: () => inside,
  path: "/app/calendar",
  validateSearch: ({ view, day }: Record<string, unknown>): { view?: View; day?: string } => ({
    ...((view === "month" || view === "week" || view === "agenda") && { view }),
    ...(typeof day === "string" &&
      /^\d{4}-\d\d-\d\d$/.test(day) &&
      !Number.isNaN(Date.parse(day)) && { day }),
  }),
  component: lazyRouteComponent(() => import("../calendar/calendar-page"), "CalendarPage"),
});

const together = [lists, newList, list, imports, newImport, oneImport, calendar];

const start = createRoute({
  getParentRoute: () => inside,
  path: "/app/start",
  component: lazyRouteComponent(() => import("../session/start-page"), "StartPage"),
});

const pipelines = createRoute({
  getParentRoute: () => inside,
  path: "/app/settings/pipelines",
  validateSearch: (search: Record<string, unknown>): { type?: string } =>
    typeof search.type === "string" ? { type: search.type } : {},
  component: lazyRouteComponent(() => import("../settings/pipelines-page"), "PipelinesPage"),
});

const schemas = createRoute({
  getParentRoute: () => inside,
  path: "/app/settings/objects",
  component: lazyRouteComponent(() => import("../settings/schemas-page"), "SchemasPage"),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: "/app/settings/account",
  component: lazyRouteComponent(() => import("../settings/account-page"), "AccountPage"),
});

const profile = createRoute({
  getParentRoute: () => inside,
  path: "/app/profile",
  component: lazyRouteComponent(() => import("../session/profile-page"), "ProfilePage"),
});

const settings = [pipelines, schemas, account, profile, properties, people, audit, bin, tracking, start];

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    appHome,
    signIn,
    setUp,
    welcome,
    inside.addChildren([records, record, board, tasks, ...reports, ...together, ...developer, ...settings]),
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: Trouble,
});

onSessionEnded(() => {
  void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
