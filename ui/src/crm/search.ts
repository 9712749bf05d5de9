import type { components } from "../api/client";
import { api, data } from "../api/client";
import type { CrmRecord } from "./record";
import type { Rolling } from "./rolling";

/** A condition; one about a period that moves on says so with `rolling`, and its values are those of its last reading. */
export type Filter = components["schemas"]["FilterBody"] & { rolling?: Rolling };
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
  /** How many at once, 200 at most; 100 unless said otherwise. */
  limit?: number;
}

/** A part of an order, behind what was seen before it: a search answers no more than its first 10,000 matches. */
export type Stretch =
  /** In the order that nobody chose, the newest ids first: those below one. */
  | { below: string }
  /** Those with the value that was seen last, by id, above one. */
  | { same: string; above: string }
  /** Those with values behind it. */
  | { behind: string }
  /** Those without a value, which come last, by id, above one. */
  | { without: true; above: string };

/** Where the next page starts: a stretch, the whole order without one, and a cursor of the search in it. */
export interface Place {
  stretch?: Stretch;
  after?: string;
}

/** `cut` says that more records fit which cannot be reached: the filters leave no room for those of a stretch. */
export interface Found {
  total: number;
  records: CrmRecord[];
  next: Place | null;
  cut?: boolean;
}

export const PAGE = 100;
/** How many matches a search answers at most. */
export const REACH = 10_000;

/** What a search takes. */
export const MOST_GROUPS = 5;
export const MOST_IN_GROUP = 6;
export const MOST_FILTERS = 18;
const LONGEST = 3_000;

/** One page. Where the search's 10,000 end, reading goes on behind the last record, so that every order of records of
 * any number can be walked through: first what has the same value, then what has later ones, then what has none. */
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
  const next = nextPlace(wanted, place, page.paging?.next.after, records);
  const found = { total: page.total, records };
  return next && !fits(wanted, next) ? { ...found, next: null, cut: true } : { ...found, next };
}

/** Whether the filters leave room to go on where a search ends. */
export function goesOn(wanted: Search): boolean {
  return fits(wanted, { stretch: wanted.sort ? { same: "", above: "0" } : { below: "0" } });
}

const BY_ID = { property: "hs_object_id", descending: true };

export function bodyOf(wanted: Search, { stretch, after }: Place) {
  const byId = stretch && "above" in stretch;
  const sort = byId ? { ...BY_ID, descending: false } : (wanted.sort ?? BY_ID);
  return {
    query: wanted.words || null,
    filterGroups: within(wanted, stretch),
    sorts: [
      {
        propertyName: sort.property,
        direction: sort.descending ? ("DESCENDING" as const) : ("ASCENDING" as const),
      },
    ],
    properties: wanted.properties,
    limit: wanted.limit ?? PAGE,
    after: after ?? null,
  };
}

function within({ groups, sort }: Search, stretch: Stretch | undefined): FilterGroup[] {
  const filled = groups.filter(({ filters }) => filters.length > 0);
  if (!stretch) return filled;
  const more = filtersOf(stretch, sort ?? BY_ID);
  return (filled.length ? filled : [{ filters: [] }]).map(({ filters }) => ({
    filters: [...filters, ...more],
  }));
}

function filtersOf(stretch: Stretch, { property, descending }: Sort): Filter[] {
  const id = (operator: "LT" | "GT", value: string): Filter => ({ ...ID, operator, value });
  if ("below" in stretch) return [id("LT", stretch.below)];
  const of = { propertyName: property };
  if ("behind" in stretch) return [{ ...of, operator: descending ? "LT" : "GT", value: stretch.behind }];
  if ("without" in stretch) return [{ ...of, operator: "NOT_HAS_PROPERTY" }, id("GT", stretch.above)];
  // Not EQ: that asks whether a choice is among several, while the order is of the whole value.
  const same = stretch.same;
  return [{ ...of, operator: "BETWEEN", value: same, highValue: same }, id("GT", stretch.above)];
}

const ID = { propertyName: "hs_object_id" };

function fits(wanted: Search, place: Place): boolean {
  const body = bodyOf(wanted, place);
  const sizes = body.filterGroups.map(({ filters }) => filters.length);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return (
    Math.max(0, ...sizes) <= MOST_IN_GROUP && all <= MOST_FILTERS && JSON.stringify(body).length <= LONGEST
  );
}

export function nextPlace(
  { sort }: Search,
  place: Place,
  after: string | undefined,
  records: CrmRecord[],
): Place | null {
  if (after && Number(after) + PAGE <= REACH) return { ...place, after };
  const { stretch } = place;
  const last = after && records.at(-1);
  if (!last) {
    if (!stretch) return null;
    if ("same" in stretch) return { stretch: { behind: stretch.same } };
    return "behind" in stretch ? { stretch: { without: true, above: "0" } } : null;
  }
  if (!sort) return { stretch: { below: last.id } };
  const value = last.properties[sort.property] ?? null;
  if (value === null) return { stretch: { without: true, above: last.id } };
  return { stretch: { same: value, above: last.id } };
}
