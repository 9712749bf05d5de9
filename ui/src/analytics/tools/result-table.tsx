import { Anchor, Button, Group, Text, UnstyledButton } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";

import pageClasses from "../../shared/page.module.css";
import { locale, t, tn } from "../../shared/texts";
import { changeOf } from "../change";
import classes from "../analytics.module.css";
import { csvOf, sorted, type Value, withEarlier, wordsOf } from "./csv";

interface Props {
  name: string;
  columns: string[];
  rows: Value[][];
  /** The rows of the time that these are compared with, known by their words. */
  earlier?: Value[][] | undefined;
  /** Which columns are shares of 1. */
  shares?: boolean[] | undefined;
  /** Opens what is behind a row, by a click on its first value. */
  onOpen?: ((row: Value[]) => void) | undefined;
}

const AT_ONCE = 100;

/** Rows that sort by a click on a column, and go into a file as they are seen. */
export function ResultTable({ name, columns, rows, earlier, shares, onOpen }: Props) {
  const [by, setBy] = useState<{ column: number; descending: boolean } | null>(null);
  const [most, setMost] = useState(AT_ONCE);
  const ordered = by ? sorted(rows, by.column, by.descending) : rows;
  const numbers = columns.map((_, column) => rows.every((row) => typeof (row[column] ?? 0) === "number"));
  const was = earlier && new Map(earlier.map((row) => [wordsOf(row, numbers), row]));
  const file = () =>
    was ? withEarlier(columns, ordered, numbers, was, t("Earlier")) : ([columns, ordered] as const);
  const sort = (column: number) =>
    setBy({ column, descending: by?.column === column ? !by.descending : (numbers[column] ?? false) });
  return (
    <>
      <div className={pageClasses.wide} tabIndex={0} role="region" aria-label={name}>
        <table className={pageClasses.table}>
          <thead>
            <tr>
              {columns.map((label, column) => (
                <th
                  key={`${label} ${column}`}
                  scope="col"
                  className={numbers[column] ? pageClasses.number : undefined}
                  aria-sort={by?.column !== column ? "none" : by.descending ? "descending" : "ascending"}
                >
                  <UnstyledButton fz="inherit" fw="inherit" onClick={() => sort(column)}>
                    {label} {by?.column === column && <span aria-hidden>{by.descending ? "↓" : "↑"}</span>}
                  </UnstyledButton>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ordered.slice(0, most).map((row, place) => (
              <tr key={place}>
                {columns.map((_, column) => (
                  <td key={column} className={numbers[column] ? pageClasses.number : classes.first}>
                    {column === 0 && onOpen ? (
                      <Anchor component="button" fz="inherit" ta="left" onClick={() => onOpen(row)}>
                        {shown(row[column] ?? null)}
                      </Anchor>
                    ) : (
                      shown(row[column] ?? null, shares?.[column])
                    )}
                    {was && numbers[column] && (
                      <span className={classes.change}>
                        {changeOf(Number(row[column]), Number(was.get(wordsOf(row, numbers))?.[column] ?? 0))}
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group gap="sm" p="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} />}
          component="a"
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(...file()))}`}
          download={`${name}.csv`}
        >
          {t("CSV")}
        </Button>
        {rows.length > most && (
          <Button size="xs" variant="subtle" onClick={() => setMost(most + 10 * AT_ONCE)}>
            {t("Show more")}
          </Button>
        )}
        <Text size="xs" c="var(--muted)">
          {tn(rows.length, "{count} row", "{count} rows")}
        </Text>
      </Group>
    </>
  );
}

function shown(value: Value, share = false): string {
  if (value === null) return "–";
  if (typeof value === "number" && share)
    return value.toLocaleString(locale, { style: "percent", maximumFractionDigits: 1 });
  if (typeof value === "number") return value.toLocaleString(locale, { maximumFractionDigits: 2 });
  return String(value);
}
