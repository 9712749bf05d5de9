import { t } from "../shared/texts";
import type { Property } from "./definitions";
import { isOwner } from "./format";

/** How a filter compares, in the search's word and in people's; `takes` is what it needs to compare with. */
export interface Operator {
  name: string;
  label: string;
  takes: "nothing" | "one" | "many" | "two" | "period";
}

const ANY: Operator[] = [
  { name: "HAS_PROPERTY", label: t("is known"), takes: "nothing" },
  { name: "NOT_HAS_PROPERTY", label: t("is unknown"), takes: "nothing" },
];
const AMONG: Operator[] = [
  { name: "IN", label: t("is any of"), takes: "many" },
  { name: "NOT_IN", label: t("is none of"), takes: "many" },
];
const TEXT: Operator[] = [
  { name: "CONTAINS_TOKEN", label: t("contains the word"), takes: "one" },
  { name: "NOT_CONTAINS_TOKEN", label: t("does not contain the word"), takes: "one" },
  { name: "EQ", label: t("is exactly"), takes: "one" },
  { name: "NEQ", label: t("is not"), takes: "one" },
  ...AMONG,
];
const ORDERED: Operator[] = [
  { name: "EQ", label: t("is"), takes: "one" },
  { name: "NEQ", label: t("is not"), takes: "one" },
  { name: "GT", label: t("is more than"), takes: "one" },
  { name: "GTE", label: t("is at least"), takes: "one" },
  { name: "LT", label: t("is less than"), takes: "one" },
  { name: "LTE", label: t("is at most"), takes: "one" },
  { name: "BETWEEN", label: t("is between"), takes: "two" },
  ...AMONG,
];
/** Not an operator of the search: BETWEEN two moments that move on. */
export const ROLLING = "ROLLING";
const IN_TIME: Operator[] = [
  { name: ROLLING, label: t("is in"), takes: "period" },
  { name: "EQ", label: t("is"), takes: "one" },
  { name: "NEQ", label: t("is not"), takes: "one" },
  { name: "GTE", label: t("is on or after"), takes: "one" },
  { name: "GT", label: t("is after"), takes: "one" },
  { name: "LT", label: t("is before"), takes: "one" },
  { name: "LTE", label: t("is on or before"), takes: "one" },
  { name: "BETWEEN", label: t("is between"), takes: "two" },
];

/** The operators that make sense for a property. */
export function operatorsFor(property: Property): Operator[] {
  if (isOwner(property)) return [...AMONG, ...ANY];
  switch (property.type) {
    case "enumeration":
    case "bool":
      return [...AMONG, ...ANY];
    case "number":
      return [...ORDERED, ...ANY];
    case "date":
    case "datetime":
      return [...IN_TIME, ...ANY];
    default:
      return [...TEXT, ...ANY];
  }
}

/** Whether a filter is filled in so far that it can be sent. A period always is. */
export function isComplete(operator: Operator, values: string[], high: string): boolean {
  if (operator.takes === "nothing" || operator.takes === "period") return true;
  if (operator.takes === "two") return Boolean(values[0]) && Boolean(high);
  return values.length > 0 && values.every(Boolean);
}
