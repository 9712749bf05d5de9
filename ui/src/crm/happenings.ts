import { queryOptions } from "@tanstack/react-query";

import { api, data } from "../api/client";

/** Forms by name, to choose one of them. */
export const formsQuery = queryOptions({
  queryKey: ["forms", "choices"],
  retry: false,
  queryFn: async () => {
    const query = { limit: 500 };
    const { results } = await data(api.GET("/marketing/v3/forms", { params: { query } }));
    return (results as { id: string; name: string }[]).map(({ id, name }) => ({ value: id, label: name }));
  },
});

/** The full names of events that can be sent. */
export const eventsQuery = queryOptions({
  queryKey: ["events", "choices"],
  retry: false,
  queryFn: async () => {
    const { eventTypes } = await data(api.GET("/events/v3/events/event-types"));
    return eventTypes;
  },
});
