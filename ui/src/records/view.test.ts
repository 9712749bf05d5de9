import { expect, test } from "vitest";

import type { ObjectType } from "../crm/object-types";
import { type Look, lookFrom, looksLike } from "./view";

const look: Look = { columns: ["email"], pinned: 0, widths: {}, sort: null, groups: [] };

test("widths make no other view, filters and columns do", () => {
  expect(looksLike(look, { ...look, widths: { email: 300 } })).toBe(true);
  expect(looksLike(look, { ...look, columns: ["email", "phone"] })).toBe(false);
  expect(looksLike(look, { ...look, pinned: 1 })).toBe(false);
  const filters = [{ propertyName: "email", operator: "HAS_PROPERTY" as const }];
  expect(looksLike(look, { ...look, groups: [{ filters }] })).toBe(false);
});

test("what an integration saved otherwise is as at first", () => {
  const type = { columns: ["email"] } as ObjectType;
  expect(lookFrom({ columns: "email", groups: [null], sort: null, widths: null }, type)).toEqual(look);
  const saved = { ...look, columns: ["phone"], sort: { property: "phone", descending: true } };
  expect(lookFrom({ ...saved }, type)).toEqual(saved);
});
