import { plusDays } from "../shared/days";
import { t } from "../shared/texts";

/** A span of whole days, both included, as `YYYY-MM-DD` in the time of the account. */
export interface Span {
  start: string;
  end: string;
}

export type Interval = "daily" | "weekly" | "monthly";

export const PERIODS = [
  { value: "today", label: t("Today") },
  { value: "7d", label: t("Last 7 days") },
  { value: "30d", label: t("Last 30 days") },
  { value: "90d", label: t("Last 90 days") },
  { value: "month", label: t("This month") },
  { value: "year", label: t("Last 12 months") },
] as const;

export type PeriodName = (typeof PERIODS)[number]["value"];

const DAYS: Partial<Record<PeriodName, number>> = { today: 1, "7d": 7, "30d": 30, "90d": 90, year: 365 };

/** The days of a period that ends today. */
export function spanOf(name: PeriodName, today: string): Span {
  const days = DAYS[name];
  return { start: days ? plusDays(today, 1 - days) : `${today.slice(0, 8)}01`, end: today };
}

/** The span of the same length right before. */
export function before({ start, end }: Span): Span {
  return { start: plusDays(start, -length({ start, end })), end: plusDays(start, -1) };
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
