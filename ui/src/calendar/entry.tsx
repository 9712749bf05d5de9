import { IconCalendarEvent, IconCheckbox } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

import { useOwners } from "../crm/definitions";
import { plusDays } from "../shared/days";
import classes from "./calendar.module.css";
import type { Item } from "./calendar-query";
import { dayIn, timeIn } from "./days";

/** What a view of days knows, and what can be done in it. */
export interface Days {
  days: string[];
  byDay: ReadonlyMap<string, Item[]>;
  today: string;
  zone: string;
  withOwner: boolean;
  onPlan: ((day: string) => void) | undefined;
  mayMove: (item: Item) => boolean;
  onMove: (item: Item, day: string) => void;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
/** What a dragged item is called on its way. */
export const DRAGGED = "application/x-hubstead-calendar";

interface Props {
  item: Item;
  zone: string;
  withOwner: boolean;
  mayMove: boolean;
  onMove: (item: Item, day: string) => void;
}

/** A task or a meeting in a day: opened by a click, moved by dragging it, or by Alt and an arrow. */
export function Entry({ item, zone, withOwner, mayMove, onMove }: Props) {
  const owners = useOwners();
  const Icon = item.kind === "tasks" ? IconCheckbox : IconCalendarEvent;
  const owner = withOwner ? owners.get(item.owner) : undefined;
  return (
    <Link
      to="/app/records/$type/$id"
      params={{ type: item.kind, id: item.id }}
      className={`${classes.entry ?? ""} ${item.done ? (classes.done ?? "") : ""} ${classes[item.kind] ?? ""}`}
      draggable={mayMove}
      aria-keyshortcuts={mayMove ? "Alt+ArrowRight" : undefined}
      title={item.title}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, JSON.stringify({ id: item.id, kind: item.kind }));
        event.dataTransfer.effectAllowed = "move";
      }}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (!step || !event.altKey || !mayMove) return;
        event.preventDefault();
        event.stopPropagation();
        onMove(item, plusDays(dayIn(item.at, zone), step));
      }}
    >
      <Icon size={14} stroke={1.6} aria-hidden />
      <time dateTime={item.at}>{timeIn(item.at, zone)}</time>
      <span className={classes.title}>
        {item.title}
        {owner && <span className={classes.owner}> · {owner}</span>}
      </span>
    </Link>
  );
}
