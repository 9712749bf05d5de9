import type { Comparison } from "./period";
import type { Metric } from "./reports";
import type { Given } from "./tools/given";

/** What all pages of analytics say in their address, so that it can be sent to a colleague: days, what they are compared
 * with, the view that traffic is looked at through, and the saved report that this was. */
export interface Asked {
  period?: string;
  compare?: Comparison;
  view?: number;
  saved?: string;
}

export interface AnalyticsSearch extends Asked {
  metric?: Metric;
  /** How deep cards are opened, by their report. */
  drill?: Record<string, string[]>;
}

export interface ToolSearch extends Asked {
  given?: Given;
}

type Search = Record<string, unknown>;

/** The first page loads this, so it only sorts out what has the wrong form; what stands in it is judged where it is used. */
export function validSearch(search: Search): AnalyticsSearch {
  const { metric, drill } = search;
  return {
    ...validAsked(search),
    ...(typeof metric === "string" && { metric: metric as Metric }),
    ...(isObject(drill) && { drill: drill as Record<string, string[]> }),
  };
}

/** What the address of a tool says. */
export function validToolSearch(search: Search): ToolSearch {
  return { ...validAsked(search), ...(isObject(search.given) && { given: search.given }) };
}

export function validAsked({ period, compare, view, saved }: Search): Asked {
  const compared = compare === false ? "none" : compare;
  return {
    ...(typeof period === "string" && { period }),
    ...((compared === "none" || compared === "before" || compared === "year") && { compare: compared }),
    ...(typeof view === "number" && { view }),
    ...((typeof saved === "string" || typeof saved === "number") && { saved: String(saved) }),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
