import { describe, expect, it } from "vitest";

import { bodyOf, nextPlace, type Place, type Search } from "./search";
import { served } from "./served";

const ALL: Search = { words: "", groups: [], sort: null, properties: ["email"] };
const record = (id: string) => ({ id, properties: {} });

describe("the body of a search", () => {
  it("asks for the newest ids first where no order was chosen", () => {
    expect(bodyOf(ALL, {}).sorts).toEqual([{ propertyName: "hs_object_id", direction: "DESCENDING" }]);
  });

  it("goes on below an id in every group, and makes one where there is none", () => {
    const below = { propertyName: "hs_object_id", operator: "LT", value: "77" };
    const place = { stretch: { below: "77" } };
    expect(bodyOf(ALL, place).filterGroups).toEqual([{ filters: [below] }]);
    const known = { propertyName: "email", operator: "HAS_PROPERTY" } as const;
    const groups = [{ filters: [known] }, { filters: [] }];
    expect(bodyOf({ ...ALL, groups }, place).filterGroups).toEqual([{ filters: [known, below] }]);
  });

  it("goes on in a chosen order: the same value by id, then values behind it, then none", () => {
    const sort = { property: "amount", descending: true };
    const [same, behind, without] = [
      { same: "5", above: "9" },
      { behind: "5" },
      { without: true as const, above: "0" },
    ].map((stretch) => bodyOf({ ...ALL, sort }, { stretch }));
    const above = (value: string) => ({ propertyName: "hs_object_id", operator: "GT", value });
    expect(same?.filterGroups).toEqual([
      {
        filters: [{ propertyName: "amount", operator: "BETWEEN", value: "5", highValue: "5" }, above("9")],
      },
    ]);
    expect(same?.sorts).toEqual([{ propertyName: "hs_object_id", direction: "ASCENDING" }]);
    expect(behind?.filterGroups).toEqual([
      { filters: [{ propertyName: "amount", operator: "LT", value: "5" }] },
    ]);
    expect(behind?.sorts).toEqual([{ propertyName: "amount", direction: "DESCENDING" }]);
    expect(without?.filterGroups).toEqual([
      { filters: [{ propertyName: "amount", operator: "NOT_HAS_PROPERTY" }, above("0")] },
    ]);
  });
});

describe("the next place", () => {
  it("is the server's cursor as long as the search reaches, then below the last id", () => {
    expect(nextPlace(ALL, {}, "100", [record("9")])).toEqual({ after: "100" });
    const stretch = { below: "77" };
    expect(nextPlace(ALL, { stretch }, "9900", [record("9")])).toEqual({ stretch, after: "9900" });
    expect(nextPlace(ALL, { after: "9900" }, "10000", [record("12"), record("11")])).toEqual({
      stretch: { below: "11" },
    });
    expect(nextPlace(ALL, {}, undefined, [record("11")])).toBeNull();
  });

  it.each([false, true])("walks through every record once in any order; descending: %s", (descending) => {
    // 12,000 of one value in the middle, 11,000 without any: both more than a search reaches.
    const values = Array.from({ length: 36_000 }, (_, place) =>
      place % 3 === 0 ? 500 : place % 3 === 1 && place < 33_000 ? null : place % 997,
    );
    const wanted = { ...ALL, sort: { property: "amount", descending } };
    const answer = served(values);
    const seen = [];
    for (let place: Place | null = {}; place;) {
      const page = answer(bodyOf(wanted, place));
      seen.push(...page.records);
      place = nextPlace(wanted, place, page.after, page.records);
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(36_000);
    expect(seen).toHaveLength(36_000);
    const found = seen.map(({ properties }) => properties.amount ?? null);
    const known = values.filter((value) => value !== null).sort((a, b) => (descending ? b - a : a - b));
    expect(found.slice(0, known.length).map(Number)).toEqual(known);
    expect(found.slice(known.length).every((value) => value === null)).toBe(true);
  });
});
