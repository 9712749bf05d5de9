import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";

export type ApiCall = components["schemas"]["CallShown"];
export type EndingCall = components["schemas"]["EndingCall"];

/** Which calls are looked for; what is empty fits all. */
export interface Wanted {
  text: string;
  status: string;
  appId: string;
  correlationId: string;
}

const AT_ONCE = 100;
const RENEWED_EVERY = 2_000;

/** The newest calls; while `live`, new ones come by themselves. */
export function callsQuery(wanted: Wanted, live: boolean) {
  return infiniteQueryOptions({
    queryKey: ["calls", wanted],
    initialPageParam: "",
    refetchInterval: live ? RENEWED_EVERY : false,
    queryFn: ({ pageParam }) => {
      const query = {
        limit: AT_ONCE,
        ...(pageParam ? { after: pageParam } : {}),
        ...(wanted.text ? { text: wanted.text } : {}),
        ...(wanted.status ? { status: wanted.status } : {}),
        ...(wanted.appId ? { appId: Number(wanted.appId) } : {}),
        ...(wanted.correlationId ? { correlationId: wanted.correlationId } : {}),
      };
      return data(api.GET("/hubstead/v3/calls", { params: { query } }));
    },
    getNextPageParam: (page) => page.paging?.next.after,
  });
}

/** One call, with headers and bodies where the sandbox keeps them. */
export function callQuery(callId: string) {
  return queryOptions({
    queryKey: ["calls", "one", callId],
    queryFn: () => data(api.GET("/hubstead/v3/calls/{callId}", { params: { path: { callId } } })),
  });
}

export const endingQuery = queryOptions({
  queryKey: ["calls", "ending"],
  queryFn: async () => (await data(api.GET("/hubstead/v3/calls/ending"))).results,
});
