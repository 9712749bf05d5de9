import { describe, expect, it } from "vitest";

import { csvOf, drawnColumn, sorted, withEarlier } from "./csv";
import { validGiven } from "./given";
import { funnelBody } from "./funnel-query";

describe("what a tool is asked for", () => {
  it("is only what can be understood of an address", () => {
    expect(validGiven("x")).toEqual({});
    expect(validGiven({ days: 900, model: 5, page: "/", other: 1 })).toEqual({ days: 365, page: "/" });
    expect(validGiven({ steps: [null, { type: "page" }, { type: "evil", value: "x" }] })).toEqual({
      steps: [{ type: "page", value: "" }],
    });
  });

  it("becomes steps of a funnel", () => {
    const steps = [
      { type: "page" as const, value: "/pricing" },
      { type: "page" as const, value: "" },
      { type: "lifecycle" as const, value: "customer" },
    ];
    expect(funnelBody({ start: "2026-11-01", end: "2026-11-30" }, { steps, days: 14 })).toEqual({
      start: "2026-11-01",
      end: "2026-11-30",
      windowDays: 14,
      steps: [
        { type: "page", filters: [{ prop: "path", op: "EQ", args: ["/pricing"] }] },
        { type: "page" },
        { type: "lifecycle", stage: "customer" },
      ],
    });
  });
});

describe("a table", () => {
  it("becomes a file without formulas", () => {
    const rows = [['=HYPERLINK("x")', 2.5, null]];
    expect(csvOf(["a,b", "c", "d"], rows)).toBe('"a,b",c,d\r\n"\'=HYPERLINK(""x"")",2.5,\r\n');
  });

  it("is sorted by numbers and texts, what is missing last", () => {
    const rows = [[9], [null], [10]];
    expect(sorted(rows, 0, false)).toEqual([[9], [10], [null]]);
    expect(sorted(rows, 0, true)).toEqual([[10], [9], [null]]);
  });

  it("has what each number was beside it, known by the words of the row", () => {
    const was = new Map([['["Google"]', ["Google", 4]]]);
    const rows = [
      ["Google", 6],
      ["Bing", 1],
    ];
    expect(withEarlier(["Source", "Sessions"], rows, [false, true], was, "Earlier")).toEqual([
      ["Source", "Sessions", "Sessions (Earlier)"],
      [
        ["Google", 6, 4],
        ["Bing", 1, 0],
      ],
    ]);
    expect(drawnColumn([["a", "b", 1]], 3)).toBe(2);
    expect(drawnColumn([[1, "b"]], 2)).toBe(-1);
  });
});
