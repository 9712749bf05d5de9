import { useQuery, useQueryClient } from "@tanstack/react-query";

import type { ObjectType } from "../crm/object-types";
import { titleProperties } from "../crm/record";
import { rolled } from "../crm/rolling";
import { goesOn, REACH, search, type Search } from "../crm/search";
import { useSession } from "../session/session";
import type { Look, View } from "./view";

/** The first page of a view's records, and how many there are. `cut`: more fit than `count`, which cannot be reached. */
export function useRecords(type: ObjectType, view: View, words: string) {
  const client = useQueryClient();
  const zone = useSession()?.timeZone ?? "UTC";
  const wanted = wantedOf(type, view, words, zone);
  const key = ["records", type.name, "rows", wanted];
  const query = useQuery({
    queryKey: [...key, 0],
    queryFn: ({ signal }) => search(type.name, wanted, {}, signal),
    placeholderData: (before) => before,
  });
  const total = query.data?.total;
  const cut = (total ?? 0) > REACH && !goesOn(wanted);
  const again = () => client.invalidateQueries({ queryKey: key });
  return { ...query, wanted, key, total, cut, count: cut ? REACH : (total ?? 0), again };
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
