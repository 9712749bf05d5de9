import { describe, expect, it } from "vitest";

import { beginOf, dayIn, daysOf, momentAt, movedTo, otherMonth, stepped } from "./days";

describe("the days of a view", () => {
  it("are whole weeks of a month, from the weekday that weeks begin with", () => {
    const monday = daysOf("month", "2026-03-15", 1);
    expect([monday[0], monday.at(-1), monday.length]).toEqual(["2026-02-23", "2026-04-05", 42]);
    const sunday = daysOf("month", "2026-03-15", 7);
    expect([sunday[0], sunday.at(-1)]).toEqual(["2026-03-01", "2026-04-04"]);
  });

  it("are a week, or a month from a day on", () => {
    expect(daysOf("week", "2026-03-01", 1)[0]).toBe("2026-02-23");
    expect(daysOf("agenda", "2026-03-01", 1)).toHaveLength(30);
    expect([stepped("week", "2026-03-01", -1), stepped("month", "2026-03-31", -1)]).toEqual([
      "2026-02-22",
      "2026-02-28",
    ]);
    expect(otherMonth("2026-12-31", 2)).toBe("2027-02-28");
  });
});

describe("moments in the account's time zone", () => {
  it("are of the day that its clocks show", () => {
    expect(dayIn("2026-03-01T02:30:00Z", "America/New_York")).toBe("2026-02-28");
    expect(beginOf("2026-03-01", "America/New_York")).toBe(Date.parse("2026-03-01T05:00:00Z"));
  });

  it("keep their time of day when clocks are put forward between the days", () => {
    expect(movedTo("2026-03-28T08:00:00Z", "2026-03-30", "Europe/Berlin")).toBe("2026-03-30T07:00:00.000Z");
    expect(momentAt("2026-11-02", "09:00", "America/New_York")).toBe("2026-11-02T14:00:00.000Z");
  });
});
