import { expect, test } from "vitest";

import { forRecords, grouped, matching } from "./scopes";

const SCOPES = [
  { name: "automation", description: "See and change workflows" },
  { name: "contacts", description: "See and change contacts" },
  { name: "crm.lists.read", description: "See lists" },
  { name: "crm.objects.contacts.read", description: "See contacts" },
  { name: "crm.objects.contacts.write", description: "Create, change and delete contacts" },
  { name: "crm.objects.line_items.read", description: "See line items" },
  { name: "crm.schemas.contacts.read", description: "See the properties of contacts" },
];

test("scopes of one type of records stand together, before the other areas", () => {
  const found = grouped(SCOPES).map(({ title, scopes }) => [title, scopes.length]);
  expect(found).toEqual([
    ["Contacts", 4],
    ["Line items", 1],
    ["Automation", 1],
    ["Crm", 1],
  ]);
});

test("scopes are found by their names and by what they allow", () => {
  expect(matching(SCOPES, "change  contacts").map(({ name }) => name)).toEqual([
    "contacts",
    "crm.objects.contacts.write",
  ]);
  expect(matching(SCOPES, "line_items")).toHaveLength(1);
  expect(matching(SCOPES, "")).toHaveLength(7);
});

test("quick choices hold records and nothing else", () => {
  expect(forRecords(SCOPES, "read")).toEqual(["crm.objects.contacts.read", "crm.objects.line_items.read"]);
  expect(forRecords(SCOPES, "write")).toEqual([
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.line_items.read",
  ]);
});
