import { expect, test } from "vitest";

import { arrived, type Hits, lines } from "./tracking-query";

test("what arrived since is told by outcome", () => {
  const before = [{ day: "2026-01-01", outcomes: { KEPT: 2, BOT: 1 } }];
  expect(arrived(before, before)).toEqual({});
  const after: Hits = [
    { day: "2026-01-02", outcomes: { KEPT: 1 } },
    { day: "2026-01-01", outcomes: { KEPT: 2, BOT: 4 } },
  ];
  expect(arrived(before, after)).toEqual({ KEPT: 1, BOT: 3 });
  expect(arrived([], before)).toEqual({ KEPT: 2, BOT: 1 });
});

test("lines and commas part what was typed", () => {
  expect(lines("a, b\n\n c")).toEqual(["a", "b", "c"]);
});
