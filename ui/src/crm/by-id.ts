import { t } from "../shared/texts";
import { REACH, type Stretch } from "./search";

/** What is found behind `at` begins at `index`. */
export interface Mark<At> {
  index: number;
  at: At;
}

/** From where a part of an order can be read: the first `REACH` records of a stretch, which ends before `end`. */
export interface Piece {
  start: number;
  end: number;
  stretch?: Stretch;
}

/** A part of an order that goes by ids. The first of its marks stands at its start, the last one at its end. */
export interface Area {
  start: number;
  end: number;
  behind: (id: number) => Stretch;
  marks: Mark<number>[];
}

type Count = (stretch: Stretch) => Promise<number>;

export function upwards(start: number, end: number, highest: number, behind: Area["behind"]): Area {
  return { start, end, behind, marks: [mark(start, 0), mark(end, highest + 1)] };
}

export function downwards(end: number, highest: number): Area {
  const behind = (id: number) => ({ below: String(id) });
  return { start: 0, end, behind, marks: [mark(0, highest + 1), mark(end, 0)] };
}

/** From where the record at `index` can be read. The count of what is behind an id tells where that stands: ids are
 * guessed by where they should be, and halved in turn, in case they are spread unevenly. */
export async function pieceById(area: Area, index: number, count: Count): Promise<Piece> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const [from, to] = around(area.marks, index);
    if (index - from.index < REACH) return pieceBehind(area, from);
    const aim = (index - BEFORE - from.index) / (to.index - from.index);
    const id = Math.round(from.at + (tries % 2 ? 0.5 : aim) * (to.at - from.at));
    if (id === from.at || id === to.at) break;
    const stretch = area.behind(id);
    insert(area.marks, mark(area.end - (await count(stretch)), id));
  }
  throw new Error(t("The order has changed meanwhile."));
}

function pieceBehind({ end, behind }: Area, { index, at }: Mark<number>): Piece {
  return { start: index, end, stretch: behind(at) };
}

/** The marks at or before a place and behind it. */
export function around<At>(marks: Mark<At>[], index: number): [Mark<At>, Mark<At>] {
  const place = marks.findIndex((each, place) => each.index > index && place > 0);
  const behind = place < 0 ? marks.length - 1 : place;
  return [marks[behind - 1] as Mark<At>, marks[behind] as Mark<At>];
}

/** Adds a mark; one that stood at the same place is no longer needed. */
export function insert<At>(marks: Mark<At>[], made: Mark<At>): void {
  const place = marks.findIndex(({ index }) => index === made.index);
  marks.splice(place < 0 ? marks.length : place, place < 0 ? 0 : 1, made);
  marks.sort((one, other) => one.index - other.index);
}

function mark(index: number, at: number): Mark<number> {
  return { index, at };
}

/** A guess aims before the place: what is behind it can be read. */
const BEFORE = REACH / 4;
/** By halves, any id is found in fewer. */
export const MOST_TRIES = 100;
