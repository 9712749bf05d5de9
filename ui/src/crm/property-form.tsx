import { Button, Group, Stack } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

import { t } from "../shared/texts";
import type { Property } from "./definitions";
import type { ObjectType } from "./object-types";
import { PropertyInput } from "./property-input";

interface Props {
  type: ObjectType;
  property: Property;
  value: string;
  onSave: (value: string) => void;
  onCancel: () => void;
  inside?: boolean;
}

/** One value with Save and Cancel; Enter saves, Escape cancels. */
export default function PropertyForm({ type, property, value, onSave, onCancel, inside = false }: Props) {
  const [given, setGiven] = useState(value);
  const form = useRef<HTMLFormElement>(null);
  // What opens an editor looks for its focus before the editor has been loaded.
  useEffect(() => form.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus(), []);
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(given);
      }}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
    >
      <Stack gap="xs">
        <PropertyInput
          type={type}
          property={property}
          value={given}
          onChange={setGiven}
          focus
          inside={inside}
        />
        <Group gap="xs">
          <Button type="submit" size="xs">
            {t("Save")}
          </Button>
          <Button size="xs" variant="default" onClick={onCancel}>
            {t("Cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
