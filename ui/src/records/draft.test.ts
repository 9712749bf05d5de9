import { expect, it } from "vitest";

import { draftOf, filterOf } from "./draft";

it.each([
  { propertyName: "email", operator: "EQ", value: "a@b.c" },
  { propertyName: "stage", operator: "IN", values: ["a", "b"] },
  { propertyName: "amount", operator: "BETWEEN", value: "1", highValue: "5" },
  { propertyName: "email", operator: "HAS_PROPERTY" },
  { propertyName: "closedate", operator: "BETWEEN", rolling: { unit: "day", from: -6, to: 0, days: true } },
] as const)("a filter comes back from its draft: $operator", (filter) => {
  expect(filterOf(draftOf(filter as Parameters<typeof draftOf>[0]))).toEqual(filter);
});
