import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";

export type TrackingSettings = components["schemas"]["TrackingSettings"];
export type Policy = components["schemas"]["Policy"];

const RENEWED_EVERY = 5_000;

export const trackingQuery = queryOptions({
  queryKey: ["tracking", "settings"],
  queryFn: () => data(api.GET("/hubstead/v3/tracking/settings")),
});

/** What became of hits, by day; asked again and again, so that the first one is seen as it comes. */
export const hitsQuery = queryOptions({
  queryKey: ["tracking", "hits"],
  refetchInterval: RENEWED_EVERY,
  queryFn: async () => (await data(api.GET("/hubstead/v3/tracking/hits"))).results,
});

export const policiesQuery = queryOptions({
  queryKey: ["tracking", "policies"],
  queryFn: async () => (await data(api.GET("/hubstead/v3/tracking/consent/policies"))).results ?? [],
});

export function useSaveTracking() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TrackingSettings) => data(api.PUT("/hubstead/v3/tracking/settings", { body })),
    onSuccess: (saved) => client.setQueryData(trackingQuery.queryKey, saved),
  });
}

export function useSavePolicies() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (results: Policy[]) =>
      data(api.PUT("/hubstead/v3/tracking/consent/policies", { body: { results } })),
    onSuccess: (saved) => client.setQueryData(policiesQuery.queryKey, saved.results ?? []),
  });
}

/** What was typed into a field of one per line. */
export function lines(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter(Boolean);
}
