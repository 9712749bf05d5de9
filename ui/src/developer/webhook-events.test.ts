import { expect, test } from "vitest";

import { happeningsOf, inWords, subscriptionTo } from "./webhook-events";

const singular = (id: string) => ({ "0-1": "Contact", "2-7": "Car" })[id] ?? id;

test("records with events of their own are subscribed to by name, others by their type", () => {
  expect(subscriptionTo("0-1", "creation", "")).toEqual({ eventType: "contact.creation" });
  expect(subscriptionTo("0-8", "propertyChange", "price")).toEqual({
    eventType: "line_item.propertyChange",
    propertyName: "price",
  });
  expect(subscriptionTo("2-7", "propertyChange", "km")).toEqual({
    eventType: "object.propertyChange",
    objectTypeId: "2-7",
    propertyName: "km",
  });
});

test("only what the server tells is offered", () => {
  expect(happeningsOf("0-7")).not.toContain("associationChange");
  expect(happeningsOf("0-1")).toContain("privacyDeletion");
  expect(happeningsOf("0-2")).not.toContain("stageChange");
  expect(happeningsOf("2-7")).toContain("associationChange");
});

test("subscriptions are said in words, and what is unknown by its name", () => {
  expect(inWords({ eventType: "contact.creation" }, singular)).toBe("Contact is created");
  const changed = { eventType: "object.propertyChange", objectTypeId: "2-7", propertyName: "km" };
  expect(inWords(changed, singular)).toBe("Car has km changed");
  expect(inWords({ eventType: "conversation.newMessage" }, singular)).toBe("conversation.newMessage");
});
