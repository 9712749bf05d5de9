import type { Property } from "../crm/definitions";
import { ROLLING } from "../crm/operators";
import type { Rolling } from "../crm/rolling";
import type { Filter } from "../crm/search";
import { t } from "../shared/texts";

/** A filter as it is being filled in. */
export interface Draft {
  property: string;
  operator: string;
  values: string[];
  high: string;
  rolling?: Rolling | undefined;
}

/** The periods that are offered, by unit and its first and last step from now. */
export const PERIODS = [
  { value: "day 0 0", label: t("today") },
  { value: "day -1 -1", label: t("yesterday") },
  { value: "day -6 0", label: t("the last 7 days") },
  { value: "day -29 0", label: t("the last 30 days") },
  { value: "day -89 0", label: t("the last 90 days") },
  { value: "week 0 0", label: t("this week") },
  { value: "week -1 -1", label: t("last week") },
  { value: "month 0 0", label: t("this month") },
  { value: "month -1 -1", label: t("last month") },
  { value: "quarter 0 0", label: t("this quarter") },
  { value: "quarter -1 -1", label: t("last quarter") },
  { value: "year 0 0", label: t("this year") },
  { value: "year -1 -1", label: t("last year") },
  { value: "day 1 1", label: t("tomorrow") },
  { value: "day 0 6", label: t("the next 7 days, with today") },
  { value: "day 0 29", label: t("the next 30 days, with today") },
];

export function rollingOf(period: string, property: Property): Rolling {
  const [unit, from, to] = period.split(" ");
  return {
    unit: unit as Rolling["unit"],
    from: Number(from),
    to: Number(to),
    days: property.type === "date",
  };
}

export function periodOf({ unit, from, to }: Rolling): string {
  return `${unit} ${from} ${to}`;
}

export function draftOf(filter: Filter): Draft {
  const { propertyName: property, operator, rolling } = filter;
  if (rolling) return { property, operator: ROLLING, values: [], high: "", rolling };
  const single = filter.value == null ? [] : [String(filter.value)];
  const values = (filter.values ?? []).map(String);
  const high = filter.highValue == null ? "" : String(filter.highValue);
  return { property, operator, values: values.length ? values : single, high };
}

export function filterOf(draft: Draft): Filter {
  const filter = { propertyName: draft.property, operator: draft.operator };
  const { rolling } = draft;
  if (rolling) return { ...filter, operator: "BETWEEN", rolling };
  if (draft.operator === "IN" || draft.operator === "NOT_IN") return { ...filter, values: draft.values };
  if (draft.operator === "BETWEEN") return { ...filter, value: draft.values[0] ?? "", highValue: draft.high };
  return draft.values[0] === undefined ? filter : { ...filter, value: draft.values[0] };
}

/** The draft with another operator: what was given stays where the new one can take it. */
export function withOperator(draft: Draft, operator: string, property: Property): Draft {
  const rolling = operator === ROLLING ? rollingOf("day -6 0", property) : undefined;
  return { ...draft, operator, rolling };
}
