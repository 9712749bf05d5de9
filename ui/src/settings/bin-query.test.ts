import { expect, it } from "vitest";

import { daysLeft } from "./bin-query";

const NOW = Date.parse("2026-03-01T12:00:00Z");

it("counts the days until a record leaves the bin", () => {
  expect(daysLeft("2026-05-30T12:00:00Z", NOW)).toBe(90);
  expect(daysLeft("2026-03-01T12:00:01Z", NOW)).toBe(1);
  expect(daysLeft("2026-03-01T11:59:59Z", NOW)).toBe(0);
});
