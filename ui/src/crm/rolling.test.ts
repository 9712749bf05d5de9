import { describe, expect, it } from "vitest";

import { rolled, type Rolling, spanOf } from "./rolling";

const TODAY = "2026-03-18"; // a Wednesday
const dates = (unit: Rolling["unit"], from: number, to: number) =>
  Object.values(spanOf({ unit, from, to, days: true }, "UTC", TODAY));

describe("a period that moves on", () => {
  it.each([
    ["day", -6, 0, "2026-03-12", "2026-03-18"],
    ["day", 1, 7, "2026-03-19", "2026-03-25"],
    ["week", 0, 0, "2026-03-16", "2026-03-22"],
    ["month", -1, -1, "2026-02-01", "2026-02-28"],
    ["month", -3, -3, "2025-12-01", "2025-12-31"],
    ["quarter", -1, -1, "2025-10-01", "2025-12-31"],
    ["year", 0, 0, "2026-01-01", "2026-12-31"],
  ] as const)("in %ss from %d to %d", (unit, from, to, first, last) =>
    expect(dates(unit, from, to)).toEqual([first, last]),
  );

  it("of moments begins at midnight of the account, also on the day that clocks are changed", () => {
    const today: Rolling = { unit: "day", from: 0, to: 0, days: false };
    // Berlin goes from UTC+1 to UTC+2 within 2026-03-29, which has 23 hours.
    const { value, highValue } = spanOf(today, "Europe/Berlin", "2026-03-29");
    expect(new Date(Number(value)).toISOString()).toBe("2026-03-28T23:00:00.000Z");
    expect(new Date(Number(highValue)).toISOString()).toBe("2026-03-29T21:59:59.999Z");
  });

  it("is read anew each day, as plain filters", () => {
    const rolling: Rolling = { unit: "day", from: 0, to: 0, days: true };
    const filter = { propertyName: "closedate", operator: "BETWEEN", value: "1999-01-01", rolling } as const;
    const now = new Date("2026-03-18T23:30:00Z");
    expect(rolled([{ filters: [filter] }], "Europe/Berlin", now)).toEqual([
      {
        filters: [
          { propertyName: "closedate", operator: "BETWEEN", value: "2026-03-19", highValue: "2026-03-19" },
        ],
      },
    ]);
  });
});
