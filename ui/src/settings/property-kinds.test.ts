import { expect, test } from "vitest";

import { nameFrom, optionsFrom } from "./property-kinds";

test("a label becomes a name that the API takes", () => {
  expect(nameFrom("Größe in m²")).toBe("gro_e_in_m2");
  expect(nameFrom("  Favourite   colour! ")).toBe("favourite_colour");
  expect(nameFrom("2nd address")).toBe("p_2nd_address");
  expect(nameFrom("日本")).toBe("");
});

test("options keep their order; their label stands in for a missing value; empty ones are left out", () => {
  const drafts = [
    { label: " Red ", value: "", hidden: false },
    { label: "", value: "x", hidden: false },
    { label: "Blue", value: "b", hidden: true },
  ];
  expect(optionsFrom(drafts)).toEqual([
    { label: "Red", value: "Red", displayOrder: 0, hidden: false },
    { label: "Blue", value: "b", displayOrder: 1, hidden: true },
  ]);
});
