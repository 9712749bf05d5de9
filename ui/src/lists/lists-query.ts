import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import type { Branch } from "./filter-tree";

/** A list as a search shows it; what is told of it besides are texts. */
export interface ListFound {
  listId: string;
  name: string;
  objectTypeId: string;
  processingType: string;
  processingStatus: string;
  updatedAt: string;
  additionalProperties: Record<string, string>;
}

export const KINDS: Record<string, string> = {
  DYNAMIC: t("Active"),
  MANUAL: t("By hand"),
  SNAPSHOT: t("Snapshot"),
};

export interface Wanted {
  words: string;
  type: string;
  sort: string;
  offset: number;
}

export const SHOWN = 50;
/** How often a list that is being evaluated is looked at again, in ms. */
export const AGAIN = 1_000;
/** How often one that follows its records is. */
const FOLLOWING = 15_000;

export function listsQuery({ words, type, sort, offset }: Wanted) {
  return queryOptions({
    queryKey: ["lists", words, type, sort, offset],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const body = { query: words, objectTypeId: type || null, sort, offset, count: SHOWN };
      const found = await data(api.POST("/crm/v3/lists/search", { body, signal }));
      return { total: found.total, lists: found.lists as unknown as ListFound[] };
    },
    refetchInterval: ({ state }) =>
      state.data?.lists.some((list) => list.processingStatus !== "COMPLETE") ? AGAIN : false,
  });
}

/** All lists of a type, for choosing one; "" for every type. */
export function choicesQuery(type: string) {
  return queryOptions({
    queryKey: ["lists", "choices", type],
    queryFn: async () => {
      const body = { query: "", objectTypeId: type || null, sort: "HS_NAME", count: 500 };
      return (await data(api.POST("/crm/v3/lists/search", { body }))).lists as unknown as ListFound[];
    },
  });
}

export function listQuery(id: string) {
  return queryOptions({
    queryKey: ["list", id],
    queryFn: async () => {
      const params = { path: { listId: id }, query: { includeFilters: true } };
      return (await data(api.GET("/crm/v3/lists/{listId}", { params }))).list;
    },
    refetchInterval: ({ state }) =>
      state.data?.processingStatus === "COMPLETE" ? FOLLOWING : state.data && AGAIN,
  });
}

/** The lists whose filters ask about a list. */
export function usedInQuery(id: string, asksAbout: (tree: unknown, id: string) => boolean) {
  return queryOptions({
    queryKey: ["list", id, "used in"],
    queryFn: async () => {
      const body = { query: "", processingTypes: ["DYNAMIC", "SNAPSHOT"], sort: "HS_NAME", count: 500 };
      const { lists } = await data(api.POST("/crm/v3/lists/search", { body }));
      const listIds = lists.map(({ listId }) => String(listId));
      if (listIds.length === 0) return [];
      const query = { listIds, includeFilters: true };
      const read = await data(api.GET("/crm/v3/lists", { params: { query } }));
      return read.lists.filter((list) => list.listId !== id && asksAbout(list.filterBranch, id));
    },
  });
}

export const deletedQuery = queryOptions({
  queryKey: ["lists", "deleted"],
  queryFn: async () => (await data(api.GET("/hubstead/v3/lists/deleted"))).results,
});

/** How many records pass filters now. */
export function countQuery(type: string, tree: Branch, listId?: string) {
  return queryOptions({
    queryKey: ["list count", type, tree, listId],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) => {
      const body = { objectTypeId: type, filterBranch: tree, listId: listId ?? null };
      return data(api.POST("/hubstead/v3/lists/count", { body, signal }));
    },
  });
}

/** The ways in which records of a type are connected with others. */
export function linksQuery(type: string, to: string) {
  return queryOptions({
    queryKey: ["links", type, to],
    staleTime: 60_000,
    queryFn: async () => {
      const path = { fromObjectType: type, toObjectType: to };
      const params = { path };
      return (await data(api.GET("/crm/v4/associations/{fromObjectType}/{toObjectType}/labels", { params })))
        .results;
    },
  });
}

/** Something done with lists, after which they are read again. A failure is told with `title`. */
export function useListAction<T>(title: string, act: (given: T) => Promise<unknown>, then?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onError: (error) => notifyFailure(title, error),
    onSuccess: async () => {
      then?.();
      await Promise.all([
        client.invalidateQueries({ queryKey: ["lists"] }),
        client.invalidateQueries({ queryKey: ["list"] }),
      ]);
    },
  });
}
