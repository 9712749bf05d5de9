import { DndContext, DragOverlay, KeyboardSensor, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { useState } from "react";

import { type Pipeline, useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { t } from "../shared/texts";
import { announcements, toNextStage } from "./by-keyboard";
import { Card } from "./card";
import classes from "./boards.module.css";
import { useMove } from "./move";
import { StageColumn } from "./stage-column";
import type { BoardLook } from "./stage-query";

interface Props {
  type: ObjectType;
  pipeline: Pipeline;
  look: BoardLook;
}

/** A board of one pipeline. Dragging works with the mouse, by touch, and by keyboard (space, arrow, space). */
export function Board({ type, pipeline, look }: Props) {
  const [held, setHeld] = useState<CrmRecord | null>(null);
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  const move = useMove(type);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, { coordinateGetter: toNextStage }),
  );
  const stages = [...pipeline.stages].sort((one, other) => one.displayOrder - other.displayOrder);
  return (
    <DndContext
      sensors={sensors}
      accessibility={{
        announcements: announcements(type, (id) => stages.find((stage) => stage.id === id)?.label ?? id),
        screenReaderInstructions: {
          draggable: t(
            "Press space to hold the card, the arrow keys to choose a stage, space to let it go there, Escape to leave it.",
          ),
        },
      }}
      onDragStart={({ active }) => setHeld((active.data.current as { record: CrmRecord }).record)}
      onDragCancel={() => setHeld(null)}
      onDragEnd={({ over }) => {
        setHeld(null);
        const stage = type.pipelines?.stage ?? "";
        if (held && over && held.properties[stage] !== over.id)
          move.mutate({ record: held, stage: String(over.id) });
      }}
    >
      {/* Focusable, so that it can be scrolled by keys while its stages are empty. */}
      <div className={classes.board} role="region" aria-label={pipeline.label} tabIndex={0}>
        {stages.map((stage) => (
          <StageColumn key={stage.id} type={type} pipeline={pipeline} stage={stage} look={look} />
        ))}
      </div>
      <DragOverlay>
        {held && (
          <Card
            type={type}
            record={held}
            columns={look.columns}
            properties={properties}
            around={around}
            lifted
          />
        )}
      </DragOverlay>
    </DndContext>
  );
}
