import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";

export type User = components["schemas"]["UserShown"];
export type Given = components["schemas"]["UserUpdate"];

const MOST_PAGES = 50;

export const usersQuery = queryOptions({
  queryKey: ["users"],
  queryFn: async (): Promise<User[]> => {
    const found: User[] = [];
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = { limit: 100, ...(after ? { after } : {}) };
      const answer = await data(api.GET("/settings/v3/users", { params: { query } }));
      found.push(...answer.results);
      after = answer.paging?.next.after;
      if (!after) break;
    }
    return found;
  },
});

export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: async () => (await data(api.GET("/settings/v3/users/roles"))).results,
});

export const teamsQuery = queryOptions({
  queryKey: ["teams"],
  queryFn: async () => (await data(api.GET("/settings/v3/users/teams"))).results,
});

/** A user as people call it. */
export function fullName(user: User): string {
  return [user.firstName, user.lastName].filter(Boolean).join(" ") || user.email;
}

/** Adds a user, or changes the one with an id. */
export function useSaveUser(settingsUserId: string | undefined) {
  return usePeople(({ email, ...given }: Given & { email: string }) =>
    settingsUserId
      ? data(
          api.PUT("/settings/v3/users/{settingsUserId}", {
            params: { path: { settingsUserId } },
            body: given,
          }),
        )
      : data(api.POST("/settings/v3/users", { body: { email, ...given } })),
  );
}

export function useRemoveUser(settingsUserId: string) {
  return usePeople(() =>
    data(api.DELETE("/settings/v3/users/{settingsUserId}", { params: { path: { settingsUserId } } })),
  );
}

function usePeople<Sent, Made>(mutationFn: (given: Sent) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(["users", "teams", "owners"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
