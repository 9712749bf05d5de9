import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";

/** A named filter that traffic can be looked at through. */
export type AnalyticsView = components["schemas"]["ViewShown"];
export type ViewFilter = components["schemas"]["views.Filter"];

export const viewsQuery = queryOptions({
  queryKey: ["analytics views"],
  staleTime: 60_000,
  queryFn: ({ signal }) => data(api.GET("/analytics/v2/views", { signal })),
});

interface Draft {
  id: number | undefined;
  title: string;
  filters: ViewFilter[];
}

/** Defines a view, or replaces the one with the id. */
export function useSaveView() {
  return useViews(({ id, title, filters }: Draft) => {
    const body = { title, reportPropertyFilters: filters };
    return data(
      id === undefined
        ? api.POST("/analytics/v2/hubstead/views", { body })
        : api.PUT("/analytics/v2/hubstead/views/{viewId}", {
            params: { path: { viewId: String(id) } },
            body,
          }),
    );
  });
}

export function useDeleteView() {
  return useViews((id: number) =>
    data(api.DELETE("/analytics/v2/hubstead/views/{viewId}", { params: { path: { viewId: String(id) } } })),
  );
}

/** All numbers under a view change with it. */
function useViews<Sent, Made>(mutationFn: (given: Sent) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries() });
}
