import type { Property } from "../crm/definitions";
import { format, type Surroundings } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import { lines } from "../crm/record";
import { t, tn } from "../shared/texts";
import { type Entry, otherEnd } from "./timeline-query";

/** An entry as people read it. `link` is the record behind an activity; `facts` are labels with values. */
export interface Description {
  icon:
    "note" | "call" | "meeting" | "task" | "email" | "message" | "page" | "form" | "app" | "change" | "link";
  title: string;
  body: string;
  facts: [string, string][];
  link?: { type: string; id: string };
  /** The ids of its files. */
  files?: string[];
  /** Of a task: whether it is done. */
  done?: boolean;
}

/** By the object type's name: the icon, the type whose page shows one, "" where none does, and the word for it. */
const ACTIVITIES: Record<string, [Description["icon"], string, string]> = {
  NOTE: ["note", "notes", t("Note")],
  CALL: ["call", "calls", t("Call")],
  MEETING_EVENT: ["meeting", "meetings", t("Meeting")],
  TASK: ["task", "tasks", t("Task")],
  EMAIL: ["email", "emails", t("E-mail")],
  COMMUNICATION: ["message", "", t("Message")],
  POSTAL_MAIL: ["message", "", t("Letter")],
};

/** What an entry says, or `null` where it says nothing to people: a change of values that the server keeps itself. */
export function describe(
  entry: Entry,
  properties: ReadonlyMap<string, Property>,
  around: Surroundings,
): Description | null {
  switch (entry.kind) {
    case "activity":
    case "email":
      return activity(entry, around);
    case "submission":
      return submission(entry);
    case "event":
    case "emailEvent":
      return event(entry);
    case "property":
      return change(entry, properties, around);
    default:
      return { icon: "app", title: t("Event of an app"), body: "", facts: facts(entry.properties) };
  }
}

function activity({ type, id, properties }: Entry, around: Surroundings): Description {
  const [icon, objectType, word] = ACTIVITIES[type] ?? ["message", "", humanized(type)];
  const find = (...names: string[]) => names.map((name) => properties[name]).find(Boolean) ?? "";
  const subject = find("hs_call_title", "hs_meeting_title", "hs_task_subject", "hs_email_subject");
  const body = find(
    "hs_note_body",
    "hs_call_body",
    "hs_meeting_body",
    "hs_task_body",
    "hs_email_text",
    "hs_email_html",
    "hs_communication_body",
    "hs_postal_mail_body",
  );
  const told: [string, string][] = [
    [t("Outcome"), humanized(find("hs_meeting_outcome"))],
    [t("Length"), length(find("hs_call_duration"))],
    [t("From"), find("hs_email_from_email")],
    [t("To"), find("hs_email_to_email").replaceAll(";", ", ")],
    [t("Priority"), humanized(find("hs_task_priority").replace("NONE", ""))],
    [t("Owner"), around.owners.get(find("hubspot_owner_id")) ?? ""],
  ];
  const files = find("hs_attachment_ids").split(";").filter(Boolean);
  const description: Description = {
    icon,
    title: subject ? `${word}: ${subject}` : word,
    body: lines(body),
    facts: told.filter(([, value]) => value),
    ...(files.length > 0 && { files }),
    ...(objectType && { link: { type: objectType, id } }),
  };
  return type === "TASK" ? { ...description, done: properties.hs_task_status === "COMPLETED" } : description;
}

function submission({ properties, details }: Entry): Description {
  const page = text(details.pageTitle) || text(details.pageUrl);
  return {
    icon: "form",
    title: page ? t("Sent a form on {page}", { page }) : t("Sent a form"),
    body: "",
    facts: facts(properties),
  };
}

const EVENTS: Record<string, string> = {
  e_visited_page: t("Viewed {page}"),
  e_clicked_element: t("Clicked {page}"),
};

function event({ kind, type, properties }: Entry): Description {
  const page = properties.hs_title || properties.hs_url || properties.hs_page_title;
  const known = EVENTS[type];
  if (known)
    return {
      icon: "page",
      title: known.replace("{page}", page || t("a page")),
      body: properties.hs_title && properties.hs_url ? properties.hs_url : "",
      facts: [],
    };
  const own = Object.fromEntries(Object.entries(properties).filter(([name]) => !name.startsWith("hs_")));
  const name = type.replace(/^(pe\d+_|e_)/, "").replace(/_v\d+$/, "");
  return { icon: kind === "event" ? "page" : "email", title: humanized(name), body: "", facts: facts(own) };
}

function change(
  { type, properties, details }: Entry,
  known: ReadonlyMap<string, Property>,
  around: Surroundings,
): Description | null {
  const told = Object.entries(properties).flatMap(([name, value]): [string, string][] => {
    const property = known.get(name);
    if (!property || property.hidden || property.calculated || property.modificationMetadata.readOnlyValue)
      return [];
    return [[property.label, format(property, value, around) || t("emptied")]];
  });
  const created = type === "CREATED";
  if (told.length === 0 && !created) return null;
  const source = humanized(text(details.sourceType))
    .replace("Crm ui", t("the app"))
    .replace("Api", t("the API"));
  const what = created
    ? t("Created")
    : told.length === 1
      ? t("Changed {property}", { property: told[0]?.[0] ?? "" })
      : tn(told.length, "Changed {count} property", "Changed {count} properties");
  return {
    icon: "change",
    title: source ? t("{what} by {source}", { what, source }) : what,
    body: "",
    facts: told,
  };
}

/** That a record was associated with another one, or is no longer; `names` are those of the others. */
export function association(
  entry: Entry,
  types: readonly ObjectType[],
  names: Readonly<Record<string, string>>,
): Description {
  const other = otherEnd(entry);
  const type = types.find(({ id }) => id === other.type);
  const name = names[`${other.type} ${other.id}`];
  const shown = name ?? `${type?.singular ?? other.type} ${other.id}`;
  return {
    icon: "link",
    title:
      entry.type === "ADDED"
        ? t("Associated with {shown}", { shown })
        : t("No longer with {shown}", { shown }),
    body: "",
    facts: [],
    ...(type && name !== undefined && { link: { type: type.name, id: other.id } }),
  };
}

function facts(values: Record<string, string>): [string, string][] {
  return Object.entries(values).map(([name, value]) => [humanized(name), value]);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The length of a call in ms, as "5 min 20 s". */
function length(ms: string): string {
  const seconds = Math.round(Number(ms) / 1000);
  if (!seconds) return "";
  const parts = [
    Math.floor(seconds / 60) && t("{minutes} min", { minutes: Math.floor(seconds / 60) }),
    seconds % 60 && t("{seconds} s", { seconds: seconds % 60 }),
  ];
  return parts.filter(Boolean).join(" ");
}

/** A name of the API as words: `SALES_CALL` becomes "Sales call". */
function humanized(name: string): string {
  const words = name.toLowerCase().replaceAll("_", " ").trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
