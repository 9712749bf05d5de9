import { PERIODS, type PeriodName } from "./period";
import { type Metric, METRICS } from "./reports";
import { type Given, validGiven } from "./tools/given";

/** What the address of the page says, so that it can be sent to a colleague. */
export interface AnalyticsSearch {
  period?: PeriodName;
  metric?: Metric;
  compare?: boolean;
}

export function validSearch(given: Record<string, unknown>): AnalyticsSearch {
  const period = PERIODS.find(({ value }) => value === given.period)?.value;
  const metric = METRICS.find(({ value }) => value === given.metric)?.value;
  return {
    ...(period && { period }),
    ...(metric && { metric }),
    ...(given.compare === false && { compare: false }),
  };
}

/** What the address of a tool says. */
export function validToolSearch(search: Record<string, unknown>): { period?: PeriodName; given?: Given } {
  const { period } = validSearch(search);
  return {
    ...(period && { period }),
    ...(search.given !== undefined && { given: validGiven(search.given) }),
  };
}
