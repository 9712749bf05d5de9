import { Text } from "@mantine/core";
import { useDraggable } from "@dnd-kit/core";
import { IconGripVertical } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type KeyboardEventHandler, memo, type PointerEventHandler } from "react";

import { useProperties } from "../crm/definitions";
import { format, type Surroundings } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import { type CrmRecord, titleOf } from "../crm/record";
import { t } from "../shared/texts";
import classes from "./boards.module.css";

interface Props {
  type: ObjectType;
  record: CrmRecord;
  /** The properties of its view: the first of them stand on the card. */
  columns: string[];
  /** What all cards of a board share; they are hundreds, so none asks for it itself. */
  properties: ReturnType<typeof useProperties>;
  around: Surroundings;
}

/** A card that can be dragged by who may change the record: anywhere with the mouse or a finger, by its grip with the
 * keyboard. */
export const DraggableCard = memo(function DraggableCard({
  disabled,
  ...props
}: Props & { disabled: boolean }) {
  const { type, record } = props;
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, isDragging } = useDraggable({
    id: record.id,
    data: { record },
    disabled,
  });
  return (
    <div
      ref={setNodeRef}
      className={classes.handle}
      data-dragged={isDragging || undefined}
      onPointerDown={listeners?.onPointerDown as PointerEventHandler | undefined}
    >
      <Card {...props} />
      {!disabled && (
        <button
          type="button"
          ref={setActivatorNodeRef}
          className={classes.grip}
          onKeyDown={listeners?.onKeyDown as KeyboardEventHandler | undefined}
          {...attributes}
          aria-label={t("Move {titleOf}", { titleOf: titleOf(type, record.properties, record.id) })}
        >
          <IconGripVertical size={14} />
        </button>
      )}
    </div>
  );
});

export const Card = memo(function Card({
  type,
  record,
  columns,
  properties,
  around,
  lifted = false,
}: Props & { lifted?: boolean }) {
  const shown = columns
    .filter((name) => name !== type.pipelines?.stage && !name.includes("createdate"))
    .slice(0, 3);
  return (
    <article className={classes.card} data-lifted={lifted || undefined}>
      <Link to="/app/records/$type/$id" params={{ type: type.name, id: record.id }} draggable={false}>
        <Text size="sm" fw={600} lineClamp={2} inherit>
          {titleOf(type, record.properties, record.id)}
        </Text>
      </Link>
      {shown.map((name) => {
        const text = format(properties.get(name), record.properties[name], around);
        return (
          text && (
            <Text key={name} size="xs" c="var(--muted)" truncate>
              {text}
            </Text>
          )
        );
      })}
    </article>
  );
});
