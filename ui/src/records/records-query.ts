import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import type { ObjectType } from "../crm/object-types";
import { type CrmRecord, titleProperties } from "../crm/record";
import { rolled } from "../crm/rolling";
import { search, type Search } from "../crm/search";
import { useSession } from "../session/session";
import type { Look, View } from "./view";

/** The records of a view, page after page, and how many there are in all. */
export function useRecords(type: ObjectType, view: View, words: string) {
  const zone = useSession()?.timeZone ?? "UTC";
  const wanted = wantedOf(type, view, words, zone);
  const query = useInfiniteQuery({
    queryKey: ["records", type.name, wanted],
    initialPageParam: {},
    queryFn: ({ pageParam, signal }) => search(type.name, wanted, pageParam, signal),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const pages = query.data?.pages;
  const records = useMemo(() => distinct(pages?.flatMap((page) => page.records) ?? []), [pages]);
  return { ...query, wanted, records, total: pages?.[0]?.total, cut: pages?.at(-1)?.cut };
}

/** The search that a view makes. What is sorted by is read, too: reading goes on behind it. */
export function wantedOf(type: ObjectType, view: Look, words: string, zone: string): Search {
  const sorted = view.sort ? [view.sort.property] : [];
  return {
    words,
    groups: rolled(view.groups, zone),
    sort: view.sort,
    properties: [...new Set([...titleProperties(type), ...view.columns, ...sorted])],
  };
}

/** Each record once: one that was changed while pages were read may be on two. */
function distinct(records: CrmRecord[]): CrmRecord[] {
  return [...new Map(records.map((record) => [record.id, record])).values()];
}
