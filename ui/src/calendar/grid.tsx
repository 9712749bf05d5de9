import { UnstyledButton } from "@mantine/core";
import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";

import { plusDays } from "../shared/days";
import { locale, t, tn } from "../shared/texts";
import classes from "./calendar.module.css";
import { DRAGGED, type Days, Entry } from "./entry";
import { otherMonth } from "./days";

const SHOWN = 4;

interface Props extends Days {
  view: "month" | "week";
  day: string;
  onDay: (day: string) => void;
}

/** A month or a week as a table of days. Arrows go from day to day, Enter plans, Page up and down change the month. */
export function Grid({ view, day, days, onDay, ...shared }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const byKey = useRef(false);
  useEffect(() => {
    if (byKey.current) table.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
    byKey.current = false;
  }, [day]);
  const step = (event: KeyboardEvent) => {
    const next = stepOf(event, day);
    if (!next) return;
    event.preventDefault();
    byKey.current = true;
    onDay(next);
  };
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(7 * week, 7 * week + 7));
  return (
    <table ref={table} className={`${classes.grid ?? ""} ${classes[view] ?? ""}`} aria-label={t("Calendar")}>
      <thead>
        <tr>
          {days.slice(0, 7).map((each) => (
            <th key={each} scope="col">
              {new Date(each).toLocaleDateString(locale, { weekday: "short", timeZone: "UTC" })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((each) => (
              <Day
                key={each}
                {...shared}
                each={each}
                most={view === "week" ? Infinity : SHOWN}
                outside={view === "month" && each.slice(0, 7) !== day.slice(0, 7)}
                focusable={each === day}
                onKeyDown={step}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function stepOf({ key, altKey }: KeyboardEvent, day: string): string | null {
  if (altKey) return null;
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key];
  if (days) return plusDays(day, days);
  const months = { PageUp: -1, PageDown: 1 }[key];
  return months ? otherMonth(day, months) : null;
}

interface DayProps extends Omit<Days, "days"> {
  each: string;
  most: number;
  outside: boolean;
  focusable: boolean;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Day({
  each,
  most,
  outside,
  focusable,
  onKeyDown,
  byDay,
  today,
  onPlan,
  onMove,
  mayMove,
  zone,
  withOwner,
}: DayProps) {
  const [over, setOver] = useState(false);
  const [all, setAll] = useState(false);
  const items = byDay.get(each) ?? [];
  const shown = all ? items : items.slice(0, most);
  const drop = (event: DragEvent) => {
    setOver(false);
    const text = event.dataTransfer.getData(DRAGGED);
    if (!text) return;
    event.preventDefault();
    const { id, kind } = JSON.parse(text) as { id: string; kind: string };
    const item = [...byDay.values()].flat().find((one) => one.id === id && one.kind === kind);
    if (item && mayMove(item)) onMove(item, each);
  };
  const label = new Date(each).toLocaleDateString(locale, { dateStyle: "full", timeZone: "UTC" });
  return (
    <td
      className={`${outside ? (classes.outside ?? "") : ""} ${over ? (classes.over ?? "") : ""}`}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <UnstyledButton
        className={`${classes.day ?? ""} ${each === today ? (classes.today ?? "") : ""}`}
        data-day={each}
        tabIndex={focusable ? 0 : -1}
        aria-label={onPlan ? t("{day}: plan something", { day: label }) : label}
        aria-current={each === today ? "date" : undefined}
        onClick={() => onPlan?.(each)}
        onKeyDown={onKeyDown}
      >
        <span>{Number(each.slice(8))}</span>
      </UnstyledButton>
      {shown.map((item) => (
        <Entry
          key={`${item.kind} ${item.id}`}
          item={item}
          zone={zone}
          withOwner={withOwner}
          mayMove={mayMove(item)}
          onMove={onMove}
        />
      ))}
      {items.length > shown.length && (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          {tn(items.length - shown.length, "{count} more", "{count} more")}
        </UnstyledButton>
      )}
    </td>
  );
}
