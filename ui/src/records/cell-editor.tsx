import { Popover } from "@mantine/core";

import { useChange } from "../crm/change";
import type { Property } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import PropertyForm from "../crm/property-form";
import classes from "./records.module.css";

interface Props {
  type: ObjectType;
  id: string;
  property: Property;
  value: string;
  /** What the editor begins with. */
  typed: string;
  onClose: () => void;
  onRefused: (given: string) => void;
}

/** The editor of a value, over the cell that it stands in. It is saved at once, and opens again where it was refused. */
export default function CellEditor({ type, id, property, value, typed, onClose, onRefused }: Props) {
  const change = useChange(type.name);
  const save = (given: string) => {
    onClose();
    if (given === value) return;
    // The editor is gone when the answer comes.
    change.mutateAsync({ id, properties: { [property.name]: given } }).catch(() => onRefused(given));
  };
  return (
    <Popover
      opened
      onChange={(open) => !open && onClose()}
      position="bottom-start"
      width={280}
      trapFocus
      shadow="md"
      withinPortal
    >
      <Popover.Target>
        <span className={classes.anchor} />
      </Popover.Target>
      <Popover.Dropdown>
        <PropertyForm type={type} property={property} value={typed} inside onCancel={onClose} onSave={save} />
      </Popover.Dropdown>
    </Popover>
  );
}
