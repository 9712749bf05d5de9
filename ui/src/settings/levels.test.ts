import { expect, it } from "vitest";

import { inWords } from "./levels";

it("says what levels allow", () => {
  expect(inWords({ view: "none", edit: "all", delete: "all" })).toBe("Sees none.");
  expect(inWords({ view: "all", edit: "own", delete: "none" })).toBe(
    "Sees all. Changes those that the user owns. Deletes none.",
  );
});

it("lets nobody change what he does not see", () => {
  expect(inWords({ view: "own", edit: "all", delete: "team" })).toBe(
    "Sees those that the user owns. Changes those that the user owns. Deletes those that the user owns.",
  );
});
