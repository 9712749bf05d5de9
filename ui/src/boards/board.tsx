import { DndContext, DragOverlay, KeyboardSensor, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { useState } from "react";

import type { Pipeline } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { Card } from "./card";
import classes from "./boards.module.css";
import { useMove } from "./move";
import { StageColumn } from "./stage-column";

interface Props {
  type: ObjectType;
  pipeline: Pipeline;
  words: string;
}

/** A board of one pipeline. Dragging works with the mouse, by touch, and by keyboard (space, arrows, space). */
export function Board({ type, pipeline, words }: Props) {
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
      {/* Focusable, so that it can be scrolled by keys while its stages are empty. */}
      <div className={classes.board} role="region" aria-label={pipeline.label} tabIndex={0}>
        {stages.map((stage) => (
          <StageColumn key={stage.id} type={type} pipeline={pipeline} stage={stage} words={words} />
        ))}
      </div>
      <DragOverlay>{held && <Card type={type} record={held} lifted />}</DragOverlay>
    </DndContext>
  );
}
