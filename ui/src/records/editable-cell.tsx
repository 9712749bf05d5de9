import { Popover, UnstyledButton } from "@mantine/core";
import { useState } from "react";

import { useChange } from "../crm/change";
import type { Property } from "../crm/definitions";
import { format, type Surroundings } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { LazyPropertyForm } from "../crm/lazy-property-form";
import { t } from "../shared/texts";
import classes from "./records.module.css";

interface Props {
  type: ObjectType;
  record: CrmRecord;
  name: string;
  property: Property | undefined;
  around: Surroundings;
  mayEdit: boolean;
}

/** A value that opens its editor on a click or Enter, where the person may change it. */
export function EditableCell({ type, record, name, property, around, mayEdit }: Props) {
  const [opened, setOpened] = useState(false);
  /** What was typed and refused: it is there again, to be mended. */
  const [refused, setRefused] = useState<string | null>(null);
  const change = useChange(type.name);
  const value = record.properties[name] ?? "";
  const shown = format(property, value, around);
  const className = `${classes.editable} ${property?.type === "number" ? classes.number : ""}`;
  if (!mayEdit || !property || property.modificationMetadata.readOnlyValue) {
    return (
      <span className={className}>
        <span className={classes.text}>{shown}</span>
      </span>
    );
  }
  return (
    <Popover
      opened={opened}
      onChange={(open) => {
        setOpened(open);
        setRefused(null);
      }}
      position="bottom-start"
      width={280}
      trapFocus
      shadow="md"
      withinPortal
    >
      <Popover.Target>
        <UnstyledButton
          className={className}
          fz="inherit"
          onClick={() => setOpened(true)}
          aria-label={t("{label}: {shown}. Change", { label: property.label, shown: shown || t("empty") })}
        >
          <span className={classes.text}>{shown}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        {opened && (
          <LazyPropertyForm
            type={type}
            property={property}
            value={refused ?? value}
            inside
            onCancel={() => {
              setOpened(false);
              setRefused(null);
            }}
            onSave={(given) => {
              setOpened(false);
              setRefused(null);
              if (given !== value)
                change.mutate(
                  { id: record.id, properties: { [name]: given } },
                  {
                    onError: () => {
                      setRefused(given);
                      setOpened(true);
                    },
                  },
                );
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
