import { useMutation, useQueryClient, type InfiniteData } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import type { CrmRecord, Values } from "./record";
import type { Found } from "./search";

interface Change {
  id: string;
  properties: Record<string, string>;
}

/** Changes values of a record. What is on the page shows them at once, and goes back where the server refuses. */
export function useChange(type: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, properties }: Change) => {
      const path = { objectType: type, objectId: id };
      return data(
        api.PATCH("/crm/v3/objects/{objectType}/{objectId}", { params: { path }, body: { properties } }),
      );
    },
    onMutate: async ({ id, properties }) => {
      await client.cancelQueries({ queryKey: ["records", type] });
      const before = [
        ...client.getQueriesData<InfiniteData<Found>>({ queryKey: ["records", type] }),
        ...client.getQueriesData<CrmRecord>({ queryKey: ["record", type, id] }),
      ];
      client.setQueriesData<InfiniteData<Found>>(
        { queryKey: ["records", type] },
        (pages) => pages && inPages(pages, id, properties),
      );
      client.setQueriesData<CrmRecord>(
        { queryKey: ["record", type, id] },
        (record) => record && merged(record, properties),
      );
      return before;
    },
    onError: (error, _, before) => {
      for (const [key, value] of before ?? []) client.setQueryData(key, value);
      notifyFailure(t("Not saved"), error);
    },
    onSettled: (_, __, { id }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["record", type, id] }),
        client.invalidateQueries({ queryKey: ["history", type, id] }),
        client.invalidateQueries({ queryKey: ["timeline", type, id] }),
        client.invalidateQueries({ queryKey: ["records", type], refetchType: "none" }),
      ]),
  });
}

function inPages(pages: InfiniteData<Found>, id: string, properties: Values): InfiniteData<Found> {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      records: page.records.map((record) => (record.id === id ? merged(record, properties) : record)),
    })),
  };
}

function merged(record: CrmRecord, properties: Values): CrmRecord {
  return { ...record, properties: { ...record.properties, ...properties } };
}
