import { describe, expect, it } from "vitest";

import { todayIn } from "../shared/days";
import { before, intervalOf, partsOf, spanOf } from "./period";

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
