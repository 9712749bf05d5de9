import { linkOptions } from "@tanstack/react-router";

import type { Saved } from "../saved/saved-query";
import { type Comparison, FIRST_PERIOD } from "./period";
import type { Metric } from "./reports";
import { type Asked, validAsked } from "./search";
import { type Given, validGiven } from "./tools/given";
import { toolOf, TRAFFIC } from "./tools/tools";

/** All that a page of analytics was asked for: what a saved report holds. */
export interface Report extends Omit<Asked, "saved"> {
  tool: string;
  given: Given;
}

/** What can be understood of something saved, which programs may have written. */
export function reportOf(content: Record<string, unknown>): Report {
  const { period, compare, view } = validAsked(content);
  return contentOf({
    tool: typeof content.tool === "string" ? content.tool : "",
    given: validGiven(content.given),
    ...(period !== undefined && { period }),
    ...(compare !== undefined && { compare }),
    ...(view !== undefined && { view }),
  });
}

/** What is kept of a page: with the period and the comparison that it has without being asked, and nothing that does not matter. */
export function contentOf({ tool, given, period, compare, view }: Report): Report {
  const { timeless, compares } = toolOf(tool) ?? {};
  const usual: Comparison = tool === TRAFFIC.id ? "before" : "none";
  return {
    tool,
    given: validGiven(given),
    ...(!timeless && { period: period ?? FIRST_PERIOD }),
    ...(compares && { compare: compare ?? usual }),
    ...(!timeless && view !== undefined && { view }),
  };
}

export function isSame(one: Report, other: Report): boolean {
  return JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other));
}

/** Where a saved report is opened, with all that it holds in the address. */
export function addressOf({ id, content }: Saved) {
  const { tool, given, ...asked } = reportOf(content);
  const search = { ...asked, saved: id };
  if (tool !== TRAFFIC.id)
    return linkOptions({ to: "/app/analytics/$tool", params: { tool }, search: { ...search, given } });
  const { report, path, metric } = given;
  return linkOptions({
    to: "/app/analytics",
    search: {
      ...search,
      ...(metric !== undefined && { metric: metric as Metric }),
      ...(report !== undefined && path !== undefined && { drill: { [report]: path } }),
    },
  });
}
