import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type FocusEvent, type RefObject, useCallback, useEffect, useRef } from "react";

import { useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { useSurroundings } from "../crm/surroundings";
import { goByArrows } from "./arrows";
import { Coming, Row } from "./record-row";
import classes from "./records.module.css";
import type { useRecords } from "./records-query";
import { isSelected, type Selection, toggled } from "./selection";
import { useRows } from "./use-rows";
import type { View } from "./view";
import { useWhereLeft } from "./where-left";

/** How high a row is, in pixels. */
const ROW = 39;

interface Props {
  type: ObjectType;
  view: View;
  found: ReturnType<typeof useRecords>;
  widths: number[];
  scroll: RefObject<HTMLDivElement | null>;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onError: (error: unknown) => void;
  mayEdit: boolean;
}

/** The rows that a person sees, among as much room as all of them take. */
export function RowsInSight({
  type,
  view,
  found,
  widths,
  scroll,
  selection,
  onSelect,
  onError,
  mayEdit,
}: Props) {
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  /** The row with the focus stays when it goes out of sight: what is typed there, and the place of the next key. */
  const focused = useRef(0);
  const order = JSON.stringify([found.wanted.words, view.groups, view.sort]);
  const initialOffset = useWhereLeft(scroll, order, found.count > 0);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing is compiled here; what it returns is used here only
  const rows = useVirtualizer({
    count: found.count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialOffset,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      const kept = focused.current;
      if (kept >= found.count || shown.includes(kept)) return shown;
      return kept < range.startIndex ? [kept, ...shown] : [...shown, kept];
    },
  });
  const { startIndex = 0, endIndex = 0 } = rows.range ?? {};
  const { at, error } = useRows(type, found, startIndex, endIndex);
  useEffect(() => onError(error), [onError, error]);

  const toggle = useRef((id: string) => onSelect(toggled(selection, id)));
  useEffect(() => {
    toggle.current = (id) => onSelect(toggled(selection, id));
  });
  const onToggle = useCallback((id: string) => toggle.current(id), []);
  const onFocus = (event: FocusEvent) => {
    const row = event.target.closest("[role=row]");
    if (row) focused.current = Number(row.getAttribute("aria-rowindex")) - 2;
  };
  const pinned = view.pinned ?? 0;
  const drawn = new Set<string>();
  return (
    <div
      className={classes.body}
      style={{ height: rows.getTotalSize() }}
      role="rowgroup"
      onKeyDown={goByArrows}
      onFocus={onFocus}
    >
      {rows.getVirtualItems().map(({ index, start }) => {
        const record = at(index);
        // One that was changed while others were read may be on two pages.
        if (!record || drawn.has(record.id))
          return <Coming key={index} index={index} start={start} widths={widths} />;
        drawn.add(record.id);
        return (
          <Row
            key={record.id}
            type={type}
            record={record}
            index={index}
            start={start}
            columns={view.columns}
            widths={widths}
            pinned={pinned}
            properties={properties}
            around={around}
            selected={isSelected(selection, record.id)}
            onToggle={onToggle}
            mayEdit={mayEdit}
          />
        );
      })}
    </div>
  );
}
