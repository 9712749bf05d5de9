import { describe, expect, it } from "vitest";

import type { Saved } from "../saved/saved-query";
import { addressOf, contentOf, isSame, reportOf } from "./saved-report";
import { validSearch } from "./search";

const saved = (content: Record<string, unknown>) => ({ id: "7", content }) as unknown as Saved;

describe("a saved report", () => {
  it("keeps what a page has without being asked, and nothing that does not matter", () => {
    expect(contentOf({ tool: "traffic", given: { report: "sources", path: ["organic"] } })).toEqual({
      tool: "traffic",
      given: { report: "sources", path: ["organic"] },
      period: "30d",
      compare: "before",
    });
    expect(contentOf({ tool: "sql", given: { sql: "SELECT 1" }, period: "7d", view: 3 })).toEqual({
      tool: "sql",
      given: { sql: "SELECT 1" },
    });
  });

  it("is opened at the address that it was saved at", () => {
    const given = { steps: [{ type: "page", value: "/pricing" }], days: 14 };
    const period = "2026-11-01_2026-11-15";
    const funnel = { tool: "funnel", given, period, compare: "year", view: 1001 };
    const { to, search } = addressOf(saved(funnel));
    expect(to).toBe("/app/analytics/$tool");
    expect(search).toEqual({ given, period, compare: "year", view: 1001, saved: "7" });
    const card = {
      tool: "traffic",
      given: { report: "geolocation", path: ["DE"] },
      period: "7d",
      compare: "none",
    };
    expect(addressOf(saved(card)).search).toEqual({
      period: "7d",
      compare: "none",
      saved: "7",
      drill: { geolocation: ["DE"] },
    });
  });

  it("is what can be understood of something that anybody may have written", () => {
    const hostile = { tool: "funnel", given: "x", period: 7, compare: "ever", view: "1" };
    expect(reportOf(hostile)).toEqual({ tool: "funnel", given: {}, period: "30d", compare: "none" });
    expect(reportOf({})).toEqual({ tool: "", given: {}, period: "30d" });
    expect(isSame({ tool: "funnel", given: {} }, reportOf(hostile))).toBe(true);
    expect(validSearch({ period: 7, compare: false, drill: [], saved: 7 })).toEqual({
      compare: "none",
      saved: "7",
    });
  });
});
