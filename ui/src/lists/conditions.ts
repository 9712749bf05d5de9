import type { Property } from "../crm/definitions";
import { isOwner } from "../crm/format";
import { t } from "../shared/texts";
import { type Operation, textOf } from "./filter-tree";

/** What a condition is compared with. */
export type Takes =
  | "nothing"
  | "text"
  | "texts"
  | "number"
  | "numbers"
  | "options"
  | "truth"
  | "day"
  | "days"
  | "count"
  | "unit"
  | "property";

/** A way to look at a property, and what it is called by. */
export interface Condition {
  label: string;
  operationType: string;
  operator: string;
  takes: Takes;
}

const condition = (operationType: string, operator: string, takes: Takes, label: string): Condition => ({
  operationType,
  operator,
  takes,
  label,
});

const ANY: Condition[] = [
  condition("ALL_PROPERTY", "IS_KNOWN", "nothing", t("is known")),
  condition("ALL_PROPERTY", "IS_UNKNOWN", "nothing", t("is unknown")),
  condition("ROLLING_PROPERTY_UPDATED", "UPDATED_IN_LAST_X_DAYS", "count", t("was changed in the last days")),
  condition(
    "ROLLING_PROPERTY_UPDATED",
    "NOT_UPDATED_IN_LAST_X_DAYS",
    "count",
    t("was not changed in the last days"),
  ),
];

const TEXT: Condition[] = [
  condition("MULTISTRING", "IS_EQUAL_TO", "texts", t("is any of")),
  condition("MULTISTRING", "IS_NOT_EQUAL_TO", "texts", t("is none of")),
  condition("MULTISTRING", "CONTAINS", "texts", t("contains any of")),
  condition("MULTISTRING", "DOES_NOT_CONTAIN", "texts", t("contains none of")),
  condition("MULTISTRING", "STARTS_WITH", "texts", t("starts with any of")),
  condition("MULTISTRING", "ENDS_WITH", "texts", t("ends with any of")),
  condition("MULTISTRING", "HAS_EVER_BEEN_EQUAL_TO", "texts", t("has ever been any of")),
  condition("MULTISTRING", "HAS_NEVER_BEEN_EQUAL_TO", "texts", t("has never been any of")),
  condition("STRING", "IS_EQUAL_TO", "text", t("is exactly the text")),
  condition("STRING", "IS_NOT_EQUAL_TO", "text", t("is not the text")),
  condition("STRING", "CONTAINS", "text", t("contains the text")),
  condition("STRING", "HAS_EVER_CONTAINED", "text", t("has ever contained the text")),
  condition("STRING", "HAS_NEVER_CONTAINED", "text", t("has never contained the text")),
];

const NUMBER: Condition[] = [
  condition("NUMBER", "IS_EQUAL_TO", "number", t("is")),
  condition("NUMBER", "IS_NOT_EQUAL_TO", "number", t("is not")),
  condition("NUMBER", "IS_GREATER_THAN", "number", t("is more than")),
  condition("NUMBER", "IS_GREATER_THAN_OR_EQUAL_TO", "number", t("is at least")),
  condition("NUMBER", "IS_LESS_THAN", "number", t("is less than")),
  condition("NUMBER", "IS_LESS_THAN_OR_EQUAL_TO", "number", t("is at most")),
  condition("NUMBER_RANGED", "IS_BETWEEN", "numbers", t("is between")),
  condition("NUMBER_RANGED", "IS_NOT_BETWEEN", "numbers", t("is not between")),
  condition("NUMBER", "HAS_EVER_BEEN_EQUAL_TO", "number", t("has ever been")),
];

const CHOICE: Condition[] = [
  condition("ENUMERATION", "IS_ANY_OF", "options", t("is any of")),
  condition("ENUMERATION", "IS_NONE_OF", "options", t("is none of")),
  condition("ENUMERATION", "HAS_EVER_BEEN_ANY_OF", "options", t("has ever been any of")),
  condition("ENUMERATION", "HAS_NEVER_BEEN_ANY_OF", "options", t("has never been any of")),
];

const CHOICES: Condition[] = [
  ...CHOICE,
  condition("ENUMERATION", "CONTAINS_ALL", "options", t("has all of")),
  condition("ENUMERATION", "IS_EXACTLY", "options", t("has exactly")),
];

const TRUTH: Condition[] = [
  condition("BOOL", "IS_EQUAL_TO", "truth", t("is")),
  condition("BOOL", "HAS_EVER_BEEN_EQUAL_TO", "truth", t("has ever been")),
];

const MOMENT: Condition[] = [
  condition("DATE", "IS_EQUAL_TO", "day", t("is on")),
  condition("DATE", "IS_BEFORE", "day", t("is before")),
  condition("DATE", "IS_AFTER", "day", t("is after")),
  condition("RANGED_DATE", "IS_BETWEEN", "days", t("is between")),
  condition("ROLLING_DATE_RANGE", "IS_LESS_THAN_X_DAYS_AGO", "count", t("is less than … days ago")),
  condition("ROLLING_DATE_RANGE", "IS_MORE_THAN_X_DAYS_AGO", "count", t("is more than … days ago")),
  condition("ROLLING_DATE_RANGE", "IS_LESS_THAN_X_DAYS_FROM_NOW", "count", t("is within the next … days")),
  condition("ROLLING_DATE_RANGE", "IS_MORE_THAN_X_DAYS_FROM_NOW", "count", t("is more than … days from now")),
  condition("CALENDAR_DATE", "IN_THIS_TIME_UNIT", "unit", t("is in this")),
  condition("CALENDAR_DATE", "IN_LAST_TIME_UNIT", "unit", t("is in the last")),
  condition("CALENDAR_DATE", "IN_NEXT_TIME_UNIT", "unit", t("is in the next")),
  condition("COMPARATIVE_DATE", "IS_BEFORE", "property", t("is before the property")),
  condition("COMPARATIVE_DATE", "IS_AFTER", "property", t("is after the property")),
];

/** The conditions that go with a property, the usual one first. */
export function conditionsFor(property: Property): Condition[] {
  if (isOwner(property)) return [...CHOICE, ...ANY];
  switch (property.type) {
    case "enumeration":
      return [...(property.fieldType === "checkbox" ? CHOICES : CHOICE), ...ANY];
    case "bool":
      return [...TRUTH, ...ANY];
    case "number":
      return [...NUMBER, ...ANY];
    case "date":
    case "datetime":
      return [...MOMENT, ...ANY];
    default:
      return [...TEXT, ...ANY];
  }
}

/** The condition that an operation is; `undefined` for one that only the API makes. */
export function conditionOf(operation: Operation, all: Condition[]): Condition | undefined {
  return all.find(
    (each) => each.operationType === operation.operationType && each.operator === operation.operator,
  );
}

const BLANK: Record<Takes, Record<string, unknown>> = {
  nothing: {},
  text: { value: "" },
  texts: { values: [] },
  number: { value: "" },
  numbers: { lowerBound: "", upperBound: "" },
  options: { values: [] },
  truth: { value: true },
  day: { year: "", month: "", day: "" },
  days: { lowerBound: "", upperBound: "" },
  count: { numberOfDays: 30 },
  unit: { timeUnit: "MONTH" },
  property: { comparisonPropertyName: "" },
};

/** The operation of a condition, with what the former one was compared with as far as it fits. */
export function operationOf(to: Condition, before?: Operation): Operation {
  const blank = BLANK[to.takes];
  const kept = Object.keys(blank).filter((name) => before && fits(blank[name], before[name]));
  return {
    operationType: to.operationType,
    operator: to.operator,
    ...blank,
    ...Object.fromEntries(kept.map((name) => [name, before?.[name]])),
    ...(before?.includeObjectsWithNoValueSet === true && { includeObjectsWithNoValueSet: true }),
  };
}

function fits(blank: unknown, value: unknown): boolean {
  return value !== undefined && Array.isArray(blank) === Array.isArray(value) && typeof value !== "boolean";
}

const MONTHS = [
  "JANUARY",
  "FEBRUARY",
  "MARCH",
  "APRIL",
  "MAY",
  "JUNE",
  "JULY",
  "AUGUST",
  "SEPTEMBER",
  "OCTOBER",
  "NOVEMBER",
  "DECEMBER",
];

/** The day of an operation as `YYYY-MM-DD`; "" for none. */
export function dayOf({ year, month, day }: Operation): string {
  const number =
    typeof month === "string" && MONTHS.includes(month) ? MONTHS.indexOf(month) + 1 : Number(month);
  if (!year || !number || !day) return "";
  return [textOf(year), String(number).padStart(2, "0"), textOf(day).padStart(2, "0")].join("-");
}

export function withDay(operation: Operation, day: string): Operation {
  const [year = "", month = "", date = ""] = day.split("-").map(Number);
  return { ...operation, year, month: typeof month === "number" ? (MONTHS[month - 1] ?? "") : "", day: date };
}
