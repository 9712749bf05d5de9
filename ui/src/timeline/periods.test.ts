import { expect, it } from "vitest";

import { byPeriod } from "./periods";

it("splits entries into what is to come, today and months, in the account's time zone", () => {
  const at = (...moments: string[]) => moments.map((moment) => ({ at: moment }));
  const sorted = at(
    "2026-04-02T00:00:00Z",
    "2026-03-01T23:30:00Z",
    "2026-03-01T01:00:00Z",
    "2026-02-10T00:00:00Z",
  );
  const periods = byPeriod(sorted, "Europe/Berlin", new Date("2026-03-01T12:00:00Z"));
  expect(periods.map(({ label, of }) => [label, of.length])).toEqual([
    ["To come", 2],
    ["Today", 1],
    ["February 2026", 1],
  ]);
});
