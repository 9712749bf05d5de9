import { infiniteQueryOptions } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";

export type Archived = components["schemas"]["ArchivedRecord"];

const AT_ONCE = 50;
const DAY = 86_400_000;

/** What is in the recycling bin of a type and has these words, the latest first. */
export function binQuery(type: string, words: string) {
  return infiniteQueryOptions({
    queryKey: ["bin", type, words],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit: AT_ONCE,
        ...(words && { search: words }),
        ...(pageParam && { after: pageParam }),
      };
      const path = { objectType: type };
      return data(api.GET("/hubstead/v3/objects/{objectType}/archived", { params: { path, query }, signal }));
    },
    getNextPageParam: (page) => page.paging?.next.after,
  });
}

/** Whole days until a moment, at least 0: the last one counts as one. */
export function daysLeft(until: string, now = Date.now()): number {
  return Math.max(0, Math.ceil((new Date(until).getTime() - now) / DAY));
}
