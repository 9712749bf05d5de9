import { t } from "../shared/texts";
import type { ViewFilter } from "./views-query";

/** What a view can look at, as docs/reports.md lists it. */
export const PROPS = [
  { value: "domain", label: t("Domain of the page"), example: "shop.example.com" },
  { value: "path", label: t("Path of the page"), example: "/blog" },
  { value: "url", label: t("Address of the page"), example: "https://shop.example.com/pricing" },
  { value: "source", label: t("Source"), example: "organic" },
  { value: "country", label: t("Country"), example: "DE, AT" },
  { value: "device", label: t("Device"), example: "mobile" },
  { value: "browser", label: t("Browser"), example: "firefox" },
  { value: "utm_campaign", label: t("UTM campaign"), example: "winter" },
  { value: "utm_source", label: t("UTM source"), example: "newsletter" },
  { value: "utm_medium", label: t("UTM medium"), example: "email" },
  { value: "utm_term", label: t("UTM term"), example: "shoes" },
  { value: "utm_content", label: t("UTM content"), example: "banner" },
] as const;

export const OPS = [
  { value: "IN", label: t("is one of") },
  { value: "NOT_IN", label: t("is none of") },
  { value: "CONTAINS", label: t("contains") },
  { value: "NOT_CONTAINS", label: t("does not contain") },
  { value: "STARTS_WITH", label: t("begins with") },
  { value: "NOT_STARTS_WITH", label: t("does not begin with") },
  { value: "ENDS_WITH", label: t("ends with") },
  { value: "NOT_ENDS_WITH", label: t("does not end with") },
] as const;

/** Programs may say that something equals one text; people see the operator of several. */
const SAME: Record<string, string> = { EQ: "IN", NEQ: "NOT_IN" };

export const FIRST_FILTER: ViewFilter = { prop: "domain", op: "IN", args: [] };

export function shownFilter({ prop, op, args }: ViewFilter): ViewFilter {
  return { prop, op: SAME[op] ?? op, args: [...args] };
}

/** The filters that say something; a line without a value is none. */
export function saidFilters(filters: ViewFilter[]): ViewFilter[] {
  return filters.filter(({ args }) => args.length > 0);
}

/** A view in words: all its filters must fit, any value of each. */
export function describeFilters(filters: ViewFilter[]): string {
  return filters
    .map(shownFilter)
    .map(({ prop, op, args }) => {
      const property = PROPS.find(({ value }) => value === prop)?.label ?? prop;
      const operator = OPS.find(({ value }) => value === op)?.label ?? op;
      return `${property} ${operator} ${args.join(", ")}`;
    })
    .join("; ");
}
