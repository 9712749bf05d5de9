import type { Look } from "../analytics/tools/tools";

/** A saved report on a dashboard, by its id. */
export interface BoardCard {
  report: string;
  /** Over the whole width. */
  wide?: true;
  /** Keeps the report's own period when the dashboard has one for all. */
  own?: true;
  look?: Look;
}

/** What a dashboard holds: its cards in order, and the period of all; without one, each has its own. */
export interface Board {
  cards: BoardCard[];
  period?: string;
}

const LOOKS: readonly Look[] = ["chart", "table", "number"];
export const MOST_CARDS = 60;

/** What can be understood of something saved, which programs may have written. A report is on a dashboard once. */
export function boardOf({ cards, period }: Record<string, unknown>): Board {
  const found = new Map<string, BoardCard>();
  for (const card of Array.isArray(cards) ? cards.flatMap(validCard) : [])
    if (!found.has(card.report)) found.set(card.report, card);
  return {
    cards: [...found.values()].slice(0, MOST_CARDS),
    ...(typeof period === "string" && { period }),
  };
}

function validCard(value: unknown): BoardCard[] {
  if (typeof value !== "object" || value === null) return [];
  const { report, wide, own, look } = value as Record<string, unknown>;
  if (typeof report !== "string" || report === "") return [];
  const known = LOOKS.find((each) => each === look);
  return [
    { report, ...(wide === true && { wide }), ...(own === true && { own }), ...(known && { look: known }) },
  ];
}

export function withCard(board: Board, report: string): Board {
  return { ...board, cards: [...board.cards.filter((card) => card.report !== report), { report }] };
}

export function withoutCard(board: Board, report: string): Board {
  return { ...board, cards: board.cards.filter((card) => card.report !== report) };
}

export function withChanged(board: Board, changed: BoardCard): Board {
  return { ...board, cards: board.cards.map((card) => (card.report === changed.report ? changed : card)) };
}

export function placeIn({ cards }: Board, report: string): number {
  return cards.findIndex((card) => card.report === report);
}

/** The card taken to the place of another one; those between make room. */
export function withMoved(board: Board, report: string, to: number): Board {
  const from = placeIn(board, report);
  const card = board.cards[from];
  if (!card || to < 0 || to >= board.cards.length) return board;
  return { ...board, cards: board.cards.toSpliced(from, 1).toSpliced(to, 0, card) };
}

export function withPeriod({ cards }: Board, period: string | undefined): Board {
  return { cards, ...(period !== undefined && { period }) };
}
