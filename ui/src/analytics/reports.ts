import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { t } from "../shared/texts";
import type { Interval, Span } from "./period";

/** What is counted; metrics that are 0 are absent in the API's answers. */
export type Row = Record<string, string | number>;

export const METRICS = [
  { value: "visits", label: t("Sessions") },
  { value: "visitors", label: t("New visitors") },
  { value: "rawViews", label: t("Page views") },
  { value: "contacts", label: t("New contacts") },
] as const;

export type Metric = (typeof METRICS)[number]["value"];

export function valueOf(row: Row | undefined, metric: string): number {
  return Number(row?.[metric] ?? 0);
}

/** The sums of a span, and the rows with the most, at most `limit`; only those of the breakdowns `f` where they are given. */
export function totalQuery(report: string, span: Span, drill: string[] = [], limit = 10, f: string[] = []) {
  return queryOptions({
    queryKey: ["report", report, span, drill, limit, f],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const [d1, d2] = drill;
      const query = {
        ...span,
        limit,
        ...(f.length > 0 && { f }),
        ...(d1 !== undefined && { d1 }),
        ...(d2 !== undefined && { d2 }),
      };
      return data(
        api.GET("/analytics/v2/reports/{report}/total", { params: { path: { report }, query }, signal }),
      );
    },
  });
}

/** One row for each part of a span, by its first day. */
export function seriesQuery(report: string, span: Span, interval: Interval) {
  return queryOptions({
    queryKey: ["report series", report, span, interval],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Record<string, Row>> => {
      const answer = await data(
        api.GET("/analytics/v2/reports/{report}/summarize/{timePeriod}", {
          params: { path: { report, timePeriod: interval }, query: { ...span } },
          signal,
        }),
      );
      const days = Object.entries(answer as Record<string, Row | Row[]>);
      return Object.fromEntries(days.map(([day, row]) => [day, Array.isArray(row) ? (row[0] ?? {}) : row]));
    },
  });
}

/** Whether anybody ever visited. */
export const everQuery = queryOptions({
  queryKey: ["report exists"],
  staleTime: 10_000,
  queryFn: async ({ signal }) => {
    const path = { report: "sessions" };
    return (await data(api.GET("/analytics/v2/reports/{report}/exists", { params: { path }, signal })))
      .exists;
  },
});

/** Who is on the site now; only those in a view where one is given. */
export function realtimeQuery(filterId: number | undefined) {
  return queryOptions({
    queryKey: ["realtime", filterId],
    refetchInterval: 20_000,
    queryFn: ({ signal }) => {
      const params = { query: filterId === undefined ? {} : { filterId } };
      return data(api.GET("/analytics/v2/hubstead/realtime", { params, signal }));
    },
  });
}
