import { useState } from "react";

/** What is ticked: these records, or, with `everything`, all that fit but these. */
export interface Selection {
  ids: ReadonlySet<string>;
  everything: boolean;
}

export const NOTHING: Selection = { ids: new Set(), everything: false };
export const EVERYTHING: Selection = { ids: new Set(), everything: true };

export function isSelected({ ids, everything }: Selection, id: string): boolean {
  return ids.has(id) !== everything;
}

export function toggled({ ids, everything }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, everything };
}

/** How many of `total` are ticked. */
export function numberOf({ ids, everything }: Selection, total: number): number {
  return everything ? total - ids.size : ids.size;
}

/** What is ticked is of one search: what another one shows is not ticked. */
export function useSelection(of: string): [Selection, (selection: Selection) => void] {
  const [kept, keep] = useState({ of, selection: NOTHING });
  return [kept.of === of ? kept.selection : NOTHING, (selection) => keep({ of, selection })];
}
