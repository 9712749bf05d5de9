import { Alert, Group, Select, Stack, TextInput } from "@mantine/core";

import type { ObjectType } from "../crm/object-types";
import { noun, t } from "../shared/texts";
import { type DateFormat, identifiers, type Known, type Mapping, type Operation } from "./mapping";
import { keyOfType, type Ways } from "./request";

const OPERATIONS = [
  { value: "UPSERT", label: t("create new ones and change those that are there") },
  { value: "CREATE", label: t("only create new ones") },
  { value: "UPDATE", label: t("only change those that are there") },
];
const FORMATS = [
  { value: "DAY_MONTH_YEAR", label: t("day, month, year (31/12/2026)") },
  { value: "MONTH_DAY_YEAR", label: t("month, day, year (12/31/2026)") },
  { value: "YEAR_MONTH_DAY", label: t("year, month, day (26/12/31)") },
];

interface Props {
  types: ObjectType[];
  known: Known;
  mapping: Mapping;
  ways: Ways;
  dates: DateFormat;
  onChange: (ways: Ways) => void;
}

/** What happens to records that are there already, by what they are found, and how dates are read. */
export function How({ types, known, mapping, ways, dates, onChange }: Props) {
  const used = types.filter(({ id }) => mapping.some((target) => target?.typeId === id));
  const dated = mapping.some((target) => {
    const type = target && known.get(target.typeId)?.get(target.property)?.type;
    return type === "date" || type === "datetime";
  });
  return (
    <Stack>
      {used.map((type) => {
        const keys = identifiers(type.id, mapping, known);
        const key = keyOfType(type.id, mapping, known, ways);
        const plural = noun(type.plural);
        return (
          <Stack key={type.id} gap="xs">
            <Group align="flex-end">
              <Select
                label={t("For {type}", { type: plural })}
                w={440}
                maw="100%"
                data={OPERATIONS}
                value={ways.operations[type.id] ?? "UPSERT"}
                onChange={(next) =>
                  onChange({ ...ways, operations: { ...ways.operations, [type.id]: next as Operation } })
                }
                allowDeselect={false}
              />
              {keys.length > 0 && (
                <Select
                  label={t("{type} are found by", { type: type.plural })}
                  w={220}
                  data={keys.map(({ name, label }) => ({ value: name, label }))}
                  value={key}
                  onChange={(next) => onChange({ ...ways, keys: { ...ways.keys, [type.id]: next ?? "" } })}
                  allowDeselect={false}
                />
              )}
            </Group>
            {keys.length === 0 && (
              <Alert color="yellow" variant="light">
                {t(
                  "No column names one record of {type} for certain: every row becomes a new one, also when the file is imported twice.",
                  { type: plural },
                )}
              </Alert>
            )}
          </Stack>
        );
      })}
      {dated && (
        <Group align="flex-end">
          <Select
            label={t("Dates are written as")}
            w={260}
            data={FORMATS}
            value={dates}
            onChange={(next) => next && onChange({ ...ways, dates: next as DateFormat })}
            allowDeselect={false}
          />
          <TextInput
            label={t("Times are of the time zone")}
            w={220}
            value={ways.timeZone}
            onChange={(event) => onChange({ ...ways, timeZone: event.currentTarget.value })}
          />
        </Group>
      )}
    </Stack>
  );
}
