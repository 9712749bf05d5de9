import { DndContext, DragOverlay, KeyboardSensor, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { useState } from "react";

import type { Pipeline } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
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

/** A board of one pipeline. Dragging works with the mouse, by touch, and by keyboard (space, arrows, space). */
export function Board({ type, pipeline, look }: Props) {
  const [held, setHeld] = useState<CrmRecord | null>(null);
  const move = useMove(type);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor),
  );
  const stages = [...pipeline.stages].sort((one, other) => one.displayOrder - other.displayOrder);
  return (
    <DndContext
      sensors={sensors}
      onDragStart={({ active }) => setHeld((active.data.current as { record: CrmRecord }).record)}
      onDragCancel={() => setHeld(null)}
      onDragEnd={({ over }) => {
        setHeld(null);
        const stage = type.pipelines?.stage ?? "";
        if (held && over && held.properties[stage] !== over.id)
          move.mutate({ record: held, stage: String(over.id) });
      }}
    >
      <div className={classes.board}>
        {stages.map((stage) => (
          <StageColumn key={stage.id} type={type} pipeline={pipeline} stage={stage} look={look} />
        ))}
      </div>
      <DragOverlay>{held && <Card type={type} record={held} columns={look.columns} lifted />}</DragOverlay>
    </DndContext>
  );
}
