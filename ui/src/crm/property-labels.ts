import { labels } from "../shared/language";
import type { Property } from "./definitions";

type Properties = ReadonlyMap<string, Property>;

/** A label of HubSpot's in the language of the app; any other as it is. */
export function labelled(label: string, by: Readonly<Record<string, string>> = labels): string {
  return by[label] ?? label;
}

const kept = new WeakMap<Properties, Properties>();

/** Standard properties under their names in the language of the app. Own ones stay as they are, and so does what somebody renamed. */
export function inLanguage(properties: Properties): Properties {
  if (Object.keys(labels).length === 0) return properties;
  const found = kept.get(properties) ?? new Map([...properties].map(([name, one]) => [name, named(one)]));
  kept.set(properties, found);
  return found;
}

/** One property under its name; options from elsewhere, such as stages, are the account's own. */
export function named(property: Property, by = labels): Property {
  if (!property.hubspotDefined) return property;
  const label = labelled(property.label, by);
  if (property.externalOptions) return { ...property, label };
  const options = property.options.map((option) => ({ ...option, label: labelled(option.label, by) }));
  return { ...property, label, options };
}
