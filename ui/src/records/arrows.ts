import type { KeyboardEvent } from "react";

type Way = (cell: Element) => Element | null | undefined;

const WAYS: Record<string, Way> = {
  ArrowRight: (cell) => cell.nextElementSibling,
  ArrowLeft: (cell) => cell.previousElementSibling,
  ArrowDown: (cell) => cell.parentElement?.nextElementSibling?.children[placeOf(cell)],
  ArrowUp: (cell) => cell.parentElement?.previousElementSibling?.children[placeOf(cell)],
};

/** The arrow keys go from cell to cell of a table, to what can be opened or changed there. */
export function goByArrows(event: KeyboardEvent): void {
  const way = WAYS[event.key];
  let cell: Element | null | undefined = (event.target as Element).closest("[role=cell]");
  if (!way || !cell || !event.currentTarget.contains(cell)) return;
  for (cell = way(cell); cell; cell = way(cell)) {
    const stop = cell.querySelector<HTMLElement>("a, button");
    if (!stop) continue;
    event.preventDefault();
    stop.focus();
    return;
  }
}

function placeOf(cell: Element): number {
  return [...(cell.parentElement?.children ?? [])].indexOf(cell);
}
