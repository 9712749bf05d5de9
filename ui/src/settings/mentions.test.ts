import { expect, it } from "vitest";

import { mentions } from "./mentions";

it("finds a field wherever it stands", () => {
  const form = { name: "Newsletter", fieldGroups: [{ fields: [{ name: "email" }, { name: "shoe_size" }] }] };
  expect(mentions(form, "name", "shoe_size")).toBe(true);
  expect(mentions(form, "label", "shoe_size")).toBe(false);
  expect(mentions([null, 1, "shoe_size"], "name", "shoe_size")).toBe(false);
});
