import { Button } from "@mantine/core";

import { Empty } from "../shared/page";
import { locale, t } from "../shared/texts";
import classes from "./calendar.module.css";
import { type Days, Entry } from "./entry";

/** The days on which something is, one below the other. */
export function Agenda({
  days,
  byDay,
  today,
  onPlan,
  zone,
  withOwner,
  mayMove,
  onMove,
  loaded,
}: Days & { loaded: boolean }) {
  const busy = days.filter((day) => byDay.has(day));
  if (busy.length === 0)
    return loaded ? (
      <Empty title={t("Nothing is planned in these days")}>
        {onPlan && (
          <Button size="xs" mt="sm" variant="default" onClick={() => onPlan(days[0] ?? today)}>
            {t("Plan something")}
          </Button>
        )}
      </Empty>
    ) : null;
  return (
    <div className={classes.agenda}>
      {busy.map((day) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} className={day === today ? classes.now : undefined}>
            {new Date(day).toLocaleDateString(locale, {
              weekday: "long",
              day: "numeric",
              month: "long",
              timeZone: "UTC",
            })}
          </h2>
          {(byDay.get(day) ?? []).map((item) => (
            <Entry
              key={`${item.kind} ${item.id}`}
              item={item}
              zone={zone}
              withOwner={withOwner}
              mayMove={mayMove(item)}
              onMove={onMove}
            />
          ))}
        </section>
      ))}
    </div>
  );
}
