import { plusDays } from "../shared/days";
import { locale, t } from "../shared/texts";

/** Whole days, both included, as `YYYY-MM-DD` in the time of the account; with the view that the traffic is looked at through. */
export interface Span {
  start: string;
  end: string;
  filterId?: number;
}

export type Interval = "daily" | "weekly" | "monthly";

export const PERIODS = [
  { value: "today", label: t("Today") },
  { value: "yesterday", label: t("Yesterday") },
  { value: "7d", label: t("Last 7 days") },
  { value: "30d", label: t("Last 30 days") },
  { value: "90d", label: t("Last 90 days") },
  { value: "month", label: t("This month") },
  { value: "last-month", label: t("Last month") },
  { value: "this-year", label: t("This year") },
  { value: "year", label: t("Last 12 months") },
] as const;

export const FIRST_PERIOD = "30d";

const LENGTHS: Record<string, number> = { today: 1, "7d": 7, "30d": 30, "90d": 90, year: 365 };

export const COMPARISONS = [
  { value: "none", label: t("No comparison") },
  { value: "before", label: t("The time before") },
  { value: "year", label: t("A year before") },
] as const;

export type Comparison = (typeof COMPARISONS)[number]["value"];

/** The days of a period by its name, or by its two days (`2026-11-01_2026-11-15`); those of the first one where it cannot be read. */
export function spanOf(period: string, today: string): Span {
  const free = freeDays(period);
  if (free) return free;
  const month = `${today.slice(0, 8)}01`;
  if (period === "month") return { start: month, end: today };
  if (period === "this-year") return { start: `${today.slice(0, 5)}01-01`, end: today };
  if (period === "yesterday") return { start: plusDays(today, -1), end: plusDays(today, -1) };
  if (period === "last-month") {
    const end = plusDays(month, -1);
    return { start: `${end.slice(0, 8)}01`, end };
  }
  return { start: plusDays(today, 1 - (LENGTHS[period] ?? 30)), end: today };
}

/** The name of a period of one's own days. */
export function freePeriod(one: string, other: string): string {
  return one < other ? `${one}_${other}` : `${other}_${one}`;
}

/** The days that such a name holds; null for every other text. */
export function freeDays(period: string): Span | null {
  const [, start = "", end = ""] = /^(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)$/.exec(period) ?? [];
  return isDay(start) && isDay(end) && start <= end ? { start, end } : null;
}

export function periodLabel(period: string): string {
  const free = freeDays(period);
  if (free) return daysLabel(free);
  const named = PERIODS.find(({ value }) => value === period) ?? PERIODS.find(({ value }) => value === "30d");
  return named?.label ?? "";
}

export function daysLabel({ start, end }: Span): string {
  const date = (day: string) =>
    new Date(day).toLocaleDateString(locale, { dateStyle: "medium", timeZone: "UTC" });
  return start === end ? date(start) : `${date(start)} – ${date(end)}`;
}

/** The span of the same length right before. */
export function before(span: Span): Span {
  return { ...span, start: plusDays(span.start, -length(span)), end: plusDays(span.start, -1) };
}

/** The same days of the year before; of a 29 February, the 28th. */
export function yearBefore(span: Span): Span {
  return { ...span, start: earlierYear(span.start), end: earlierYear(span.end) };
}

/** What a span is compared with. */
export function comparedWith(span: Span, comparison: Comparison): Span | undefined {
  if (comparison === "none") return undefined;
  return comparison === "year" ? yearBefore(span) : before(span);
}

export function intervalOf(span: Span): Interval {
  const days = length(span);
  return days > 120 ? "monthly" : days > 45 ? "weekly" : "daily";
}

/** The first days of the parts of a span, as reports name them: weeks begin on Monday, and no part before the span. */
export function partsOf({ start, end }: Span, interval: Interval): string[] {
  const parts = [start];
  for (let day = plusDays(start, 1); day <= end; day = plusDays(day, 1)) {
    if (begins(day, interval)) parts.push(day);
  }
  return parts;
}

function begins(day: string, interval: Interval): boolean {
  if (interval === "daily") return true;
  if (interval === "monthly") return day.endsWith("-01");
  return new Date(day).getUTCDay() === 1;
}

function length({ start, end }: Span): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1;
}

function isDay(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && plusDays(text, 0) === text;
}

function earlierYear(day: string): string {
  const same = `${String(Number(day.slice(0, 4)) - 1).padStart(4, "0")}${day.slice(4)}`;
  return isDay(same) ? same : `${same.slice(0, 8)}28`;
}
