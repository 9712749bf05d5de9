import { t } from "../shared/texts";

/** The types of records whose events have names of their own; those of all others are called `object.…`. */
const NAMED: Record<string, string> = {
  "0-1": "contact",
  "0-2": "company",
  "0-3": "deal",
  "0-5": "ticket",
  "0-7": "product",
  "0-8": "line_item",
};

const LINKED = new Set(["contact", "company", "deal", "ticket", "line_item"]);

export const HAPPENINGS: Record<string, string> = {
  creation: t("is created"),
  propertyChange: t("has a property changed"),
  deletion: t("is archived"),
  restore: t("is restored"),
  merge: t("is merged"),
  associationChange: t("is associated or no longer so"),
  privacyDeletion: t("is deleted for good (GDPR)"),
  stageChange: t("moves to another stage"),
};

const EVERYWHERE = ["creation", "propertyChange", "deletion", "restore", "merge"];

/** What can be subscribed to for a type of records, by its id (`0-1`). */
export function happeningsOf(typeId: string): string[] {
  const name = NAMED[typeId];
  const linked = !name || LINKED.has(name) ? ["associationChange"] : [];
  const own = name === "contact" ? ["privacyDeletion"] : name === "deal" ? ["stageChange"] : [];
  return [...EVERYWHERE, ...linked, ...own];
}

export interface Subscribed {
  eventType: string;
  objectTypeId?: string;
  propertyName?: string;
}

/** What the API calls such a subscription. */
export function subscriptionTo(typeId: string, happening: string, property: string): Subscribed {
  const name = NAMED[typeId];
  const changed = happening === "propertyChange" ? { propertyName: property } : {};
  if (name) return { eventType: `${name}.${happening}`, ...changed };
  return { eventType: `object.${happening}`, objectTypeId: typeId, ...changed };
}

/** A subscription as people say it; `singular` names the record of a type by its id. */
export function inWords(subscription: Subscribed, singular: (typeId: string) => string): string {
  const [name = "", happening = ""] = subscription.eventType.split(".");
  const typeId = Object.keys(NAMED).find((id) => NAMED[id] === name) ?? subscription.objectTypeId;
  const words = HAPPENINGS[happening];
  if (!typeId || !words) return subscription.eventType;
  const what = subscription.propertyName
    ? t("has {property} changed", { property: subscription.propertyName })
    : words;
  return `${singular(typeId)} ${what}`;
}
