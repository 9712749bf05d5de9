import { locale, t } from "../shared/texts";

interface Period<T> {
  label: string;
  of: T[];
}

/** Splits what is sorted, newest first, into what is to come, today, and months in the account's time. */
export function byPeriod<T extends { at: string }>(
  sorted: T[],
  timeZone: string,
  now = new Date(),
): Period<T>[] {
  const day = (date: Date) => date.toLocaleDateString("en-CA", { timeZone });
  const today = day(now);
  const labelOf = (at: Date) => {
    if (day(at) === today) return t("Today");
    if (at > now) return t("To come");
    return at.toLocaleDateString(locale, { month: "long", year: "numeric", timeZone });
  };
  const groups = Map.groupBy(sorted, ({ at }) => labelOf(new Date(at)));
  return [...groups].map(([label, of]) => ({ label, of }));
}
