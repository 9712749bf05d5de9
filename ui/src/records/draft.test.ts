import { expect, it } from "vitest";

import { draftOf, filterOf } from "./draft";

it.each([
  { propertyName: "email", operator: "EQ", value: "a@b.c" },
  { propertyName: "stage", operator: "IN", values: ["a", "b"] },
  { propertyName: "amount", operator: "BETWEEN", value: "1", highValue: "5" },
  { propertyName: "email", operator: "HAS_PROPERTY" },
] as const)("a filter comes back from its draft: $operator", (filter) => {
  expect(filterOf(draftOf(filter as Parameters<typeof draftOf>[0]))).toEqual(filter);
});
