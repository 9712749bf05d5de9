import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import { t } from "../shared/texts";

export type App = components["schemas"]["AppShown"];
export type Kind = App["kind"];
export type NewApp = components["schemas"]["AppInput"];
export type TokenMade = components["schemas"]["TokenMade"];

export const KINDS: Record<Kind, string> = {
  private: t("Private app"),
  service: t("Service key"),
  public: t("OAuth app"),
};

export const appsQuery = queryOptions({
  queryKey: ["apps"],
  queryFn: async () => (await data(api.GET("/hubstead/v3/apps"))).results,
});

export const scopesQuery = queryOptions({
  queryKey: ["scopes"],
  staleTime: Infinity,
  queryFn: async () => (await data(api.GET("/hubstead/v3/apps/scopes"))).results,
});

export const usageQuery = queryOptions({
  queryKey: ["usage"],
  queryFn: async () => {
    const { results } = await data(api.GET("/account-info/v3/api-usage/daily/private-apps"));
    return results[0];
  },
});

export function useCreateApp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewApp) => data(api.POST("/hubstead/v3/apps", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["apps"] }),
  });
}

export function useRotate(appId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (overlapHours: number) =>
      data(
        api.POST("/hubstead/v3/apps/{appId}/rotate", { params: { path: { appId } }, body: { overlapHours } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["apps"] }),
  });
}

export function useDeleteApp(appId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => data(api.DELETE("/hubstead/v3/apps/{appId}", { params: { path: { appId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["apps"] }),
  });
}
