import { DndContext, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { useQuery } from "@tanstack/react-query";

import { savedQuery } from "../saved/saved-query";
import { Answered } from "../shared/page";
import { BoardCardView } from "./board-card";
import { type Board, placeIn, withChanged, withMoved, withoutCard } from "./cards";
import classes from "./dashboards.module.css";

interface Props {
  board: Board;
  /** The period of all cards; of each its own where it is `undefined`. */
  period: string | undefined;
  /** Absent for who may only look. */
  onChange: ((change: (board: Board) => Board) => void) | undefined;
}

/** The cards of a dashboard, two beside each other where they have room. */
export function BoardGrid({ board, period, onChange }: Props) {
  const reports = useQuery(savedQuery("reports"));
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  return (
    <Answered query={reports}>
      {(all) => (
        <DndContext
          sensors={sensors}
          onDragEnd={({ active, over }) =>
            over &&
            active.id !== over.id &&
            onChange?.((now) => withMoved(now, String(active.id), placeIn(now, String(over.id))))
          }
        >
          <div className={classes.grid}>
            {board.cards.map((card, place) => (
              <BoardCardView
                key={card.report}
                card={card}
                saved={all.find(({ id }) => id === card.report)}
                period={card.own ? undefined : period}
                edit={
                  onChange && {
                    first: place === 0,
                    last: place === board.cards.length - 1,
                    hasPeriod: period !== undefined,
                    onMove: (by) =>
                      onChange((now) => withMoved(now, card.report, placeIn(now, card.report) + by)),
                    onCard: (changed) => onChange((now) => withChanged(now, changed)),
                    onRemove: () => onChange((now) => withoutCard(now, card.report)),
                  }
                }
              />
            ))}
          </div>
        </DndContext>
      )}
    </Answered>
  );
}
