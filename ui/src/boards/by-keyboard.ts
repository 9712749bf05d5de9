import type { Announcements, KeyboardCoordinateGetter } from "@dnd-kit/core";

import type { ObjectType } from "../crm/object-types";
import { type CrmRecord, titleOf } from "../crm/record";
import { t } from "../shared/texts";

/** The arrow keys take a card that is held to the stage beside. */
export const toNextStage: KeyboardCoordinateGetter = (event, { context }) => {
  const { collisionRect, droppableRects } = context;
  if (!collisionRect || !["ArrowLeft", "ArrowRight"].includes(event.code)) return undefined;
  event.preventDefault();
  const stages = [...droppableRects.values()].sort((one, other) => one.left - other.left);
  const middle = collisionRect.left + collisionRect.width / 2;
  const goal =
    event.code === "ArrowRight"
      ? stages.find((stage) => stage.left > middle)
      : stages.findLast((stage) => stage.right < middle);
  return goal && { x: goal.left + (goal.width - collisionRect.width) / 2, y: goal.top };
};

/** What is said of a card that is moved, for who does not see it. */
export function announcements(type: ObjectType, stageOf: (id: string) => string): Announcements {
  const name = (active: { data: { current?: Record<string, unknown> | undefined } }) => {
    const record = active.data.current?.record as CrmRecord | undefined;
    return record ? titleOf(type, record.properties, record.id) : "";
  };
  return {
    onDragStart: ({ active }) => t("{name} is held. The arrow keys choose a stage.", { name: name(active) }),
    onDragOver: ({ over }) => (over ? stageOf(String(over.id)) : undefined),
    onDragEnd: ({ active, over }) =>
      over
        ? t("{name} is in {stage}.", { name: name(active), stage: stageOf(String(over.id)) })
        : t("{name} stays where it was.", { name: name(active) }),
    onDragCancel: ({ active }) => t("{name} stays where it was.", { name: name(active) }),
  };
}
