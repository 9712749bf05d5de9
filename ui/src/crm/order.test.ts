import { describe, expect, it } from "vitest";

import { orderOf } from "./order";
import { bodyOf, type Place, REACH, type Search } from "./search";
import { served } from "./served";

/** 12,000 of one value in the middle, 11,000 without any: both more than a search reaches. */
const VALUES = Array.from({ length: 36_000 }, (_, place) =>
  place % 3 === 0 ? 500 : place % 3 === 1 && place < 33_000 ? null : place % 997,
);
const THREE = VALUES.map((_, place) => place % 3);
const whole = VALUES.map((value, id) => ({ id: id + 1, value }));
const ids = (records: { id: string }[]) => records.map(({ id }) => Number(id));

function reading(sort: Search["sort"], values = VALUES, spread = (id: number) => id) {
  let answer = served(values, spread);
  const asked: Place[] = [];
  const ask = (wanted: Search, place: Place) => {
    asked.push(place);
    const after = Number(place.after ?? 0);
    if (after + (wanted.limit ?? 100) > REACH) throw new Error("too deep");
    const { total, records } = answer(bodyOf(wanted, place));
    return Promise.resolve({ total, records });
  };
  const wanted = { words: "", groups: [], sort, properties: ["amount"] };
  const serve = (...given: Parameters<typeof served>) => (answer = served(...given));
  return { read: orderOf(wanted, ask), asked, serve };
}

describe("records by their number", () => {
  it.each([0, 9_950, 17_930, 29_999, 35_950])("are found where ids go down, at %i", async (first) => {
    const { read, asked } = reading(null);
    const records = await read(first, 100);
    expect(ids(records)).toEqual(
      [...whole]
        .reverse()
        .slice(first, first + 100)
        .map(({ id }) => id),
    );
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  it.each([
    ["many values", VALUES, false],
    ["many values", VALUES, true],
    ["three values", THREE, false],
    ["three values", THREE, true],
  ])("are found in an order of %s, from anywhere", async (_, values, descending) => {
    const { read } = reading({ property: "amount", descending }, values);
    const sign = descending ? -1 : 1;
    const all = values.map((value, id) => ({ id: id + 1, value }));
    const known = all.filter(({ value }) => value !== null);
    known.sort((a, b) => sign * (Number(a.value) - Number(b.value)) || a.id - b.id);
    const order = [...known, ...all.filter(({ value }) => value === null)];
    for (const first of [24_950, 35_940, 12_300, 9_960, 30_000, 18_000, 100])
      expect(ids(await read(first, 100))).toEqual(order.slice(first, first + 100).map(({ id }) => id));
  });

  it("are found anew after others went, and end where the order ends", async () => {
    const { read, serve } = reading(null);
    expect(ids(await read(35_990, 100))).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    serve(VALUES.slice(5), (id) => id + 5);
    expect(ids(await read(35_990, 100))).toEqual([10, 9, 8, 7, 6]);
    expect(ids(await read(36_000, 100))).toEqual([]);
  });

  it("are found where ids are spread unevenly, in few steps", async () => {
    const { read, asked } = reading(null, VALUES, (id) => (id < 30_000 ? id : id * 1_000_000));
    expect(ids(await read(20_000, 3))).toEqual([16_000, 15_999, 15_998]);
    expect(asked.length).toBeLessThan(60);
  });
});
