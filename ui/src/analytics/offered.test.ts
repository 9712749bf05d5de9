import { describe, expect, it } from "vitest";

import type { Session } from "../session/session";
import { offers, reportsFor } from "./offered";
import { TOOLS } from "./tools/tools";

const ALL = { view: "all", edit: "all", delete: "all" } as const;
const OWN = { ...ALL, view: "own" } as const;

function session(features: string[], levels: Session["levels"] = {}): Session {
  return { features, levels, rest: ALL } as unknown as Session;
}

describe("what is offered", () => {
  it("is what the plan has", () => {
    const starter = session(["source-reports"]);
    expect(TOOLS.filter((tool) => offers(starter, tool)).map(({ id }) => id)).toEqual(["reports"]);
    const { reports, first } = reportsFor(starter);
    expect(reports.map(({ value }) => value)).toEqual(["sources", "geolocation", "forms"]);
    expect(first?.value).toBe("sources");
    expect(reportsFor(session([])).first?.value).toBe("forms");
  });

  it("is everything on a plan with everything", () => {
    const every = ["traffic-analytics", "source-reports", "page-reports", "event-completion-reports"];
    expect(TOOLS.every((tool) => offers(session(every), tool))).toBe(true);
    const { reports, first } = reportsFor(session(every));
    expect([reports.length, first?.value]).toEqual([17, "pages"]);
  });

  it("leaves out SQL where somebody does not see all records", () => {
    const some = session(["traffic-analytics"], { "0-1": ALL, "0-3": OWN });
    const left = TOOLS.filter((tool) => !offers(some, tool)).map(({ id }) => id);
    expect(left).toEqual(["deals", "sql"]);
  });
});
