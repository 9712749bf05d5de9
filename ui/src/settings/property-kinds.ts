import type { Property } from "../crm/definitions";
import { t } from "../shared/texts";

/** What a property can hold, in people's words, and how the API says it. */
export interface PropertyKind {
  id: string;
  label: string;
  type: string;
  fieldType: string;
}

export const KINDS: readonly PropertyKind[] = [
  { id: "text", label: t("Text, one line"), type: "string", fieldType: "text" },
  { id: "textarea", label: t("Text, several lines"), type: "string", fieldType: "textarea" },
  { id: "number", label: t("Number"), type: "number", fieldType: "number" },
  { id: "select", label: t("One of several options"), type: "enumeration", fieldType: "select" },
  { id: "checkbox", label: t("Any of several options"), type: "enumeration", fieldType: "checkbox" },
  { id: "bool", label: t("Yes or no"), type: "bool", fieldType: "booleancheckbox" },
  { id: "date", label: t("Date"), type: "date", fieldType: "date" },
  { id: "datetime", label: t("Date and time"), type: "datetime", fieldType: "date" },
  { id: "phone", label: t("Phone number"), type: "string", fieldType: "phonenumber" },
  { id: "formula", label: t("Formula"), type: "number", fieldType: "calculation_equation" },
];

/** What properties of HubSpot hold beside that; nobody creates such ones. */
const BY_FIELD: Record<string, string> = {
  radio: t("One of several options"),
  booleancheckbox: t("Yes or no"),
  html: t("Formatted text"),
  file: t("File"),
  calculation_equation: t("Formula"),
};

/** What a property holds, as people say it; what only the API knows, by its name there. */
export function kindOf(property: Property): string {
  const known = KINDS.find((kind) => kind.type === property.type && kind.fieldType === property.fieldType);
  if (property.calculated) return t("Formula");
  if (known) return known.label;
  if (property.fieldType.startsWith("calculation_")) return BY_FIELD[property.fieldType] ?? t("Computed");
  return BY_FIELD[property.fieldType] ?? `${property.type}, ${property.fieldType}`;
}

/** A name for the API made of a label: small letters, digits and underscores, beginning with a letter. */
export function nameFrom(label: string): string {
  const plain = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[a-z]/.test(plain) || plain === "" ? plain.slice(0, 100) : `p_${plain}`.slice(0, 100);
}

export interface OptionDraft {
  label: string;
  value: string;
  hidden: boolean;
  description?: string;
}

/** Options as the API takes them, in their order; an option without a value has its label as one. */
export function optionsFrom(drafts: readonly OptionDraft[]) {
  return drafts
    .filter(({ label }) => label.trim() !== "")
    .map((draft, displayOrder) => ({
      ...draft,
      label: draft.label.trim(),
      value: draft.value.trim() || draft.label.trim(),
      displayOrder,
    }));
}
