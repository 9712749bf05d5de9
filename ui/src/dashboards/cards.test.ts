import { describe, expect, it } from "vitest";

import { boardOf, withCard, withChanged, withMoved, withoutCard, withPeriod } from "./cards";

const board = {
  cards: [{ report: "1" }, { report: "2", wide: true as const }, { report: "3" }],
  period: "7d",
};
const order = ({ cards }: typeof board | ReturnType<typeof boardOf>) =>
  cards.map(({ report }) => report).join("");

describe("a dashboard", () => {
  it("is what can be understood of something saved", () => {
    const cards = [
      { report: "1", wide: true, look: "number", other: 1 },
      { report: 2 },
      null,
      { report: "1" },
      { report: "3", wide: "yes", look: "pie", own: true },
    ];
    expect(boardOf({ cards, period: 7 })).toEqual({
      cards: [
        { report: "1", wide: true, look: "number" },
        { report: "3", own: true },
      ],
    });
    expect(boardOf({ cards: "none", period: "30d" })).toEqual({ cards: [], period: "30d" });
  });

  it("has cards in an order that one changes", () => {
    expect(order(withMoved(board, "1", 2))).toBe("231");
    expect(order(withMoved(board, "3", 0))).toBe("312");
    expect(withMoved(board, "1", -1)).toBe(board);
    expect(withMoved(board, "3", 3)).toBe(board);
    expect(order(withCard(board, "4"))).toBe("1234");
    expect(order(withoutCard(board, "2"))).toBe("13");
    expect(withChanged(board, { report: "2" }).cards[1]).toEqual({ report: "2" });
  });

  it("has one period for all, or none", () => {
    expect(withPeriod(board, "90d").period).toBe("90d");
    expect("period" in withPeriod(board, undefined)).toBe(false);
  });
});
