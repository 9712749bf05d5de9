import { describe, expect, it } from "vitest";

import { todayIn } from "../shared/days";
import { before, comparedWith, freePeriod, intervalOf, partsOf, spanOf } from "./period";

describe("a period", () => {
  it("ends today in the time of the account", () => {
    const now = new Date("2026-03-01T23:30:00Z");
    expect(todayIn("Europe/Berlin", now)).toBe("2026-03-02");
    expect(spanOf("7d", "2026-03-02")).toEqual({ start: "2026-02-24", end: "2026-03-02" });
    expect(spanOf("month", "2026-03-02")).toEqual({ start: "2026-03-01", end: "2026-03-02" });
  });

  it("is compared with as many days right before", () => {
    expect(before({ start: "2026-02-24", end: "2026-03-02" })).toEqual({
      start: "2026-02-17",
      end: "2026-02-23",
    });
    expect(before({ start: "2026-03-02", end: "2026-03-02" })).toEqual({
      start: "2026-03-01",
      end: "2026-03-01",
    });
  });

  it("has parts that begin where reports let them begin", () => {
    expect(intervalOf(spanOf("30d", "2026-03-02"))).toBe("daily");
    expect(intervalOf(spanOf("90d", "2026-03-02"))).toBe("weekly");
    expect(intervalOf(spanOf("year", "2026-03-02"))).toBe("monthly");
    const span = { start: "2026-02-26", end: "2026-03-10" };
    expect(partsOf(span, "weekly")).toEqual(["2026-02-26", "2026-03-02", "2026-03-09"]);
    expect(partsOf(span, "monthly")).toEqual(["2026-02-26", "2026-03-01"]);
    expect(partsOf({ start: "2026-02-27", end: "2026-03-01" }, "daily")).toHaveLength(3);
  });
});

describe("a period of one's own", () => {
  it("is two days in any order", () => {
    expect(freePeriod("2026-03-09", "2026-02-26")).toBe("2026-02-26_2026-03-09");
    expect(spanOf("2026-02-26_2026-03-09", "2026-11-29")).toEqual({ start: "2026-02-26", end: "2026-03-09" });
  });

  it("is the first one where its text is no period", () => {
    const first = { start: "2026-10-31", end: "2026-11-29" };
    for (const text of ["", "x", "2026-02-30_2026-03-09", "2026-03-09_2026-02-26", "2026-03-09"])
      expect(spanOf(text, "2026-11-29")).toEqual(first);
  });

  it("is compared with the same days of a year before, under the same view", () => {
    const leap = { start: "2028-02-29", end: "2028-03-02", filterId: 1001 };
    expect(comparedWith(leap, "year")).toEqual({ start: "2027-02-28", end: "2027-03-02", filterId: 1001 });
    expect(comparedWith(leap, "before")).toEqual({ start: "2028-02-26", end: "2028-02-28", filterId: 1001 });
    expect(comparedWith(leap, "none")).toBeUndefined();
  });

  it("may be one of the calendar", () => {
    expect(spanOf("last-month", "2026-03-02")).toEqual({ start: "2026-02-01", end: "2026-02-28" });
    expect(spanOf("this-year", "2026-03-02")).toEqual({ start: "2026-01-01", end: "2026-03-02" });
    expect(spanOf("yesterday", "2026-03-01")).toEqual({ start: "2026-02-28", end: "2026-02-28" });
  });
});
