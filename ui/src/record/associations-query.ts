import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import type { ObjectType } from "../crm/object-types";
import { type CrmRecord, titleProperties } from "../crm/record";
import { inTurn } from "../shared/in-turn";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";

export type Kind = components["schemas"]["AssociationType"];

export interface Associated {
  record: CrmRecord;
  kinds: Kind[];
}

const AT_ONCE = 25;
const MINUTE = 60_000;

function associationsKey(type: string, id: string, other: string) {
  return ["associations", type, id, other];
}

/** The records of another type that a record is associated with, page after page, with how. */
export function associationsQuery(type: ObjectType, id: string, other: ObjectType) {
  return infiniteQueryOptions({
    queryKey: associationsKey(type.name, id, other.name),
    initialPageParam: "",
    queryFn: async ({ pageParam }) => {
      const path = { objectType: type.name, objectId: id, toObjectType: other.name };
      const query = { limit: AT_ONCE, ...(pageParam && { after: pageParam }) };
      const links = await data(
        api.GET("/crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}", {
          params: { path, query },
        }),
      );
      const kinds = new Map(links.results.map((link) => [String(link.toObjectId), link.associationTypes]));
      return { found: await records(other, kinds), after: links.paging?.next.after };
    },
    getNextPageParam: ({ after }) => after,
  });
}

async function records(type: ObjectType, kinds: ReadonlyMap<string, Kind[]>): Promise<Associated[]> {
  if (kinds.size === 0) return [];
  const inputs = [...kinds.keys()].map((id) => ({ id }));
  const body = { inputs, properties: [...titleProperties(type), ...type.columns] };
  const path = { objectType: type.name };
  const { results } = await data(
    api.POST("/crm/v3/objects/{objectType}/batch/read", { params: { path }, body }),
  );
  return (results as CrmRecord[]).map((record) => ({ record, kinds: kinds.get(record.id) ?? [] }));
}

/** The ways in which records of two types can be associated. */
export function kindsQuery(type: string, other: string) {
  return queryOptions({
    queryKey: ["association types", type, other],
    staleTime: MINUTE,
    queryFn: async (): Promise<Kind[]> => {
      const path = { fromObjectType: type, toObjectType: other };
      return (
        await data(
          api.GET("/crm/v4/associations/{fromObjectType}/{toObjectType}/labels", { params: { path } }),
        )
      ).results;
    },
  });
}

/** Associates with another record by exactly these labels: those that it had besides go. Without one by no label. */
export function useRelate(type: ObjectType, id: string, other: ObjectType) {
  return useChange(type, id, other, t("Not associated"), ({ to, kinds }: { to: string; kinds: Kind[] }) => {
    const path = { objectType: type.name, objectId: id, toObjectType: other.name, toObjectId: to };
    if (kinds.length === 0)
      return data(
        api.PUT("/crm/v4/objects/{objectType}/{objectId}/associations/default/{toObjectType}/{toObjectId}", {
          params: { path },
        }),
      );
    const body = kinds.map(({ category, typeId }) => ({
      associationCategory: category,
      associationTypeId: typeId,
    }));
    return data(
      api.PUT("/crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}", {
        params: { path },
        body,
      }),
    );
  });
}

/** Takes the whole association away. */
export function usePart(type: ObjectType, id: string, other: ObjectType) {
  return useChange(type, id, other, t("Still associated"), (to: string) => {
    const path = { objectType: type.name, objectId: id, toObjectType: other.name, toObjectId: to };
    return data(
      api.DELETE("/crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}", {
        params: { path },
      }),
    );
  });
}

function useChange<Given>(
  type: ObjectType,
  id: string,
  other: ObjectType,
  failed: string,
  work: (given: Given) => Promise<unknown>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    ...inTurn(associationsKey(type.name, id, other.name).join(" ")),
    onError: (error) => notifyFailure(failed, error),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: associationsKey(type.name, id, other.name) }),
        client.invalidateQueries({ queryKey: ["record", type.name, id] }),
        client.invalidateQueries({ queryKey: ["timeline", type.name, id] }),
      ]),
  });
}
