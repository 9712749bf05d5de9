import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";

export type Role = components["schemas"]["RoleDetails"];
export type RoleInput = components["schemas"]["RoleInput"];
export type Team = components["schemas"]["TeamDetails"];
export type TeamInput = components["schemas"]["TeamInput"];

export const rolesInFull = queryOptions({
  queryKey: ["roles", "in full"],
  queryFn: async () => (await data(api.GET("/hubstead/v3/roles"))).results,
});

export const toolsQuery = queryOptions({
  queryKey: ["roles", "tools"],
  staleTime: Infinity,
  queryFn: async () => (await data(api.GET("/hubstead/v3/roles/tools"))).results,
});

export const teamsInFull = queryOptions({
  queryKey: ["teams", "in full"],
  queryFn: async () => (await data(api.GET("/hubstead/v3/teams"))).results,
});

export const loginsOfUsers = queryOptions({
  queryKey: ["users", "logins"],
  queryFn: async () => {
    const { results } = await data(api.GET("/hubstead/v3/invitations"));
    return new Map(results.map((one) => [one.userId, one]));
  },
});

/** Makes a role, or changes the one with an id. */
export function useSaveRole(roleId: string | undefined) {
  return useOfPeople((body: RoleInput) =>
    roleId
      ? data(api.PUT("/hubstead/v3/roles/{roleId}", { params: { path: { roleId } }, body }))
      : data(api.POST("/hubstead/v3/roles", { body })),
  );
}

export function useDeleteRole(roleId: string) {
  return useOfPeople(() => data(api.DELETE("/hubstead/v3/roles/{roleId}", { params: { path: { roleId } } })));
}

/** Makes a team, or changes the one with an id. */
export function useSaveTeam(teamId: string | undefined) {
  return useOfPeople((body: TeamInput) =>
    teamId
      ? data(api.PUT("/hubstead/v3/teams/{teamId}", { params: { path: { teamId } }, body }))
      : data(api.POST("/hubstead/v3/teams", { body })),
  );
}

export function useDeleteTeam(teamId: string) {
  return useOfPeople(() => data(api.DELETE("/hubstead/v3/teams/{teamId}", { params: { path: { teamId } } })));
}

export function useInvite(settingsUserId: string) {
  const path = { settingsUserId };
  return useOfPeople(() => data(api.POST("/hubstead/v3/invitations/{settingsUserId}", { params: { path } })));
}

export function useBeSuperAdmin(settingsUserId: string) {
  const params = { path: { settingsUserId } };
  return useOfPeople((wanted: boolean) =>
    wanted
      ? data(api.PUT("/hubstead/v3/super-admins/{settingsUserId}", { params }))
      : data(api.DELETE("/hubstead/v3/super-admins/{settingsUserId}", { params })),
  );
}

/** A change of who people are and may do: everything that shows it is read again, also where it was refused. */
function useOfPeople<Sent, Made>(mutationFn: (given: Sent) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        ["roles", "teams", "users", "owners", "session"].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}
