import { expect, test } from "vitest";

import { archive } from "./har";

test("an archive begins with the oldest call and has what a browser asks for", () => {
  const call = {
    appId: 7,
    method: "GET",
    path: "/crm/v3/objects/contacts",
    size: 2,
    duration: 1.5,
    correlationId: "c",
  };
  const { log } = archive("http://here", [
    { ...call, id: "2", at: "2026-01-01T00:00:01Z", query: "limit=1", status: 200 },
    { ...call, id: "1", at: "2026-01-01T00:00:00Z", query: "" },
  ]);
  expect(log.entries.map((entry) => [entry.request.url, entry.response.status])).toEqual([
    ["http://here/crm/v3/objects/contacts", 0],
    ["http://here/crm/v3/objects/contacts?limit=1", 200],
  ]);
  expect(log.entries[1]?.request.queryString).toEqual([{ name: "limit", value: "1" }]);
});
