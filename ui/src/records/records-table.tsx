import { Checkbox, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import {
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from "react";

import { useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { locale, noun, t } from "../shared/texts";
import { movedTo } from "./columns";
import { goByArrows } from "./arrows";
import classes from "./records.module.css";
import { Row, standing, TITLE } from "./record-row";
import type { useRecords } from "./records-query";
import type { View } from "./view";

const ROW = 39;
const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const column = createColumnHelper<typeof features, CrmRecord>();

interface Props {
  type: ObjectType;
  view: View;
  onView: (change: Partial<View>) => void;
  found: ReturnType<typeof useRecords>;
  selected: ReadonlySet<string>;
  /** Whether what is not loaded yet is selected, too. */
  everything: boolean;
  onSelect: (selected: ReadonlySet<string>) => void;
  mayEdit: boolean;
}

/** A table that draws only the rows in sight and loads the next page before its end is reached. */
export function RecordsTable(props: Props) {
  const { type, view, onView, found, selected, everything, onSelect, mayEdit } = props;
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  const columns = useMemo(
    () =>
      column.columns([
        column.display({ id: TITLE, size: 260, minSize: 160 }),
        ...view.columns.map((name) => column.display({ id: name, size: 180, minSize: NARROWEST })),
      ]),
    [view.columns],
  );
  const table = useTable({
    features,
    data: found.records,
    columns,
    getRowId: (record) => record.id,
    columnResizeMode: "onEnd",
    state: { columnSizing: view.widths },
    onColumnSizingChange: (update) =>
      onView({ widths: typeof update === "function" ? update(view.widths) : update }),
  });
  const scroll = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing is compiled here; what it returns is used here only
  const rows = useVirtualizer({
    count: found.records.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= found.records.length - 40 && found.hasNextPage && !found.isFetching)
      void found.fetchNextPage();
  }, [last, found]);

  const headers = table.getFlatHeaders();
  const sizes = headers.map((header) => header.getSize()).join(" ");
  // The same array while they are the same: rows in sight are drawn anew only where something of them changed.
  const widths = useMemo(() => sizes.split(" ").map(Number), [sizes]);
  const pinned = view.pinned ?? 0;
  const dragged = useRef<string | null>(null);
  const move = (name: string, to: number) => onView({ columns: movedTo(view.columns, name, to) });
  const byKey = (name: string, event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!event.altKey || !step || name === TITLE) return;
    event.preventDefault();
    move(name, Math.max(0, view.columns.indexOf(name) + step));
    // Standing at another place, the button has lost the focus.
    const found = `[data-column="${CSS.escape(name)}"] button`;
    requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>(found)?.focus());
  };
  const resize = (name: string, width: number, event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    onView({ widths: { ...view.widths, [name]: Math.max(NARROWEST, width + step * WIDER) } });
  };
  const all = useMemo(
    () => found.records.length > 0 && found.records.every((record) => selected.has(record.id)),
    [found.records, selected],
  );
  const isSelected = (id: string) => everything || selected.has(id);
  const loaded = () => new Set(found.records.map((record) => record.id));
  const toggle = (id: string) => {
    const next = everything ? loaded() : new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const toggling = useRef(toggle);
  useEffect(() => {
    toggling.current = toggle;
  });
  const onToggle = useCallback((id: string) => toggling.current(id), []);
  const sortBy = (name: string) => {
    const before = view.sort?.property === name ? view.sort : undefined;
    onView({ sort: before?.descending ? null : { property: name, descending: before !== undefined } });
  };

  return (
    <div
      className={classes.scroll}
      ref={scroll}
      role="table"
      aria-rowcount={found.total ?? -1}
      aria-label={type.plural}
      tabIndex={0}
    >
      <div className={classes.head} role="row">
        {headers.map((header, place) => {
          const title = header.id === TITLE;
          const label = title ? t("Name") : (properties.get(header.id)?.label ?? header.id);
          const sorted = view.sort?.property === (title ? type.title[0] : header.id) ? view.sort : undefined;
          return (
            <div
              key={header.id}
              role="columnheader"
              aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : "none"}
              {...standing(place, pinned, widths, classes.header)}
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
                <Checkbox
                  size="xs"
                  mr="sm"
                  checked={all || everything}
                  indeterminate={!all && !everything && selected.size > 0}
                  onChange={() => onSelect(all || everything ? new Set() : loaded())}
                  aria-label={t("Select all rows that are loaded")}
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
      {found.records.length === 0 && !found.isLoading && <Nothing type={type} />}
      <div
        className={classes.body}
        style={{ height: rows.getTotalSize() }}
        role="rowgroup"
        onKeyDown={goByArrows}
      >
        {rows.getVirtualItems().map((item) => {
          const record = found.records[item.index];
          if (!record) return null;
          return (
            <Row
              key={record.id}
              type={type}
              record={record}
              index={item.index}
              start={item.start}
              columns={view.columns}
              widths={widths}
              pinned={pinned}
              properties={properties}
              around={around}
              selected={isSelected(record.id)}
              onToggle={onToggle}
              mayEdit={mayEdit}
            />
          );
        })}
      </div>
      {found.cut && (
        <Text size="sm" className={classes.foot} role="status">
          {t(
            "Here end the {count} that one search reaches. More fit, but the filters leave no room to go on: take one away to see them.",
            { count: found.records.length.toLocaleString(locale) },
          )}
        </Text>
      )}
    </div>
  );
}

function Nothing({ type }: { type: ObjectType }) {
  return (
    <div className={classes.empty}>
      <Text fw={600}>{t("No {plural} here", { plural: noun(type.plural) })}</Text>
      <Text size="sm" c="var(--muted)">
        {t(
          "Nothing fits the search and the filters. Take some away, create one with the key C, or bring many in with",
        )}{" "}
        <code>hubstead import csv</code>.
      </Text>
    </div>
  );
}

const STEPS: Record<string, number | undefined> = { ArrowLeft: -1, ArrowRight: 1 };
const NARROWEST = 80;
const WIDER = 20;
