import { expect, it } from "vitest";

import { together } from "./changes";

const version = (value: string, timestamp: string, sourceType = "CRM_UI") => ({
  value,
  timestamp,
  sourceType,
});

it("gathers what was set at one moment, the newest first", () => {
  const changes = together({
    firstname: [version("Ada", "2026-01-02T00:00:00Z")],
    email: [
      version("ada@example.com", "2026-01-02T00:00:00Z"),
      version("old@example.com", "2026-01-01T00:00:00Z", "IMPORT"),
    ],
  });
  expect(changes).toEqual([
    {
      at: "2026-01-02T00:00:00Z",
      by: "crm ui",
      values: [
        ["firstname", "Ada"],
        ["email", "ada@example.com"],
      ],
    },
    { at: "2026-01-01T00:00:00Z", by: "import", values: [["email", "old@example.com"]] },
  ]);
});
