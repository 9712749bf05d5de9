import { expect, it } from "vitest";

import { withFirst, without } from "./move";

const pages = (...ids: string[][]) => ({
  pages: ids.map((each) => ({ total: 3, records: each.map((id) => ({ id, properties: {} })), next: null })),
  pageParams: ids.map(() => ({})),
});

it("takes a record out of its stage and counts it out of every page", () => {
  const left = without(pages(["1", "2"], ["3"]), "2");
  expect(left.pages.map((page) => page.records.map((record) => record.id))).toEqual([["1"], ["3"]]);
  expect(left.pages.map((page) => page.total)).toEqual([2, 2]);
});

it("changes nothing in a stage that the record is not in", () => {
  expect(without(pages(["1"]), "9").pages[0]?.total).toBe(3);
});

it("puts a record on top of its new stage", () => {
  const more = withFirst(pages(["1"], ["2"]), { id: "9", properties: {} });
  expect(more.pages.map((page) => page.records.map((record) => record.id))).toEqual([["9", "1"], ["2"]]);
  expect(more.pages[0]?.total).toBe(4);
});
