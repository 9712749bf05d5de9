import { expect, it } from "vitest";

import { mentions, says } from "./mentions";

it("finds a field wherever it stands", () => {
  const form = { name: "Newsletter", fieldGroups: [{ fields: [{ name: "email" }, { name: "shoe_size" }] }] };
  expect(mentions(form, "name", "shoe_size")).toBe(true);
  expect(mentions(form, "label", "shoe_size")).toBe(false);
  expect(mentions([null, 1, "shoe_size"], "name", "shoe_size")).toBe(false);
});

it("finds a word in columns, filters and SQL, but no part of another one", () => {
  const view = { columns: ["email", "shoe_size"], groups: [{ filters: [{ propertyName: "city" }] }] };
  expect(says(view, "city") && says(view, "shoe_size")).toBe(true);
  expect(says(view, "size")).toBe(false);
  expect(says({ sql: "SELECT max(shoe_size) FROM contacts" }, "shoe_size")).toBe(true);
  expect(says({ shoe_size: 1 }, "shoe_size")).toBe(false);
});
