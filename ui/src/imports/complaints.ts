import type { Property } from "../crm/definitions";
import { isOwner } from "../crm/format";
import { t } from "../shared/texts";
import type { DateFormat } from "./mapping";

const ORDERS: Record<DateFormat, [number, number, number]> = {
  MONTH_DAY_YEAR: [2, 0, 1],
  DAY_MONTH_YEAR: [2, 1, 0],
  YEAR_MONTH_DAY: [0, 1, 2],
};

/** What the server will not take of a cell, as far as it can be seen here; "" for nothing. */
export function complaint(property: Property, value: string, format: DateFormat): string {
  const text = value.trim();
  if (!text) return "";
  if (property.name === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    return t("This is no e-mail address");
  switch (property.type) {
    case "number":
      return isNumber(text) ? "" : t("This is no number (1234.5 or 1,234.5)");
    case "date":
    case "datetime":
      return isDate(text, format) ? "" : t("This is no date in the chosen form");
    case "bool":
      return /^(true|false|yes|no|y|n|1|0)$/i.test(text) ? "" : t("This is neither yes nor no");
    case "enumeration":
      return isOwner(property) || property.externalOptions || isOption(property, text)
        ? ""
        : t("This is none of the options");
    default:
      return "";
  }
}

function isNumber(text: string): boolean {
  return /^-?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[+-]?\d+)?$/i.test(text) && /\d/.test(text);
}

function isDate(text: string, format: DateFormat): boolean {
  if (/^\d{10,13}$/.test(text)) return true;
  const found = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})/.exec(text);
  if (!found) return !Number.isNaN(Date.parse(text)) && /^\d{4}-/.test(text);
  const parts = found.slice(1, 4).map(Number);
  const order = found[1]?.length === 4 ? ORDERS.YEAR_MONTH_DAY : ORDERS[format];
  const [year = 0, month = 0, day = 0] = order.map((place) => parts[place]);
  const date = new Date(Date.UTC(year < 100 ? year + 2000 : year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isOption({ options, fieldType }: Property, text: string): boolean {
  if (options.length === 0) return true;
  const known = new Set(
    options.flatMap(({ label, value }) => [label.trim().toLowerCase(), value.toLowerCase()]),
  );
  const parts = fieldType === "checkbox" ? text.split(";") : [text];
  return parts.every((part) => known.has(part.trim().toLowerCase()));
}
