import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";

export type Schema = components["schemas"]["SchemaShown"];
export type SchemaInput = components["schemas"]["SchemaInput"];
export type SchemaPatch = components["schemas"]["SchemaPatch"];
export type LabelInput = components["schemas"]["LabelInput"];

export const schemasQuery = queryOptions({
  queryKey: ["object types", "schemas"],
  queryFn: async () => (await data(api.GET("/crm/v3/schemas"))).results,
});

export function labelsQuery(fromObjectType: string, toObjectType: string) {
  return queryOptions({
    queryKey: ["association labels", fromObjectType, toObjectType],
    queryFn: async () => {
      const path = { fromObjectType, toObjectType };
      const params = { params: { path } };
      const [labels, limits] = await Promise.all([
        data(api.GET("/crm/v4/associations/{fromObjectType}/{toObjectType}/labels", params)),
        data(
          api.GET("/crm/v4/associations/definitions/configurations/{fromObjectType}/{toObjectType}", params),
        ),
      ]);
      return { labels: labels.results, limits: limits.results };
    },
  });
}

export function useCreateSchema() {
  return useOfTypes((body: SchemaInput) => data(api.POST("/crm/v3/schemas", { body })));
}

export function useChangeSchema(objectType: string) {
  const params = { path: { objectType } };
  return useOfTypes((body: SchemaPatch) => data(api.PATCH("/crm/v3/schemas/{objectType}", { params, body })));
}

export function useArchiveSchema(objectType: string) {
  const params = { path: { objectType } };
  return useOfTypes(() => data(api.DELETE("/crm/v3/schemas/{objectType}", { params })));
}

export interface Ends {
  fromObjectType: string;
  toObjectType: string;
}

export function useCreateLabel(path: Ends) {
  const params = { path };
  return useOfTypes((body: LabelInput) =>
    data(api.POST("/crm/v4/associations/{fromObjectType}/{toObjectType}/labels", { params, body })),
  );
}

export function useChangeLabel(path: Ends) {
  const params = { path };
  return useOfTypes((body: { associationTypeId: number; label: string; inverseLabel: string | null }) =>
    data(api.PUT("/crm/v4/associations/{fromObjectType}/{toObjectType}/labels", { params, body })),
  );
}

export function useDeleteLabel(path: Ends) {
  return useOfTypes((associationTypeId: number) => {
    const params = { path: { ...path, associationTypeId } };
    return data(
      api.DELETE("/crm/v4/associations/{fromObjectType}/{toObjectType}/labels/{associationTypeId}", {
        params,
      }),
    );
  });
}

/** A change of a type or of what types have with each other: the navigation shows it at once. */
function useOfTypes<Sent, Made>(mutationFn: (given: Sent) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ["object types", "association labels", "properties"].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}
