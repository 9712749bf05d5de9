import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import { t } from "../shared/texts";

export type TrackingSettings = components["schemas"]["TrackingSettings"];
export type Policy = components["schemas"]["Policy"];
export type Texts = components["schemas"]["Texts"];
export type Hits = { day: string; outcomes: Record<string, number> }[];

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

/** The server's own texts of banners, by language and name. */
export const languagesQuery = queryOptions({
  queryKey: ["tracking", "languages"],
  staleTime: Infinity,
  queryFn: async () => (await data(api.GET("/hubstead/v3/tracking/consent/languages"))).results,
});

/** The script that shows a policy's banner in a page where nothing tracks. */
export function previewQuery(policy: Policy, language: string, signal: boolean) {
  return queryOptions({
    queryKey: ["tracking", "preview", policy, language, signal],
    retry: false,
    queryFn: () =>
      data(api.POST("/hubstead/v3/tracking/consent/preview", { body: { policy, language, signal } })),
  });
}

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

/** What came since: how many hits of each outcome there are more than before. */
export function arrived(before: Hits, now: Hits): Record<string, number> {
  const earlier = new Map(before.map(({ day, outcomes }) => [day, outcomes]));
  const found: Record<string, number> = {};
  for (const { day, outcomes } of now)
    for (const [outcome, count] of Object.entries(outcomes)) {
      const more = count - (earlier.get(day)?.[outcome] ?? 0);
      if (more > 0) found[outcome] = (found[outcome] ?? 0) + more;
    }
  return found;
}

/** Why a hit does not count, by the server's names. */
export const WHY: Record<string, string> = {
  ANONYMOUS: t("The visitor did not consent, or the browser refuses cookies."),
  BOT: t("The browser says that it is a robot, and robots are left out."),
  EXCLUDED_ADDRESS: t("Your address is one of those that are left out."),
  EXCLUDED_REFERRER: t("It came from a site that is left out."),
  DATA_CENTER: t("The address is one of a data centre, and these are left out."),
  DO_NOT_TRACK: t("The browser objects (Do Not Track), and that is followed."),
  SCRIPT_ERROR: t("The code told of an error of its own."),
};

export const MODES = [
  { value: "OPT_IN", label: t("Track who accepts") },
  { value: "CATEGORIES", label: t("Track who accepts, purpose by purpose") },
  { value: "OPT_OUT", label: t("Track until somebody objects") },
  { value: "NOTIFY", label: t("Track everybody and say so") },
];

/** The texts of a banner in the order in which they are read; without `modes` all have it. */
export const TEXTS: { name: keyof Texts; label: string; modes?: Policy["mode"][] }[] = [
  { name: "title", label: t("Heading") },
  { name: "message", label: t("Message") },
  { name: "signal", label: t("Message to browsers that object"), modes: ["OPT_IN", "OPT_OUT", "CATEGORIES"] },
  { name: "accept", label: t("Accept"), modes: ["OPT_IN", "OPT_OUT"] },
  { name: "decline", label: t("Decline"), modes: ["OPT_IN"] },
  { name: "object", label: t("Object"), modes: ["OPT_OUT"] },
  { name: "understood", label: t("Understood") },
  { name: "privacy", label: t("Link to the privacy page") },
  { name: "close", label: t("Close") },
  ...(
    [
      ["choose", t("Choose")],
      ["save", t("Save the choice")],
      ["acceptAll", t("Accept all")],
      ["declineAll", t("Decline all")],
      ["necessary", t("Necessary")],
      ["necessaryText", t("Necessary: what it is for")],
      ["always", t("Always on")],
      ["analytics", t("Analytics")],
      ["analyticsText", t("Analytics: what it is for")],
      ["advertisement", t("Advertising")],
      ["advertisementText", t("Advertising: what it is for")],
      ["functionality", t("Functionality")],
      ["functionalityText", t("Functionality: what it is for")],
    ] as const
  ).map(([name, label]) => ({ name, label, modes: ["CATEGORIES" as const] })),
];
