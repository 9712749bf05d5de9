import { useLocalStorage } from "@mantine/hooks";

import type { ObjectType } from "../crm/object-types";
import type { FilterGroup, Sort } from "../crm/search";
import { prefer, useOwnKey, useSession } from "../session/session";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import type { Columns } from "./columns";

/** How somebody looks at the records of a type: which columns in which width, which order, which filters. */
export interface Look extends Columns {
  widths: Record<string, number>;
  sort: Sort | null;
  groups: FilterGroup[];
}

/** A look, and the saved view that it began as. */
export interface View extends Look {
  saved?: string;
}

/** How a type looks to somebody who changed nothing yet. */
export function firstLook(type: ObjectType): Look {
  return { columns: type.columns, pinned: 0, widths: {}, sort: null, groups: [] };
}

/** What of a view is saved and compared: not which saved view it began as. */
export function lookOf({ columns, pinned = 0, widths, sort, groups }: Look): Look {
  return { columns, pinned, widths, sort, groups };
}

/** The look that was saved. What an integration saved otherwise is as at first: a page must not break by it. */
export function lookFrom(content: Record<string, unknown>, type: ObjectType): Look {
  const first = firstLook(type);
  const { columns, pinned, widths, sort, groups } = content as Partial<Look>;
  return {
    columns:
      Array.isArray(columns) && columns.every((name) => typeof name === "string") ? columns : first.columns,
    pinned: typeof pinned === "number" ? pinned : 0,
    widths: widths && typeof widths === "object" ? widths : first.widths,
    sort: typeof sort?.property === "string" ? sort : null,
    groups: Array.isArray(groups) && groups.every(isGroup) ? groups : [],
  };
}

function isGroup(group: unknown): boolean {
  return Array.isArray((group as FilterGroup | null)?.filters);
}

/** Whether two people would see the same; widths do not count. */
export function looksLike(one: Look, other: Look): boolean {
  const seen = (look: Look) => JSON.stringify([look.columns, look.pinned ?? 0, look.sort, look.groups]);
  return seen(one) === seen(other);
}

/** The saved view that a type's table or board opens with; it is the person's, and "" where none was chosen. */
export function useDefaultView(type: ObjectType): [string, (id: string) => void] {
  const id = useSession()?.preferences.firstViews[type.id] ?? "";
  const choose = (id: string) => {
    prefer({ firstViews: { [type.id]: id } }).catch((error: unknown) => notifyFailure(t("Not saved"), error));
  };
  return [id, choose];
}

/** The view that this browser remembers of a type's table or board. */
export function useView(
  type: ObjectType,
  of: "view" | "board" = "view",
): [View, (change: Partial<View>) => void, () => void] {
  const key = useOwnKey(`${of} ${type.id}`);
  const [view, setView, forget] = useLocalStorage<View>({
    key,
    defaultValue: firstLook(type),
    getInitialValueInEffect: false,
  });
  return [view, (change) => setView((before) => ({ ...before, ...change })), forget];
}
