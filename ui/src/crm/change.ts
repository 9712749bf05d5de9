import { useMutation, useQueryClient, type InfiniteData } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { inTurn, isLast } from "../shared/in-turn";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import type { CrmRecord, Values } from "./record";
import type { Found } from "./search";

interface Change {
  id: string;
  properties: Record<string, string>;
}

/** Sends new values of a record. */
export function saveValues(type: string, id: string, properties: Record<string, string>) {
  const path = { objectType: type, objectId: id };
  return data(
    api.PATCH("/crm/v3/objects/{objectType}/{objectId}", { params: { path }, body: { properties } }),
  );
}

/** Changes values of a record. What is on the page shows them at once, and goes back where the server refuses. */
export function useChange(type: string) {
  const client = useQueryClient();
  const turn = `values of ${type}`;
  return useMutation({
    ...inTurn(turn),
    mutationFn: ({ id, properties }: Change) => saveValues(type, id, properties),
    onMutate: async ({ id, properties }) => {
      await client.cancelQueries({ queryKey: ["records", type] });
      const before = [
        ...client.getQueriesData<Shown>({ queryKey: ["records", type] }),
        ...client.getQueriesData<CrmRecord>({ queryKey: ["record", type, id] }),
      ];
      client.setQueriesData<Shown>(
        { queryKey: ["records", type] },
        (shown) => shown && changed(shown, id, properties),
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
      isLast(client, turn, ({ state }) => (state.variables as Change).id === id) &&
      Promise.all([
        client.invalidateQueries({ queryKey: ["record", type, id] }),
        client.invalidateQueries({ queryKey: ["history", type, id] }),
        client.invalidateQueries({ queryKey: ["timeline", type, id] }),
        client.invalidateQueries({ queryKey: ["records", type], refetchType: "none" }),
        // What was about to be loaded was stopped above.
        client.refetchQueries({
          queryKey: ["records", type],
          type: "active",
          predicate: ({ state }) => state.data === undefined,
        }),
      ]),
  });
}

/** What is known of a type's records: the page of a table, the pages of a stage, or numbers, which stay as they are. */
type Shown = Page | InfiniteData<Page> | object;
type Page = Pick<Found, "records">;

function changed<Some extends Shown>(shown: Some, id: string, properties: Values): Some {
  if ("pages" in shown) return { ...shown, pages: shown.pages.map((page) => changed(page, id, properties)) };
  if (!("records" in shown) || !shown.records.some((record) => record.id === id)) return shown;
  const records = shown.records.map((record) => (record.id === id ? merged(record, properties) : record));
  return { ...shown, records };
}

function merged(record: CrmRecord, properties: Values): CrmRecord {
  return { ...record, properties: { ...record.properties, ...properties } };
}
