import { locale, t } from "../shared/texts";
import type { Property } from "./definitions";
import { plain } from "./record";

/** What formatting needs to know of the account beyond the value itself. */
export interface Surroundings {
  owners: ReadonlyMap<string, string>;
  stages: ReadonlyMap<string, string>;
  currency: string;
  timeZone: string;
}

/** A value as people read it; "" for none. Unknown options and owners show what is stored. */
export function format(
  property: Property | undefined,
  value: string | null | undefined,
  around: Surroundings,
): string {
  if (value === null || value === undefined || value === "") return "";
  if (!property) return value;
  if (isOwner(property)) return around.owners.get(value) ?? value;
  if (around.stages.has(value) && isStage(property)) return around.stages.get(value) ?? value;
  switch (property.type) {
    case "enumeration":
    case "bool":
      return options(property, value);
    case "number":
      return number(property, value, around.currency);
    case "date":
      return day(value);
    case "datetime":
      return moment(value, around.timeZone);
    default:
      return property.fieldType === "html" ? plain(value) : value;
  }
}

export function isOwner(property: Property): boolean {
  return property.name === "hubspot_owner_id" || property.referencedObjectType === "OWNER";
}

export function isStage(property: Property): boolean {
  return ["dealstage", "pipeline", "hs_pipeline", "hs_pipeline_stage"].includes(property.name);
}

/** Standard properties that are money without saying so. */
const MONEY = new Set([
  "amount",
  "amount_in_home_currency",
  "hs_acv",
  "hs_arr",
  "hs_mrr",
  "hs_tcv",
  "price",
  "annualrevenue",
]);

function options(property: Property, value: string): string {
  if (property.type === "bool" && property.options.length === 0) return value === "true" ? t("Yes") : t("No");
  const label = (each: string) => property.options.find((option) => option.value === each)?.label ?? each;
  return value.split(";").filter(Boolean).map(label).join(", ");
}

function number(property: Property, value: string, currency: string): string {
  const amount = Number(value);
  if (!Number.isFinite(amount)) return value;
  if (property.showCurrencySymbol ?? MONEY.has(property.name)) return money(amount, currency);
  if (property.name.startsWith("hs_object") || property.name.endsWith("_id")) return value;
  return amount.toLocaleString(locale, { maximumFractionDigits: 6 });
}

export function money(amount: number, currency: string): string {
  const digits = Number.isInteger(amount) ? 0 : 2;
  return amount.toLocaleString(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A date has no time zone: midnight UTC stands for the day. */
function day(value: string): string {
  const date = new Date(value.length === 10 ? `${value}T00:00:00Z` : Number(value) || value);
  return Number.isNaN(date.getTime()) ? value : DAYS.format(date);
}

const DAYS = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
/** For each time zone what writes its moments: to make one takes longer than to write with it. */
const moments = new Map<string, Intl.DateTimeFormat>();

export function moment(value: string, timeZone: string): string {
  const date = new Date(/^\d+$/.test(value) ? Number(value) : value);
  if (Number.isNaN(date.getTime())) return value;
  const known = moments.get(timeZone);
  const format =
    known ?? new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  if (!known) moments.set(timeZone, format);
  return format.format(date);
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago, in the largest unit that fits: "3 hours ago". */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(Math.trunc(seconds), "second");
}
