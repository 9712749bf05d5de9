import { Button, Popover, Select, Stack } from "@mantine/core";
import { useState } from "react";

import { useProperties } from "../crm/definitions";
import { nearest } from "../crm/nearest";
import type { ObjectType } from "../crm/object-types";
import { PropertyInput } from "../crm/property-input";
import { t } from "../shared/texts";

/** One value for all that are selected: of a property, or of one that is chosen. */
export function BulkEdit({
  type,
  label,
  only = null,
  busy,
  onSave,
}: {
  type: ObjectType;
  label: string;
  /** The property, where there is no choice. */
  only?: string | null;
  busy: boolean;
  onSave: (properties: Record<string, string>) => void;
}) {
  const properties = useProperties(type.name);
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState(only);
  const [value, setValue] = useState("");
  const property = name ? properties.get(name) : undefined;
  const choices = [...properties.values()].filter(
    (each) => !each.hidden && !each.modificationMetadata.readOnlyValue && !each.hasUniqueValue,
  );
  return (
    <Popover width={300} position="bottom-start" shadow="md" trapFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <Button size="xs" variant="default" disabled={busy} onClick={() => setOpened(!opened)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {only === null && (
            <Select
              label={t("Property")}
              data={choices.map((each) => ({ value: each.name, label: each.label }))}
              value={name}
              onChange={(chosen) => {
                setName(chosen);
                setValue("");
              }}
              searchable
              filter={nearest}
              limit={50}
              comboboxProps={{ withinPortal: false }}
            />
          )}
          {property && (
            <PropertyInput type={type} property={property} value={value} onChange={setValue} inside />
          )}
          <Button
            size="xs"
            disabled={!name}
            onClick={() => {
              setOpened(false);
              if (name) onSave({ [name]: value });
            }}
          >
            {value ? t("Set for all selected") : t("Clear for all selected")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
