import { infiniteQueryOptions } from "@tanstack/react-query";

import type { ObjectType } from "../crm/object-types";
import { titleProperties } from "../crm/record";
import { type Filter, search } from "../crm/search";

/** The records of a stage, the newest first. */
export function stageQuery(type: ObjectType, pipeline: string, stage: string, words: string) {
  const of = type.pipelines ?? { pipeline: "", stage: "" };
  const equals = (propertyName: string, value: string): Filter => ({ propertyName, operator: "EQ", value });
  return infiniteQueryOptions({
    queryKey: ["records", type.name, "stage", pipeline, stage, words],
    initialPageParam: {},
    queryFn: ({ pageParam, signal }) =>
      search(
        type.name,
        {
          words,
          groups: [{ filters: [equals(of.pipeline, pipeline), equals(of.stage, stage)] }],
          sort: null,
          properties: [...titleProperties(type), ...type.columns, of.stage, of.pipeline],
        },
        pageParam,
        signal,
      ),
    getNextPageParam: (page) => page.next,
  });
}
