import { useInfiniteQuery } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import { t } from "../shared/texts";

export type Entry = components["schemas"]["timeline.EntryShown"];

/** What a person can choose to see, and the server's kinds that it stands for. */
export const FILTERS = [
  { value: "all", label: t("Everything"), kinds: [] },
  { value: "activity", label: t("Activities"), kinds: ["activity", "email"] },
  { value: "web", label: t("Website"), kinds: ["event", "submission", "emailEvent"] },
  { value: "app", label: t("Apps"), kinds: ["app"] },
  { value: "property", label: t("Changes"), kinds: ["property"] },
] as const;

export type FilterName = (typeof FILTERS)[number]["value"];

const PAGE = 50;

export function timelineKey(type: string, id: string) {
  return ["timeline", type, id];
}

/** What happened to a record, newest first, page after page. */
export function useTimeline(type: string, id: string, filter: FilterName) {
  const kinds = FILTERS.find((each) => each.value === filter)?.kinds ?? [];
  return useInfiniteQuery({
    queryKey: [...timelineKey(type, id), filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/hubstead/v3/timeline/{objectType}/{objectId}", {
          params: {
            path: { objectType: type, objectId: id },
            query: { kind: [...kinds], limit: PAGE, ...(pageParam && { after: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.paging?.next.after,
    placeholderData: (before) => before,
  });
}
