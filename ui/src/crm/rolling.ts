import { plusDays, todayIn } from "../shared/days";
import type { FilterGroup } from "./search";

/** A period that moves on with the days, in whole units from now: the last 7 days are days from -6 to 0. Weeks begin
 * on Monday. `days` says that what is compared are dates, not moments. */
export interface Rolling {
  unit: "day" | "week" | "month" | "quarter" | "year";
  from: number;
  to: number;
  days: boolean;
}

/** Filters with the values that their rolling periods have now, in the account's time zone, as the search takes them. */
export function rolled(groups: FilterGroup[], zone: string, now = new Date()): FilterGroup[] {
  return groups.map(({ filters }) => ({
    filters: filters.map(({ rolling, ...filter }) =>
      rolling ? { ...filter, ...spanOf(rolling, zone, todayIn(zone, now)) } : filter,
    ),
  }));
}

/** First and last of a period: days, or the first and the last millisecond. */
export function spanOf({ unit, from, to, days }: Rolling, zone: string, today: string) {
  const first = begin(unit, today, from);
  const end = begin(unit, today, to + 1);
  return days
    ? { value: first, highValue: plusDays(end, -1) }
    : { value: String(midnight(first, zone)), highValue: String(midnight(end, zone) - 1) };
}

const MONTHS = { month: 1, quarter: 3, year: 12 };

/** The first day of the unit that is so many steps from that of today. */
function begin(unit: Rolling["unit"], today: string, steps: number): string {
  if (unit === "day") return plusDays(today, steps);
  const date = new Date(today);
  if (unit === "week") return plusDays(today, steps * 7 - ((date.getUTCDay() + 6) % 7));
  const months = MONTHS[unit];
  const month = Math.floor(date.getUTCMonth() / months + steps) * months;
  return new Date(Date.UTC(date.getUTCFullYear(), month)).toISOString().slice(0, 10);
}

/** When a day begins where the zone is, in ms. */
function midnight(day: string, zone: string): number {
  const wanted = Date.parse(day);
  const shown = (at: number) =>
    Date.parse(`${new Date(at).toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T")}Z`);
  // A second time, for days around which clocks are changed.
  const near = wanted - (shown(wanted) - wanted);
  return near - (shown(near) - wanted);
}
