import { queryOptions } from "@tanstack/react-query";

import { api, data } from "../../api/client";
import type { Value } from "./csv";

export const MOST_ROWS = 1_000;

export interface Table {
  columns: string[];
  rows: Value[][];
  more: boolean;
}

/** What a SELECT answers; leaving the page or asking anew cancels it. */
export function sqlQuery(sql: string) {
  return queryOptions({
    queryKey: ["sql", sql],
    enabled: sql.trim() !== "",
    retry: false,
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Table> => {
      const body = { sql, limit: MOST_ROWS };
      const answer = await data(api.POST("/analytics/v2/hubstead/sql", { body, signal }));
      return {
        columns: answer.columns.map(({ name }) => name),
        rows: answer.rows.map((row) => row.map(plain)),
        more: answer.more,
      };
    },
  });
}

function plain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  return JSON.stringify(value);
}

export const tablesQuery = queryOptions({
  queryKey: ["sql tables"],
  staleTime: 60_000,
  retry: false,
  queryFn: async ({ signal }) =>
    (await data(api.GET("/analytics/v2/hubstead/sql/tables", { signal }))).results,
});
