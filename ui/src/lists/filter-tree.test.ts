import { describe, expect, it } from "vitest";

import type { Property } from "../crm/definitions";
import { conditionOf, conditionsFor, dayOf, operationOf, withDay } from "./conditions";
import { EMPTY, group, isComplete, listsIn, read } from "./filter-tree";

const property = (type: string, fieldType = "text") =>
  ({ name: "p", type, fieldType, options: [] }) as never as Property;
const named = (type: string, operator: string) => {
  const found = conditionsFor(property(type)).find((each) => each.operator === operator);
  if (!found) throw new Error(operator);
  return found;
};

describe("a tree of filters", () => {
  it("is complete when every condition is filled in, however deep", () => {
    expect(isComplete(EMPTY)).toBe(false);
    const filter = {
      filterType: "PROPERTY",
      property: "p",
      operation: operationOf(named("string", "CONTAINS")),
    };
    const nested = { ...group(filter), filterBranchType: "ASSOCIATION" };
    const tree = { ...EMPTY, filterBranches: [{ ...group(), filterBranches: [nested] }] };
    expect(isComplete(tree)).toBe(false);
    filter.operation.values = ["x"];
    expect(isComplete(tree)).toBe(true);
    expect(isComplete({ ...tree, filterBranches: [...tree.filterBranches, group()] })).toBe(false);
  });

  it("keeps what the app does not know, and fills in what the server left out", () => {
    expect(read({ filterBranchType: "OR", filterBranches: [{ strange: 1 }] })).toEqual({
      filterBranchType: "OR",
      filters: [],
      filterBranches: [{ strange: 1, filterBranchType: "AND", filters: [], filterBranches: [] }],
    });
  });

  it("names the lists that it asks about", () => {
    const inside = { ...group({ filterType: "IN_LIST", listId: "7" }), filterBranchType: "ASSOCIATION" };
    const all = { ...group({ filterType: "IN_LIST", listId: "5" }), filterBranches: [inside] };
    expect([...listsIn({ ...EMPTY, filterBranches: [all] })]).toEqual(["5", "7"]);
  });
});

describe("a condition", () => {
  it("keeps what it is compared with where that fits the next one", () => {
    const before = { ...operationOf(named("string", "IS_EQUAL_TO")), values: ["a"] };
    expect(operationOf(named("string", "STARTS_WITH"), before).values).toEqual(["a"]);
    expect(operationOf(named("string", "IS_KNOWN"), before)).toEqual({
      operationType: "ALL_PROPERTY",
      operator: "IS_KNOWN",
    });
    expect(operationOf(named("number", "IS_BETWEEN"), { ...before, value: "5" })).toMatchObject({
      lowerBound: "",
    });
  });

  it("is found again in an operation, but for those that only the API makes", () => {
    const operation = {
      operationType: "ROLLING_DATE_RANGE",
      operator: "IS_LESS_THAN_X_DAYS_AGO",
      numberOfDays: 3,
    };
    expect(conditionOf(operation, conditionsFor(property("datetime")))?.takes).toBe("count");
    expect(
      conditionOf({ ...operation, operationType: "TIME_POINT" }, conditionsFor(property("datetime"))),
    ).toBeUndefined();
  });

  it("writes a day as the API does", () => {
    const operation = withDay(operationOf(named("date", "IS_BEFORE")), "2026-03-09");
    expect(operation).toMatchObject({ year: 2026, month: "MARCH", day: 9 });
    expect(dayOf(operation)).toBe("2026-03-09");
    expect(dayOf(withDay(operation, ""))).toBe("");
  });
});
