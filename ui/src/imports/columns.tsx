import { Button, Group, Select, Text } from "@mantine/core";
import { Suspense, useMemo, useState } from "react";

import type { ObjectType } from "../crm/object-types";
import { mayUse, useSession } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { cell, PlainTable } from "../shared/page";
import { t, tn } from "../shared/texts";
import { complaint } from "./complaints";
import classes from "./imports.module.css";
import { type DateFormat, isWritable, keyOf, type Known, type Mapping, targetOf } from "./mapping";
import type { Table } from "./table-of";

const PropertyDrawer = lazySoon(() => import("../settings/property-drawer"));
const SHOWN = 60;

interface Props {
  table: Table;
  types: ObjectType[];
  known: Known;
  mapping: Mapping;
  dates: DateFormat;
  onChange: (mapping: Mapping) => void;
}

/** The columns of the file, and the property that each becomes. */
export function Columns({ table, types, known, mapping, dates, onChange }: Props) {
  const [all, setAll] = useState(false);
  const [creating, setCreating] = useState<{ place: number; type: ObjectType } | null>(null);
  const mayCreate = mayUse(useSession(), "properties");
  const taken = new Set(mapping.flatMap((target) => (target ? [keyOf(target)] : [])));
  const choices = useMemo(
    () =>
      types.map((type) => ({
        group: type.plural,
        items: [...(known.get(type.id)?.values() ?? [])]
          .filter((property) => isWritable(property) && !property.hidden)
          .map(({ name, label }) => ({ value: keyOf({ typeId: type.id, property: name }), label })),
      })),
    [types, known],
  );
  const set = (place: number, key: string | null) =>
    onChange(mapping.map((target, each) => (each === place ? (key ? targetOf(key) : null) : target)));
  const shown = all ? table.header : table.header.slice(0, SHOWN);
  return (
    <>
      <PlainTable label={t("Columns")} columns={[t("Column of the file"), t("Becomes"), ""]}>
        {shown.map((name, place) => {
          const target = mapping[place];
          const property = target && known.get(target.typeId)?.get(target.property);
          const values = table.rows.map((row) => row[place] ?? "").filter((value) => value.trim());
          const bad = property ? values.filter((value) => complaint(property, value, dates)).length : 0;
          const key = target ? keyOf(target) : null;
          const label = name || t("Column {number}", { number: place + 1 });
          return (
            <tr key={place} className={target ? undefined : classes.unmapped}>
              <td>
                <span className={classes.name}>{label}</span>
                <span className={classes.values}>{values.slice(0, 3).join(" · ") || t("empty")}</span>
              </td>
              <td>
                <Select
                  size="xs"
                  aria-label={t("What {column} becomes", { column: label })}
                  placeholder={t("Is not imported")}
                  data={choices.map(({ group, items }) => ({
                    group,
                    items: items.filter(({ value }) => value === key || !taken.has(value)),
                  }))}
                  value={key}
                  onChange={(next) => set(place, next)}
                  searchable
                  clearable
                  limit={50}
                  miw={170}
                />
                {bad > 0 && (
                  <Text size="xs" className={classes.bad}>
                    {tn(
                      bad,
                      "{count} of {all} looked at will not be taken",
                      "{count} of {all} looked at will not be taken",
                      {
                        all: values.length,
                      },
                    )}
                  </Text>
                )}
              </td>
              <td className={cell.end}>
                {!target && mayCreate && types[0] && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={t("New property for {column}", { column: label })}
                    onClick={() => types[0] && setCreating({ place, type: types[0] })}
                  >
                    {t("New property")}
                  </Button>
                )}
              </td>
            </tr>
          );
        })}
      </PlainTable>
      {!all && table.header.length > SHOWN && (
        <Group p="md">
          <Button size="xs" variant="default" onClick={() => setAll(true)}>
            {t("Show all {count} columns", { count: table.header.length })}
          </Button>
        </Group>
      )}
      {creating && (
        <Suspense>
          <PropertyDrawer
            type={creating.type}
            property={undefined}
            label={table.header[creating.place] ?? ""}
            onMade={(name) => set(creating.place, keyOf({ typeId: creating.type.id, property: name }))}
            onClose={() => setCreating(null)}
          />
        </Suspense>
      )}
    </>
  );
}
