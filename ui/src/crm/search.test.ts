import { describe, expect, it } from "vitest";

import { bodyOf, nextPlace, type Search } from "./search";

const ALL: Search = { words: "", groups: [], sort: null, properties: ["email"] };
const record = (id: string) => ({ id, properties: {} });

describe("the body of a search", () => {
  it("asks for the newest ids first where no order was chosen", () => {
    expect(bodyOf(ALL, {}).sorts).toEqual([{ propertyName: "hs_object_id", direction: "DESCENDING" }]);
  });

  it("goes on below an id in every group, and makes one where there is none", () => {
    const below = { propertyName: "hs_object_id", operator: "LT", value: "77" };
    expect(bodyOf(ALL, { below: "77" }).filterGroups).toEqual([{ filters: [below] }]);
    const known = { propertyName: "email", operator: "HAS_PROPERTY" } as const;
    const groups = [{ filters: [known] }, { filters: [] }];
    expect(bodyOf({ ...ALL, groups }, { below: "77" }).filterGroups).toEqual([
      { filters: [known, below] },
      { filters: [below] },
    ]);
  });
});

describe("the next place", () => {
  it("is the server's cursor as long as the search reaches", () => {
    expect(nextPlace(ALL, {}, "100", [record("9")])).toEqual({ after: "100" });
    expect(nextPlace(ALL, { below: "77" }, "9900", [record("9")])).toEqual({ below: "77", after: "9900" });
  });

  it("is below the last id where the search's 10,000 end", () => {
    expect(nextPlace(ALL, { after: "9900" }, "10000", [record("12"), record("11")])).toEqual({ below: "11" });
  });

  it("ends there in any other order, and after the last page", () => {
    const sort = { property: "email", descending: false };
    expect(nextPlace({ ...ALL, sort }, {}, "10000", [record("11")])).toBeNull();
    expect(nextPlace(ALL, {}, undefined, [record("11")])).toBeNull();
  });
});
