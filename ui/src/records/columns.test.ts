import { expect, test } from "vitest";

import { movedTo, pinToggled, takenAway } from "./columns";

const columns = ["a", "b", "c", "d"];

test("a column moves to a place, and stays where it is pushed against an end", () => {
  expect(movedTo(columns, "c", 0)).toEqual(["c", "a", "b", "d"]);
  expect(movedTo(columns, "a", 1)).toEqual(["b", "a", "c", "d"]);
  expect(movedTo(columns, "d", 9)).toEqual(columns);
});

test("a column that is to stay goes behind those that do, and comes back behind them", () => {
  expect(pinToggled({ columns }, "c")).toEqual({ columns: ["c", "a", "b", "d"], pinned: 1 });
  expect(pinToggled({ columns, pinned: 1 }, "d")).toEqual({ columns: ["a", "d", "b", "c"], pinned: 2 });
  expect(pinToggled({ columns, pinned: 2 }, "a")).toEqual({ columns: ["b", "a", "c", "d"], pinned: 1 });
});

test("what is taken away stays no longer", () => {
  expect(takenAway({ columns, pinned: 2 }, "a")).toEqual({ columns: ["b", "c", "d"], pinned: 1 });
  expect(takenAway({ columns, pinned: 2 }, "d")).toEqual({ columns: ["a", "b", "c"], pinned: 2 });
});
