/** The columns of a table, and how many of the first ones stay in sight beside the name. */
export interface Columns {
  columns: string[];
  pinned?: number;
}

/** One column at another place. */
export function movedTo(columns: string[], name: string, place: number): string[] {
  const others = columns.filter((each) => each !== name);
  return [...others.slice(0, place), name, ...others.slice(place)];
}

/** The column stays in sight, behind those that do already, or no longer does. */
export function pinToggled({ columns, pinned = 0 }: Columns, name: string): Required<Columns> {
  const stays = columns.indexOf(name) < pinned;
  const count = stays ? pinned - 1 : pinned;
  return { columns: movedTo(columns, name, count), pinned: stays ? count : pinned + 1 };
}

export function takenAway({ columns, pinned = 0 }: Columns, name: string): Required<Columns> {
  const stays = columns.indexOf(name) < pinned;
  return { columns: columns.filter((each) => each !== name), pinned: pinned - Number(stays) };
}

/** In pixels. */
export const NARROWEST = 80;
