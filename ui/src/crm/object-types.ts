import {
  IconBox,
  IconBriefcase,
  IconBuilding,
  IconCalendarEvent,
  IconCheckbox,
  IconFileInvoice,
  IconHeadset,
  IconListDetails,
  IconMail,
  IconNote,
  IconPhone,
  IconPuzzle,
  IconTarget,
  IconUser,
  type Icon,
} from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { noun, t } from "../shared/texts";

/** An object type as people meet it. `title` are the properties that together name a record. */
export interface ObjectType {
  name: string;
  id: string;
  singular: string;
  plural: string;
  icon: Icon;
  title: string[];
  columns: string[];
  pipelines?: { pipeline: string; stage: string; amount?: string };
  group: "records" | "activities" | "commerce" | "custom";
}

/** One record of a type, as words: "a deal", "an e-mail". */
export function oneOf(type: ObjectType): string {
  const word = noun(type.singular);
  return /^[aeio]/.test(word) ? t("an {word}", { word }) : t("a {word}", { word });
}

const CHANGED = "hs_lastmodifieddate";

export const CONTACTS: ObjectType = {
  name: "contacts",
  id: "0-1",
  singular: t("Contact"),
  plural: t("Contacts"),
  icon: IconUser,
  title: ["firstname", "lastname"],
  columns: ["email", "phone", "company", "lifecyclestage", "hubspot_owner_id", "createdate"],
  group: "records",
};

/** The standard types, in the order of the navigation. */
export const STANDARD: readonly ObjectType[] = [
  CONTACTS,
  {
    name: "companies",
    id: "0-2",
    singular: t("Company"),
    plural: t("Companies"),
    icon: IconBuilding,
    title: ["name"],
    columns: ["domain", "industry", "city", "lifecyclestage", "hubspot_owner_id", "createdate"],
    group: "records",
  },
  {
    name: "deals",
    id: "0-3",
    singular: t("Deal"),
    plural: t("Deals"),
    icon: IconBriefcase,
    title: ["dealname"],
    columns: ["amount", "dealstage", "closedate", "hubspot_owner_id", "createdate"],
    pipelines: { pipeline: "pipeline", stage: "dealstage", amount: "amount" },
    group: "records",
  },
  {
    name: "tickets",
    id: "0-5",
    singular: t("Ticket"),
    plural: t("Tickets"),
    icon: IconHeadset,
    title: ["subject"],
    columns: ["hs_pipeline_stage", "hs_ticket_priority", "hubspot_owner_id", "createdate"],
    pipelines: { pipeline: "hs_pipeline", stage: "hs_pipeline_stage" },
    group: "records",
  },
  {
    name: "leads",
    id: "0-136",
    singular: t("Lead"),
    plural: t("Leads"),
    icon: IconTarget,
    title: ["hs_lead_name"],
    columns: ["hs_pipeline_stage", "hubspot_owner_id", "hs_createdate"],
    pipelines: { pipeline: "hs_pipeline", stage: "hs_pipeline_stage" },
    group: "records",
  },
  activity("tasks", "0-27", t("Task"), t("Tasks"), IconCheckbox, "hs_task_subject", [
    "hs_task_status",
    "hs_task_priority",
    "hs_timestamp",
    "hubspot_owner_id",
  ]),
  activity("meetings", "0-47", t("Meeting"), t("Meetings"), IconCalendarEvent, "hs_meeting_title", [
    "hs_meeting_start_time",
    "hs_meeting_outcome",
    "hubspot_owner_id",
  ]),
  activity("calls", "0-48", t("Call"), t("Calls"), IconPhone, "hs_call_title", [
    "hs_timestamp",
    "hs_call_direction",
    "hs_call_duration",
    "hubspot_owner_id",
  ]),
  activity("emails", "0-49", t("E-mail"), t("E-mails"), IconMail, "hs_email_subject", [
    "hs_timestamp",
    "hs_email_status",
    "hubspot_owner_id",
  ]),
  activity("notes", "0-46", t("Note"), t("Notes"), IconNote, "hs_note_body", [
    "hs_timestamp",
    "hubspot_owner_id",
  ]),
  commerce("products", "0-7", t("Product"), t("Products"), IconBox, "name", [
    "price",
    "hs_sku",
    "createdate",
  ]),
  commerce("line_items", "0-8", t("Line item"), t("Line items"), IconListDetails, "name", [
    "price",
    "quantity",
    "amount",
  ]),
  commerce("quotes", "0-14", t("Quote"), t("Quotes"), IconFileInvoice, "hs_title", [
    "hs_status",
    "hs_expiration_date",
  ]),
];

function activity(
  name: string,
  id: string,
  singular: string,
  plural: string,
  icon: Icon,
  title: string,
  columns: string[],
): ObjectType {
  return { name, id, singular, plural, icon, title: [title], columns, group: "activities" };
}

function commerce(...given: Parameters<typeof activity>): ObjectType {
  return { ...activity(...given), group: "commerce" };
}

const customTypes = queryOptions({
  queryKey: ["object types"],
  staleTime: 60_000,
  queryFn: async (): Promise<ObjectType[]> => {
    const { results } = await data(api.GET("/crm/v3/schemas"));
    return results.map((schema) => ({
      name: schema.objectTypeId,
      id: schema.objectTypeId,
      singular: schema.labels.singular,
      plural: schema.labels.plural,
      icon: IconPuzzle,
      title: [schema.primaryDisplayProperty],
      columns: [...schema.secondaryDisplayProperties, "hubspot_owner_id", CHANGED],
      group: "custom",
    }));
  },
});

/** Every type of the account: the standard ones, then its own. */
export function useObjectTypes(): ObjectType[] {
  const custom = useQuery(customTypes);
  return [...STANDARD, ...(custom.data ?? [])];
}

/** The type with this name or id; `undefined` while it is not known, or where there is none. */
export function useObjectType(name: string): ObjectType | undefined {
  return useObjectTypes().find((type) => type.name === name || type.id === name);
}
