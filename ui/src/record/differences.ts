import type { Property } from "../crm/definitions";
import type { Values } from "../crm/record";

export interface Difference {
  property: Property;
  /** Whose value stays: that of the record that is kept, or of the other, where the first has none. */
  winner: "kept" | "gone";
}

/** What two records that are to be merged differ in, of what people set. */
export function differences(
  properties: ReadonlyMap<string, Property>,
  kept: Values,
  gone: Values,
): Difference[] {
  return [...properties.values()]
    .filter(({ hidden, calculated, modificationMetadata }) => {
      return !hidden && !calculated && !modificationMetadata.readOnlyValue;
    })
    .filter(({ name }) => (kept[name] ?? "") !== (gone[name] ?? ""))
    .map((property) => ({ property, winner: kept[property.name] ? "kept" : "gone" }));
}
