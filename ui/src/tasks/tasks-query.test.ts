import { expect, it } from "vitest";

import { filtersOf } from "./tasks-query";

it("splits tasks by whether they are done and due by the end of today", () => {
  const of = (pile: "due" | "later" | "done", owner = "") =>
    filtersOf(pile, owner, 5).map(
      ({ propertyName, operator, value }) => `${propertyName} ${operator} ${value}`,
    );
  expect(of("due", "7")).toEqual([
    "hs_task_status NEQ COMPLETED",
    "hs_timestamp LTE 5",
    "hubspot_owner_id EQ 7",
  ]);
  expect(of("later")).toEqual(["hs_task_status NEQ COMPLETED", "hs_timestamp GT 5"]);
  expect(of("done")).toEqual(["hs_task_status EQ COMPLETED"]);
});
