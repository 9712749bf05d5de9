import { useLocalStorage } from "@mantine/hooks";

import type { ObjectType } from "../crm/object-types";
import type { FilterGroup, Sort } from "../crm/search";

/** How somebody looks at the records of a type: which columns in which width, which order, which filters. */
export interface View {
  columns: string[];
  widths: Record<string, number>;
  sort: Sort | null;
  groups: FilterGroup[];
}

/** The view that this browser remembers of a type. */
export function useView(type: ObjectType): [View, (change: Partial<View>) => void, () => void] {
  const first: View = { columns: type.columns, widths: {}, sort: null, groups: [] };
  const [view, setView, forget] = useLocalStorage<View>({
    key: `hubstead view ${type.id}`,
    defaultValue: first,
    getInitialValueInEffect: false,
  });
  return [view, (change) => setView((before) => ({ ...before, ...change })), forget];
}
