import type { ObjectType } from "./object-types";

export type Values = Record<string, string | null>;

/** A record as the API shows it. */
export interface CrmRecord {
  id: string;
  properties: Values;
  createdAt?: string;
  updatedAt?: string;
  archived?: boolean;
}

/** What people call a record: its name, else the next best thing that tells it from others. */
export function titleOf(type: ObjectType, values: Values, id: string): string {
  const name = type.title
    .map((property) =>
      property.endsWith("_body") ? plain(values[property] ?? "") : (values[property] ?? ""),
    )
    .filter(Boolean)
    .join(" ");
  return name || values.email || values.domain || `${type.singular} ${id}`;
}

/** The properties that `titleOf` looks at. */
export function titleProperties(type: ObjectType): string[] {
  return [...type.title, "email", "domain"];
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

/** The text of a rich-text value, for places that show one line. Nothing parses it as HTML: it is other people's. */
export function plain(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, " ")
    .trim();
}

/** The text of a rich-text value with its lines, as somebody wrote it. */
export function lines(html: string): string {
  return html
    .replace(/\r\n?/g, "\n")
    .split(/<br\s*\/?>|<\/(?:p|div|li|h\d|tr|blockquote)>|\n/i)
    .map(plain)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Text as it was typed, as rich text that shows the same. */
export function asHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\n/g, "<br>");
}
