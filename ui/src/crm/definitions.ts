import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import { inLanguage } from "./property-labels";

export type Property = components["schemas"]["PropertyShown"];
export type Pipeline = components["schemas"]["PipelineShown"];

const MINUTE = 60_000;

export function propertiesQuery(type: string) {
  return queryOptions({
    queryKey: ["properties", type],
    staleTime: MINUTE,
    queryFn: async () => {
      const path = { objectType: type };
      const { results } = await data(api.GET("/crm/v3/properties/{objectType}", { params: { path } }));
      return new Map(results.map((property) => [property.name, property]));
    },
  });
}

/** The properties of a type by name, called as the app speaks; empty while they are on their way. */
export function useProperties(type: string): ReadonlyMap<string, Property> {
  return useQuery({ ...propertiesQuery(type), select: inLanguage }).data ?? NONE;
}

const NONE: ReadonlyMap<string, Property> = new Map();

export function useGroups(type: string) {
  return useQuery({
    queryKey: ["property groups", type],
    staleTime: MINUTE,
    queryFn: async () => {
      const path = { objectType: type };
      return (await data(api.GET("/crm/v3/properties/{objectType}/groups", { params: { path } }))).results;
    },
  });
}

export function pipelinesQuery(type: string) {
  return queryOptions({
    queryKey: ["pipelines", type],
    staleTime: MINUTE,
    queryFn: async () => {
      const path = { objectType: type };
      return (await data(api.GET("/crm/v3/pipelines/{objectType}", { params: { path } }))).results;
    },
  });
}

/** Owners by id, everybody whom a record can be assigned to. */
export function useOwners(): ReadonlyMap<string, string> {
  return useQuery(ownersQuery).data ?? NO_OWNERS;
}

const NO_OWNERS: ReadonlyMap<string, string> = new Map();

const ownersQuery = queryOptions({
  queryKey: ["owners"],
  staleTime: MINUTE,
  queryFn: async () => {
    const query = { limit: 500 };
    const { results } = await data(api.GET("/crm/v3/owners", { params: { query } }));
    return new Map(results.map((owner) => [owner.id, nameOf(owner)]));
  },
});

function nameOf(owner: { firstName?: string; lastName?: string; email?: string | null }): string {
  return [owner.firstName, owner.lastName].filter(Boolean).join(" ") || (owner.email ?? "");
}
