import { describe, expect, it } from "vitest";

import { inputOf, moved, newStage, saysOf } from "./pipeline-draft";

describe("the order of stages", () => {
  it("moves one to another place", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  });

  it("stops at the ends", () => {
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 1, 9)).toEqual(["a", "b"]);
  });
});

it("keeps the ids of stages, and numbers them in their order", () => {
  const stages = [
    { ...newStage("probability"), label: " New " },
    { key: "won", id: "won", label: "Won", metadata: { probability: "1.0", isClosed: "true" } },
  ];
  expect(inputOf({ label: " Sales ", stages }, 3)).toEqual({
    label: "Sales",
    displayOrder: 3,
    stages: [
      { label: "New", displayOrder: 0, metadata: { probability: "0.5" } },
      { label: "Won", displayOrder: 1, metadata: { probability: "1.0" }, stageId: "won" },
    ],
  });
});

it("knows what stages of a type say", () => {
  expect(["0-3", "0-5", "2-7", "0-123"].map(saysOf)).toEqual(["probability", "ticketState", "state", ""]);
});
