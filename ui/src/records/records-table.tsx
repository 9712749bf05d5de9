import { Text } from "@mantine/core";
import { useRef, useState } from "react";

import type { ObjectType } from "../crm/object-types";
import { FailureAlert } from "../shared/failure-alert";
import { locale, noun, t } from "../shared/texts";
import classes from "./records.module.css";
import type { useRecords } from "./records-query";
import { RowsInSight } from "./rows-in-sight";
import type { Selection } from "./selection";
import { TableHead } from "./table-head";
import { useColumns } from "./use-columns";
import type { View } from "./view";

interface Props {
  type: ObjectType;
  view: View;
  onView: (change: Partial<View>) => void;
  found: ReturnType<typeof useRecords>;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  mayEdit: boolean;
}

/** A table as high as all its records, which draws and loads only those in sight. */
export function RecordsTable({ type, view, onView, found, selection, onSelect, mayEdit }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<unknown>(null);
  const { headers, widths } = useColumns(view, onView);
  return (
    <>
      <FailureAlert error={error} />
      <div
        className={classes.scroll}
        ref={scroll}
        role="table"
        aria-rowcount={found.total ?? -1}
        aria-label={type.plural}
        tabIndex={0}
      >
        <TableHead
          type={type}
          view={view}
          onView={onView}
          headers={headers}
          widths={widths}
          total={found.count}
          selection={selection}
          onSelect={onSelect}
        />
        {found.total === 0 && !found.isPlaceholderData && <Nothing type={type} />}
        <RowsInSight
          type={type}
          view={view}
          found={found}
          widths={widths}
          scroll={scroll}
          selection={selection}
          onSelect={onSelect}
          onError={setError}
          mayEdit={mayEdit}
        />
        {found.cut && <End count={found.count} />}
      </div>
    </>
  );
}

function Nothing({ type }: { type: ObjectType }) {
  return (
    <div className={classes.empty}>
      <Text fw={600}>{t("No {plural} here", { plural: noun(type.plural) })}</Text>
      <Text size="sm" c="var(--muted)">
        {t(
          "Nothing fits the search and the filters. Take some away, create one with the key C, or bring many in with",
        )}{" "}
        <code>hubstead import csv</code>.
      </Text>
    </div>
  );
}

function End({ count }: { count: number }) {
  return (
    <Text size="sm" className={classes.foot} role="status">
      {t(
        "Here end the {count} that one search reaches. More fit, but the filters leave no room to go on: take one away to see them.",
        { count: count.toLocaleString(locale) },
      )}
    </Text>
  );
}
