import { Text } from "@mantine/core";

import type { ObjectType } from "../crm/object-types";
import { cell, PlainTable } from "../shared/page";
import { t, tn } from "../shared/texts";
import { complaint } from "./complaints";
import classes from "./imports.module.css";
import type { DateFormat, Known, Mapping } from "./mapping";
import type { Table } from "./table-of";

const ROWS = 5;

interface Props {
  table: Table;
  known: Known;
  mapping: Mapping;
  types: ObjectType[];
  dates: DateFormat;
}

/** The first rows as they will be, those with complaints before the others. */
export function Preview({ table, known, mapping, types, dates }: Props) {
  const columns = mapping.flatMap((target, place) => {
    const property = target && known.get(target.typeId)?.get(target.property);
    const type = types.find(({ id }) => id === target?.typeId);
    return property && type ? [{ place, property, type }] : [];
  });
  if (columns.length === 0)
    return (
      <Text size="sm" p="md" c="var(--muted)">
        {t("Choose for at least one column what it becomes.")}
      </Text>
    );
  const judged = table.rows.map((row, number) => ({
    number,
    cells: columns.map(({ place, property }) => {
      const value = row[place] ?? "";
      return { value, problem: complaint(property, value, dates) };
    }),
  }));
  const isBad = ({ cells }: (typeof judged)[number]) => cells.some(({ problem }) => problem);
  const bad = judged.filter(isBad);
  const shown = [...bad.slice(0, ROWS), ...judged.filter((row) => !isBad(row))]
    .slice(0, ROWS)
    .sort((one, two) => one.number - two.number);
  return (
    <>
      <Text size="sm" px="md" pb="xs" role="status">
        {bad.length === 0
          ? tn(judged.length, "The first row is fine.", "The first {count} rows are fine.")
          : tn(
              bad.length,
              "Of the first {all} rows {count} has a value that will not be taken: it is left out, the rest of the row goes in, unless the row is found by it.",
              "Of the first {all} rows {count} have values that will not be taken: they are left out, the rest of the rows goes in, unless rows are found by them.",
              { all: judged.length },
            )}
      </Text>
      <PlainTable
        label={t("What will come of it")}
        columns={[
          `#${t("Row")}`,
          ...columns.map(({ property, type }) =>
            types.length > 1 ? `${type.singular}: ${property.label}` : property.label,
          ),
        ]}
      >
        {shown.map(({ number, cells }) => (
          <tr key={number}>
            <td className={cell.number}>{number + 1}</td>
            {cells.map(({ value, problem }, place) => (
              <td key={place} className={problem ? classes.bad : undefined}>
                {value.slice(0, 200)}
                {problem && (
                  <Text size="xs" component="div">
                    {problem}
                  </Text>
                )}
              </td>
            ))}
          </tr>
        ))}
      </PlainTable>
    </>
  );
}
