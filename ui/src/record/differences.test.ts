import { expect, it } from "vitest";

import type { Property } from "../crm/definitions";
import { differences } from "./differences";

const property = (name: string, readOnlyValue = false) =>
  ({ name, hidden: false, calculated: false, modificationMetadata: { readOnlyValue } }) as Property;

it("says whose value stays, and leaves out what is the same or the server's", () => {
  const properties = new Map(
    [property("firstname"), property("phone"), property("city"), property("createdate", true)].map((each) => [
      each.name,
      each,
    ]),
  );
  const kept = { firstname: "Ada", phone: null, city: "Rome", createdate: "1" };
  const gone = { firstname: "A.", phone: "12", city: "Rome", createdate: "2" };
  const found = differences(properties, kept, gone).map(({ property: { name }, winner }) => [name, winner]);
  expect(found).toEqual([
    ["firstname", "kept"],
    ["phone", "gone"],
  ]);
});
