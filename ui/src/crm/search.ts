import type { components } from "../api/client";
import { api, data } from "../api/client";
import type { CrmRecord } from "./record";

export type Filter = components["schemas"]["FilterBody"];
export interface FilterGroup {
  filters: Filter[];
}
export interface Sort {
  property: string;
  descending: boolean;
}

/** What is looked for. Groups are joined by OR, the filters of a group by AND. */
export interface Search {
  words: string;
  groups: FilterGroup[];
  sort: Sort | null;
  properties: string[];
}

/** Where the next page starts: a cursor of the search, and, past the search's limit, the last id that was seen. */
export interface Place {
  after?: string;
  below?: string;
}

export interface Found {
  total: number;
  records: CrmRecord[];
  next: Place | null;
}

export const PAGE = 100;
const REACH = 10_000;

/** One page. The search answers no more than its first 10,000 matches; in the order of ids (newest first, the
 * default) reading goes on below the last id, so that lists of any length can be walked through. */
export async function search(
  type: string,
  wanted: Search,
  place: Place,
  signal?: AbortSignal,
): Promise<Found> {
  const body = bodyOf(wanted, place);
  const path = { objectType: type };
  const page = await data(
    api.POST("/crm/v3/objects/{objectType}/search", { params: { path }, body, signal }),
  );
  const records = page.results as CrmRecord[];
  return { total: page.total, records, next: nextPlace(wanted, place, page.paging?.next.after, records) };
}

export function bodyOf(wanted: Search, place: Place) {
  const sort = wanted.sort ?? { property: "hs_object_id", descending: true };
  return {
    query: wanted.words || null,
    filterGroups: place.below
      ? wanted.groups.concat(wanted.groups.length ? [] : [{ filters: [] }]).map(below(place.below))
      : wanted.groups,
    sorts: [
      {
        propertyName: sort.property,
        direction: sort.descending ? ("DESCENDING" as const) : ("ASCENDING" as const),
      },
    ],
    properties: wanted.properties,
    limit: PAGE,
    after: place.after ?? null,
  };
}

function below(id: string): (group: FilterGroup) => FilterGroup {
  const filter = { propertyName: "hs_object_id", operator: "LT", value: id } as Filter;
  return (group) => ({ filters: [...group.filters, filter] });
}

export function nextPlace(
  wanted: Search,
  place: Place,
  after: string | undefined,
  records: CrmRecord[],
): Place | null {
  if (!after) return null;
  if (Number(after) + PAGE <= REACH) return { ...place, after };
  const last = records.at(-1);
  return wanted.sort === null && last ? { below: last.id } : null;
}
