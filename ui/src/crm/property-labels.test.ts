import { expect, test } from "vitest";

import type { Property } from "./definitions";
import { named } from "./property-labels";

const GERMAN = { Priority: "Priorität", High: "Hoch", New: "Neu", "Ticket status": "Ticketstatus" };
const option = (label: string) => ({ label, value: label.toUpperCase(), hidden: false, displayOrder: 0 });

function told(label: string, options: string[], more: Partial<Property> = {}) {
  const given = { label, hubspotDefined: true, options: options.map(option), ...more } as Property;
  const { label: shown, options: all } = named(given, GERMAN);
  return [shown, ...all.map(({ label: each, value }) => `${value}=${each}`)];
}

test("Standard properties and their options are named in the language, values stay", () => {
  expect(told("Priority", ["High", "Rocket"])).toEqual(["Priorität", "HIGH=Hoch", "ROCKET=Rocket"]);
});

test("What an account named itself stays: own properties, new labels, stages", () => {
  expect(told("Priority", ["High"], { hubspotDefined: false })).toEqual(["Priority", "HIGH=High"]);
  expect(told("How soon", [])).toEqual(["How soon"]);
  expect(told("Ticket status", ["New"], { externalOptions: true })).toEqual(["Ticketstatus", "NEW=New"]);
});
