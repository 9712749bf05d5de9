import { expect, test } from "vitest";

import { effectOf, PRESETS } from "./fault-presets";

test("each preset says what it does", () => {
  for (const { effect } of Object.values(PRESETS))
    expect(effectOf({ id: "1", matches: 0, hits: 0, ...effect })).not.toBe("");
  expect(effectOf({ id: "1", matches: 0, hits: 0, status: 503, latency: [10, 20] })).toBe(
    "503, after 10–20 ms",
  );
});
