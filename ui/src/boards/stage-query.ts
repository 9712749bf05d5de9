import { infiniteQueryOptions } from "@tanstack/react-query";

import type { ObjectType } from "../crm/object-types";
import { titleProperties } from "../crm/record";
import { type Filter, type FilterGroup, search, type Sort } from "../crm/search";

/** Of a stage at first: a board has many stages, and each card takes part in dragging. */
const CARDS = 50;

/** What a board shows: what is looked for, in which order, and which properties stand on a card. */
export interface BoardLook {
  words: string;
  groups: FilterGroup[];
  sort: Sort | null;
  columns: string[];
}

/** How many filters a stage takes of each group for itself. */
export const OWN_FILTERS = 2;

/** The records of a stage, the newest first where no order was chosen. */
export function stageQuery(
  type: ObjectType,
  pipeline: string,
  stage: string,
  { words, groups, sort, columns }: BoardLook,
) {
  const of: NonNullable<ObjectType["pipelines"]> = type.pipelines ?? { pipeline: "", stage: "" };
  const equals = (propertyName: string, value: string): Filter => ({ propertyName, operator: "EQ", value });
  const own = [equals(of.pipeline, pipeline), equals(of.stage, stage)];
  return infiniteQueryOptions({
    queryKey: ["records", type.name, "stage", pipeline, stage, words, groups, sort, columns],
    initialPageParam: {},
    queryFn: ({ pageParam, signal }) =>
      search(
        type.name,
        {
          words,
          groups: (groups.length > 0 ? groups : [{ filters: [] }]).map(({ filters }) => ({
            filters: [...filters, ...own],
          })),
          sort,
          properties: [
            ...new Set([
              ...titleProperties(type),
              ...columns,
              ...(sort ? [sort.property] : []),
              ...(of.amount ? [of.amount] : []),
              of.stage,
              of.pipeline,
            ]),
          ],
          limit: CARDS,
        },
        pageParam,
        signal,
      ),
    getNextPageParam: (page) => page.next,
  });
}
