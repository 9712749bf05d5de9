import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { Failure } from "../api/failure";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";

/*
 * The sandbox is not in the API that the app is typed by: it is there while it is on, behind a key of its own, which this tab
 * remembers until it is closed.
 */

const KEPT = "hubstead sandbox key";

export interface Clock {
  now: string;
  frozen: boolean;
  ahead: number;
  step: number;
}

export interface Portal {
  portalId: number;
  name: string;
  template: string;
  timeZone: string;
  currency: string;
  limits: string | null;
  searchDelay: number;
  clock: Clock;
}

export interface Made extends Portal {
  token: string;
}

export interface Fault {
  id: string;
  method?: string;
  path?: string;
  status?: number;
  error?: string;
  drop?: boolean;
  latency?: number | [number, number];
  slow?: { bytes: number; pause: number };
  times?: number;
  matches: number;
  hits: number;
}

export interface Snapshot {
  name: string;
  portalId: number;
  takenAt: string;
}

export const keptKey = () => sessionStorage.getItem(KEPT) ?? "";

export function keepKey(key: string): void {
  if (key) sessionStorage.setItem(KEPT, key);
  else sessionStorage.removeItem(KEPT);
}

/** One call of the sandbox with its key. */
async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`/sandbox/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${keptKey()}`, "Content-Type": "application/json" },
    credentials: "omit",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw Failure.unreachable();
  });
  if (!response.ok) throw await Failure.of(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export function portalQuery(portalId: number) {
  return queryOptions({
    queryKey: ["sandbox", "portal", portalId],
    retry: false,
    refetchInterval: 5_000,
    queryFn: () => ask<Portal>("GET", `/portals/${portalId}`),
  });
}

export function faultsQuery(portalId: number) {
  return queryOptions({
    queryKey: ["sandbox", "faults", portalId],
    refetchInterval: 3_000,
    queryFn: async () => (await ask<{ results: Fault[] }>("GET", `/portals/${portalId}/faults`)).results,
  });
}

export const portalsQuery = queryOptions({
  queryKey: ["sandbox", "portals"],
  queryFn: async () => (await ask<{ results: Portal[] }>("GET", "/portals")).results,
});

export const snapshotsQuery = queryOptions({
  queryKey: ["sandbox", "snapshots"],
  queryFn: async () => (await ask<{ results: Snapshot[] }>("GET", "/snapshots")).results,
});

interface Asked {
  method: "POST" | "PATCH" | "DELETE";
  path: string;
  body?: object;
}

/** Do something with the sandbox; everything on the page is read anew, for it may be another time or other records now. */
export function useSandbox<T = unknown>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, path, body }: Asked) => ask<T>(method, path, body),
    onSuccess: () => client.invalidateQueries(),
    onError: (error) => notifyFailure(t("Not done"), error),
  });
}
