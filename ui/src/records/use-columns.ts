import {
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";

import { NARROWEST } from "./columns";
import { TITLE } from "./record-row";
import type { View } from "./view";

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const column = createColumnHelper<typeof features, object>();
const ROWS: object[] = [];

/** The heads of a view's columns, which can be made wider, and the widths of all. */
export function useColumns(view: View, onView: (change: Partial<View>) => void) {
  const columns = useMemo(
    () =>
      column.columns([
        column.display({ id: TITLE, size: 260, minSize: 160 }),
        ...view.columns.map((name) => column.display({ id: name, size: 180, minSize: NARROWEST })),
      ]),
    [view.columns],
  );
  const table = useTable({
    features,
    data: ROWS, // they are drawn without it
    columns,
    columnResizeMode: "onEnd",
    state: { columnSizing: view.widths },
    onColumnSizingChange: (update) =>
      onView({ widths: typeof update === "function" ? update(view.widths) : update }),
  });
  const headers = table.getFlatHeaders();
  const sizes = headers.map((header) => header.getSize()).join(" ");
  // The same array while they are the same: rows in sight are drawn anew only where something of them changed.
  const widths = useMemo(() => sizes.split(" ").map(Number), [sizes]);
  return { headers, widths };
}
