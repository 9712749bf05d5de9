import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";

export type OAuthInput = components["schemas"]["OAuthAppInput"];
export type OAuthMade = components["schemas"]["OAuthAppMade"];
export type Install = components["schemas"]["InstallShown"];

export const installedQuery = queryOptions({
  queryKey: ["apps", "installed"],
  queryFn: async () => (await data(api.GET("/hubstead/v3/apps/installed"))).results,
});

export function installsQuery(appId: number) {
  return queryOptions({
    queryKey: ["apps", "installs", appId],
    queryFn: async () => {
      const params = { path: { appId } };
      return (await data(api.GET("/hubstead/v3/apps/oauth/{appId}/installs", { params }))).results;
    },
  });
}

/** Everything that can be done to OAuth apps; the lists of apps are read anew afterwards. */
export function useOAuthApps() {
  const path = (appId: number) => ({ params: { path: { appId } } });
  const create = useDone((body: OAuthInput) => data(api.POST("/hubstead/v3/apps/oauth", { body })));
  const update = useDone(({ appId, body }: { appId: number; body: OAuthInput }) =>
    data(api.PUT("/hubstead/v3/apps/oauth/{appId}", { ...path(appId), body })),
  );
  const remove = useDone((appId: number) => data(api.DELETE("/hubstead/v3/apps/oauth/{appId}", path(appId))));
  const rotate = useDone(({ appId, overlapHours }: { appId: number; overlapHours: number }) =>
    data(api.POST("/hubstead/v3/apps/oauth/{appId}/secret", { ...path(appId), body: { overlapHours } })),
  );
  const renew = useDone((appId: number) =>
    data(api.POST("/hubstead/v3/apps/oauth/{appId}/developer-key", path(appId))),
  );
  const uninstall = useDone((appId: number) =>
    data(api.DELETE("/hubstead/v3/apps/installed/{appId}", path(appId))),
  );
  return { create, update, remove, rotate, renew, uninstall };
}

function useDone<Given, Made>(mutationFn: (given: Given) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: ["apps"] }) });
}
