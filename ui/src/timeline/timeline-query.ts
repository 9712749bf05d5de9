import { useInfiniteQuery } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import { type ObjectType, useObjectTypes } from "../crm/object-types";
import { titleOf, titleProperties } from "../crm/record";
import { recordsByIds } from "../crm/records-by-ids";
import { t } from "../shared/texts";

export type Entry = components["schemas"]["timeline.EntryShown"];

/** What a person can choose to see, and the server's kinds that it stands for. */
export const FILTERS = [
  { value: "activity", label: t("Activities"), kinds: ["activity"] },
  { value: "email", label: t("E-mails"), kinds: ["email", "emailEvent"] },
  { value: "event", label: t("Page views and events"), kinds: ["event"] },
  { value: "submission", label: t("Forms"), kinds: ["submission"] },
  { value: "app", label: t("Apps"), kinds: ["app"] },
  { value: "property", label: t("Values"), kinds: ["property"] },
  { value: "association", label: t("Associations"), kinds: ["association"] },
] as const;

export type FilterName = (typeof FILTERS)[number]["value"];

const PAGE = 50;

export function timelineKey(type: string, id: string) {
  return ["timeline", type, id];
}

/** What happened to a record, newest first, page after page: all of it, or what is chosen. */
export function useTimeline(type: string, id: string, chosen: readonly FilterName[]) {
  const types = useObjectTypes();
  const kind = FILTERS.filter(({ value }) => chosen.includes(value)).flatMap(({ kinds }) => [...kinds]);
  return useInfiniteQuery({
    queryKey: [...timelineKey(type, id), ...kind],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) => {
      const page = await data(
        api.GET("/hubstead/v3/timeline/{objectType}/{objectId}", {
          params: {
            path: { objectType: type, objectId: id },
            query: { kind, limit: PAGE, ...(pageParam && { after: pageParam }) },
          },
          signal,
        }),
      );
      return { ...page, names: await namesOf(page.results, types) };
    },
    getNextPageParam: (page) => page.paging?.next.after,
    placeholderData: (before) => before,
  });
}

/** The names of associated records, by type and id, as far as the person may see them. */
async function namesOf(entries: Entry[], types: readonly ObjectType[]): Promise<Record<string, string>> {
  const wanted = entries.filter(({ kind }) => kind === "association").map(otherEnd);
  const found = types.map(async (type) => {
    const ids = [...new Set(wanted.flatMap((other) => (other.type === type.id ? [other.id] : [])))];
    if (ids.length === 0) return [];
    const records = await recordsByIds(type, ids, titleProperties(type));
    return records.map(({ id, properties }) => [`${type.id} ${id}`, titleOf(type, properties, id)]);
  });
  const known = await Promise.allSettled(found);
  return Object.fromEntries(
    known.flatMap((each) => (each.status === "fulfilled" ? each.value : [])),
  ) as Record<string, string>;
}

/** The record at the other end of an association, by its type's id and its own. */
export function otherEnd({ details }: Entry): { type: string; id: string } {
  return { type: String(details.toObjectTypeId), id: String(details.toObjectId) };
}
