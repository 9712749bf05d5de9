import { Link } from "@tanstack/react-router";
import { memo } from "react";

import type { Property } from "../crm/definitions";
import type { Surroundings } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import { type CrmRecord, titleOf } from "../crm/record";
import { t } from "../shared/texts";
import { EditableCell } from "./editable-cell";
import classes from "./records.module.css";

/** The id of the first column: the name, which is no property. */
export const TITLE = "#title";

interface Props {
  type: ObjectType;
  record: CrmRecord;
  index: number;
  /** How far from the top, in pixels. */
  start: number;
  columns: string[];
  widths: number[];
  pinned: number;
  properties: ReadonlyMap<string, Property>;
  around: Surroundings;
  selected: boolean;
  onToggle: (id: string) => void;
  mayEdit: boolean;
}

/** One record of the table. Scrolling draws only those that come into sight. */
export const Row = memo(function Row(props: Props) {
  const { type, record, index, start, columns, widths, pinned, selected, onToggle } = props;
  const name = titleOf(type, record.properties, record.id);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      data-selected={selected || undefined}
      style={{ transform: `translateY(${start}px)` }}
    >
      <div role="cell" {...standing(0, pinned, widths, classes.cell)}>
        <input
          type="checkbox"
          className={classes.tick}
          checked={selected}
          onChange={() => onToggle(record.id)}
          aria-label={t("Select {titleOf}", { titleOf: name })}
        />
        <Link
          to="/app/records/$type/$id"
          params={{ type: type.name, id: record.id }}
          className={`${classes.text} ${classes.name}`}
        >
          {name}
        </Link>
      </div>
      {columns.map((column, place) => (
        <div key={column} role="cell" {...standing(place + 1, pinned, widths, classes.cell)}>
          <EditableCell
            type={type}
            record={record}
            property={props.properties.get(column)}
            name={column}
            around={props.around}
            mayEdit={props.mayEdit}
          />
        </div>
      ))}
    </div>
  );
});

/** The place of a record that is being loaded. */
export const Coming = memo(function Coming({
  index,
  start,
  widths,
}: {
  index: number;
  start: number;
  widths: number[];
}) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-busy="true"
      className={classes.row}
      style={{ transform: `translateY(${start}px)` }}
    >
      {widths.map((width, place) => (
        <div key={place} role="cell" className={classes.cell} style={{ width }}>
          <span className={classes.coming} />
        </div>
      ))}
    </div>
  );
});

/** The class and the style of a cell: the name and the pinned ones behind it stay when the table scrolls sideways. */
export function standing(place: number, pinned: number, widths: number[], className = "") {
  const width = widths[place];
  if (place > pinned) return { className, style: { width } };
  const left = widths.slice(0, place).reduce((sum, each) => sum + each, 0);
  return { className: `${className} ${classes.pinned ?? ""}`, style: { width, left } };
}
