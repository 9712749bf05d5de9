import { expect, test } from "vitest";

import { saidOf, wordsOfBounds } from "./journal-query";

test("Bounds that say nothing are not sent, and the others are told in words", () => {
  const bounds = { properties: ["city", "zip"], objectIds: [], associatedObjectTypeIds: ["0-2"] };
  expect(saidOf(bounds)).toEqual({ properties: ["city", "zip"], associatedObjectTypeIds: ["0-2"] });
  expect(wordsOfBounds(bounds, (type) => `type ${type}`)).toBe("only city, zip; with type 0-2");
  expect(wordsOfBounds({ listIds: [3, 4] }, String)).toBe("of the lists 3, 4");
  expect(wordsOfBounds({ objectIds: [] }, String)).toBe("");
});
