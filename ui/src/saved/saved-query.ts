import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import { t } from "../shared/texts";

/** A view, a report or a dashboard that somebody saved. */
export type Saved = components["schemas"]["SavedShown"];
export type Kind = Saved["kind"];
export type Audience = Saved["audience"];
type Given = components["schemas"]["SavedInput"];
type Patch = components["schemas"]["SavedPatch"];

/** Who sees something, from few to all. */
export const AUDIENCES: readonly { value: Audience; label: string; heading: string }[] = [
  { value: "PRIVATE", label: t("Only me"), heading: t("Mine") },
  { value: "TEAM", label: t("My team"), heading: t("My teams'") },
  { value: "EVERYONE", label: t("Everybody"), heading: t("Everybody's") },
];

/** Those of a kind that this person may see, by name; of one object type where it is given. */
export function savedQuery(kind: Kind, objectTypeId?: string) {
  return queryOptions({
    queryKey: ["saved", kind, objectTypeId ?? ""],
    queryFn: async () =>
      (
        await data(
          api.GET("/hubstead/v3/saved/{kind}", {
            params: { path: { kind }, query: objectTypeId ? { objectTypeId } : {} },
          }),
        )
      ).results,
  });
}

export function useCreateSaved(kind: Kind) {
  return useSaved((body: Given) =>
    data(api.POST("/hubstead/v3/saved/{kind}", { params: { path: { kind } }, body })),
  );
}

/** Changes something as it was read: what somebody else changed meanwhile is not overwritten, but told (409). */
export function useChangeSaved(kind: Kind) {
  return useSaved(({ saved, ...change }: Omit<Patch, "updatedAt"> & { saved: Saved }) =>
    data(
      api.PATCH("/hubstead/v3/saved/{kind}/{savedId}", {
        params: { path: { kind, savedId: saved.id } },
        body: { ...change, updatedAt: saved.updatedAt },
      }),
    ),
  );
}

export function useDeleteSaved(kind: Kind) {
  return useSaved((savedId: string) =>
    data(api.DELETE("/hubstead/v3/saved/{kind}/{savedId}", { params: { path: { kind, savedId } } })),
  );
}

function useSaved<Sent, Made>(mutationFn: (given: Sent) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: ["saved"] }),
  });
}
