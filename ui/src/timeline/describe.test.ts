import { describe as group, expect, it } from "vitest";

import type { Property } from "../crm/definitions";
import { CONTACTS } from "../crm/object-types";
import { association, describe } from "./describe";
import type { Entry } from "./timeline-query";

const around = {
  owners: new Map([["7", "Olivia Owner"]]),
  stages: new Map(),
  currency: "EUR",
  timeZone: "UTC",
};
const entry = (given: Partial<Entry>): Entry => ({
  kind: "activity",
  occurredAt: "2026-03-01T10:00:00Z",
  type: "NOTE",
  id: "1",
  properties: {},
  details: {},
  ...given,
});
const property = (name: string, label: string, calculated = false) =>
  ({
    name,
    label,
    calculated,
    type: "string",
    fieldType: "text",
    options: [],
    hidden: false,
    modificationMetadata: { readOnlyValue: false },
  }) as unknown as Property;

group("an entry of the timeline", () => {
  it("shows a note's text by its lines, never as HTML", () => {
    const body = "<p>First &amp; last</p><script>x()</script><div>More</div>";
    const told = describe(
      entry({ properties: { hs_note_body: body, hubspot_owner_id: "7" } }),
      new Map(),
      around,
    );
    expect(told).toEqual({
      icon: "note",
      title: "Note",
      body: "First & last\nMore",
      facts: [["Owner", "Olivia Owner"]],
      link: { type: "notes", id: "1" },
    });
  });

  it("tells how long a call took and whether a task is done", () => {
    const call = entry({ type: "CALL", properties: { hs_call_title: "Hello", hs_call_duration: "320000" } });
    expect(describe(call, new Map(), around)).toMatchObject({
      title: "Call: Hello",
      facts: [["Length", "5 min 20 s"]],
    });
    const task = entry({ type: "TASK", properties: { hs_task_status: "COMPLETED" } });
    expect(describe(task, new Map(), around)?.done).toBe(true);
  });

  it("names the page that was viewed, and custom events without their prefix", () => {
    const view = entry({
      kind: "event",
      type: "e_visited_page",
      properties: { hs_title: "Prices", hs_url: "https://a.example/prices" },
    });
    expect(describe(view, new Map(), around)).toMatchObject({
      title: "Viewed Prices",
      body: "https://a.example/prices",
    });
    const own = entry({ kind: "event", type: "pe123_trial_started", properties: { plan: "pro", hs_x: "y" } });
    expect(describe(own, new Map(), around)).toMatchObject({
      title: "Trial started",
      facts: [["Plan", "pro"]],
    });
  });

  it("leaves out changes of nothing but calculated values", () => {
    const known = new Map([
      ["phone", property("phone", "Phone")],
      ["count", property("count", "Count", true)],
    ]);
    const changed = (properties: Record<string, string>) =>
      describe(
        entry({ kind: "property", type: "CHANGED", properties, details: { sourceType: "CRM_UI" } }),
        known,
        around,
      );
    expect(changed({ count: "2" })).toBeNull();
    expect(changed({ count: "2", phone: "1" })).toMatchObject({
      title: "Changed Phone by the app",
      facts: [["Phone", "1"]],
    });
  });

  it("names the other end of an association, and leads there where it is seen", () => {
    const details = { toObjectTypeId: "0-1", toObjectId: "5" };
    const added = entry({ kind: "association", type: "ADDED", details });
    expect(association(added, [CONTACTS], { "0-1 5": "Ada" })).toMatchObject({
      title: "Associated with Ada",
      link: { type: "contacts", id: "5" },
    });
    const removed = association({ ...added, type: "REMOVED" }, [CONTACTS], {});
    expect(removed.title).toBe("No longer with Contact 5");
    expect(removed.link).toBeUndefined();
  });
});
