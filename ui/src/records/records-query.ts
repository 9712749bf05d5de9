import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import type { ObjectType } from "../crm/object-types";
import { titleProperties } from "../crm/record";
import { search, type Search } from "../crm/search";
import type { View } from "./view";

/** The records of a view, page after page, and how many there are in all. */
export function useRecords(type: ObjectType, view: View, words: string) {
  const wanted: Search = {
    words,
    groups: view.groups,
    sort: view.sort,
    properties: [...new Set([...titleProperties(type), ...view.columns])],
  };
  const query = useInfiniteQuery({
    queryKey: ["records", type.name, wanted],
    initialPageParam: {},
    queryFn: ({ pageParam, signal }) => search(type.name, wanted, pageParam, signal),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const records = useMemo(() => query.data?.pages.flatMap((page) => page.records) ?? [], [query.data]);
  return { ...query, records, total: query.data?.pages[0]?.total };
}
