import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import { t } from "../shared/texts";

export type Wanted = components["schemas"]["JournalSubscriptionInput"];
export type JournalSubscription = components["schemas"]["JournalSubscriptionShown"];
export type Kind = Wanted["subscriptionType"];

/** What a subscription can be bounded to. */
export type Bounds = Pick<
  JournalSubscription,
  "properties" | "objectIds" | "listIds" | "associatedObjectTypeIds"
>;

/** What a journal can tell of, and the actions of each. */
export const KINDS: readonly { kind: Kind; label: string; actions: Record<string, string> }[] = [
  {
    kind: "OBJECT",
    label: t("Records"),
    actions: {
      CREATE: t("Created"),
      UPDATE: t("Changed"),
      DELETE: t("Deleted"),
      MERGE: t("Merged"),
      RESTORE: t("Restored"),
    },
  },
  {
    kind: "ASSOCIATION",
    label: t("Associations"),
    actions: { ASSOCIATION_ADDED: t("Added"), ASSOCIATION_REMOVED: t("Removed") },
  },
  {
    kind: "LIST_MEMBERSHIP",
    label: t("Members of lists"),
    actions: { ADDED_TO_LIST: t("Added"), REMOVED_FROM_LIST: t("Removed") },
  },
  {
    kind: "GDPR_PRIVACY_DELETION",
    label: t("Records erased for good"),
    actions: { GDPR_DELETE: t("Erased") },
  },
];

/** The words for a subscription: what it is about, and which actions it tells. */
export function wordsOf(one: JournalSubscription): { about: string; actions: string } {
  const known = KINDS.find(({ kind }) => kind === one.subscriptionType);
  return {
    about: known?.label ?? t("Installs of the app"),
    actions: one.actions.map((action) => known?.actions[action] ?? action).join(", "),
  };
}

/** The bounds that say something: an empty one would bound nothing. */
export function saidOf({ properties, objectIds, listIds, associatedObjectTypeIds }: Bounds): Bounds {
  return {
    ...(properties?.length && { properties }),
    ...(objectIds?.length && { objectIds }),
    ...(listIds?.length && { listIds }),
    ...(associatedObjectTypeIds?.length && { associatedObjectTypeIds }),
  };
}

/** The bounds in words, `nameOf` of types; "" where there are none. */
export function wordsOfBounds(one: Bounds, nameOf: (type: string) => string): string {
  const { properties, objectIds, listIds, associatedObjectTypeIds } = saidOf(one);
  return [
    properties && t("only {properties}", { properties: properties.join(", ") }),
    associatedObjectTypeIds && t("with {types}", { types: associatedObjectTypeIds.map(nameOf).join(", ") }),
    listIds && t("of the lists {ids}", { ids: listIds.join(", ") }),
    objectIds && t("of the records {ids}", { ids: objectIds.join(", ") }),
  ]
    .filter(Boolean)
    .join("; ");
}

export function journalQuery(appId: number) {
  return queryOptions({
    queryKey: ["webhooks", appId, "journal"],
    queryFn: async () => {
      const params = { path: { appId } };
      return (await data(api.GET("/hubstead/v3/webhooks/{appId}/journal/subscriptions", { params }))).results;
    },
  });
}

/** Begin and end subscriptions; what is shown of them is read anew afterwards. */
export function useJournal(appId: number) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ["webhooks", appId, "journal"] });
  const subscribe = useMutation({
    onSuccess,
    mutationFn: (body: Wanted) => {
      const params = { path: { appId } };
      return data(api.POST("/hubstead/v3/webhooks/{appId}/journal/subscriptions", { params, body }));
    },
  });
  const unsubscribe = useMutation({
    onSuccess,
    mutationFn: (subscriptionId: number) => {
      const params = { path: { appId, subscriptionId: String(subscriptionId) } };
      return data(
        api.DELETE("/hubstead/v3/webhooks/{appId}/journal/subscriptions/{subscriptionId}", { params }),
      );
    },
  });
  return { subscribe, unsubscribe };
}
