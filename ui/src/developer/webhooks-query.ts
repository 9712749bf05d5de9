import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import type { Subscribed } from "./webhook-events";

export type Place = components["schemas"]["webhooks.Place"];
export type Subscription = components["schemas"]["SubscriptionShown"];
export type Delivery = components["schemas"]["DeliveryShown"];
export type State = "waiting" | "delivered" | "failed";

const REFRESHED_EVERY = 5_000;

/** What an app is told of, and where. */
export function webhooksQuery(appId: number) {
  return queryOptions({
    queryKey: ["webhooks", appId, "overview"],
    queryFn: () => data(api.GET("/hubstead/v3/webhooks/{appId}", { params: { path: { appId } } })),
  });
}

/** The newest requests to an app, of one state or of all. */
export function deliveriesQuery(appId: number, state: State | "", subscriptionId = "") {
  return queryOptions({
    queryKey: ["webhooks", appId, "deliveries", state, subscriptionId],
    refetchInterval: REFRESHED_EVERY,
    queryFn: async () => {
      const query = { limit: 50, ...(state ? { state } : {}), ...(subscriptionId ? { subscriptionId } : {}) };
      const params = { path: { appId }, query };
      return data(api.GET("/hubstead/v3/webhooks/{appId}/deliveries", { params }));
    },
  });
}

export function deliveryQuery(appId: number, deliveryId: string) {
  return queryOptions({
    queryKey: ["webhooks", appId, "delivery", deliveryId],
    queryFn: () => {
      const path = { appId, deliveryId };
      return data(api.GET("/hubstead/v3/webhooks/{appId}/deliveries/{deliveryId}", { params: { path } }));
    },
  });
}

/** Everything that can be done to the webhooks of an app; what is shown of them is read anew afterwards. */
export function useWebhooks(appId: number) {
  const path = { appId };
  const save = useDone(appId, (body: { targetUrl: string; maxConcurrentRequests: number }) =>
    data(api.PUT("/hubstead/v3/webhooks/{appId}/settings", { params: { path }, body })),
  );
  const hold = useDone(appId, (held: boolean) =>
    data(
      held
        ? api.POST("/hubstead/v3/webhooks/{appId}/pause", { params: { path } })
        : api.POST("/hubstead/v3/webhooks/{appId}/resume", { params: { path } }),
    ),
  );
  const subscribe = useDone(appId, (wanted: Subscribed) =>
    data(
      api.POST("/hubstead/v3/webhooks/{appId}/subscriptions", {
        params: { path },
        body: { ...wanted, active: true },
      }),
    ),
  );
  const turn = useDone(appId, ({ id, active }: { id: string; active: boolean }) =>
    data(
      api.PATCH("/hubstead/v3/webhooks/{appId}/subscriptions/{subscriptionId}", {
        params: { path: { appId, subscriptionId: id } },
        body: { active },
      }),
    ),
  );
  const unsubscribe = useDone(appId, (id: string) =>
    data(
      api.DELETE("/hubstead/v3/webhooks/{appId}/subscriptions/{subscriptionId}", {
        params: { path: { appId, subscriptionId: id } },
      }),
    ),
  );
  const redeliver = useDone(appId, (deliveryId: string) =>
    data(
      api.POST("/hubstead/v3/webhooks/{appId}/deliveries/{deliveryId}/redeliver", {
        params: { path: { appId, deliveryId } },
      }),
    ),
  );
  const redeliverFailed = useDone(appId, () =>
    data(
      api.POST("/hubstead/v3/webhooks/{appId}/deliveries/redeliver", {
        params: { path },
        body: { state: "failed" },
      }),
    ),
  );
  return { save, hold, subscribe, turn, unsubscribe, redeliver, redeliverFailed };
}

function useDone<Given, Made>(appId: number, mutationFn: (given: Given) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: ["webhooks", appId] }),
  });
}

export const notDone = (error: unknown) => notifyFailure(t("Not done"), error);
