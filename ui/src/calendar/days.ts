import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";

import { plusDays } from "../shared/days";
import { locale } from "../shared/texts";

dayjs.extend(utc);
dayjs.extend(timezone);

export type View = "month" | "week" | "agenda";
const AGENDA = 30;

/** The weekday that weeks begin with where the person is: 1 is Monday, 7 Sunday. */
export function firstWeekday(where = locale): number {
  const known = new Intl.Locale(where) as {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}

function weekStart(day: string, first: number): string {
  const weekday = new Date(day).getUTCDay() || 7;
  return plusDays(day, -((weekday - first + 7) % 7));
}

/** The days that a view shows, as `YYYY-MM-DD`: whole weeks of the month, one week, or the days from one on. */
export function daysOf(view: View, day: string, first: number): string[] {
  if (view === "agenda") return from(day, AGENDA);
  if (view === "week") return from(weekStart(day, first), 7);
  const start = weekStart(`${day.slice(0, 8)}01`, first);
  const last = plusDays(otherMonth(`${day.slice(0, 8)}01`, 1), -1);
  return from(start, plusDays(start, 35) > last ? 35 : 42);
}

function from(day: string, count: number): string[] {
  return Array.from({ length: count }, (_, place) => plusDays(day, place));
}

/** The same day of another month, or that month's last one. */
export function otherMonth(day: string, months: number): string {
  return dayjs.utc(day).add(months, "month").format("YYYY-MM-DD");
}

/** Where a view goes with one step back (-1) or on (1). */
export function stepped(view: View, day: string, step: number): string {
  return view === "month" ? otherMonth(day, step) : plusDays(day, step * (view === "week" ? 7 : AGENDA));
}

/** When a day begins in a time zone, in ms. */
export function beginOf(day: string, zone: string): number {
  return dayjs.tz(`${day} 00:00`, zone).valueOf();
}

export function dayIn(moment: string, zone: string): string {
  return dayjs(moment).tz(zone).format("YYYY-MM-DD");
}

/** The time of day as `HH:mm`. */
export function timeIn(moment: string, zone: string): string {
  return dayjs(moment).tz(zone).format("HH:mm");
}

/** The moment at which a clock in the zone shows this, as ISO 8601 in UTC. */
export function momentAt(day: string, time: string, zone: string): string {
  return dayjs.tz(`${day} ${time}`, zone).toISOString();
}

/** The same time of the clock on another day. */
export function movedTo(moment: string, day: string, zone: string): string {
  return momentAt(day, timeIn(moment, zone), zone);
}
