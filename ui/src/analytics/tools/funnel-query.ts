import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, type components, data } from "../../api/client";
import type { Span } from "../period";
import type { Given, Step } from "./given";

type Body = components["schemas"]["FunnelGiven"];

export const FIRST_STEPS: Step[] = [
  { type: "visit", value: "" },
  { type: "form", value: "" },
  { type: "lifecycle", value: "customer" },
];

export function funnelBody(span: Span, { steps = FIRST_STEPS, days = 30 }: Given): Body {
  return { ...span, windowDays: days, steps: steps.map(stepOf) };
}

function stepOf({ type, value }: Step): Body["steps"][number] {
  const text = value.trim();
  if (type === "page" && text) return { type, filters: [{ prop: "path", op: "EQ", args: [text] }] };
  if (type === "event") return { type, eventName: text };
  if (type === "form" && text) return { type, formId: text };
  if (type === "lifecycle") return { type, stage: text };
  return { type };
}

export function funnelQuery(span: Span, given: Given) {
  const body = funnelBody(span, given);
  return queryOptions({
    queryKey: ["funnel", body],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: async ({ signal }) =>
      (await data(api.POST("/analytics/v2/hubstead/funnel", { body, signal }))).results,
  });
}
