import { describe, expect, it } from "vitest";

import type { Property } from "./definitions";
import { ago, format, type Surroundings } from "./format";

const around: Surroundings = {
  owners: new Map([["7", "Ada Lovelace"]]),
  stages: new Map([["closedwon", "Closed won"]]),
  currency: "EUR",
  timeZone: "America/New_York",
};

const property = (given: Partial<Property>) =>
  ({ name: "p", label: "P", type: "string", fieldType: "text", options: [], ...given }) as Property;

describe("a value as people read it", () => {
  it("is nothing where there is none", () => {
    expect(format(property({}), null, around)).toBe("");
    expect(format(property({}), "", around)).toBe("");
  });

  it("shows the labels of options, and what has none as it is", () => {
    const options = [{ label: "Red", value: "r", displayOrder: 0, hidden: false }];
    expect(format(property({ type: "enumeration", options }), "r;blue", around)).toBe("Red, blue");
  });

  it("shows owners and stages by name", () => {
    expect(format(property({ name: "hubspot_owner_id", type: "enumeration" }), "7", around)).toBe(
      "Ada Lovelace",
    );
    expect(format(property({ name: "dealstage", type: "enumeration" }), "closedwon", around)).toBe(
      "Closed won",
    );
  });

  it("shows money in the account's currency", () => {
    expect(format(property({ name: "amount", type: "number" }), "1500", around)).toBe("€1,500");
    expect(format(property({ name: "amount", type: "number" }), "0.5", around)).toBe("€0.50");
  });

  it("shows a date as that day wherever it is read, a moment in the account's time zone", () => {
    expect(format(property({ type: "date" }), "2026-03-01", around)).toBe("Mar 1, 2026");
    expect(format(property({ type: "datetime" }), "2026-03-01T02:30:00Z", around)).toMatch(
      /^Feb 28, 2026, 9:30\sPM$/,
    );
  });

  it("shows rich text as text, and other text as it is", () => {
    const html = "<p>Fish &amp; <b>chips</b></p><script>alert(1)</script>";
    expect(format(property({ fieldType: "html" }), html, around)).toBe("Fish & chips");
    expect(format(property({}), "a < b > c", around)).toBe("a < b > c");
  });

  it("keeps what it cannot read", () => {
    expect(format(property({ type: "number" }), "many", around)).toBe("many");
    expect(format(property({ type: "datetime" }), "soon", around)).toBe("soon");
  });
});

describe("how long ago", () => {
  const now = Date.parse("2026-03-10T12:00:00Z");
  it.each([
    ["2026-03-10T11:59:30Z", "30 seconds ago"],
    ["2026-03-10T09:00:00Z", "3 hours ago"],
    ["2026-03-09T11:00:00Z", "yesterday"],
    ["2025-03-01T12:00:00Z", "last year"],
  ])("%s is %s", (moment, words) => expect(ago(moment, now)).toBe(words));
});
