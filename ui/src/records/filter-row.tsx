import { Group, MultiSelect, Select, TagsInput } from "@mantine/core";

import { type Property, useOwners } from "../crm/definitions";
import { isOwner } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import { operatorsFor } from "../crm/operators";
import { PropertyInput } from "../crm/property-input";
import { useSurroundings } from "../crm/surroundings";
import { t } from "../shared/texts";
import { type Draft, PERIODS, periodOf, rollingOf, withOperator } from "./draft";

interface Props {
  type: ObjectType;
  property: Property | undefined;
  draft: Draft;
  onChange: (draft: Draft) => void;
}

/** One filter: a property, how it compares, and with what. */
export function FilterRow({ type, property, draft, onChange }: Props) {
  const owners = useOwners();
  const { stages } = useSurroundings(type);
  if (!property) return null;
  const operators = operatorsFor(property);
  const operator = operators.find((each) => each.name === draft.operator) ?? operators[0];
  const low = draft.values[0] ?? "";
  return (
    <Group gap="xs" wrap="nowrap" align="flex-end" style={{ flex: 1 }}>
      <Select
        size="xs"
        w={170}
        label={property.label}
        data={operators.map(({ name, label }) => ({ value: name, label }))}
        value={draft.operator}
        onChange={(name) => name && onChange(withOperator(draft, name, property))}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      {operator?.takes === "period" && draft.rolling && (
        <Select
          size="xs"
          style={{ flex: 1 }}
          aria-label={t("{label}: period", { label: property.label })}
          data={PERIODS}
          value={periodOf(draft.rolling)}
          onChange={(period) => period && onChange({ ...draft, rolling: rollingOf(period, property) })}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
        />
      )}
      {operator?.takes === "many" && isTyped(property) && (
        <TagsInput
          size="xs"
          style={{ flex: 1 }}
          aria-label={t("{label}: values", { label: property.label })}
          placeholder={draft.values.length ? "" : t("Enter after each")}
          value={draft.values}
          // The search wants texts to be one of in lower case; it finds them in any.
          onChange={(values) => onChange({ ...draft, values: values.map((value) => value.toLowerCase()) })}
          splitChars={[",", ";"]}
          acceptValueOnBlur
          comboboxProps={{ withinPortal: false }}
        />
      )}
      {operator?.takes === "many" && !isTyped(property) && (
        <MultiSelect
          size="xs"
          style={{ flex: 1 }}
          aria-label={t("{label}: values", { label: property.label })}
          data={choices(property, owners, stages)}
          value={draft.values}
          onChange={(values) => onChange({ ...draft, values })}
          searchable
          comboboxProps={{ withinPortal: false }}
        />
      )}
      {(operator?.takes === "one" || operator?.takes === "two") && (
        <PropertyInput
          type={type}
          property={{ ...property, label: "" }}
          value={low}
          onChange={(value) => onChange({ ...draft, values: value ? [value] : [] })}
        />
      )}
      {operator?.takes === "two" && (
        <PropertyInput
          type={type}
          property={{ ...property, label: "" }}
          value={draft.high}
          onChange={(high) => onChange({ ...draft, high })}
        />
      )}
    </Group>
  );
}

/** Whether values are typed, not chosen. */
function isTyped({ type }: Property): boolean {
  return type !== "enumeration" && type !== "bool";
}

function choices(
  property: Property,
  owners: ReadonlyMap<string, string>,
  stages: ReadonlyMap<string, string>,
) {
  const data = new Map<string, string>();
  if (isOwner(property)) for (const [value, label] of owners) data.set(value, label);
  else if (property.type === "bool") data.set("true", t("Yes")).set("false", t("No"));
  else for (const option of property.options) data.set(option.value, option.label);
  if (data.size === 0) for (const [value, label] of stages) data.set(value, label);
  return [...data].map(([value, label]) => ({ value, label }));
}
