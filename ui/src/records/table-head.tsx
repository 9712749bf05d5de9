import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";

import { useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { t } from "../shared/texts";
import { movedTo, NARROWEST } from "./columns";
import classes from "./records.module.css";
import { standing, TITLE } from "./record-row";
import { EVERYTHING, NOTHING, numberOf, type Selection } from "./selection";
import type { useColumns } from "./use-columns";
import type { View } from "./view";

interface Props extends ReturnType<typeof useColumns> {
  type: ObjectType;
  view: View;
  onView: (change: Partial<View>) => void;
  total: number;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

/** The names of the columns: they sort, and are moved and made wider. */
export function TableHead({ type, view, onView, headers, widths, total, selection, onSelect }: Props) {
  const row = useRef<HTMLDivElement>(null);
  const properties = useProperties(type.name);
  const dragged = useRef<string | null>(null);
  const ticked = numberOf(selection, total);
  const all = total > 0 && ticked === total;
  const move = (name: string, to: number) => onView({ columns: movedTo(view.columns, name, to) });
  const byKey = (name: string, event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!event.altKey || !step || name === TITLE) return;
    event.preventDefault();
    move(name, Math.max(0, view.columns.indexOf(name) + step));
    // Standing at another place, the button has lost the focus.
    const found = `[data-column="${CSS.escape(name)}"] button`;
    requestAnimationFrame(() => row.current?.querySelector<HTMLElement>(found)?.focus());
  };
  const resize = (name: string, width: number, event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    onView({ widths: { ...view.widths, [name]: Math.max(NARROWEST, width + step * WIDER) } });
  };
  const sortBy = (name: string) => {
    const before = view.sort?.property === name ? view.sort : undefined;
    onView({ sort: before?.descending ? null : { property: name, descending: before !== undefined } });
  };
  return (
    <div className={classes.head} role="row" ref={row}>
      {headers.map((header, place) => {
        const title = header.id === TITLE;
        const label = title ? t("Name") : (properties.get(header.id)?.label ?? header.id);
        const sorted = view.sort?.property === (title ? type.title[0] : header.id) ? view.sort : undefined;
        return (
          <div
            key={header.id}
            role="columnheader"
            aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : "none"}
            {...standing(place, view.pinned ?? 0, widths, classes.header)}
            data-column={header.id}
            draggable={!title}
            onDragStart={() => (dragged.current = header.id)}
            onDragOver={(event) => dragged.current && !title && event.preventDefault()}
            onDrop={() => {
              if (dragged.current) move(dragged.current, place - 1);
              dragged.current = null;
            }}
          >
            {title && (
              <input
                type="checkbox"
                className={classes.tick}
                checked={all}
                ref={(box) => {
                  if (box) box.indeterminate = !all && ticked > 0;
                }}
                onChange={() => onSelect(all ? NOTHING : EVERYTHING)}
                aria-label={t("Select all rows")}
              />
            )}
            <UnstyledButton
              className={classes.sort}
              fz="inherit"
              onClick={() => sortBy(title ? (type.title[0] ?? "hs_object_id") : header.id)}
              onKeyDown={(event) => byKey(header.id, event)}
              title={title ? undefined : t("Drag, or Alt and an arrow key, moves the column")}
            >
              <span className={classes.text}>{label}</span>
              {sorted && (sorted.descending ? <IconArrowDown size={13} /> : <IconArrowUp size={13} />)}
            </UnstyledButton>
            <div
              className={classes.resizer}
              role="separator"
              tabIndex={0}
              aria-orientation="vertical"
              aria-label={t("Width of {label}", { label })}
              aria-valuenow={widths[place]}
              aria-valuemin={NARROWEST}
              draggable
              onDragStart={(event) => {
                event.preventDefault();
                event.stopPropagation();
              }}
              onPointerDown={header.getResizeHandler()}
              onKeyDown={(event) => resize(header.id, widths[place] ?? NARROWEST, event)}
            />
          </div>
        );
      })}
    </div>
  );
}

const STEPS: Record<string, number | undefined> = { ArrowLeft: -1, ArrowRight: 1 };
const WIDER = 20;
